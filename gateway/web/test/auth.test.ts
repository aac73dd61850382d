import { describe, expect, it } from "vitest";
import { withQuery } from "../src/lib/arena/api";
import { Auth, type TabWord } from "../src/lib/arena/auth";
import { HttpError } from "../src/lib/arena/http";
import type { Me } from "../src/lib/arena/protocol.gen";

const PLAYER: Me = { playerId: "p1", name: "ada", guest: false };

interface Call {
  url: string;
  init: RequestInit;
}
type Answer = { status: number; body?: unknown; headers?: Record<string, string> } | Error;

function json({ status, body, headers }: Exclude<Answer, Error>): Response {
  return new Response(body === undefined ? null : JSON.stringify(body), { status, headers });
}

/** A login against a server that gives the tokens t1, t2, … unless `answer` says otherwise. */
function login(answer: (url: string, call: Call) => Answer | undefined = () => undefined) {
  const calls: Call[] = [];
  const players: (Me | null)[] = [];
  const told: TabWord[] = [];
  let hear: (word: TabWord) => void = () => undefined;
  let now = 1_000_000;
  let tokens = 0;
  const auth = new Auth({
    now: () => now,
    fetch: async (url, init) => {
      const call = { url, init };
      calls.push(call);
      await Promise.resolve();
      const given = answer(url, call);
      if (given instanceof Error) throw given;
      if (given) return json(given);
      return json({ status: 200, body: { accessToken: `t${++tokens}`, expiresInS: 600, player: PLAYER } });
    },
    tabs: { tell: (word) => told.push(word), onWord: (handler) => (hear = handler) },
    onPlayer: (player) => players.push(player),
  });
  return { auth, calls, players, told, hear: (word: TabWord) => hear(word), pass: (ms: number) => (now += ms) };
}

const bearer = (call: Call | undefined): string | undefined =>
  (call?.init.headers as Record<string, string> | undefined)?.["authorization"];

describe("login", () => {
  it("uses its token until shortly before the end, then renews it once for all who ask", async () => {
    const { auth, calls, pass } = login();
    await auth.guest();
    pass(569_000);
    await expect(auth.token()).resolves.toBe("t1");
    pass(2_000);
    await expect(Promise.all([auth.token(), auth.token(), auth.token()])).resolves.toEqual(["t2", "t2", "t2"]);
    expect(calls.map((call) => call.url)).toEqual(["/api/auth/guest", "/api/auth/refresh"]);
  });

  it("renews a token that the server refused, although it looks good", async () => {
    const { auth } = login();
    await auth.guest();
    await expect(auth.token("t1")).resolves.toBe("t2");
    await expect(auth.token("t1")).resolves.toBe("t2");
  });

  it("that was ended elsewhere is noticed by asking", async () => {
    let ended = false;
    const { auth, players } = login((url) => (ended && url.endsWith("refresh") ? { status: 401 } : undefined));
    await auth.guest();
    await expect(auth.renew()).resolves.toBe("t2");
    ended = true;
    await expect(auth.renew()).resolves.toBeNull();
    expect(players.at(-1)).toBeNull();
  });

  it("is over when the refresh is refused, and not when the server cannot be asked", async () => {
    let answer: Answer = new Error("offline");
    const { auth, players, pass } = login((url) => (url.endsWith("refresh") ? answer : undefined));
    await auth.guest();
    pass(600_000);
    await expect(auth.token()).rejects.toMatchObject({ code: "unreachable" });
    answer = { status: 503 };
    await expect(auth.token()).rejects.toMatchObject({ status: 503 });
    expect(auth.player).toEqual(PLAYER);
    answer = { status: 401, body: { code: "not-signed-in", detail: "no" } };
    await expect(auth.token()).resolves.toBeNull();
    expect(players).toEqual([PLAYER, null]);
  });

  it("takes over what another tab was given", async () => {
    const { auth, calls, hear } = login();
    hear({ kind: "signed", accessToken: "other", expiresAtMs: 2_000_000, player: PLAYER });
    await expect(auth.token()).resolves.toBe("other");
    expect(calls).toEqual([]);
    hear({ kind: "out" });
    expect(auth.player).toBeNull();
  });

  it("tells the other tabs", async () => {
    const { auth, told } = login((url) => (url.endsWith("logout") ? { status: 204 } : undefined));
    await auth.login("ada", "secret");
    await auth.logout();
    expect(told.map((word) => word.kind)).toEqual(["signed", "out"]);
  });

  it("keeps a guest's token for becoming an account", async () => {
    const { auth, calls } = login();
    await auth.guest();
    await auth.upgrade("ada", "correct horse");
    expect(calls[1]?.url).toBe("/api/auth/upgrade");
    expect(bearer(calls[1])).toBe("Bearer t1");
  });

  it("repeats a request once with a new token", async () => {
    const { auth, calls } = login((url, call) =>
      url === "/api/me" ? (bearer(call) === "Bearer t1" ? { status: 401 } : { status: 200, body: PLAYER }) : undefined,
    );
    await auth.guest();
    await expect(auth.request("/api/me")).resolves.toEqual(PLAYER);
    expect(calls.map((call) => call.url)).toEqual(["/api/auth/guest", "/api/me", "/api/auth/refresh", "/api/me"]);
  });

  it("never sends the password anywhere but in the body", async () => {
    const { auth, calls } = login();
    await auth.login("ada", "hunter22!");
    const { url, init } = calls[0]!;
    expect(url + JSON.stringify(init.headers)).not.toContain("hunter22!");
    expect(init.body).toContain("hunter22!");
  });
});

describe("refusals", () => {
  it.each<[string, Exclude<Answer, Error>, Partial<HttpError>]>([
    ["problem details", { status: 409, body: { code: "name-taken", detail: "Taken." } }, { code: "name-taken", message: "Taken." }],
    ["a title alone", { status: 400, body: { title: "Bad name" } }, { code: "http-400", message: "Bad name" }],
    ["no JSON", { status: 502 }, { code: "http-502", message: "The arena answered with status 502." }],
    ["a wait in the body", { status: 429, body: { code: "x", detail: "x", retryAfterMs: 1_500 } }, { retryAfterMs: 1_500 }],
    ["a wait in a header", { status: 429, body: {}, headers: { "retry-after": "3" } }, { retryAfterMs: 3_000 }],
  ])("are told from %s", async (_, answer, expected) => {
    const { auth } = login(() => answer);
    await expect(auth.guest()).rejects.toMatchObject(expected);
  });
});

describe("addresses", () => {
  it("leave out empty parameters and escape the others", () => {
    expect(withQuery("/a", {})).toBe("/a");
    expect(withQuery("/a", { b: "", c: null, d: undefined })).toBe("/a");
    expect(withQuery("/a", { b: "x&y=z", c: 5 })).toBe("/a?b=x%26y%3Dz&c=5");
  });
});
