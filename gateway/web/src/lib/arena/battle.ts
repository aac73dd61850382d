import type { PlayerCard, ProblemCard, RatingStep, RunResult, TopicFrame } from "./protocol.gen";
import { applyEdits } from "./text";

export type Phase = "unknown" | "waiting" | "countdown" | "running" | "judging" | "finished" | "aborted";

/** A submission; `code` is null while it is the opponent's secret, `result` while it is being judged. */
export interface Submission {
  id: string;
  language: string;
  code: string | null;
  atMs: number;
  result: RunResult | null;
}

export interface Seat {
  card: PlayerCard;
  accepted: boolean;
  /** The best result so far; `total` is 0 before the first verdict. */
  passed: number;
  total: number;
  /** What this client knows of the seat's submissions, oldest first. */
  submissions: Submission[];
  /** How many submissions wait for their verdict. */
  pending: number;
  left: "gave-up" | "disconnected" | null;
  wantsRematch: boolean;
  /** The seat's drafts by language, as far as its edits are visible. */
  drafts: Record<string, string>;
  lastLanguage: string | null;
  /** The number of the seat's next edit. */
  nextEdit: number;
}

export type FeedItem =
  | { kind: "said"; v: number; atMs: number; playerId: string; text: string }
  | { kind: "submitted"; v: number; atMs: number; playerId: string; language: string }
  | { kind: "scored"; v: number; atMs: number; playerId: string; passed: number; total: number }
  | { kind: "draw-offered"; v: number; atMs: number; playerId: string }
  | { kind: "left"; v: number; atMs: number; playerId: string; reason: string }
  | { kind: "extended"; v: number; atMs: number; byMs: number }
  | { kind: "rematch-offered"; v: number; atMs: number; playerId: string };

export interface Ending {
  outcome: "won" | "draw" | "aborted";
  winnerId: string | null;
  submissionId: string | null;
  language: string | null;
  reason: string;
  /** Of an aborted battle: who did not accept, or declined. */
  playerIds: string[];
  atMs: number;
  /** When the outcome was corrected; null while it stands as it was told first. */
  correctedAtMs: number | null;
}

/** A battle as this client may see it: the fold of its topic's events. Times are milliseconds of the server's clock. */
export interface BattleView {
  battleId: string;
  v: number;
  phase: Phase;
  difficulty: string;
  rated: boolean;
  seats: Seat[];
  acceptByMs: number;
  startsAtMs: number;
  deadlineMs: number;
  problem: ProblemCard | null;
  drawOfferedBy: string | null;
  judgingReason: string | null;
  feed: FeedItem[];
  ending: Ending | null;
  nextBattleId: string | null;
  ratings: RatingStep[];
}

export function emptyBattle(battleId: string): BattleView {
  return {
    battleId,
    v: 0,
    phase: "unknown",
    difficulty: "",
    rated: false,
    seats: [],
    acceptByMs: 0,
    startsAtMs: 0,
    deadlineMs: 0,
    problem: null,
    drawOfferedBy: null,
    judgingReason: null,
    feed: [],
    ending: null,
    nextBattleId: null,
    ratings: [],
  };
}

export function topicOf(battleId: string): string {
  return `battle/${battleId}`;
}

export function seatOf(view: BattleView, playerId: string | null | undefined): Seat | null {
  return view.seats.find((seat) => seat.card.playerId === playerId) ?? null;
}

export function isOver(view: BattleView): boolean {
  return view.phase === "finished" || view.phase === "aborted";
}

/** `view` after `frame`; the given view stays as it was. Events that this client does not know only advance `v`. */
export function evolve(view: BattleView, frame: TopicFrame): BattleView {
  const next: BattleView = { ...view, v: frame.v };
  const { v, atMs } = frame;
  const feed = (item: FeedItem): void => {
    next.feed = [...view.feed, item];
  };
  const seat = (playerId: string, change: (seat: Seat) => Partial<Seat>): void => {
    next.seats = next.seats.map((old) =>
      old.card.playerId === playerId ? { ...old, ...change(old) } : old,
    );
  };
  switch (frame.event) {
    case "battle:created":
      next.phase = "waiting";
      next.difficulty = frame.data.difficulty;
      next.rated = frame.data.rated;
      next.acceptByMs = frame.data.acceptByMs;
      next.seats = frame.data.players.map(newSeat);
      break;
    case "battle:accepted":
      seat(frame.data.playerId, () => ({ accepted: true }));
      break;
    case "battle:countdown":
      next.phase = "countdown";
      next.startsAtMs = frame.data.startsAtMs;
      break;
    case "battle:started":
      next.phase = "running";
      next.problem = frame.data.problem;
      next.startsAtMs = frame.data.startsAtMs;
      next.deadlineMs = frame.data.deadlineMs;
      break;
    case "battle:edited": {
      const { playerId, seq, language, edits } = frame.data;
      seat(playerId, (old) => ({
        drafts: {
          ...old.drafts,
          [language]: applyEdits(old.drafts[language] ?? starterOf(next, language), edits),
        },
        lastLanguage: language,
        nextEdit: seq + edits.length,
      }));
      break;
    }
    case "battle:submitted": {
      const { playerId, submissionId, language, code } = frame.data;
      seat(playerId, (old) => ({
        submissions: [...old.submissions, { id: submissionId, language, code, atMs, result: null }],
        pending: old.pending + 1,
        lastLanguage: language,
      }));
      // As in chess: an offer lapses when the other side goes on playing.
      if (next.drawOfferedBy !== playerId) next.drawOfferedBy = null;
      feed({ kind: "submitted", v, atMs, playerId, language });
      break;
    }
    case "battle:judged": {
      const { playerId, submissionId } = frame.data;
      const result: RunResult = frame.data;
      seat(playerId, (old) => ({
        ...scored(old, result.verdict === "JE" ? null : result),
        submissions: old.submissions.map((known) =>
          known.id === submissionId ? { ...known, result } : known,
        ),
      }));
      if (result.verdict !== "JE") {
        feed({ kind: "scored", v, atMs, playerId, passed: result.testsPassed, total: result.testsTotal });
      }
      break;
    }
    case "battle:progress": {
      const { playerId, testsPassed: passed, testsTotal: total } = frame.data;
      seat(playerId, (old) => scored(old, frame.data));
      feed({ kind: "scored", v, atMs, playerId, passed, total });
      break;
    }
    case "battle:draw-offered":
      next.drawOfferedBy = frame.data.playerId;
      feed({ kind: "draw-offered", v, atMs, playerId: frame.data.playerId });
      break;
    case "battle:player-left": {
      const { playerId, reason } = frame.data;
      seat(playerId, () => ({ left: reason === "disconnected" ? "disconnected" : "gave-up" }));
      feed({ kind: "left", v, atMs, playerId, reason });
      break;
    }
    case "battle:judging":
      next.phase = "judging";
      next.judgingReason = frame.data.reason;
      break;
    case "battle:extended":
      if (view.phase === "waiting") next.acceptByMs += frame.data.byMs;
      if (view.phase === "countdown") next.startsAtMs += frame.data.byMs;
      if (view.phase === "running") next.deadlineMs += frame.data.byMs;
      feed({ kind: "extended", v, atMs, byMs: frame.data.byMs });
      break;
    case "battle:finished":
      next.phase = "finished";
      next.drawOfferedBy = null;
      next.ending = {
        outcome: frame.data.outcome === "won" ? "won" : "draw",
        winnerId: frame.data.winnerId,
        submissionId: frame.data.submissionId,
        language: frame.data.language,
        reason: frame.data.reason,
        playerIds: [],
        atMs,
        correctedAtMs: null,
      };
      break;
    case "battle:aborted":
      next.phase = "aborted";
      next.drawOfferedBy = null;
      next.ending = {
        outcome: "aborted",
        winnerId: null,
        submissionId: null,
        language: null,
        reason: frame.data.reason,
        playerIds: frame.data.playerIds,
        atMs,
        correctedAtMs: null,
      };
      break;
    case "battle:verdict-corrected": {
      const { playerId, submissionId, before } = frame.data;
      const result: RunResult = frame.data;
      seat(playerId, (old) => {
        const submissions = old.submissions.map((known) =>
          known.id === submissionId ? { ...known, result } : known,
        );
        const passed = submissions.map((known) => known.result?.testsPassed ?? 0);
        return {
          submissions,
          passed: Math.max(0, ...passed),
          total: result.testsTotal,
          pending: before === null ? Math.max(0, old.pending - 1) : old.pending,
        };
      });
      break;
    }
    case "battle:outcome-corrected":
      if (view.ending !== null) {
        next.ending = {
          ...view.ending,
          outcome: frame.data.outcome === "won" ? "won" : "draw",
          winnerId: frame.data.winnerId,
          submissionId: frame.data.submissionId,
          language: frame.data.language,
          reason: frame.data.reason,
          correctedAtMs: atMs,
        };
      }
      break;
    case "battle:rematch-offered":
      seat(frame.data.playerId, () => ({ wantsRematch: true }));
      feed({ kind: "rematch-offered", v, atMs, playerId: frame.data.playerId });
      break;
    case "battle:rematch-agreed":
      next.nextBattleId = frame.data.nextBattleId;
      break;
    case "chat:said":
      feed({ kind: "said", v, atMs, playerId: frame.data.playerId, text: frame.data.text });
      break;
    case "rating:changed":
      next.ratings = [...view.ratings, ...frame.data.changes];
      break;
    case "matchmaking:queued":
    case "matchmaking:left":
    case "matchmaking:match-found":
    case "rating:corrected":
      break;
    default:
      break;
  }
  return next;
}

function newSeat(card: PlayerCard): Seat {
  return {
    card,
    accepted: false,
    passed: 0,
    total: 0,
    submissions: [],
    pending: 0,
    left: null,
    wantsRematch: false,
    drafts: {},
    lastLanguage: null,
    nextEdit: 1,
  };
}

function scored(old: Seat, result: { testsPassed: number; testsTotal: number } | null): Partial<Seat> {
  const pending = Math.max(0, old.pending - 1);
  if (result === null) return { pending };
  return {
    pending,
    passed: Math.max(old.passed, result.testsPassed),
    total: Math.max(old.total, result.testsTotal),
  };
}

export function starterOf(view: BattleView, language: string): string {
  return view.problem?.languages.find((known) => known.language === language)?.starter ?? "";
}

/** How an editor colours a language of the battle's problem. */
export function editorMode(view: BattleView, language: string): string {
  return view.problem?.languages.find((known) => known.language === language)?.editor ?? "";
}
