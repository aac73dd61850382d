import { backoffMs } from "./backoff";
import { ServerClock } from "./clock";
import { uuidV7 } from "./ids";
import type { AckData, ClientCommand, ClientFrame, Refusal, ServerFrame, Welcome } from "./protocol.gen";
import { closeMeaning, type OpenSocket, type Socket } from "./socket";
import { TopicCursor, type Follower } from "./topics";

/** A command without an answer for this long means that the connection is dead, in milliseconds. */
export const ANSWER_TIMEOUT_MS = 10_000;
/** From opening a socket to the welcome, in milliseconds. */
export const WELCOME_TIMEOUT_MS = 15_000;
/** A run waits for the judge, which may have a queue, in milliseconds. */
export const RUN_TIMEOUT_MS = 90_000;
/** A connection that lasts this long was a good one: the next loss begins with short waits again, in milliseconds. */
export const SETTLED_AFTER_MS = 5_000;
/** How often an unanswered command is waited for anew while the connection brings other things. */
export const PATIENCE_EXTENSIONS = 3;
/** How often a command that the server could not take just now is sent again. */
export const UNAVAILABLE_RETRIES = 6;
/** Rejections that say nothing of the command itself: it is sent again, with the same id. */
const TRANSIENT = new Set(["unavailable", "busy", "judge-unavailable", "rate-limited"]);

export type Status =
  | { kind: "off" }
  | { kind: "connecting" }
  | { kind: "ready" }
  /** Trying again at `atMs` of the local clock. */
  | { kind: "waiting"; atMs: number }
  | { kind: "signed-out" }
  /** The server asked not to come back by itself. */
  | { kind: "refused"; code: number; reason: string };

/** A command that the server answered with `reject`; `message` is a sentence for the player. */
export class Rejected extends Error {
  readonly code: string;
  readonly retryAfterMs: number | undefined;

  constructor(refusal: Refusal) {
    super(refusal.message);
    this.name = "Rejected";
    this.code = refusal.code;
    this.retryAfterMs = refusal.retryAfterMs;
  }
}

interface Options {
  open: OpenSocket;
  /** A good token, or null when nobody is signed in; `stale` is one that was just refused. */
  token: (stale?: string) => Promise<string | null>;
  clock?: ServerClock;
  now?: () => number;
  random?: () => number;
  onStatus?: (status: Status) => void;
  onWelcome?: (welcome: Welcome) => void;
}

interface Pending {
  frame: ClientFrame;
  resolve: (data: AckData | undefined) => void;
  reject: (error: Rejected) => void;
  /** Kept for the next connection; followings and greetings are made anew instead. */
  durable: boolean;
  attempts: number;
  extensions: number;
  timer: Timer | undefined;
}

type Timer = ReturnType<typeof setTimeout>;

/**
 * One player's connection to the arena, which outlives its sockets.
 *
 * Commands are sent in the order in which they were given and stay until they are answered: after a loss they are sent
 * again with the same id, which is safe. Followed topics resume after the last version that was delivered.
 */
export class ArenaClient {
  readonly clock: ServerClock;
  #status: Status = { kind: "off" };
  #socket: Socket | null = null;
  #welcomed = false;
  #lastToken: string | null = null;
  #attempt = 0;
  #renewals = 0;
  #timer: Timer | undefined;
  #settled: Timer | undefined;
  #generation = 0;
  #lastHeard = 0;
  readonly #pending = new Map<string, Pending>();
  readonly #topics = new Map<string, TopicCursor>();
  readonly #options: Options;
  readonly #now: () => number;
  readonly #random: () => number;

  constructor(options: Options) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#random = options.random ?? Math.random;
    this.clock = options.clock ?? new ServerClock(this.#now);
  }

  get status(): Status {
    return this.#status;
  }

  /** Connects, unless it is connected or about to be. A pending wait is cut short. */
  connect(): void {
    if (this.#status.kind === "connecting" || this.#status.kind === "ready") return;
    void this.#dial();
  }

  /** Closes and forgets everything: topics, unanswered commands. */
  stop(): void {
    this.#hangUp();
    clearTimeout(this.#timer);
    for (const pending of [...this.#pending.values()]) {
      this.#settle(pending);
      pending.reject(new Rejected({ code: "signed-out", message: "You are signed out." }));
    }
    this.#topics.clear();
    this.#attempt = 0;
    this.#set({ kind: "off" });
  }

  /** The network has gone, or a socket is believed dead: let go of it and come back with a wait. */
  drop(): void {
    if (this.#socket === null) return;
    this.#hangUp();
    this.#retry();
  }

  /** Asks the server for a sign of life if it has been silent for `quietMs`. */
  probe(quietMs: number): void {
    if (!this.#welcomed || this.#now() - this.#lastHeard < quietMs) return;
    const first = this.#topics.entries().next().value;
    if (first) void this.#follow(first[0], first[1]);
  }

  /**
   * Sends a command; resolves with what its `ack` carries.
   *
   * @throws Rejected when the server refuses it. A lost connection is not an error: the command waits for the next one.
   */
  send(command: ClientCommand): Promise<AckData | undefined> {
    return this.#enqueue(command, true);
  }

  /** Follows `topic` after version `after`; the returned function stops it. */
  follow(topic: string, after: number, follower: Follower): () => void {
    const cursor = new TopicCursor(after, follower);
    this.#topics.set(topic, cursor);
    if (this.#welcomed) void this.#follow(topic, cursor);
    return () => {
      if (this.#topics.get(topic) !== cursor) return;
      this.#topics.delete(topic);
      if (this.#welcomed) {
        void this.#enqueue({ event: "topic:unfollow", data: { topic } }, false).catch(() => undefined);
      }
    };
  }

  /** Follows `topic` again from its first event. */
  restart(topic: string): void {
    const cursor = this.#topics.get(topic);
    if (!cursor) return;
    if (!this.#welcomed) {
      this.#rewind(cursor);
      return;
    }
    cursor.deaf = true;
    const begin = (): void => {
      if (this.#topics.get(topic) !== cursor || !cursor.deaf) return;
      this.#rewind(cursor);
      void this.#follow(topic, cursor);
    };
    this.#enqueue({ event: "topic:unfollow", data: { topic } }, false).then(begin, begin);
  }

  #rewind(cursor: TopicCursor): void {
    cursor.deaf = false;
    cursor.version = 0;
    cursor.follower.onRestart?.();
  }

  async #dial(): Promise<void> {
    clearTimeout(this.#timer);
    const generation = ++this.#generation;
    this.#set({ kind: "connecting" });
    let token: string | null;
    try {
      token = await this.#options.token(this.#lastToken ?? undefined);
    } catch {
      if (generation === this.#generation) this.#retry();
      return;
    }
    if (generation !== this.#generation) return;
    this.#lastToken = null;
    if (token === null) {
      this.#set({ kind: "signed-out" });
      return;
    }
    const opened = this.#options.open();
    this.#socket = opened;
    this.#timer = setTimeout(() => this.drop(), WELCOME_TIMEOUT_MS);
    let greetedAt = this.#now();
    const mine = (): boolean => this.#socket === opened;
    opened.onopen = () => {
      if (!mine()) return;
      greetedAt = this.#now();
      const hello: ClientFrame = { id: uuidV7(greetedAt), event: "session:authenticate", data: { token } };
      opened.send(JSON.stringify(hello));
    };
    opened.onmessage = (event) => {
      if (mine() && typeof event.data === "string") this.#receive(event.data, greetedAt);
    };
    opened.onclose = (event) => {
      if (mine()) this.#closed(event, token);
    };
  }

  #closed(event: { code: number; reason: string }, token: string): void {
    this.#forgetSocket();
    switch (closeMeaning(event.code)) {
      case "move":
        if (this.#attempt++ === 0) void this.#dial();
        else this.#retry();
        return;
      case "renew-token":
        this.#lastToken = token;
        if (this.#renewals++ === 0) void this.#dial();
        else this.#retry();
        return;
      case "stay-away":
        this.#set({ kind: "refused", code: event.code, reason: event.reason });
        return;
      case "come-back":
        this.#retry();
        return;
    }
  }

  #retry(): void {
    const wait = backoffMs(this.#attempt++, this.#random);
    this.#set({ kind: "waiting", atMs: this.#now() + wait });
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#dial(), wait);
  }

  #hangUp(): void {
    this.#generation++;
    const socket = this.#socket;
    this.#forgetSocket();
    socket?.close(1000);
  }

  #forgetSocket(): void {
    this.#socket = null;
    this.#welcomed = false;
    clearTimeout(this.#timer);
    clearTimeout(this.#settled);
    for (const pending of [...this.#pending.values()]) {
      clearTimeout(pending.timer);
      if (!pending.durable) {
        this.#pending.delete(pending.frame.id);
        pending.reject(new Rejected({ code: "connection-lost", message: "The connection was lost." }));
      }
    }
    for (const cursor of this.#topics.values()) {
      cursor.asked = false;
      if (cursor.deaf) this.#rewind(cursor);
    }
  }

  #receive(text: string, greetedAt: number): void {
    this.#lastHeard = this.#now();
    let frame: ServerFrame;
    try {
      frame = JSON.parse(text) as ServerFrame;
    } catch {
      return;
    }
    if (typeof frame !== "object" || frame === null) return;
    if ("topic" in frame) this.#topicFrame(frame);
    else if (frame.event === "session:welcome") this.#welcome(frame.data, greetedAt);
    else if (frame.event === "ack" || frame.event === "reject") this.#answer(frame);
  }

  #welcome(welcome: Welcome, greetedAt: number): void {
    clearTimeout(this.#timer);
    this.#welcomed = true;
    this.clock.learn(welcome.serverTimeMs, greetedAt);
    this.#settled = setTimeout(() => {
      this.#attempt = 0;
      this.#renewals = 0;
    }, SETTLED_AFTER_MS);
    for (const [topic, cursor] of this.#topics) void this.#follow(topic, cursor);
    for (const pending of this.#pending.values()) if (pending.durable) this.#transmit(pending);
    this.#set({ kind: "ready" });
    this.#options.onWelcome?.(welcome);
  }

  #topicFrame(frame: Extract<ServerFrame, { topic: string }>): void {
    const cursor = this.#topics.get(frame.topic);
    if (!cursor) return;
    if ("atMs" in frame) this.clock.atLeast(frame.atMs);
    if (cursor.offer(frame) === "gap" && !cursor.asked) void this.#follow(frame.topic, cursor);
  }

  async #follow(topic: string, cursor: TopicCursor): Promise<void> {
    cursor.asked = true;
    try {
      await this.#enqueue({ event: "topic:follow", data: { topic, after: cursor.version } }, false);
    } catch (error) {
      const current = this.#topics.get(topic) === cursor;
      if (!current || !(error instanceof Rejected)) return;
      if (TRANSIENT.has(error.code)) this.drop();
      else if (error.code !== "connection-lost") {
        this.#topics.delete(topic);
        cursor.follower.onRefused?.({ code: error.code, message: error.message });
      }
    } finally {
      cursor.asked = false;
    }
  }

  #enqueue(command: ClientCommand, durable: boolean): Promise<AckData | undefined> {
    return new Promise((resolve, reject) => {
      const frame: ClientFrame = { id: uuidV7(this.#now()), ...command };
      const pending: Pending = { frame, resolve, reject, durable, attempts: 0, extensions: 0, timer: undefined };
      this.#pending.set(frame.id, pending);
      if (this.#welcomed) this.#transmit(pending);
    });
  }

  #transmit(pending: Pending): void {
    clearTimeout(pending.timer);
    this.#socket?.send(JSON.stringify(pending.frame));
    pending.extensions = 0;
    this.#await(pending);
  }

  #await(pending: Pending): void {
    const patience = pending.frame.event === "battle:run" ? RUN_TIMEOUT_MS : ANSWER_TIMEOUT_MS;
    pending.timer = setTimeout(() => {
      const alive = this.#now() - this.#lastHeard < patience;
      if (alive && pending.extensions++ < PATIENCE_EXTENSIONS) this.#await(pending);
      else this.drop();
    }, patience);
  }

  #answer(answer: Extract<ServerFrame, { event: "ack" | "reject" }>): void {
    const pending = answer.id === null ? undefined : this.#pending.get(answer.id);
    if (!pending) return;
    if (answer.event === "ack") {
      this.#settle(pending);
      pending.resolve(answer.data);
      return;
    }
    if (TRANSIENT.has(answer.data.code) && pending.attempts < UNAVAILABLE_RETRIES) {
      const wait = answer.data.retryAfterMs ?? backoffMs(pending.attempts, this.#random);
      pending.attempts++;
      clearTimeout(pending.timer);
      pending.timer = setTimeout(() => {
        if (this.#welcomed) this.#transmit(pending);
      }, wait);
      return;
    }
    this.#settle(pending);
    pending.reject(new Rejected(answer.data));
  }

  #settle(pending: Pending): void {
    clearTimeout(pending.timer);
    this.#pending.delete(pending.frame.id);
  }

  #set(status: Status): void {
    this.#status = status;
    this.#options.onStatus?.(status);
  }
}
