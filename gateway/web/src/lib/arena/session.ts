import type { RatingStep, TopicFrame, Welcome } from "./protocol.gen";

/** A place in the queue; times are milliseconds of the server's clock. */
export interface Waiting {
  ticketId: string;
  difficulty: string;
  sinceMs: number;
  ratingRange: [number, number];
  expectedWaitMs: number | null;
}

/** A player's session: the fold of its topic, small enough to be kept between reloads. */
export interface SessionView {
  v: number;
  waiting: Waiting | null;
  /** The last battle that was found for the player. */
  battleId: string | null;
  foundAtMs: number;
  /** Rating changes by battle, the newest last. */
  ratings: { battleId: string; changes: RatingStep[] }[];
}

/** How many battles' rating changes are remembered. */
const RATINGS_KEPT = 10;

/** What each second of waiting adds to the range on each side, in rating points (the server's rule). */
export const RANGE_PER_SECOND = 30;

export const EMPTY_SESSION: SessionView = {
  v: 0,
  waiting: null,
  battleId: null,
  foundAtMs: 0,
  ratings: [],
};

export function sessionTopic(playerId: string): string {
  return `session/${playerId}`;
}

export function evolveSession(view: SessionView, frame: TopicFrame): SessionView {
  const next: SessionView = { ...view, v: frame.v };
  switch (frame.event) {
    case "matchmaking:queued":
      next.waiting = {
        ticketId: frame.data.ticketId,
        difficulty: frame.data.difficulty,
        sinceMs: frame.atMs,
        ratingRange: frame.data.ratingRange,
        expectedWaitMs: frame.data.expectedWaitMs,
      };
      break;
    case "matchmaking:left":
      if (view.waiting?.ticketId === frame.data.ticketId) next.waiting = null;
      break;
    case "matchmaking:match-found":
      next.waiting = null;
      next.battleId = frame.data.battleId;
      next.foundAtMs = frame.atMs;
      break;
    case "rating:changed": {
      const { battleId, changes } = frame.data;
      const others = view.ratings.filter((known) => known.battleId !== battleId);
      const before = view.ratings.find((known) => known.battleId === battleId)?.changes ?? [];
      next.ratings = [...others, { battleId, changes: [...before, ...changes] }].slice(-RATINGS_KEPT);
      break;
    }
    default:
      break;
  }
  return next;
}

/** The rating range after `waitedMs` of waiting. */
export function rangeNow(waiting: Waiting, waitedMs: number): [number, number] {
  const wider = (Math.max(0, waitedMs) / 1000) * RANGE_PER_SECOND;
  return [Math.max(0, waiting.ratingRange[0] - wider), waiting.ratingRange[1] + wider];
}

/** The battle that a welcome names as the player's own, if there is one. */
export function battleToResume(welcome: Welcome): string | null {
  for (const topic of welcome.resume) {
    // A version may stand behind the topic's name.
    const match = /^battle\/([0-9a-fA-F-]{36})/.exec(topic);
    if (match) return match[1]!;
  }
  return null;
}
