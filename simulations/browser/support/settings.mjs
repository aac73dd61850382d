import path from "node:path";
import { fileURLToPath } from "node:url";

const here = path.dirname(fileURLToPath(import.meta.url));

export const ARENA_URL = required("ARENA_URL");
export const CHROMIUM = process.env.CHROMIUM ?? "/usr/bin/chromium";
export const CATALOGUE =
  process.env.ARENA_CATALOGUE ?? path.resolve(here, "../../../sandbox/problems/catalogue");
export const SHOTS = process.env.SHOTS ?? null;

/** How long one step may take, in milliseconds: a judge that is busy and a slow machine included. */
export const PATIENCE_MS = 30_000;
/** How long one test may take, in milliseconds. */
export const TEST_MS = 180_000;

function required(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: it says where the arena listens`);
  return value.replace(/\/$/, "");
}
