import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, open, PHONE, withBrowser } from "../support/browser.mjs";
import { ARENA_URL, TEST_MS } from "../support/settings.mjs";
import { eventually, freshName, guest, PASSWORD, register } from "../support/steps.mjs";

withBrowser();

for (const [size, kind] of [
  ["a desktop", DESKTOP],
  ["a phone", PHONE],
]) {
  test(`every page fits ${size} and says something`, { timeout: TEST_MS }, async (t) => {
    const { page } = await open(t, kind);
    await page.goto(`${ARENA_URL}/`);
    await page.getByRole("button", { name: "Play as guest" }).waitFor();
    await fits(page, "start");
    const name = await register(page);
    await fits(page, "play");
    for (const [hash, heading] of [
      ["#/leaderboard", "Leaders"],
      ["#/watch", "Watch"],
      ["#/account", name],
      ["#/nonsense", "There is no such page"],
      ["#/battle/01920000-0000-7000-8000-00000000dead", "This battle cannot be shown"],
      ["#/player/01920000-0000-7000-8000-00000000dead", "No profile to show"],
    ]) {
      await page.goto(`${ARENA_URL}/${hash}`);
      await page.getByRole("heading", { name: heading }).waitFor();
      await fits(page, hash);
    }
    await page.goto(`${ARENA_URL}/#/account`);
    await page.getByRole("link", { name: "Profile" }).click();
    await page.getByRole("heading", { name: "Battles", exact: true }).waitFor();
    await fits(page, "profile");
  });
}

test("a guest becomes an account, and the account logs in elsewhere", { timeout: TEST_MS }, async (t) => {
  const first = await open(t);
  const second = await open(t, PHONE);
  const name = freshName("upgrade");
  await guest(first.page);
  await first.page.getByRole("link", { name: "Make this an account" }).click();
  await first.page.getByLabel("Name").fill(name);
  await first.page.getByLabel("Password").fill(PASSWORD);
  await first.page.getByRole("button", { name: "Create the account" }).click();
  await first.page.getByRole("heading", { name }).waitFor();

  await second.page.goto(`${ARENA_URL}/`);
  await second.page.getByLabel("Name").fill(name);
  await second.page.getByLabel("Password").fill("not the password");
  await second.page.getByRole("button", { name: "Log in" }).last().click();
  await eventually(
    async () => ((await second.page.getByRole("alert").first().textContent()) ?? "").length > 10,
    "a wrong password gets a sentence",
  );
  await second.page.getByLabel("Password").fill(PASSWORD);
  await second.page.getByRole("button", { name: "Log in" }).last().click();
  await second.page.getByRole("heading", { name: "Find an opponent" }).waitFor();

  await t.test("a reload stays logged in", async () => {
    await second.page.reload();
    await second.page.getByRole("heading", { name: "Find an opponent" }).waitFor();
  });

  await t.test("the first login revokes the second, whose page notices", async () => {
    await first.page.reload();
    await first.page.getByText("this one").waitFor();
    await first.page.getByRole("button", { name: "Revoke" }).click();
    await eventually(async () => (await first.page.getByRole("button", { name: "Revoke" }).count()) === 0, "it is gone");
    await second.page.getByRole("button", { name: "Play as guest" }).waitFor();
  });

  await t.test("logging out leads to the start", async () => {
    await first.page.getByRole("button", { name: "Log out" }).click();
    await first.page.getByRole("button", { name: "Play as guest" }).waitFor();
    await first.page.reload();
    await first.page.getByRole("button", { name: "Play as guest" }).waitFor();
  });
});

test("the queue can be left, and a reload does not lose the place in it", { timeout: TEST_MS }, async (t) => {
  const { page } = await open(t, PHONE);
  await guest(page);
  await page.getByRole("radio", { name: "Hard" }).check({ force: true });
  await page.getByRole("button", { name: "Join the queue" }).click();
  await page.getByRole("heading", { name: "Looking for an opponent" }).waitFor();
  await page.reload();
  await page.getByRole("heading", { name: "Looking for an opponent" }).waitFor();
  await page.getByRole("button", { name: "Leave the queue" }).click();
  await page.getByRole("heading", { name: "Find an opponent" }).waitFor();
});

/** Nothing sticks out to the side. */
async function fits(page, what) {
  const { wide, window } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth,
    window: document.documentElement.clientWidth,
  }));
  assert.ok(wide <= window, `${what}: ${wide} px in a window of ${window} px`);
}
