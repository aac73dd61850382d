import { Auth, browserExclusive, browserTabs } from "../lib/arena/auth";
import { ArenaClient, type Status } from "../lib/arena/client";
import { Drafts } from "../lib/arena/drafts";
import type { ClientCommand, Me, TopicFrame, Welcome } from "../lib/arena/protocol.gen";
import {
  battleToResume,
  EMPTY_SESSION,
  evolveSession,
  sessionTopic,
  type SessionView,
} from "../lib/arena/session";
import { CLOSE_LOGIN_ENDED, openBrowserSocket } from "../lib/arena/socket";
import { BattleStore } from "./battle.svelte";
import { notices } from "./notices.svelte";
import { paths, router } from "./router.svelte";
import { remember, recall } from "./storage";

/** A match that was found longer ago than this is history, in milliseconds: its players had 20 s to accept. */
const FRESH_MATCH_MS = 25_000;
/** How often the clocks of the page move, in milliseconds. */
const TICK_MS = 250;
/** A connection that is silent for this long is asked for a sign of life, in milliseconds. */
const QUIET_MS = 40_000;

const SIGNED = "arena.signed";

/** The player's side of the arena: who is signed in, the connection, the session, and the battles on screen. */
class Arena {
  /** False until it is known whether somebody is signed in. */
  booted = $state(false);
  bootError = $state<string | null>(null);
  player = $state.raw<Me | null>(null);
  status = $state.raw<Status>({ kind: "off" });
  session = $state.raw<SessionView>(EMPTY_SESSION);
  /** The battle that waits for the player or goes on now. */
  liveBattle = $state<string | null>(null);
  /** The server's clock as of the last tick, in milliseconds. */
  now = $state(Date.now());

  readonly auth: Auth;
  readonly client: ArenaClient;
  readonly drafts: Drafts;
  readonly #battles = new Map<string, BattleStore>();
  #firstWelcome = true;

  constructor() {
    this.drafts = new Drafts(sessionStore());
    this.auth = new Auth({
      fetch: (url, init) => fetch(url, init),
      exclusive: browserExclusive,
      tabs: browserTabs(),
      onPlayer: (player) => this.#become(player),
    });
    this.client = new ArenaClient({
      open: openBrowserSocket,
      token: (stale) => this.auth.token(stale),
      onStatus: (status) => this.#changed(status),
      onWelcome: (welcome) => this.#welcomed(welcome),
    });
  }

  async start(): Promise<void> {
    setInterval(() => {
      this.now = this.client.clock.now();
    }, TICK_MS);
    window.addEventListener("online", () => this.client.connect());
    window.addEventListener("offline", () => this.client.drop());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "visible") this.#wake();
    });
    setInterval(() => this.client.probe(QUIET_MS), QUIET_MS / 4);
    await this.enter();
  }

  /** Comes back with the login of the last visit, if there is one. */
  async enter(): Promise<void> {
    this.bootError = null;
    try {
      if (recall(SIGNED) !== null) await this.auth.token();
      this.booted = true;
    } catch (error) {
      this.bootError = error instanceof Error ? error.message : "The arena cannot be reached.";
    }
  }

  async logout(): Promise<void> {
    try {
      await this.auth.logout();
    } catch (error) {
      notices.fail(error);
    }
    router.go(paths.home);
  }

  /** Sends a command; what the server refuses is shown. Resolves with whether it was accepted. */
  async order(command: ClientCommand): Promise<boolean> {
    try {
      await this.client.send(command);
      return true;
    } catch (error) {
      notices.fail(error);
      return false;
    }
  }

  /** The store of a battle; the same one for as long as somebody holds it or the battle is the player's own. */
  battle(battleId: string): BattleStore {
    let store = this.#battles.get(battleId);
    if (!store) {
      store = new BattleStore(battleId, this);
      this.#battles.set(battleId, store);
    }
    return store;
  }

  /** The page of this battle was left. */
  release(battleId: string): void {
    if (battleId === this.liveBattle) return;
    this.#battles.get(battleId)?.close();
    this.#battles.delete(battleId);
  }

  /** The battle is over, as far as the player is concerned. */
  settled(battleId: string): void {
    if (this.liveBattle !== battleId) return;
    this.liveBattle = null;
    const route = router.route;
    if (route.page === "battle" && route.battleId === battleId) return;
    notices.say("Your battle is over. You find it in your profile.");
    this.release(battleId);
  }

  #become(player: Me | null): void {
    const before = this.player;
    this.player = player;
    remember(SIGNED, player === null ? null : "1");
    if (before?.playerId === player?.playerId) {
      // The server's session learns what the player is when it is connected: a guest has become an account.
      if (before?.guest !== player?.guest) this.client.drop();
      return;
    }
    this.client.stop();
    for (const store of this.#battles.values()) store.close();
    this.#battles.clear();
    this.liveBattle = null;
    this.session = EMPTY_SESSION;
    this.#firstWelcome = true;
    if (player === null) return;
    this.session = recallSession(player.playerId);
    this.#followSession(player.playerId, this.session.v);
    this.client.connect();
  }

  #followSession(playerId: string, after: number): void {
    this.client.follow(sessionTopic(playerId), after, {
      onEvent: (frame) => this.#hear(playerId, frame),
      onHidden: (v) => {
        this.session = { ...this.session, v };
      },
      onRefused: () => {
        // What this browser remembers does not fit the server's: begin from the first event.
        if (after === 0) return;
        this.session = EMPTY_SESSION;
        this.#followSession(playerId, 0);
      },
    });
  }

  #hear(playerId: string, frame: TopicFrame): void {
    this.session = evolveSession(this.session, frame);
    remember(sessionKey(playerId), JSON.stringify(this.session));
    if (frame.event !== "matchmaking:match-found") return;
    if (this.client.clock.now() - frame.atMs > FRESH_MATCH_MS) return;
    this.liveBattle = frame.data.battleId;
    router.go(paths.battle(frame.data.battleId));
  }

  #welcomed(welcome: Welcome): void {
    this.now = this.client.clock.now();
    const battleId = battleToResume(welcome);
    this.liveBattle = battleId;
    if (battleId !== null) {
      const route = router.route;
      const elsewhere = route.page !== "battle" || route.battleId !== battleId;
      if (elsewhere && (this.#firstWelcome || route.page === "home")) router.go(paths.battle(battleId));
    }
    this.#firstWelcome = false;
  }

  #changed(status: Status): void {
    this.status = status;
    if (status.kind === "signed-out") this.player = null;
    if (status.kind === "refused" && status.code === CLOSE_LOGIN_ENDED) void this.#loginEnded();
  }

  async #loginEnded(): Promise<void> {
    try {
      if ((await this.auth.renew()) === null) notices.say("This login was ended. Log in again to go on.", "bad");
    } catch {
      // The bar that says why the connection is closed stays, with its button.
    }
  }

  #wake(): void {
    this.now = this.client.clock.now();
    if (this.player === null) return;
    if (this.status.kind === "waiting") this.client.connect();
    else this.client.probe(QUIET_MS / 8);
  }
}

function sessionKey(playerId: string): string {
  return `arena.session.${playerId}`;
}

function recallSession(playerId: string): SessionView {
  try {
    const known = JSON.parse(recall(sessionKey(playerId)) ?? "null") as SessionView | null;
    if (known && Number.isInteger(known.v) && Array.isArray(known.ratings)) return { ...EMPTY_SESSION, ...known };
  } catch {
    // Not ours.
  }
  return EMPTY_SESSION;
}

function sessionStore(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}

export type { Arena };
export const arena = new Arena();
