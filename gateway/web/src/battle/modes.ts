import { StreamLanguage, type StreamParser } from "@codemirror/language";
import type { Extension } from "@codemirror/state";

/** Every mode that CodeMirror has, each a file of its own that is loaded when a player writes in it. */
const files = import.meta.glob<Record<string, unknown>>("/node_modules/@codemirror/legacy-modes/mode/*.js");

/** A mode's parser, or null if there is none. The name is `file`, or `file/mode` where a file has several. */
export async function loadMode(name: string): Promise<Extension | null> {
  const [file = "", mode = file] = name.split("/");
  const load = files[`/node_modules/@codemirror/legacy-modes/mode/${file}.js`];
  if (!load) return null;
  const parser = (await load())[mode];
  return isParser(parser) ? StreamLanguage.define(parser) : null;
}

function isParser(value: unknown): value is StreamParser<unknown> {
  return typeof value === "object" && value !== null && "token" in value;
}
