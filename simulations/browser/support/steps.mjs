import assert from "node:assert/strict";
import fs from "node:fs/promises";
import path from "node:path";
import { ARENA_URL, CATALOGUE, PATIENCE_MS, SHOTS } from "./settings.mjs";

let made = 0;

/** A name that nobody has yet. */
export function freshName(prefix) {
  made++;
  return `${prefix}-${process.pid.toString(36)}${Date.now().toString(36).slice(-5)}${made}`;
}

export const PASSWORD = "seven green bicycles";

export async function register(page, name = freshName("tess")) {
  await page.goto(`${ARENA_URL}/`);
  await page.getByRole("button", { name: "Register" }).click();
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.getByRole("heading", { name: "Find an opponent" }).waitFor();
  return name;
}

export async function guest(page) {
  await page.goto(`${ARENA_URL}/`);
  await page.getByRole("button", { name: "Play as guest" }).click();
  await page.getByRole("heading", { name: "Find an opponent" }).waitFor();
}

export async function queue(page, difficulty = "Easy") {
  await page.getByRole("radio", { name: difficulty }).check({ force: true });
  await page.getByRole("button", { name: "Join the queue" }).click();
}

/** Both join, accept, and see the problem. */
export async function beginBattle(...players) {
  for (const { page } of players) await queue(page);
  for (const { page } of players) await page.getByRole("button", { name: "I am ready" }).click();
  for (const { page } of players) await statement(page).waitFor();
  return players[0].wire.last("battle:started").data.battleId;
}

export const statement = (page) => page.locator("section.statement article h1");

/** On a phone one part is shown at a time; in a wide window this does nothing. */
export async function show(page, tab) {
  const button = page.getByRole("tab", { name: tab }).locator("visible=true");
  if ((await button.count()) > 0) await button.first().click();
}

export const editor = (page) => page.locator("section.editor .cm-content");

/** The text of the editor on screen, as the player sees it. */
export async function editorText(page) {
  const lines = await editor(page).locator(".cm-line").allTextContents();
  return lines.join("\n");
}

/** Whether the editor shows this text, as far as it is drawn: a gap stands for the lines far below the window. */
export async function editorShows(page, text) {
  const drawn = (await editorText(page)).trimEnd();
  const whole = (await editor(page).locator(".cm-gap").count()) === 0;
  return whole ? drawn === text.trimEnd() : drawn !== "" && `${text}\n`.startsWith(`${drawn}\n`);
}

/** Replaces the editor's text. */
export async function write(page, language, text) {
  await show(page, "Editor");
  await page.getByLabel("Language").selectOption(language);
  await editor(page).click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
}

/** The reference solution of the problem that this player was given. */
export async function solution(wire, language) {
  const { problem } = wire.last("battle:started").data;
  const file = { cpp: "reference.cpp", python: "reference.py", javascript: "reference.js" }[language];
  return fs.readFile(path.join(CATALOGUE, problem.id, "solutions", file), "utf8");
}

/** Waits until `check` gives something true, and gives that. */
export async function eventually(check, what) {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await check();
    if (value) return value;
    if (Date.now() > end) assert.fail(`did not happen in ${PATIENCE_MS} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** Each version once, from 1, in order; what a restarted topic sends again begins at 1 again. */
export function assertGapless(versions, what) {
  assert.ok(versions.length > 0, `${what}: nothing came`);
  let last = 0;
  for (const v of versions) {
    assert.ok(v === last + 1 || v === 1 || v <= last, `${what}: ${v} came after ${last}`);
    last = v;
  }
}

/** A picture of the page, where somebody asked for pictures. */
export async function shot(page, name) {
  if (SHOTS) await page.screenshot({ path: path.join(SHOTS, `${name}.png`) });
}
