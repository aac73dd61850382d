import { withQuery, type Page } from "../lib/arena/api";
import type {
  Battles,
  BattleSummary,
  History,
  Languages,
  LanguageState,
  Leaderboard,
  LeaderboardEntry,
  Login,
  Logins,
  PlayedBattle,
  Profile,
  RatingPoint,
  Ratings,
} from "../lib/arena/protocol.gen";
import { arena } from "./arena.svelte";

/** How many rows one page of a list has. */
const ROWS = 25;
/** How many battles the rating chart goes back. */
const CHART_POINTS = 100;

/** What the pages read over HTTP. Reads work without being signed in, too. */
export const queries = {
  async leaderboard(language: string, cursor: string | null): Promise<Page<LeaderboardEntry>> {
    const page = await arena.auth.request<Leaderboard>(
      withQuery("/api/leaderboards", { language, limit: ROWS, cursor }),
    );
    return { items: page.entries, next: page.next };
  },
  async languages(): Promise<LanguageState[]> {
    return (await arena.auth.request<Languages>("/api/languages")).languages;
  },
  profile(playerId: string): Promise<Profile> {
    return arena.auth.request<Profile>(`/api/players/${playerId}`);
  },
  async history(playerId: string, cursor: string | null): Promise<Page<PlayedBattle>> {
    const page = await arena.auth.request<History>(
      withQuery(`/api/players/${playerId}/battles`, { limit: ROWS, cursor }),
    );
    return { items: page.battles, next: page.next };
  },
  async ratings(playerId: string): Promise<RatingPoint[]> {
    const page = await arena.auth.request<Ratings>(
      withQuery(`/api/players/${playerId}/ratings`, { limit: CHART_POINTS }),
    );
    return page.points;
  },
  async battles(state: "live" | "ended", cursor: string | null): Promise<Page<BattleSummary>> {
    const page = await arena.auth.request<Battles>(
      withQuery("/api/battles", { state, limit: ROWS, cursor }),
    );
    return { items: page.battles, next: page.next };
  },
  async logins(): Promise<Login[]> {
    return (await arena.auth.request<Logins>("/api/auth/logins")).logins;
  },
  async revoke(loginId: string): Promise<void> {
    await arena.auth.request(`/api/auth/logins/${encodeURIComponent(loginId)}`, { method: "DELETE" });
  },
};
