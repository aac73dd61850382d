import assert from "node:assert/strict";
import { test } from "node:test";
import { open, PHONE, withBrowser } from "../support/browser.mjs";
import { ARENA_URL, TEST_MS } from "../support/settings.mjs";
import { editorText, eventually, guest, queue, solution, statement } from "../support/steps.mjs";

withBrowser();

/** The most presses of Tab from one end of a page to the other. */
const FAR = 60;

/** What has the focus, by its role and name as far as tests need them. */
function focused(page) {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    const style = element ? getComputedStyle(element) : null;
    const host = element?.getRootNode() instanceof ShadowRoot ? element.getRootNode().host : null;
    return {
      text: element?.getAttribute("aria-label") ?? element?.textContent?.trim() ?? "",
      type: element?.getAttribute("type") ?? "",
      value: element?.value ?? "",
      visible:
        (style && style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) > 0) ||
        element?.closest("label") !== null ||
        host !== null,
    };
  });
}

/** Presses Tab until the focus is on what `wanted` describes; every stop on the way must be visible. */
async function tabTo(page, wanted) {
  for (let i = 0; i < FAR; i++) {
    await page.keyboard.press("Tab");
    const now = await focused(page);
    assert.ok(now.visible, `the focus on “${now.text.slice(0, 40)}” can be seen`);
    if (typeof wanted === "function" ? wanted(now) : now.text === wanted) return;
  }
  assert.fail(`Tab does not reach ${wanted}`);
}

test("a battle is entered, played and won with the keyboard alone", { timeout: TEST_MS }, async (t) => {
  const { page, wire } = await open(t);
  const other = await open(t, PHONE);
  await guest(other.page);
  await page.goto(`${ARENA_URL}/`);
  await page.getByRole("button", { name: "Play as guest" }).waitFor();

  await tabTo(page, "Play as guest");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Find an opponent" }).waitFor();
  await tabTo(page, (now) => now.type === "radio");
  for (let i = 0; i < 4 && (await focused(page)).value !== "easy"; i++) await page.keyboard.press("ArrowDown");
  assert.equal((await focused(page)).value, "easy");
  await eventually(async () => page.getByRole("button", { name: "Join the queue" }).isEnabled(), "the queue is open");
  await tabTo(page, "Join the queue");
  await page.keyboard.press("Enter");
  await page.getByRole("heading", { name: "Looking for an opponent" }).waitFor();
  await queue(other.page);

  await page.getByRole("button", { name: "I am ready" }).waitFor();
  await eventually(async () => (await focused(page)).text === "I am ready", "the button has the focus");
  await page.keyboard.press("Enter");
  await other.page.getByRole("button", { name: "I am ready" }).click();
  await statement(page).waitFor();

  await t.test("the editor has the focus, Tab indents, and Escape gives Tab back", async () => {
    await eventually(async () => (await focused(page)).text === "Your code", "the editor has the focus");
    await page.keyboard.press("Control+Home");
    await page.keyboard.press("Tab");
    assert.match(await editorText(page), /^\s/);
    await page.keyboard.press("Control+z");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.notEqual((await focused(page)).text, "Your code");
    await page.keyboard.press("Shift+Tab");
    assert.equal((await focused(page)).text, "Your code");
  });

  await t.test("Ctrl+' runs the samples, and the verdict is announced", async () => {
    await page.keyboard.press("Control+'");
    await page.locator("[aria-live=polite]", { hasText: "Run on the samples, not counted" }).waitFor();
  });

  await t.test("Ctrl+Enter submits", async () => {
    const { problem } = wire.last("battle:started").data;
    const language = await page.getByLabel("Language").inputValue();
    assert.ok(problem.languages.some((card) => card.language === language));
    await page.keyboard.press("Control+a");
    await page.keyboard.insertText(await solution(wire, language));
    await page.keyboard.press("Control+Enter");
    await page.getByRole("heading", { name: "You won" }).waitFor();
  });
});

test("giving up asks first, and Escape means no", { timeout: TEST_MS }, async (t) => {
  const { page } = await open(t);
  const other = await open(t, PHONE);
  for (const player of [page, other.page]) await guest(player);
  for (const player of [page, other.page]) await queue(player);
  for (const player of [page, other.page]) await player.getByRole("button", { name: "I am ready" }).click();
  await statement(page).waitFor();
  await page.getByRole("button", { name: "Give up" }).focus();
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("dialog").waitFor({ state: "detached" });
  assert.equal((await focused(page)).text, "Give up", "the focus is back where it was");
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("button", { name: "Give up" }).press("Enter");
  await page.getByRole("heading", { name: "You lost" }).waitFor();
});
