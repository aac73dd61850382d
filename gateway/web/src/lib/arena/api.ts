/** The shapes of the HTTP API. Times are milliseconds since 1970, ratings are Glicko-2 points. */

export interface Player {
  playerId: string;
  name: string;
  guest: boolean;
}

export interface Signed {
  accessToken: string;
  expiresInS: number;
  player: Player;
}

export interface Login {
  loginId: string;
  createdAtMs: number;
  lastUsedAtMs: number;
  client: string;
  current: boolean;
}

export interface LanguageState {
  language: string;
  version: string;
  available: boolean;
  reason?: string | null;
}

export interface LeaderboardEntry {
  rank: number;
  playerId: string;
  name: string;
  rating: number;
  deviation: number;
  provisional: boolean;
  battles: number;
  wins: number;
  losses: number;
  draws: number;
  /** On the board of one language: the wins with it. */
  languageWins?: number | null;
}

export interface Profile {
  playerId: string;
  name: string;
  guest: boolean;
  rating: number;
  deviation: number;
  provisional: boolean;
  battles: number;
  wins: number;
  losses: number;
  draws: number;
  languages: { language: string; wins: number }[];
  currentStreak: number;
  bestStreak: number;
}

export type BattleOutcome = "won" | "lost" | "draw" | "aborted";

export interface HistoryEntry {
  battleId: string;
  endedAtMs: number;
  difficulty: string;
  rated: boolean;
  problemId: string | null;
  opponents: { playerId: string; name: string }[];
  outcome: BattleOutcome;
  reason: string;
  ratingBefore?: number | null;
  ratingAfter?: number | null;
}

export interface RatingPoint {
  battleId: string;
  atMs: number;
  rating: number;
  deviation: number;
}

export interface BattleEntry {
  battleId: string;
  startedAtMs: number;
  difficulty: string;
  rated: boolean;
  players: { playerId: string; name: string }[];
  state: "live" | "ended";
}

/** The key of a page's items differs, `next` does not: the cursor of the following page, if there is one. */
export interface Paged {
  next?: string | null;
}

/** `path` with its parameters; those that are null, undefined or empty are left out. */
export function withQuery(path: string, query: Record<string, string | number | null | undefined>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== null && value !== undefined && value !== "") search.set(name, String(value));
  }
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}
