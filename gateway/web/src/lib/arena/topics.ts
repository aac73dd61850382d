import type { HiddenFrame, TopicFrame } from "./protocol.gen";

/** What a follower of a topic is told. `version` counts the hidden events too. */
export interface Follower {
  onEvent(frame: TopicFrame): void;
  /** An event that this player may not see. */
  onHidden?(v: number): void;
  /** The topic begins again from its first event: drop what was built of it once `onEvent` comes. */
  onRestart?(): void;
  /** The server does not let this player follow the topic. */
  onRefused?(refusal: { code: string; message: string }): void;
}

/**
 * How one topic is followed: each version once, in order. `offer` says what to do with an arriving frame.
 *
 * A restart makes it deaf until the server has confirmed that it stopped sending, because frames of the old following are
 * still on the way.
 */
export class TopicCursor {
  version: number;
  /** A following is under way that will send the next version. */
  asked = false;
  deaf = false;
  readonly follower: Follower;

  constructor(after: number, follower: Follower) {
    this.version = after;
    this.follower = follower;
  }

  offer(frame: TopicFrame | HiddenFrame): "delivered" | "known" | "gap" {
    if (this.deaf || frame.v <= this.version) return "known";
    if (frame.v > this.version + 1) return "gap";
    this.version = frame.v;
    if ("event" in frame) this.follower.onEvent(frame);
    else this.follower.onHidden?.(frame.v);
    return "delivered";
  }
}
