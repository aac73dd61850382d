/** What the server's clock says now, learnt from its welcomes. All times are milliseconds since 1970. */
export class ServerClock {
  #offsetMs = 0;
  #errorMs = Infinity;
  readonly #local: () => number;

  constructor(local: () => number = Date.now) {
    this.#local = local;
  }

  now(): number {
    return this.#local() + this.#offsetMs;
  }

  /**
   * The server said `serverTimeMs` in answer to something sent at local time `sentAtMs`. The half of the round trip bounds
   * the error. The first word of a connection always counts: the machine may have slept since the last one.
   */
  learn(serverTimeMs: number, sentAtMs: number): void {
    const received = this.#local();
    this.#errorMs = Math.max(0, received - sentAtMs) / 2;
    this.#offsetMs = serverTimeMs + this.#errorMs - received;
  }

  /** An event of time `atMs` has arrived: the server's clock cannot be behind it. */
  atLeast(atMs: number): void {
    if (this.now() < atMs && Number.isFinite(this.#errorMs)) {
      this.#offsetMs += Math.min(atMs - this.now(), this.#errorMs);
    }
  }
}
