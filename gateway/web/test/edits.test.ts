import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Rejected } from "../src/lib/arena/client";
import { BYTES_PER_PACKET, EDITS_PER_PACKET, EditRecorder, PACKET_INTERVAL_MS } from "../src/lib/arena/edits";
import type { Edit, OneEdit } from "../src/lib/arena/protocol.gen";
import { applyEdits } from "../src/lib/arena/text";

const STARTER = "def solve():\n    pass\n";

/** The server's rules for edits, and what it would replay. */
class FakeRecord {
  nextEdit = 1;
  drafts: Record<string, string> = {};
  packets: Edit[] = [];
  refuse: Rejected | null = null;
  /** What the client has been told so far: with `lagging`, nothing new. */
  lagging = false;
  #told = { nextEdit: 1, drafts: {} as Record<string, string> };
  hold: (() => void)[] | null = null;

  async send(edit: Edit): Promise<void> {
    if (this.hold) await new Promise<void>((go) => this.hold?.push(go));
    if (this.refuse) {
      const error = this.refuse;
      this.refuse = null;
      throw error;
    }
    // Like the server: what it knows already is skipped by its number.
    const fresh = edit.edits.slice(this.nextEdit - edit.seq);
    if (edit.seq > this.nextEdit || fresh.length === 0) throw new Rejected({ code: "edit-gap", message: "gap" });
    this.packets.push(edit);
    this.store(edit.language, fresh);
  }

  store(language: string, edits: OneEdit[]): void {
    this.drafts = { ...this.drafts, [language]: applyEdits(this.drafts[language] ?? STARTER, edits) };
    this.nextEdit += edits.length;
    if (!this.lagging) this.#told = { nextEdit: this.nextEdit, drafts: this.drafts };
  }

  told = () => this.#told;
}

function recording(record = new FakeRecord()) {
  const startsAtMs = Date.now();
  const recorder = new EditRecorder({
    battleId: "b",
    send: (edit) => record.send(edit),
    now: () => Date.now(),
    startsAtMs: () => startsAtMs,
    starter: () => STARTER,
    recorded: record.told,
  });
  let texts: Record<string, string> = {};
  return {
    record,
    recorder,
    /** Types `insert` at the end of the text, as the editor would. */
    type(insert: string, language = "python") {
      const text = texts[language] ?? STARTER;
      recorder.record(language, [{ from: text.length, to: text.length, insert }]);
      texts = { ...texts, [language]: text + insert };
    },
    text: (language = "python") => texts[language] ?? STARTER,
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("edit recorder", () => {
  it("packs what was typed within three seconds into one packet, each edit with its time", async () => {
    const { record, type } = recording();
    type("a");
    await vi.advanceTimersByTimeAsync(1_000);
    type("b");
    expect(record.packets).toEqual([]);
    await vi.advanceTimersByTimeAsync(PACKET_INTERVAL_MS);
    expect(record.packets).toHaveLength(1);
    expect(record.packets[0]).toMatchObject({ seq: 1, language: "python" });
    expect(record.packets[0]!.edits.map((edit) => [edit.atMs, edit.insert])).toEqual([
      [0, "a"],
      [1_000, "b"],
    ]);
  });

  it("never sends two packets within the server's interval while the player types on", async () => {
    const { record, recorder, type, text } = recording();
    const at: number[] = [];
    const send = record.send.bind(record);
    record.send = (edit) => {
      at.push(Date.now());
      return send(edit);
    };
    for (let i = 0; i < 200; i++) {
      type("x");
      await vi.advanceTimersByTimeAsync(100);
    }
    await vi.advanceTimersByTimeAsync(2 * PACKET_INTERVAL_MS);
    expect(at.length).toBeGreaterThan(4);
    for (let i = 1; i < at.length; i++) expect(at[i]! - at[i - 1]!).toBeGreaterThanOrEqual(3_000);
    expect(record.drafts["python"]).toBe(text());
    expect(recorder.unsent).toBe(0);
  });

  it("numbers edits without gaps over packets", async () => {
    const { record, type } = recording();
    for (let i = 0; i < 30; i++) {
      type(`${i} `);
      await vi.advanceTimersByTimeAsync(700);
    }
    await vi.advanceTimersByTimeAsync(PACKET_INTERVAL_MS);
    let next = 1;
    for (const packet of record.packets) {
      expect(packet.seq).toBe(next);
      next += packet.edits.length;
    }
    expect(next).toBe(31);
  });

  it("sends what there is at once when a submission follows", async () => {
    const { record, recorder, type, text } = recording();
    type("a");
    await vi.advanceTimersByTimeAsync(PACKET_INTERVAL_MS);
    type("b");
    recorder.flush();
    await vi.advanceTimersByTimeAsync(0);
    expect(record.packets).toHaveLength(2);
    expect(record.drafts["python"]).toBe(text());
  });

  it("keeps languages in packets of their own, in order", async () => {
    const { record, type, text } = recording();
    type("p");
    type("j", "javascript");
    type("q");
    await vi.advanceTimersByTimeAsync(4 * PACKET_INTERVAL_MS);
    expect(record.packets.map((packet) => [packet.seq, packet.language])).toEqual([
      [1, "python"],
      [2, "javascript"],
      [3, "python"],
    ]);
    expect(record.drafts).toEqual({ python: text(), javascript: text("javascript") });
  });

  it("keeps packets within the server's limits", async () => {
    const { record, type, text } = recording();
    for (let i = 0; i < EDITS_PER_PACKET + 1; i++) type("x");
    type("é".repeat(BYTES_PER_PACKET / 2 - 1));
    type("yy");
    await vi.advanceTimersByTimeAsync(5 * PACKET_INTERVAL_MS);
    const bytes = record.packets.map((packet) =>
      new TextEncoder().encode(packet.edits.map((edit) => edit.insert).join("")).length,
    );
    expect(Math.max(...record.packets.map((packet) => packet.edits.length))).toBe(EDITS_PER_PACKET);
    expect(Math.max(...bytes)).toBeLessThanOrEqual(BYTES_PER_PACKET);
    expect(record.drafts["python"]).toBe(text());
  });

  it("sends a packet again that came too early", async () => {
    const { record, type, text } = recording();
    record.refuse = new Rejected({ code: "edits-too-often", message: "wait", retryAfterMs: 900 });
    type("a");
    await vi.advanceTimersByTimeAsync(PACKET_INTERVAL_MS);
    expect(record.packets).toEqual([]);
    type("b");
    await vi.advanceTimersByTimeAsync(2 * PACKET_INTERVAL_MS);
    expect(record.packets.flatMap((packet) => packet.edits.map((edit) => edit.insert))).toEqual(["a", "b"]);
    expect(record.drafts["python"]).toBe(text());
  });

  it("holds back while a packet is unanswered, and loses nothing typed meanwhile", async () => {
    const { record, type, text } = recording();
    record.hold = [];
    type("a");
    await vi.advanceTimersByTimeAsync(PACKET_INTERVAL_MS);
    type("b");
    await vi.advanceTimersByTimeAsync(10 * PACKET_INTERVAL_MS);
    expect(record.hold).toHaveLength(1);
    const held = record.hold;
    record.hold = null;
    held.forEach((go) => go());
    await vi.advanceTimersByTimeAsync(2 * PACKET_INTERVAL_MS);
    expect(record.drafts["python"]).toBe(text());
  });

  it("records the difference to the server's record after a reload", async () => {
    const before = recording();
    before.type("kept");
    await vi.advanceTimersByTimeAsync(PACKET_INTERVAL_MS);
    before.recorder.stop();
    const after = recording(before.record);
    after.recorder.align("python", `${STARTER}kept and lost`);
    await vi.advanceTimersByTimeAsync(PACKET_INTERVAL_MS);
    expect(before.record.packets.at(-1)).toMatchObject({
      seq: 2,
      edits: [{ from: STARTER.length + 4, to: STARTER.length + 4, insert: " and lost" }],
    });
    expect(before.record.drafts["python"]).toBe(`${STARTER}kept and lost`);
  });

  it("records nothing for a draft that the server has", async () => {
    const { record, recorder } = recording();
    recorder.align("python", STARTER);
    await vi.advanceTimersByTimeAsync(2 * PACKET_INTERVAL_MS);
    expect(record.packets).toEqual([]);
    expect(recorder.unsent).toBe(0);
  });

  it("ends in this window's text when another window has typed", async () => {
    const { record, type, text } = recording();
    type("a");
    await vi.advanceTimersByTimeAsync(PACKET_INTERVAL_MS);
    record.store("python", [{ atMs: 0, from: 0, to: 0, insert: "# elsewhere\n" }]);
    type("b");
    type("c");
    await vi.advanceTimersByTimeAsync(2 * PACKET_INTERVAL_MS);
    expect(record.drafts["python"]).toBe(text());
  });

  it("finds its way back when the server expects another number", async () => {
    const { record, type, text } = recording();
    record.lagging = true;
    type("a");
    await vi.advanceTimersByTimeAsync(PACKET_INTERVAL_MS);
    record.store("python", [{ atMs: 0, from: 0, to: 0, insert: "#" }]);
    type("b");
    await vi.advanceTimersByTimeAsync(PACKET_INTERVAL_MS);
    record.lagging = false;
    record.store("python", [{ atMs: 0, from: 0, to: 0, insert: "#" }]);
    await vi.advanceTimersByTimeAsync(4 * PACKET_INTERVAL_MS);
    expect(record.drafts["python"]).toBe(text());
  });

  it("stops quietly when the battle is over", async () => {
    const { record, recorder, type } = recording();
    record.refuse = new Rejected({ code: "battle-over", message: "over" });
    type("a");
    await vi.advanceTimersByTimeAsync(PACKET_INTERVAL_MS);
    type("b");
    await vi.advanceTimersByTimeAsync(5 * PACKET_INTERVAL_MS);
    expect(record.packets).toEqual([]);
    expect(recorder.unsent).toBe(0);
  });
});
