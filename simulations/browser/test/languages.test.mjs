import assert from "node:assert/strict";
import { test } from "node:test";
import { open, withBrowser } from "../support/browser.mjs";
import { TEST_MS } from "../support/settings.mjs";
import { beginBattle, editor, eventually, guest, register, shot, solution, write } from "../support/steps.mjs";

withBrowser();

test("a battle is won in C++, after the compiler has said what was wrong", { timeout: TEST_MS }, async (t) => {
  const [one, two] = [await open(t), await open(t)];
  await register(one.page);
  await guest(two.page);
  await beginBattle(one, two);

  const { page, wire } = one;
  const names = await page.getByLabel("Language").locator("option").allTextContents();
  for (const name of ["C", "C++", "Janet", "JavaScript", "Lua", "Python", "Ruby", "TypeScript"]) {
    assert.ok(names.includes(name), `${name} can be chosen: ${names}`);
  }
  const right = await solution(wire, "cpp");
  await write(page, "cpp", right.replace(";", " oops;"));
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByText("Does not compile").first().waitFor();
  await page.getByText(/solution\.cpp:\d+:\d+: error/).first().waitFor();
  // The mode is loaded when a player first writes in the language.
  const coloured = () => editor(page).locator("span").count();
  await eventually(async () => (await coloured()) > 3, "the code is coloured");
  await shot(page, "cpp-compile-error");

  await write(page, "cpp", right);
  await page.getByRole("button", { name: "Submit" }).click();
  await page.getByRole("heading", { name: "You won" }).waitFor();
  await shot(page, "cpp-won");
});
