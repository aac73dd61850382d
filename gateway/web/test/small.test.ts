import { ChangeSet, Text } from "@codemirror/state";
import { describe, expect, it } from "vitest";
import { editsOf } from "../src/battle/editor";
import { BACKOFF_CAP_MS, backoffMs } from "../src/lib/arena/backoff";
import { ServerClock } from "../src/lib/arena/clock";
import { Drafts } from "../src/lib/arena/drafts";
import { uuidV7 } from "../src/lib/arena/ids";
import { closeMeaning } from "../src/lib/arena/socket";
import { applyEdits } from "../src/lib/arena/text";
import { bytesWords, clockFace, sentence, verdictWords } from "../src/lib/arena/words";

describe("ids", () => {
  it("begin with their time", () => {
    expect(uuidV7(0x0192_0304_0506).slice(0, 13)).toBe("01920304-0506");
    expect(uuidV7(5) < uuidV7(6)).toBe(true);
  });
});

describe("backoff", () => {
  it("is spread over the whole wait, never beyond the cap", () => {
    expect(backoffMs(3, () => 0)).toBe(0);
    expect(backoffMs(3, () => 0.5)).toBe(2_000);
    expect(backoffMs(1_000, () => 0.999_999)).toBeLessThan(BACKOFF_CAP_MS);
  });
});

describe("close codes", () => {
  it.each([
    [4401, "renew-token"],
    [4000, "move"],
    [4429, "come-back"],
    [4499, "come-back"],
    [4500, "stay-away"],
    [4999, "stay-away"],
    [1000, "come-back"],
    [1006, "come-back"],
    [1012, "come-back"],
  ])("%i means %s", (code, meaning) => {
    expect(closeMeaning(code)).toBe(meaning);
  });
});

describe("the server's clock", () => {
  it("takes half of the round trip into account", () => {
    let local = 1_000;
    const clock = new ServerClock(() => local);
    local = 1_200;
    clock.learn(50_000, 1_000);
    expect(clock.now()).toBe(50_100);
  });

  it("is never behind an event, within the error of the round trip", () => {
    const clock = new ServerClock(() => 1_200);
    clock.learn(50_000, 1_000);
    clock.atLeast(50_150);
    expect(clock.now()).toBe(50_150);
    clock.atLeast(99_000);
    expect(clock.now()).toBe(50_250);
    clock.atLeast(0);
    expect(clock.now()).toBe(50_250);
  });
});

describe("drafts", () => {
  const memory = () => {
    const map = new Map<string, string>();
    return {
      getItem: (key: string) => map.get(key) ?? null,
      setItem: (key: string, value: string) => void map.set(key, value),
      removeItem: (key: string) => void map.delete(key),
    };
  };

  it("come back as they were kept, for their battle only", () => {
    const drafts = new Drafts(memory());
    const draft = { language: "python", texts: { python: "x = '\u2028'\n", javascript: "" } };
    drafts.save("b1", draft);
    expect(drafts.load("b1")).toEqual(draft);
    expect(drafts.load("b2")).toBeNull();
    drafts.drop("b1");
    expect(drafts.load("b1")).toBeNull();
  });

  it.each(["{", "null", "7", '{"language":1,"texts":{}}', '{"language":"x"}', '{"language":"x","texts":{"a":1}}'])(
    "that are damaged (%s) are none",
    (text) => {
      const store = { ...memory(), getItem: () => text };
      expect(new Drafts(store).load("b")).toBeNull();
    },
  );

  it("do without a storage, or with a full one", () => {
    const full = {
      ...memory(),
      setItem: () => {
        throw new Error("full");
      },
    };
    for (const drafts of [new Drafts(null), new Drafts(full)]) {
      drafts.save("b", { language: "x", texts: {} });
      expect(drafts.load("b")).toBeNull();
    }
  });
});

describe("edits of the editor", () => {
  it("lead to the editor's text, also when one change touches several places", () => {
    const before = "one two one\nthree";
    const changes = ChangeSet.of(
      [
        { from: 0, to: 3, insert: "1" },
        { from: 8, to: 11, insert: "eleven" },
        { from: 17, insert: "\n\tend" },
      ],
      before.length,
      "\n",
    );
    const after = changes.apply(Text.of(before.split("\n"))).toString();
    const edits = editsOf(changes).map((edit) => ({ atMs: 0, ...edit }));
    expect(edits).toHaveLength(3);
    expect(applyEdits(before, edits)).toBe(after);
  });
});

describe("words", () => {
  it("show times as clocks do", () => {
    expect([0, -5, 1, 59_000, 60_000, 600_000].map(clockFace)).toEqual(["0:00", "0:00", "0:01", "0:59", "1:00", "10:00"]);
  });
  it("make sentences of the server's fragments", () => {
    expect(["you have left this battle", "Wait!"].map(sentence)).toEqual(["You have left this battle.", "Wait!"]);
  });
  it("show an unknown verdict as it came", () => {
    expect(verdictWords("XX")).toBe("XX");
  });
  it("show sizes in their unit", () => {
    expect([512, 65_536, 1_572_864, 268_435_456].map(bytesWords)).toEqual(["1 KiB", "64 KiB", "1.5 MiB", "256 MiB"]);
  });
});
