import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ANSWER_TIMEOUT_MS, Rejected, UNAVAILABLE_RETRIES } from "../src/lib/arena/client";
import type { TopicFrame } from "../src/lib/arena/protocol.gen";
import { BATTLE, fakeArena, said, settle } from "./fake-arena";

const TOPIC = `battle/${BATTLE}`;
const READY = { event: "battle:ready", data: { battleId: BATTLE } } as const;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A follower that writes down the versions that it was given. */
function follower() {
  const versions: number[] = [];
  return {
    versions,
    restarts: 0,
    refused: null as string | null,
    onEvent(frame: TopicFrame) {
      versions.push(frame.v);
    },
    onHidden(v: number) {
      versions.push(v);
    },
    onRestart() {
      this.restarts++;
      versions.length = 0;
    },
    onRefused(refusal: { code: string }) {
      this.refused = refusal.code;
    },
  };
}

describe("connection", () => {
  it("greets with the token before anything else", async () => {
    const arena = fakeArena();
    void arena.client.send(READY);
    arena.client.connect();
    await settle();
    expect(arena.socket.sent).toEqual([]);
    arena.socket.onopen?.();
    expect(arena.socket.sent.map((frame) => frame.event)).toEqual(["session:authenticate"]);
    arena.socket.welcome();
    expect(arena.socket.of("battle:ready")).toHaveLength(1);
  });

  it("comes back after a loss, with longer and longer waits up to the cap", async () => {
    const arena = fakeArena();
    arena.client.connect();
    await settle();
    const waits: number[] = [];
    for (let i = 0; i < 8; i++) {
      arena.socket.lose();
      const status = arena.client.status;
      if (status.kind !== "waiting") throw new Error(status.kind);
      waits.push(status.atMs - Date.now());
      await vi.advanceTimersByTimeAsync(15_000);
    }
    expect(waits).toEqual([499, 999, 1998, 3996, 7992, 14985, 14985, 14985]);
  });

  it("begins with short waits again after a connection that lasted", async () => {
    const arena = fakeArena();
    for (let i = 0; i < 4; i++) {
      await arena.ready();
      arena.socket.lose();
      await vi.advanceTimersByTimeAsync(15_000);
    }
    arena.socket.welcome();
    await vi.advanceTimersByTimeAsync(6_000);
    arena.socket.lose();
    const status = arena.client.status;
    expect(status.kind === "waiting" && status.atMs - Date.now()).toBe(499);
  });

  it("renews an expired token and is back at once", async () => {
    const arena = fakeArena();
    await arena.ready();
    arena.socket.lose(4401);
    await settle();
    expect(arena.sockets).toHaveLength(2);
    expect(arena.token).toHaveBeenLastCalledWith("token-1");
  });

  it("does not hammer a server that refuses renewed tokens too", async () => {
    const arena = fakeArena();
    await arena.ready();
    arena.socket.lose(4401);
    await settle();
    arena.socket.lose(4401);
    await settle();
    expect(arena.client.status.kind).toBe("waiting");
  });

  it("moves on at once when its server stops, and waits when the next one stops too", async () => {
    const arena = fakeArena();
    await arena.ready();
    arena.socket.lose(4000);
    await settle();
    expect(arena.sockets).toHaveLength(2);
    arena.socket.lose(4000);
    await settle();
    expect(arena.sockets).toHaveLength(2);
    expect(arena.client.status.kind).toBe("waiting");
  });

  it("stays away after 4500 to 4999 and says why", async () => {
    const arena = fakeArena();
    await arena.ready();
    arena.socket.lose(4500, "the login was ended");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(arena.sockets).toHaveLength(1);
    expect(arena.client.status).toEqual({ kind: "refused", code: 4500, reason: "the login was ended" });
  });

  it("does not connect without a token", async () => {
    const arena = fakeArena({ token: () => Promise.resolve(null) });
    arena.client.connect();
    await settle();
    expect(arena.sockets).toHaveLength(0);
    expect(arena.client.status.kind).toBe("signed-out");
  });

  it("tries again when the token cannot be fetched now", async () => {
    let calls = 0;
    const arena = fakeArena({
      token: () => (calls++ === 0 ? Promise.reject(new Error("offline")) : Promise.resolve("t")),
    });
    arena.client.connect();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(arena.sockets).toHaveLength(1);
  });

  it("ignores the words of a socket that it has given up", async () => {
    const arena = fakeArena();
    const old = await arena.ready();
    const seen = follower();
    arena.client.follow(TOPIC, 0, seen);
    arena.client.drop();
    old.deliver(said(1));
    old.lose(4500);
    expect(seen.versions).toEqual([]);
    expect(arena.client.status.kind).toBe("waiting");
  });

  it("survives frames that are no JSON or no objects", async () => {
    const arena = fakeArena();
    const socket = await arena.ready();
    for (const data of ["{", "null", "7", '"x"', new ArrayBuffer(4)]) socket.onmessage?.({ data });
    expect(arena.client.status.kind).toBe("ready");
  });
});

describe("commands", () => {
  it("resolve with what the ack carries and reject with the refusal", async () => {
    const arena = fakeArena();
    const socket = await arena.ready();
    const fine = arena.client.send(READY);
    const bad = arena.client.send(READY);
    const [first, second] = socket.of("battle:ready");
    socket.deliver({ event: "ack", id: first!.id, data: { topic: TOPIC, v: 2 } });
    socket.reject(second, "already-ready");
    await expect(fine).resolves.toEqual({ topic: TOPIC, v: 2 });
    await expect(bad).rejects.toMatchObject({ code: "already-ready", message: "refused: already-ready" });
  });

  it("have ids of their own, of version 7", async () => {
    const arena = fakeArena();
    const socket = await arena.ready();
    for (let i = 0; i < 50; i++) void arena.client.send(READY);
    const ids = socket.of("battle:ready").map((frame) => frame.id);
    expect(new Set(ids).size).toBe(50);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it("that were not answered are sent again in order with the same ids", async () => {
    const arena = fakeArena();
    const first = await arena.ready();
    const answers = [1, 2, 3].map((n) =>
      arena.client.send({ event: "chat:say", data: { battleId: BATTLE, text: `${n}` } }),
    );
    const sent = first.of("chat:say");
    first.ack(sent[1]);
    first.lose();
    const second = await arena.again();
    const resent = second.of("chat:say");
    expect(resent.map((frame) => frame.id)).toEqual([sent[0]!.id, sent[2]!.id]);
    for (const frame of resent) second.ack(frame);
    await expect(Promise.all(answers)).resolves.toHaveLength(3);
  });

  it("given while there is no connection wait for one", async () => {
    const arena = fakeArena();
    const first = await arena.ready();
    first.lose();
    const answer = arena.client.send(READY);
    const second = await arena.again();
    second.ack(second.of("battle:ready")[0]);
    await expect(answer).resolves.toBeUndefined();
  });

  it("without an answer on a silent connection prove it dead", async () => {
    const arena = fakeArena();
    const socket = await arena.ready();
    void arena.client.send(READY);
    await vi.advanceTimersByTimeAsync(ANSWER_TIMEOUT_MS);
    expect(socket.closedWith).toBe(1000);
    expect(arena.client.status.kind).toBe("waiting");
  });

  it("wait longer on a connection that brings other things", async () => {
    const arena = fakeArena();
    const socket = await arena.ready();
    void arena.client.send(READY);
    await vi.advanceTimersByTimeAsync(ANSWER_TIMEOUT_MS - 1);
    socket.deliver(said(1));
    await vi.advanceTimersByTimeAsync(ANSWER_TIMEOUT_MS - 1);
    expect(socket.closedWith).toBeUndefined();
  });

  it("that the server cannot take now are sent again with the same id, but not for ever", async () => {
    const arena = fakeArena();
    const socket = await arena.ready();
    const answer = arena.client.send(READY);
    answer.catch(() => undefined);
    for (let i = 0; i <= UNAVAILABLE_RETRIES; i++) {
      expect(socket.of("battle:ready")).toHaveLength(i + 1);
      socket.reject(socket.of("battle:ready").at(-1), "unavailable", 1_000);
      await vi.advanceTimersByTimeAsync(1_000);
    }
    expect(new Set(socket.of("battle:ready").map((frame) => frame.id)).size).toBe(1);
    await expect(answer).rejects.toBeInstanceOf(Rejected);
  });

  it("are answered with a refusal when the player signs out", async () => {
    const arena = fakeArena();
    await arena.ready();
    const answer = arena.client.send(READY);
    arena.client.stop();
    await expect(answer).rejects.toMatchObject({ code: "signed-out" });
  });
});

describe("topics", () => {
  it("are given each version once, in order, hidden ones too", async () => {
    const arena = fakeArena();
    const socket = await arena.ready();
    const seen = follower();
    arena.client.follow(TOPIC, 0, seen);
    for (const v of [1, 1, 2]) socket.deliver(said(v));
    socket.deliver({ topic: TOPIC, v: 3 });
    for (const v of [2, 4]) socket.deliver(said(v));
    expect(seen.versions).toEqual([1, 2, 3, 4]);
  });

  it("resume after the last version that was delivered", async () => {
    const arena = fakeArena();
    const first = await arena.ready();
    arena.client.follow(TOPIC, 0, follower());
    arena.client.follow("queue/1v1-fastest", 7, follower());
    for (const v of [1, 2, 3]) first.deliver(said(v));
    first.lose();
    const second = await arena.again();
    expect(second.of("topic:follow").map((frame) => frame.data)).toEqual([
      { topic: TOPIC, after: 3 },
      { topic: "queue/1v1-fastest", after: 7 },
    ]);
  });

  it("with a gap are asked for again, once, and nothing out of order is delivered", async () => {
    const arena = fakeArena();
    const socket = await arena.ready();
    const seen = follower();
    arena.client.follow(TOPIC, 0, seen);
    socket.ack(socket.of("topic:follow")[0]);
    await settle();
    socket.deliver(said(1));
    socket.deliver(said(4));
    socket.deliver(said(5));
    expect(seen.versions).toEqual([1]);
    expect(socket.of("topic:follow").map((frame) => frame.data.after)).toEqual([0, 1]);
    for (const v of [2, 3, 4, 5]) socket.deliver(said(v));
    expect(seen.versions).toEqual([1, 2, 3, 4, 5]);
  });

  it("that are restarted forget what is still on its way", async () => {
    const arena = fakeArena();
    const socket = await arena.ready();
    const seen = follower();
    arena.client.follow(TOPIC, 0, seen);
    for (const v of [1, 2]) socket.deliver(said(v));
    arena.client.restart(TOPIC);
    socket.deliver(said(3));
    expect(seen.versions).toEqual([1, 2]);
    socket.ack(socket.of("topic:unfollow")[0]);
    await settle();
    expect(seen.restarts).toBe(1);
    expect(socket.of("topic:follow").at(-1)?.data).toEqual({ topic: TOPIC, after: 0 });
    for (const v of [1, 2, 3]) socket.deliver(said(v));
    expect(seen.versions).toEqual([1, 2, 3]);
  });

  it("that are restarted while the connection is lost begin from the first event", async () => {
    const arena = fakeArena();
    const first = await arena.ready();
    const seen = follower();
    arena.client.follow(TOPIC, 0, seen);
    first.deliver(said(1));
    arena.client.restart(TOPIC);
    first.lose();
    const second = await arena.again();
    expect(seen.restarts).toBe(1);
    expect(second.of("topic:follow").at(-1)?.data.after).toBe(0);
  });

  it("that are refused tell their follower and are not asked for again", async () => {
    const arena = fakeArena();
    const first = await arena.ready();
    const seen = follower();
    arena.client.follow(TOPIC, 0, seen);
    first.reject(first.of("topic:follow")[0], "no-such-battle");
    await settle();
    expect(seen.refused).toBe("no-such-battle");
    first.lose();
    const second = await arena.again();
    expect(second.of("topic:follow")).toEqual([]);
  });

  it("that are left are unfollowed and silent", async () => {
    const arena = fakeArena();
    const socket = await arena.ready();
    const seen = follower();
    const leave = arena.client.follow(TOPIC, 0, seen);
    leave();
    socket.deliver(said(1));
    expect(seen.versions).toEqual([]);
    expect(socket.of("topic:unfollow").map((frame) => frame.data.topic)).toEqual([TOPIC]);
  });

  it("are used as a sign of life when the connection is quiet", async () => {
    const arena = fakeArena();
    const socket = await arena.ready();
    arena.client.follow(TOPIC, 0, follower());
    socket.deliver(said(1));
    socket.ack(socket.of("topic:follow")[0]);
    await vi.advanceTimersByTimeAsync(30_000);
    arena.client.probe(40_000);
    expect(socket.of("topic:follow")).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10_000);
    arena.client.probe(40_000);
    expect(socket.of("topic:follow").at(-1)?.data.after).toBe(1);
  });
});

describe("clock", () => {
  it("is the server's, whatever the machine's says", async () => {
    const arena = fakeArena();
    arena.client.connect();
    await settle();
    arena.socket.welcome([], Date.now() + 90_000);
    expect(arena.client.clock.now() - Date.now()).toBe(90_000);
    arena.socket.lose();
    await vi.advanceTimersByTimeAsync(1_000);
    arena.socket.welcome([], Date.now() - 5_000);
    expect(arena.client.clock.now() - Date.now()).toBe(-5_000);
  });
});
