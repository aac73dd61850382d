import { describe, expect, it } from "vitest";
import { applyEdits, difference } from "../src/lib/arena/text";

describe("texts", () => {
  it.each([
    ["", "", null],
    ["a", "a", null],
    ["", "abc", { from: 0, to: 0, insert: "abc" }],
    ["abc", "", { from: 0, to: 3, insert: "" }],
    ["abc", "axc", { from: 1, to: 2, insert: "x" }],
    ["aa", "aaa", { from: 2, to: 2, insert: "a" }],
    ["aaa", "aa", { from: 2, to: 3, insert: "" }],
    ["x😀y", "x😁y", { from: 1, to: 3, insert: "😁" }],
  ])("the difference of %j and %j is %j", (before, after, edit) => {
    expect(difference(before, after)).toEqual(edit);
  });

  it("a difference, applied, gives the other text (any texts)", () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const letters = ["a", "b", "\n", "é", "😀", "😁"];
    const text = (): string => Array.from({ length: random(12) }, () => letters[random(letters.length)]).join("");
    for (let i = 0; i < 3_000; i++) {
      const [before, after] = [text(), text()];
      const edit = difference(before, after);
      const edits = edit ? [{ atMs: 0, ...edit }] : [];
      expect(applyEdits(before, edits)).toBe(after);
      expect(edit?.insert ?? "").not.toMatch(/^[\udc00-\udfff]|[\ud800-\udbff]$/);
    }
  });

  it("edits are applied one after the other", () => {
    const edits = [
      { atMs: 0, from: 0, to: 0, insert: "ab" },
      { atMs: 1, from: 1, to: 2, insert: "XY" },
      { atMs: 2, from: 99, to: 120, insert: "!" },
    ];
    expect(applyEdits("", edits)).toBe("aXY!");
  });
});
