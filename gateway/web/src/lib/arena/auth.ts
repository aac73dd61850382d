import { HttpError, request, type Fetch } from "./http";
import type { Credentials, LoggedIn, Me } from "./protocol.gen";

/** A token that is good for less than this is renewed before it is used, in milliseconds. */
export const RENEW_BEFORE_MS = 30_000;

const LOCK = "arena-refresh";
const CHANNEL = "arena-auth";

/** Runs `work` while no other tab runs its own. */
export type Exclusive = <T>(work: () => Promise<T>) => Promise<T>;

/** Tells the other tabs of this browser what has become of the login. */
export interface Tabs {
  tell(word: TabWord): void;
  onWord(handler: (word: TabWord) => void): void;
}
export type TabWord =
  | { kind: "signed"; accessToken: string; expiresAtMs: number; player: Me }
  | { kind: "out" };

interface Options {
  fetch: Fetch;
  now?: () => number;
  exclusive?: Exclusive;
  tabs?: Tabs | null;
  /** Called whenever the player changes: signed in, renamed, or out (null). */
  onPlayer?: (player: Me | null) => void;
}

/**
 * The browser's login. The access token lives in memory only; the refresh token is a cookie that no script can read, so a
 * reload begins with a refresh.
 */
export class Auth {
  #token: { value: string; expiresAtMs: number } | null = null;
  #player: Me | null = null;
  #refreshing: Promise<string | null> | null = null;
  readonly #fetch: Fetch;
  readonly #now: () => number;
  readonly #exclusive: Exclusive;
  readonly #tabs: Tabs | null;
  readonly #onPlayer: (player: Me | null) => void;

  constructor(options: Options) {
    this.#fetch = options.fetch;
    this.#now = options.now ?? Date.now;
    this.#exclusive = options.exclusive ?? ((work) => work());
    this.#tabs = options.tabs ?? null;
    this.#onPlayer = options.onPlayer ?? (() => undefined);
    this.#tabs?.onWord((word) => this.#hear(word));
  }

  get player(): Me | null {
    return this.#player;
  }

  guest(): Promise<Me> {
    return this.#sign("/api/auth/guest", {});
  }

  register(name: string, password: string): Promise<Me> {
    return this.#sign("/api/auth/register", { name, password });
  }

  login(name: string, password: string): Promise<Me> {
    return this.#sign("/api/auth/login", { name, password });
  }

  /** Makes the guest who is signed in an account; the player stays the same. */
  async upgrade(name: string, password: string): Promise<Me> {
    return this.#sign("/api/auth/upgrade", { name, password }, await this.token());
  }

  async logout(): Promise<void> {
    const token = this.#token?.value ?? null;
    this.#forget();
    this.#tabs?.tell({ kind: "out" });
    await request(this.#fetch, "/api/auth/logout", { method: "POST", body: {}, token });
  }

  /**
   * A token that is good for a while yet, or null if nobody is signed in. `stale` is one that the server has just refused.
   *
   * @throws HttpError if the server cannot be asked now.
   */
  async token(stale?: string): Promise<string | null> {
    if (this.#good(stale)) return this.#token!.value;
    this.#refreshing ??= this.#refresh(stale).finally(() => {
      this.#refreshing = null;
    });
    return this.#refreshing;
  }

  /** Asks the server whether the login still stands; without one, nobody is signed in any more. */
  renew(): Promise<string | null> {
    return this.token(this.#token?.value);
  }

  /** A request with the token, once more with a new one if it has just expired. */
  async request<T>(url: string, options: { method?: "GET" | "POST" | "DELETE"; body?: unknown } = {}): Promise<T> {
    const token = await this.token();
    try {
      return await request<T>(this.#fetch, url, { ...options, token });
    } catch (error) {
      if (!(error instanceof HttpError) || error.status !== 401 || token === null) throw error;
      return request<T>(this.#fetch, url, { ...options, token: await this.token(token) });
    }
  }

  #good(stale: string | undefined): boolean {
    return (
      this.#token !== null &&
      this.#token.value !== stale &&
      this.#token.expiresAtMs - this.#now() > RENEW_BEFORE_MS
    );
  }

  #refresh(stale: string | undefined): Promise<string | null> {
    return this.#exclusive(async () => {
      // Another tab may have renewed it while this one waited for its turn.
      if (this.#good(stale)) return this.#token!.value;
      try {
        this.#keep(await request<LoggedIn>(this.#fetch, "/api/auth/refresh", { method: "POST", body: {} }));
        return this.#token!.value;
      } catch (error) {
        if (!(error instanceof HttpError) || error.status === 0 || error.status >= 500 || error.status === 429) {
          throw error;
        }
        this.#forget();
        return null;
      }
    });
  }

  async #sign(url: string, body: Credentials | Record<string, never>, token?: string | null): Promise<Me> {
    return this.#exclusive(async () => {
      const signed = await request<LoggedIn>(this.#fetch, url, { method: "POST", body, token: token ?? null });
      return this.#keep(signed);
    });
  }

  #keep(signed: LoggedIn): Me {
    const expiresAtMs = this.#now() + signed.expiresInS * 1000;
    this.#set(signed.accessToken, expiresAtMs, signed.player);
    this.#tabs?.tell({
      kind: "signed",
      accessToken: signed.accessToken,
      expiresAtMs,
      player: signed.player,
    });
    return signed.player;
  }

  #hear(word: TabWord): void {
    if (word.kind === "out") this.#forget();
    else this.#set(word.accessToken, word.expiresAtMs, word.player);
  }

  #set(value: string, expiresAtMs: number, player: Me): void {
    this.#token = { value, expiresAtMs };
    this.#player = player;
    this.#onPlayer(player);
  }

  #forget(): void {
    const was = this.#player;
    this.#token = null;
    this.#player = null;
    if (was !== null) this.#onPlayer(null);
  }
}

/** One tab at a time, where the browser can tell (secure contexts); elsewhere the server's grace for twins must do. */
export const browserExclusive: Exclusive = (work) => {
  if (typeof navigator === "undefined" || !navigator.locks) return work();
  return navigator.locks.request(LOCK, work) as ReturnType<typeof work>;
};

export function browserTabs(): Tabs | null {
  if (typeof BroadcastChannel === "undefined") return null;
  const channel = new BroadcastChannel(CHANNEL);
  return {
    tell: (word) => channel.postMessage(word),
    onWord: (handler) => channel.addEventListener("message", (event) => handler(event.data as TabWord)),
  };
}
