import { Rejected } from "./client";
import type { Edit, OneEdit } from "./protocol.gen";
import { applyEdits, difference } from "./text";

/** How long edits are gathered for a packet, in milliseconds: the server's least interval and a little. */
export const PACKET_INTERVAL_MS = 3_100;
/** The most edits of one packet (the server's limit). */
export const EDITS_PER_PACKET = 512;
/** The most bytes of UTF-8 that one packet may insert (the server's limit). */
export const BYTES_PER_PACKET = 256 * 1024;

/** What the server has recorded of this player's typing, from the battle's topic. */
export interface Recorded {
  nextEdit: number;
  drafts: Record<string, string>;
}

interface Options {
  battleId: string;
  send: (edit: Edit) => Promise<unknown>;
  /** The server's clock, in milliseconds. */
  now: () => number;
  startsAtMs: () => number;
  starter: (language: string) => string;
  recorded: () => Recorded;
}

interface Packet {
  seq: number;
  language: string;
  edits: OneEdit[];
}

/**
 * Records one player's typing, so that the battle can be replayed.
 *
 * Edits are numbered without gaps, leave in packets at most one in three seconds and one before each submission, and stay
 * here until the server has stored them. Whenever the server's record and the editor disagree (a reload, a second
 * window), the difference is recorded as one edit.
 */
export class EditRecorder {
  readonly #options: Options;
  /** Not sent yet, in order. */
  #queue: { language: string; edit: OneEdit }[] = [];
  /** Sent and not answered, in order. */
  #flying: Packet[] = [];
  #nextSeq: number;
  /** The texts after everything that is recorded, flying and queued. */
  #texts = new Map<string, string>();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #broken = false;
  #stopped = false;

  constructor(options: Options) {
    this.#options = options;
    this.#nextSeq = options.recorded().nextEdit;
  }

  /** How many edits are not stored yet. */
  get unsent(): number {
    return this.#queue.length + this.#flying.reduce((sum, packet) => sum + packet.edits.length, 0);
  }

  /** Edits as they happened in the editor, each in the positions that the one before it left. */
  record(language: string, edits: readonly { from: number; to: number; insert: string }[]): void {
    if (this.#stopped) return;
    const atMs = this.#atMs();
    const timed = edits.map((edit) => ({ atMs, ...edit }));
    this.#texts.set(language, applyEdits(this.#text(language), timed));
    for (const edit of timed) this.#queue.push({ language, edit });
    this.#schedule();
  }

  /** Makes the record end in `text`, whatever it was: for a draft that was kept over a reload. */
  align(language: string, text: string): void {
    const edit = difference(this.#text(language), text);
    if (edit) this.record(language, [edit]);
  }

  /** Sends what there is at once, because a submission follows. */
  flush(): void {
    if (this.#queue.length > 0 && !this.#broken && !this.#stopped) this.#sendPacket();
  }

  /** Nothing more is recorded: the battle is over or the page is left. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#queue = [];
  }

  #atMs(): number {
    return Math.max(0, Math.round(this.#options.now() - this.#options.startsAtMs()));
  }

  #text(language: string): string {
    return (
      this.#texts.get(language) ??
      this.#options.recorded().drafts[language] ??
      this.#options.starter(language)
    );
  }

  #schedule(): void {
    if (this.#timer !== undefined || this.#stopped || this.#queue.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#flying.length === 0) this.#sendPacket();
    }, PACKET_INTERVAL_MS);
  }

  #sendPacket(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#stopped) return;
    // Another window has typed: its edits have numbers that this one meant to use.
    if (this.#flying.length === 0 && this.#options.recorded().nextEdit > this.#nextSeq) this.#resync();
    const packet = this.#pack();
    if (!packet) return;
    this.#flying.push(packet);
    const { seq, language, edits } = packet;
    this.#options.send({ battleId: this.#options.battleId, seq, language, edits }).then(
      () => this.#answered(packet, null),
      (error: unknown) => this.#answered(packet, error),
    );
    this.#schedule();
  }

  /** The longest beginning of the queue that one packet may hold: one language, bounded. */
  #pack(): Packet | null {
    const first = this.#queue[0];
    if (!first) return null;
    const edits: OneEdit[] = [];
    let bytes = 0;
    for (const { language, edit } of this.#queue) {
      bytes += utf8Length(edit.insert);
      if (language !== first.language || edits.length === EDITS_PER_PACKET) break;
      if (edits.length > 0 && bytes > BYTES_PER_PACKET) break;
      edits.push(edit);
    }
    this.#queue.splice(0, edits.length);
    const packet = { seq: this.#nextSeq, language: first.language, edits };
    this.#nextSeq += edits.length;
    return packet;
  }

  #answered(packet: Packet, error: unknown): void {
    this.#flying = this.#flying.filter((other) => other !== packet);
    if (this.#stopped) return;
    if (error !== null) {
      const code = error instanceof Rejected ? error.code : "";
      const passing = error instanceof Rejected && error.retryAfterMs !== undefined;
      if (code !== "edits-too-often" && code !== "edit-gap" && !passing) {
        // The battle is over for this player, or no more edits are kept: typing goes on unrecorded.
        this.stop();
        return;
      }
      this.#broken = true;
      if (code === "edits-too-often") this.#putBack(packet);
    }
    if (this.#flying.length > 0) return;
    if (this.#broken) {
      this.#broken = false;
      this.#resync();
    }
    this.#schedule();
  }

  /** Rejected packets go back to the front; the numbers are given anew if nothing else went wrong meanwhile. */
  #putBack(packet: Packet): void {
    if (this.#flying.length === 0 && packet.seq + packet.edits.length === this.#nextSeq) {
      this.#nextSeq = packet.seq;
      this.#queue.unshift(...packet.edits.map((edit) => ({ language: packet.language, edit })));
      this.#broken = false;
    }
  }

  /** Begins again from the server's record, with one edit for what it lacks. */
  #resync(): void {
    const recorded = this.#options.recorded();
    const wanted = new Map(this.#texts);
    this.#queue = [];
    this.#nextSeq = recorded.nextEdit;
    this.#texts = new Map(Object.entries(recorded.drafts));
    for (const [language, text] of wanted) this.align(language, text);
  }
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
