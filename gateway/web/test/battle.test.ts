import { describe, expect, it } from "vitest";
import { emptyBattle, evolve, isOver, seatOf, type BattleView } from "../src/lib/arena/battle";
import type { ProblemCard, ServerEvent, TopicFrame } from "../src/lib/arena/protocol.gen";
import { battleToResume, EMPTY_SESSION, evolveSession, rangeNow } from "../src/lib/arena/session";
import { BATTLE as battleId, OPPONENT, PLAYER } from "./fake-arena";

const problem: ProblemCard = {
  id: "two-sum",
  title: "Pocket change",
  difficulty: "easy",
  techniques: [],
  statement: "",
  form: "function",
  signature: null,
  samples: [],
  limits: { memoryBytes: 1, outputBytes: 1 },
  languages: [{ language: "python", title: "Python", editor: "python", version: "3.14", starter: "pass\n", fuelLimit: 10 }],
};
const players = [
  { playerId: PLAYER, name: "ada", guest: false },
  { playerId: OPPONENT, name: "bob", guest: false },
];
const result = { testsTotal: 10, fuelUsed: 1, fuelLimit: 10, memoryPeakBytes: 1, explanation: null };

const created: ServerEvent = {
  event: "battle:created",
  data: { battleId, difficulty: "easy", mode: "1v1", goal: "fastest", rated: true, players, acceptByMs: 20_000 },
};
const countdown: ServerEvent = { event: "battle:countdown", data: { battleId, startsAtMs: 30_000 } };
const started: ServerEvent = {
  event: "battle:started",
  data: { battleId, problem, startsAtMs: 30_000, deadlineMs: 630_000 },
};

function fold(...events: ServerEvent[]): BattleView {
  return events.reduce(
    (view, event, index) =>
      evolve(view, { topic: `battle/${battleId}`, v: index + 1, atMs: 1_000 * index, ...event } as TopicFrame),
    emptyBattle(battleId),
  );
}

function submitted(playerId: string, submissionId: string, code: string | null): ServerEvent {
  return { event: "battle:submitted", data: { battleId, playerId, submissionId, language: "python", code } };
}

describe("a battle's view", () => {
  it("goes through its phases", () => {
    expect(fold(created).phase).toBe("waiting");
    const accepted: ServerEvent = { event: "battle:accepted", data: { battleId, playerId: PLAYER } };
    const half = fold(created, accepted);
    expect(half.seats.map((seat) => seat.accepted)).toEqual([true, false]);
    expect(fold(created, countdown)).toMatchObject({ phase: "countdown", startsAtMs: 30_000 });
    expect(fold(created, countdown, started)).toMatchObject({ phase: "running", deadlineMs: 630_000, v: 3 });
  });

  it("counts the best result, the opponent's without code", () => {
    const view = fold(
      created,
      started,
      submitted(OPPONENT, "s1", null),
      { event: "battle:progress", data: { battleId, playerId: OPPONENT, testsPassed: 6, testsTotal: 10 } },
      submitted(OPPONENT, "s2", null),
      { event: "battle:progress", data: { battleId, playerId: OPPONENT, testsPassed: 4, testsTotal: 10 } },
    );
    expect(seatOf(view, OPPONENT)).toMatchObject({ passed: 6, total: 10, pending: 0 });
    expect(seatOf(view, OPPONENT)?.submissions.map((known) => known.code)).toEqual([null, null]);
  });

  it("does not count a fault of the judge", () => {
    const view = fold(created, started, submitted(PLAYER, "s1", "x"), {
      event: "battle:judged",
      data: { battleId, playerId: PLAYER, submissionId: "s1", ...result, verdict: "JE", testsPassed: 0 },
    });
    expect(seatOf(view, PLAYER)).toMatchObject({ passed: 0, total: 0, pending: 0 });
    expect(seatOf(view, PLAYER)?.submissions[0]?.result?.verdict).toBe("JE");
  });

  it("replays drafts from the starter code", () => {
    const edit = (seq: number, from: number, insert: string): ServerEvent => ({
      event: "battle:edited",
      data: { battleId, playerId: PLAYER, seq, language: "python", edits: [{ atMs: 0, from, to: from, insert }] },
    });
    const seat = seatOf(fold(created, started, edit(1, 0, "# "), edit(2, 2, "x ")), PLAYER);
    expect(seat?.drafts).toEqual({ python: "# x pass\n" });
    expect(seat?.nextEdit).toBe(3);
  });

  it("moves what is due in its phase when the clock is put back", () => {
    const extended: ServerEvent = { event: "battle:extended", data: { battleId, byMs: 5_000 } };
    expect(fold(created, extended)).toMatchObject({ acceptByMs: 25_000 });
    expect(fold(created, countdown, extended)).toMatchObject({ startsAtMs: 35_000, acceptByMs: 20_000 });
    expect(fold(created, started, extended)).toMatchObject({ deadlineMs: 635_000, startsAtMs: 30_000 });
  });

  it("drops a draw offer when the other side submits, not when its own does", () => {
    const offer: ServerEvent = { event: "battle:draw-offered", data: { battleId, playerId: OPPONENT } };
    expect(fold(created, started, offer).drawOfferedBy).toBe(OPPONENT);
    expect(fold(created, started, offer, submitted(OPPONENT, "s", null)).drawOfferedBy).toBe(OPPONENT);
    expect(fold(created, started, offer, submitted(PLAYER, "s", "x")).drawOfferedBy).toBeNull();
  });

  it("is over when finished or aborted, and says how", () => {
    const finished = fold(created, started, {
      event: "battle:finished",
      data: { battleId, outcome: "won", winnerId: PLAYER, submissionId: "s", language: "python", reason: "solved" },
    });
    expect(isOver(finished)).toBe(true);
    expect(finished.ending).toMatchObject({ outcome: "won", winnerId: PLAYER, reason: "solved" });
    const aborted = fold(created, {
      event: "battle:aborted",
      data: { battleId, reason: "not-accepted", playerIds: [OPPONENT] },
    });
    expect(isOver(aborted)).toBe(true);
    expect(aborted.ending).toMatchObject({ outcome: "aborted", playerIds: [OPPONENT] });
  });

  it("shows the verdict and the outcome as they are corrected, and when it ended as before", () => {
    const result = { fuelUsed: 1, fuelLimit: 2, memoryPeakBytes: 3, explanation: null };
    const judged = (playerId: string, submissionId: string, testsPassed: number): ServerEvent => ({
      event: "battle:judged",
      data: { battleId, playerId, submissionId, verdict: testsPassed === 9 ? "AC" : "WA", testsPassed, testsTotal: 9, ...result },
    });
    const finished: ServerEvent = {
      event: "battle:finished",
      data: { battleId, outcome: "won", winnerId: PLAYER, submissionId: "s", language: "python", reason: "solved" },
    };
    const played = [
      created,
      started,
      submitted(PLAYER, "r", "x"),
      judged(PLAYER, "r", 5),
      submitted(PLAYER, "s", "x"),
      judged(PLAYER, "s", 9),
      submitted(OPPONENT, "t", "x"),
      finished,
    ];
    const corrected = (playerId: string, submissionId: string, before: string | null, testsPassed: number): ServerEvent => ({
      event: "battle:verdict-corrected",
      data: { battleId, playerId, submissionId, before, verdict: "WA", testsPassed, testsTotal: 10, ...result },
    });
    const outcome: ServerEvent = {
      event: "battle:outcome-corrected",
      data: { battleId, outcome: "draw", winnerId: null, submissionId: null, language: null, reason: "unsolved" },
    };
    const before = fold(...played);
    const view = fold(...played, corrected(PLAYER, "s", "AC", 3), corrected(OPPONENT, "t", null, 0), outcome);
    const [own, other] = [PLAYER, OPPONENT].map((id) => view.seats.find((seat) => seat.card.playerId === id));
    expect(own).toMatchObject({ passed: 5, total: 10, pending: 0 });
    expect(own?.submissions.map((known) => known.result?.verdict)).toEqual(["WA", "WA"]);
    expect(other).toMatchObject({ passed: 0, pending: 0 });
    expect(view.ending).toMatchObject({ outcome: "draw", winnerId: null, reason: "unsolved", atMs: before.ending?.atMs });
    expect(view.ending?.correctedAtMs).not.toBeNull();
    expect(view.phase).toBe("finished");
  });

  it("only advances at events that it does not know", () => {
    const before = fold(created);
    const after = evolve(before, { topic: "t", v: 2, atMs: 0, event: "battle:new-thing", data: {} } as never);
    expect({ ...after, v: 1 }).toEqual(before);
    expect(after.v).toBe(2);
  });

  it("leaves the view that it was given as it was", () => {
    const before = fold(created, started);
    const copy = structuredClone(before);
    evolve(before, { topic: "t", v: 3, atMs: 0, ...submitted(PLAYER, "s", "x") } as TopicFrame);
    expect(before).toEqual(copy);
  });
});

describe("a session's view", () => {
  const frame = (v: number, event: ServerEvent): TopicFrame => ({ topic: "session/x", v, atMs: 500, ...event }) as TopicFrame;
  const queued = (ticketId: string): ServerEvent => ({
    event: "matchmaking:queued",
    data: { ticketId, difficulty: "easy", mode: "1v1", goal: "fastest", ratingRange: [1350, 1650], expectedWaitMs: null },
  });

  it("waits until it leaves or is matched", () => {
    const waiting = evolveSession(EMPTY_SESSION, frame(1, queued("t1")));
    expect(waiting.waiting).toMatchObject({ ticketId: "t1", sinceMs: 500 });
    const otherLeft = frame(2, { event: "matchmaking:left", data: { ticketId: "t0", reason: "asked" } });
    expect(evolveSession(waiting, otherLeft).waiting).not.toBeNull();
    const left = frame(2, { event: "matchmaking:left", data: { ticketId: "t1", reason: "asked" } });
    expect(evolveSession(waiting, left).waiting).toBeNull();
    const found = frame(2, {
      event: "matchmaking:match-found",
      data: { battleId, difficulty: "easy", rated: true, players },
    });
    expect(evolveSession(waiting, found)).toMatchObject({ waiting: null, battleId });
  });

  it("collects both players' rating changes, told together or one by one", () => {
    const step = (playerId: string) => ({ playerId, before: 1500, after: 1510, deviation: 90, provisional: false });
    const one = (playerId: string): ServerEvent => ({ event: "rating:changed", data: { battleId, changes: [step(playerId)] } });
    const view = evolveSession(evolveSession(EMPTY_SESSION, frame(1, one(PLAYER))), frame(2, one(OPPONENT)));
    expect(view.ratings).toEqual([{ battleId, changes: [step(PLAYER), step(OPPONENT)] }]);
  });

  it("widens its range with waiting", () => {
    const { waiting } = evolveSession(EMPTY_SESSION, frame(1, queued("t1")));
    expect(rangeNow(waiting!, 0)).toEqual([1350, 1650]);
    expect(rangeNow(waiting!, 10_000)).toEqual([1050, 1950]);
    expect(rangeNow(waiting!, 100_000)[0]).toBe(0);
  });

  it.each([
    [["session/x", `battle/${battleId}`], battleId],
    [[`battle/${battleId}@12`], battleId],
    [["session/x"], null],
    [["battle/none"], null],
  ])("a welcome with %j leads to %j", (resume, expected) => {
    const welcome = { playerId: PLAYER, name: "", guest: false, serverTimeMs: 0, pingIntervalMs: 0, resume };
    expect(battleToResume(welcome)).toBe(expected);
  });
});
