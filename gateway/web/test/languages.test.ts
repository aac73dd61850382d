import { describe, expect, it } from "vitest";

import { bundled, indentOf } from "../src/battle/editor";
import { loadMode } from "../src/battle/modes";
import { fuelWords } from "../src/lib/arena/words";
import { languageName, learnLanguages } from "../src/state/languages.svelte";

const folders = import.meta.glob<string>("../../../sandbox/runtimes/languages/*/language.toml", {
  query: "?raw",
  import: "default",
  eager: true,
});

describe("languages", () => {
  it("are coloured by the modes that their folders name", async () => {
    expect(Object.keys(folders).length).toBeGreaterThan(7);
    for (const [language, facts] of Object.entries(folders)) {
      const mode = /^editor = "(.*)"$/m.exec(facts)?.[1] ?? "";
      const support = bundled(mode) ?? (await loadMode(mode));
      expect(support, `${language} is coloured by ${mode}`).not.toBeNull();
    }
  });

  it("stay plain where there is no such mode", async () => {
    for (const name of ["", "no-such-mode", "clike/no-such", "../mode/lua"]) {
      expect(await loadMode(name), name).toBeNull();
    }
  });

  it("are called what the server calls them, and by their own names until it does", () => {
    expect(languageName("cpp")).toBe("cpp");
    learnLanguages([{ language: "cpp", title: "C++" }]);
    expect(languageName("cpp")).toBe("C++");
  });

  it("are indented as their starter code is", () => {
    expect(indentOf("def f():\n    pass\n")).toBe("    ");
    expect(indentOf("def f\n  # here\nend\n")).toBe("  ");
    expect(indentOf("\n   \n")).toBe("    ");
  });
});

describe("fuel", () => {
  it("is read as reference milliseconds", () => {
    expect(fuelWords(400_000)).toBe("0.4 ms");
    expect(fuelWords(12_300_000)).toBe("12 ms");
    expect(fuelWords(1_500_000_000)).toBe("1,500 ms");
  });
});
