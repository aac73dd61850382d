import { vi } from "vitest";
import { ArenaClient, type Status } from "../src/lib/arena/client";
import type { ClientFrame, ServerFrame, TopicFrame, Welcome } from "../src/lib/arena/protocol.gen";
import type { Socket } from "../src/lib/arena/socket";

export const PLAYER = "01920000-0000-7000-8000-000000000001";
export const OPPONENT = "01920000-0000-7000-8000-000000000002";
export const BATTLE = "01920000-0000-7000-8000-0000000000b1";

/** A socket whose other end is the test. */
export class FakeSocket implements Socket {
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;
  readonly sent: ClientFrame[] = [];
  closedWith: number | undefined;

  send(text: string): void {
    this.sent.push(JSON.parse(text) as ClientFrame);
  }
  close(code?: number): void {
    this.closedWith = code ?? 1005;
  }

  deliver(frame: ServerFrame): void {
    this.onmessage?.({ data: JSON.stringify(frame) });
  }
  ack(frame: ClientFrame | undefined): void {
    if (!frame) throw new Error("nothing to acknowledge");
    this.deliver({ event: "ack", id: frame.id });
  }
  reject(frame: ClientFrame | undefined, code: string, retryAfterMs?: number): void {
    if (!frame) throw new Error("nothing to reject");
    this.deliver({ event: "reject", id: frame.id, data: { code, message: `refused: ${code}`, retryAfterMs } });
  }
  lose(code = 1006, reason = ""): void {
    this.onclose?.({ code, reason });
  }
  welcome(resume: string[] = [], serverTimeMs = Date.now()): void {
    this.onopen?.();
    const data: Welcome = { playerId: PLAYER, name: "ada", guest: false, serverTimeMs, pingIntervalMs: 25_000, resume };
    this.deliver({ event: "session:welcome", data });
  }
  /** Frames that were sent, of one kind. */
  of<E extends ClientFrame["event"]>(event: E): Extract<ClientFrame, { event: E }>[] {
    return this.sent.filter((frame): frame is Extract<ClientFrame, { event: E }> => frame.event === event);
  }
}

/** A client with fake sockets; `random` is 1 − ε so that waits are as long as they get. */
export function fakeArena(options: { token?: (stale?: string) => Promise<string | null> } = {}) {
  const sockets: FakeSocket[] = [];
  const statuses: Status[] = [];
  const token = vi.fn(options.token ?? (() => Promise.resolve("token-1")));
  const client = new ArenaClient({
    open: () => {
      const socket = new FakeSocket();
      sockets.push(socket);
      return socket;
    },
    token,
    random: () => 0.999,
    onStatus: (status) => statuses.push(status),
  });
  return {
    client,
    sockets,
    statuses,
    token,
    get socket(): FakeSocket {
      const last = sockets.at(-1);
      if (!last) throw new Error("no socket was opened");
      return last;
    },
    /** Connects and welcomes. */
    async ready(): Promise<FakeSocket> {
      client.connect();
      await settle();
      this.socket.welcome();
      return this.socket;
    },
    /** After a loss: waits for the next socket and welcomes it. */
    async again(): Promise<FakeSocket> {
      await vi.advanceTimersByTimeAsync(20_000);
      this.socket.welcome();
      return this.socket;
    },
  };
}

/** Lets what is already due happen. */
export async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(0);
}

export function said(v: number, text = `line ${v}`): TopicFrame {
  return {
    topic: `battle/${BATTLE}`,
    v,
    atMs: Date.now(),
    event: "chat:said",
    data: { battleId: BATTLE, playerId: OPPONENT, text },
  };
}
