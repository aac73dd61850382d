import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, open, PHONE, withBrowser } from "../support/browser.mjs";
import { ARENA_URL, TEST_MS } from "../support/settings.mjs";
import {
  assertGapless,
  beginBattle,
  editorShows,
  editorText,
  eventually,
  guest,
  queue,
  register,
  show,
  solution,
  statement,
  write,
} from "../support/steps.mjs";

withBrowser();

test("two strangers play to the end, and the one who was cut off resumes", { timeout: TEST_MS }, async (t) => {
  const desk = await open(t, DESKTOP);
  const phone = await open(t, PHONE);
  const deskName = await register(desk.page);
  const phoneName = await register(phone.page);
  const battleId = await beginBattle(desk, phone);
  const topic = `battle/${battleId}`;

  await t.test("each side sees the other, the problem and the same clock", async () => {
    for (const [{ page }, other] of [
      [desk, phoneName],
      [phone, deskName],
    ]) {
      await page.getByRole("link", { name: other }).waitFor();
      await page.getByRole("timer", { name: "Time left" }).waitFor();
    }
    assert.equal(await statement(desk.page).textContent(), await statement(phone.page).textContent());
    const seconds = async (page) => {
      const [minutes, rest] = (await page.getByRole("timer", { name: "Time left" }).textContent()).split(":");
      return Number(minutes) * 60 + Number(rest);
    };
    assert.ok(Math.abs((await seconds(desk.page)) - (await seconds(phone.page))) <= 2);
  });

  await t.test("a run on the samples and a wrong submission explain themselves", async () => {
    await write(desk.page, "python", "raise ValueError('no idea yet')\n");
    await desk.page.getByRole("button", { name: "Run samples" }).click();
    await desk.page.getByText("Run on the samples, not counted").waitFor();
    await desk.page.getByRole("button", { name: "Submit" }).click();
    await desk.page.getByText("Submission", { exact: true }).waitFor();
    await desk.page.getByText(/Runtime error/).first().waitFor();
    await phone.page.locator(".theirs").getByText(/0 of \d+ tests/).waitFor();
  });

  const half = "# a thought before the cut\n";
  const whole = `${half}# and one during it\n`;
  await t.test("what is written while the connection is gone is kept and stored afterwards", async () => {
    await write(phone.page, "python", half);
    phone.wire.cut();
    await phone.page.getByText(/The connection is lost/).waitFor();
    await phone.page.keyboard.press("Control+End");
    await phone.page.keyboard.insertText("# and one during it\n");
    await show(desk.page, "Talk");
    await desk.page.getByPlaceholder("Say something").fill("are you still there?");
    await desk.page.keyboard.press("Enter");
    await desk.page.locator("li.said", { hasText: "are you still there?" }).waitFor();
    phone.wire.mend();
    await eventually(() => phone.wire.connections >= 2, "the phone connects again");
    await show(phone.page, "Talk");
    await phone.page.locator("li.said", { hasText: "are you still there?" }).waitFor();
    assert.equal(await phone.page.locator("li.said", { hasText: "are you still there?" }).count(), 1);
    await show(phone.page, "Editor");
    assert.equal((await editorText(phone.page)).trimEnd(), whole.trimEnd());
    await eventually(
      () => phone.wire.received.some((frame) => frame.event === "battle:edited" && JSON.stringify(frame).includes("during it")),
      "the edits of the outage are stored",
    );
  });

  await t.test("a resumed topic goes on after the last version that was seen", () => {
    const follows = phone.wire.sent.filter((frame) => frame.event === "topic:follow" && frame.data.topic === topic);
    assert.ok(follows.length >= 2);
    assert.ok(follows.at(-1).data.after > 0, "not from the beginning");
    assertGapless(phone.wire.versions(topic), "phone");
  });

  await t.test("the opponent's code stays on the server while the battle is on", () => {
    const seen = JSON.stringify(desk.wire.received);
    assert.ok(!seen.includes("a thought before the cut"));
    const theirs = desk.wire.received.filter((frame) => frame.event === "battle:edited");
    const own = desk.wire.received.find((frame) => frame.event === "session:welcome").data.playerId;
    assert.deepEqual(theirs.filter((frame) => frame.data.playerId !== own), []);
  });

  await t.test("the right answer wins, both see it, and ratings change", async () => {
    await write(phone.page, "python", await solution(phone.wire, "python"));
    await phone.page.getByRole("button", { name: "Submit" }).click();
    await phone.page.getByRole("heading", { name: "You won" }).waitFor();
    await desk.page.getByRole("heading", { name: "You lost" }).waitFor();
    for (const [{ page }, sign] of [
      [phone, /^\+\d+$/],
      [desk, /^−\d+$/],
    ]) {
      assert.match((await page.locator(".outcome .change").textContent()).trim(), sign);
    }
  });

  await t.test("after the end both codes are visible to both", async () => {
    await desk.page.getByRole("button", { name: `${phoneName}’s code` }).click();
    const expected = await solution(phone.wire, "python");
    await eventually(() => editorShows(desk.page, expected), "the winner's code is shown");
    await show(phone.page, "Code");
    await phone.page.getByRole("button", { name: `${deskName}’s code` }).click();
    await eventually(async () => (await editorText(phone.page)).includes("no idea yet"), "the loser's code is shown");
  });

  await t.test("the rematch begins when both want it", async () => {
    await desk.page.getByRole("button", { name: "Rematch" }).click();
    await phone.page.getByRole("button", { name: "Accept the rematch" }).click();
    for (const { page } of [desk, phone]) await page.getByRole("button", { name: "I am ready" }).waitFor();
    await desk.page.getByRole("button", { name: "Decline" }).click();
    for (const { page } of [desk, phone]) {
      await page.getByRole("heading", { name: "The battle was called off" }).waitFor();
    }
  });
});

test("a reload in the middle of a battle comes back to it, text and all", { timeout: TEST_MS }, async (t) => {
  const desk = await open(t);
  const phone = await open(t, PHONE);
  await guest(desk.page);
  await guest(phone.page);
  const battleId = await beginBattle(desk, phone);
  await write(desk.page, "javascript", "// kept over the reload");
  await write(desk.page, "python", "# this one too");
  await desk.page.goto(`${ARENA_URL}/`);
  await statement(desk.page).waitFor();
  assert.match(desk.page.url(), new RegExp(battleId));
  await eventually(async () => (await editorText(desk.page)) === "# this one too", "the draft is back");
  await desk.page.getByLabel("Language").selectOption("javascript");
  assert.equal(await editorText(desk.page), "// kept over the reload");
  await eventually(() => {
    const stored = desk.wire.received.filter((frame) => frame.event === "battle:edited").map((frame) => JSON.stringify(frame));
    return stored.some((text) => text.includes("kept over")) && stored.some((text) => text.includes("this one too"));
  }, "the server has both drafts");
  await desk.page.getByRole("button", { name: "Give up" }).click();
  await desk.page.getByRole("dialog").getByRole("button", { name: "Give up" }).click();
  await desk.page.getByRole("heading", { name: "You lost" }).waitFor();
  await phone.page.getByRole("heading", { name: "You won" }).waitFor();
});

test("a connection that died without a word is noticed and replaced", { timeout: TEST_MS }, async (t) => {
  const desk = await open(t);
  const phone = await open(t, PHONE);
  await guest(desk.page);
  await guest(phone.page);
  await beginBattle(desk, phone);
  desk.wire.swallow();
  await desk.page.getByRole("button", { name: "Offer a draw" }).click();
  const offer = await eventually(
    () => desk.wire.lost.find((frame) => frame.event === "battle:offer-draw"),
    "the offer is sent into the void",
  );
  desk.wire.mend();
  await phone.page.getByText("It lapses when you submit").waitFor();
  const offers = desk.wire.sent.filter((frame) => frame.event === "battle:offer-draw");
  assert.deepEqual(offers.map((frame) => frame.id), [offer.id], "sent again once, with its id");
  await phone.page.getByRole("button", { name: "Accept the draw" }).click();
  for (const { page } of [desk, phone]) await page.getByRole("heading", { name: "A draw" }).waitFor();
});

test("a spectator sees the battle without code, and the code after the end", { timeout: TEST_MS }, async (t) => {
  const desk = await open(t);
  const phone = await open(t, PHONE);
  const spectator = await open(t);
  await register(desk.page);
  const phoneName = await register(phone.page);
  const battleId = await beginBattle(desk, phone);
  await guest(spectator.page);
  await spectator.page.goto(`${ARENA_URL}/#/battle/${battleId}`);
  await statement(spectator.page).waitFor();
  await spectator.page.getByText("The code is hidden").waitFor();
  assert.equal(await spectator.page.getByRole("button", { name: "Submit" }).count(), 0);
  await write(phone.page, "javascript", "// nobody may see this yet\n");
  await phone.page.getByRole("button", { name: "Submit" }).click();
  await spectator.page.getByText(/of \d+ tests/).first().waitFor();
  assert.ok(!JSON.stringify(spectator.wire.received).includes("nobody may see"));
  await desk.page.getByRole("button", { name: "Give up" }).click();
  await desk.page.getByRole("dialog").getByRole("button", { name: "Give up" }).click();
  await spectator.page.getByRole("heading", { name: `${phoneName} won` }).waitFor();
  await spectator.page.getByRole("button", { name: `${phoneName}’s code` }).click();
  await eventually(async () => (await editorText(spectator.page)).includes("nobody may see"), "the code is shown");
});

test("a match that is not accepted is called off", { timeout: TEST_MS }, async (t) => {
  const desk = await open(t);
  const phone = await open(t, PHONE);
  await guest(desk.page);
  await guest(phone.page);
  for (const { page } of [desk, phone]) await queue(page);
  await desk.page.getByRole("button", { name: "I am ready" }).click();
  await desk.page.getByText("Your opponent was not ready in time.").waitFor();
  await phone.page.getByText("You were not ready in time.").waitFor();
});
