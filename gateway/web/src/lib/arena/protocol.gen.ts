// Generated from the Rust types of gateway/edge by `cargo run -p arena-edge --example protocol_types`.

/**
 * What an `ack` carries: the stream's version after the command, or the result of a run.
 */
export type AckData = RunResult
  | { topic: string, v: number, };

/**
 * `ack` (with what the command gave, if it gives anything) or `reject`.
 */
export type Answer = { "event": "ack", id: string, data?: AckData, }
  | { "event": "reject", 
/**
 * None only when the frame was too broken to find an id in it.
 */
id: string | null, data: Refusal, };

/**
 * What a battle was to its player.
 */
export type BattleOutcome = "won" | "lost" | "draw" | "aborted";

/**
 * Where a battle stands; `finished` and `aborted` are ends.
 */
export type BattleState = "waiting" | "running" | "judging" | "finished" | "aborted";

export type BattleSummary = { battleId: string, state: BattleState, startedAtMs: number | null, endedAtMs: number | null, difficulty: string, rated: boolean, problemId: string | null, reason: string | null, winnerId: string | null, language: string | null, players: Array<Opponent>, };

export type Battles = { battles: Array<BattleSummary>, next: string | null, };

/**
 * The commands by their names on the wire.
 */
export type ClientCommand = { "event": "session:authenticate", "data": { token: string, } }
  | { "event": "matchmaking:join", "data": Join }
  | { "event": "matchmaking:leave", "data": Record<symbol, never> }
  | { "event": "battle:ready", "data": OfBattle }
  | { "event": "battle:edit", "data": Edit }
  | { "event": "battle:run", "data": Code }
  | { "event": "battle:submit", "data": Code }
  | { "event": "battle:give-up", "data": OfBattle }
  | { "event": "battle:offer-draw", "data": OfBattle }
  | { "event": "battle:accept-draw", "data": OfBattle }
  | { "event": "battle:rematch", "data": OfBattle }
  | { "event": "chat:say", "data": Say }
  | { "event": "topic:follow", "data": Follow }
  | { "event": "topic:unfollow", "data": { topic: string, } };

/**
 * One command. `id` is the client's own; sending the same command again with the same id is safe, on any connection.
 */
export type ClientFrame = { id: string, } & ClientCommand;

export type Code = { battleId: string, language: string, code: string, };

export type Credentials = { name: string, 
/**
 * 8 to 128 characters.
 */
password: string, };

/**
 * `seq` is the number of the first edit of the packet, counted from 1 without gaps for each battle.
 */
export type Edit = { battleId: string, seq: number, language: string, edits: Array<OneEdit>, };

/**
 * What a player is told about the first test that failed. Texts are cut to the judge's caps; of a secret test only
 * `test`, `sample: false` and `kind` are told.
 */
export type Explanation = { 
/**
 * Counted from 1, samples first.
 */
test?: number, sample?: boolean, 
/**
 * Such as `wrong answer`, `TypeError`, `syntax error`.
 */
kind?: string, message?: string, input?: string, expected?: string, actual?: string, stdout?: string, stderr?: string, };

/**
 * Send everything of `topic` after version `after`; 0 means from the beginning.
 */
export type Follow = { topic: string, after: number, };

export type HiddenFrame = { topic: string, v: number, };

export type History = { battles: Array<PlayedBattle>, next: string | null, };

/**
 * `goal` defaults to `fastest`; `language` is only what the player means to write in; `ratingRange` limits the distance to
 * the opponent's rating, in points, at least 50.
 */
export type Join = { difficulty: string, mode: string, goal?: string, language?: string, ratingRange?: number, };

export type LanguageCard = { language: string, 
/**
 * Its name for people.
 */
title: string, version: string, 
/**
 * The mode that an editor colours it with.
 */
editor: string, starter: string, fuelLimit: number, };

export type LanguageState = { language: string, 
/**
 * Its name for people.
 */
title: string, version: string, available: boolean, 
/**
 * Why it is not available.
 */
reason: string | null, };

export type LanguageWins = { language: string, wins: number, };

export type Languages = { languages: Array<LanguageState>, };

export type Leaderboard = { entries: Array<LeaderboardEntry>, next: string | null, };

export type LeaderboardEntry = { rank: number, playerId: string, name: string, rating: number, deviation: number, provisional: boolean, battles: number, wins: number, losses: number, draws: number, 
/**
 * On a language's board: the rated battles that were won in it.
 */
languageWins?: number, };

export type LimitsCard = { memoryBytes: number, outputBytes: number, };

/**
 * `accessToken` goes into `Authorization: Bearer` and into `session:authenticate`.
 */
export type LoggedIn = { accessToken: string, expiresInS: number, player: Me, };

export type Login = { loginId: string, createdAtMs: number, lastUsedAtMs: number, 
/**
 * What the client called itself, and the address that it last came from.
 */
client: string, address: string, 
/**
 * The login that asks.
 */
current: boolean, };

export type Logins = { logins: Array<Login>, };

export type Me = { playerId: string, name: string, guest: boolean, };

export type OfBattle = { battleId: string, };

/**
 * `from..to` in UTF-16 code units is replaced by `insert`, `atMs` milliseconds after the battle's start.
 */
export type OneEdit = { atMs: number, from: number, to: number, insert: string, };

export type Opponent = { playerId: string, name: string, };

export type PlayedBattle = { battleId: string, endedAtMs: number, difficulty: string, rated: boolean, problemId: string | null, opponents: Array<Opponent>, outcome: BattleOutcome, reason: string, ratingBefore?: number, ratingAfter?: number, };

export type PlayerCard = { playerId: string, name: string, guest: boolean, };

/**
 * Who is connected now.
 */
export type Presence = { 
/**
 * Players with a connection; one with several counts once.
 */
players: number, 
/**
 * Whether all servers are counted. If not, it is this one alone, because what they share is away.
 */
everywhere: boolean, };

/**
 * `code` is stable and for programs, `detail` is a sentence for people.
 */
export type Problem = { 
/**
 * Always `about:blank`: `code` tells problems apart.
 */
type: string, title: string, status: number, detail: string, code: string, retryAfterMs?: number, };

/**
 * A problem as players see it. `statement` is Markdown and is not to be trusted as HTML.
 */
export type ProblemCard = { id: string, title: string, difficulty: string, techniques: Array<string>, statement: string, 
/**
 * `function`, `stdin`, or `either`: what defines the function is called, anything else is run
 * with the samples' `stdin`.
 */
form: string, 
/**
 * Such as `two_sum(numbers: list<int>, target: int) -> list<int>`; none for stdin problems.
 */
signature: string | null, samples: Array<SampleCard>, limits: LimitsCard, 
/**
 * The languages that can be judged now, each with its starter code.
 */
languages: Array<LanguageCard>, };

/**
 * A problem with what has become of it. Its statement is shown in battles alone.
 */
export type ProblemSummary = { id: string, title: string, difficulty: string, techniques: Array<string>, 
/**
 * Judged submissions, and those of them that were accepted.
 */
attempts: number, accepted: number, battles: number, 
/**
 * Battles in which it was solved, of all; none before the first one.
 */
solveRate: number | null, };

export type Problems = { problems: Array<ProblemSummary>, next: string | null, };

export type Profile = { playerId: string, name: string, guest: boolean, 
/**
 * Whether the player is connected, to whichever server.
 */
online: boolean, rating: number, deviation: number, provisional: boolean, 
/**
 * The place on the global leaderboard, from 1; none before the first rated battle.
 */
rank: number | null, battles: number, wins: number, losses: number, draws: number, languages: Array<LanguageWins>, currentStreak: number, bestStreak: number, };

export type RatingPoint = { 
/**
 * None for a correction, after an earlier battle turned out otherwise.
 */
battleId: string | null, atMs: number, rating: number, deviation: number, };

/**
 * Ratings are Glicko-2 points, deviations likewise.
 */
export type RatingStep = { playerId: string, before: number, after: number, deviation: number, provisional: boolean, };

export type Ratings = { points: Array<RatingPoint>, next: string | null, };

/**
 * A stable `code` and a sentence for the player.
 */
export type Refusal = { code: string, message: string, retryAfterMs?: number, };

/**
 * The result of a run on the samples: judged, but not counted and not recorded.
 */
export type RunResult = { verdict: string, testsPassed: number, testsTotal: number, fuelUsed: number, fuelLimit: number, memoryPeakBytes: number, explanation: Explanation | null, };

export type SampleCard = { input: string, output: string, 
/**
 * What a program reads, where a problem offers both forms.
 */
stdin: string | null, 
/**
 * What a program writes, where a problem offers both forms.
 */
stdout: string | null, note: string | null, };

export type Say = { battleId: string, text: string, };

/**
 * The events of `session/<player>`, `battle/<id>` and `queue/<pool>` by their names on the wire.
 */
export type ServerEvent = { "event": "matchmaking:queued", "data": { ticketId: string, difficulty: string, mode: string, goal: string, 
/**
 * The lowest and the highest rating that is accepted at first; it widens with waiting.
 */
ratingRange: [number, number], 
/**
 * None while nobody has been paired yet.
 */
expectedWaitMs: number | null, } }
  | { "event": "matchmaking:left", "data": { ticketId: string, reason: string, } }
  | { "event": "matchmaking:match-found", "data": { battleId: string, difficulty: string, rated: boolean, players: Array<PlayerCard>, } }
  | { "event": "battle:created", "data": { battleId: string, difficulty: string, mode: string, goal: string, rated: boolean, players: Array<PlayerCard>, acceptByMs: number, } }
  | { "event": "battle:accepted", "data": { battleId: string, playerId: string, } }
  | { "event": "battle:countdown", "data": { battleId: string, startsAtMs: number, } }
  | { "event": "battle:started", "data": { battleId: string, problem: ProblemCard, startsAtMs: number, deadlineMs: number, } }
  | { "event": "battle:edited", "data": { battleId: string, playerId: string, seq: number, language: string, edits: Array<OneEdit>, } }
  | { "event": "battle:submitted", "data": { battleId: string, playerId: string, submissionId: string, language: string, code: string | null, } }
  | { "event": "battle:judged", "data": { battleId: string, playerId: string, submissionId: string, verdict: string, testsPassed: number, testsTotal: number, fuelUsed: number, fuelLimit: number, memoryPeakBytes: number, explanation: Explanation | null, } }
  | { "event": "battle:progress", "data": { battleId: string, playerId: string, testsPassed: number, testsTotal: number, } }
  | { "event": "battle:draw-offered", "data": { battleId: string, playerId: string, } }
  | { "event": "battle:player-left", "data": { battleId: string, playerId: string, reason: string, } }
  | { "event": "battle:judging", "data": { battleId: string, reason: string, } }
  | { "event": "battle:extended", "data": { battleId: string, byMs: number, } }
  | { "event": "battle:finished", "data": { battleId: string, 
/**
 * `won` or `draw`.
 */
outcome: string, winnerId: string | null, submissionId: string | null, language: string | null, reason: string, } }
  | { "event": "battle:aborted", "data": { battleId: string, reason: string, 
/**
 * Who did not accept, or declined.
 */
playerIds: Array<string>, } }
  | { "event": "battle:rematch-offered", "data": { battleId: string, playerId: string, } }
  | { "event": "battle:rematch-agreed", "data": { battleId: string, nextBattleId: string, } }
  | { "event": "battle:verdict-corrected", "data": { battleId: string, playerId: string, submissionId: string, before: string | null, verdict: string, testsPassed: number, testsTotal: number, fuelUsed: number, fuelLimit: number, memoryPeakBytes: number, explanation: Explanation | null, } }
  | { "event": "battle:outcome-corrected", "data": { battleId: string, outcome: string, winnerId: string | null, submissionId: string | null, language: string | null, reason: string, } }
  | { "event": "chat:said", "data": { battleId: string, playerId: string, text: string, } }
  | { "event": "rating:changed", "data": { battleId: string, changes: Array<RatingStep>, } }
  | { "event": "rating:corrected", "data": { change: RatingStep, } };

/**
 * One frame: an answer to a command by its `id`, an event of a topic with its version `v`, or a word to the session.
 *
 * A topic's events come in the order of `v`, without gaps; an event that the client may not see comes as its topic and
 * `v` alone.
 */
export type ServerFrame = Answer | TopicFrame | HiddenFrame | WelcomeFrame;

/**
 * Code for a battle. `problemId`, if given, must be the battle's: a guard against mixing battles up.
 */
export type Submission = { battleId: string, language: string, code: string, problemId?: string, };

/**
 * The submission is recorded; its verdict comes on the battle's topic, after version `v`.
 */
export type Submitted = { submissionId: string, topic: string, v: number, };

export type TopicFrame = { topic: string, v: number, atMs: number, } & ServerEvent;

/**
 * `resume` names the topics that concern the player now.
 */
export type Welcome = { playerId: string, name: string, guest: boolean, serverTimeMs: number, pingIntervalMs: number, resume: Array<string>, };

export type WelcomeFrame = { 
/**
 * Always `session:welcome`.
 */
event: "session:welcome", data: Welcome, };
