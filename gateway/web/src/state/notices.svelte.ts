import { sentence } from "../lib/arena/words";

export interface Notice {
  id: number;
  text: string;
  tone: "plain" | "bad";
}

/** How long a notice stays, in milliseconds. */
const SHOWN_MS = 6_000;
/** More than this at a time would cover the page. */
const AT_MOST = 3;

/** Short words at the edge of the page: what was refused and why. */
class Notices {
  list = $state<Notice[]>([]);
  #next = 1;

  say(text: string, tone: Notice["tone"] = "plain"): void {
    if (this.list.some((known) => known.text === text)) return;
    const id = this.#next++;
    this.list = [...this.list, { id, text, tone }].slice(-AT_MOST);
    setTimeout(() => this.drop(id), SHOWN_MS);
  }

  /** The sentence of anything that was thrown. */
  fail(error: unknown): void {
    this.say(error instanceof Error ? sentence(error.message) : "Something went wrong.", "bad");
  }

  drop(id: number): void {
    this.list = this.list.filter((notice) => notice.id !== id);
  }
}

export const notices = new Notices();
