import assert from "node:assert/strict";
import { test } from "node:test";
import { DESKTOP, open, PHONE, withBrowser } from "../support/browser.mjs";
import { ARENA_URL, TEST_MS } from "../support/settings.mjs";
import { beginBattle, eventually, guest, PASSWORD, register, show, write } from "../support/steps.mjs";

withBrowser();

const ATTACKS = [
  "<script>window.pwned = 1</script>",
  "<img src=x onerror='window.pwned = 2'>",
  "<svg onload='window.pwned = 3'></svg>",
  "<math><mtext><style><img src=x onerror='window.pwned = 4'></style></mtext></math>",
  "<iframe srcdoc='<script>parent.pwned = 5</script>'></iframe>",
  "<style>body { display: none }</style>",
  "<p style='position:fixed;inset:0;background:red'>over everything</p>",
  "<form action='https://evil.example/'><input name=password></form>",
  "<base href='https://evil.example/'><meta http-equiv=refresh content='0;url=https://evil.example/'>",
  "![pixel](https://evil.example/pixel.png) ![x](data:image/svg+xml,<svg/onload=alert(1)>)",
  "[a](javascript:window.pwned=6) [b](data:text/html,<script>alert(1)</script>) [c](//evil.example)",
  "<a href=\"javascript:window.pwned=7\" id=app>x</a> {@html window.pwned} {{constructor.constructor('alert(1)')()}}",
].join("\n\n");
const HOSTILE_NAME = "\u202e<img src=x onerror='window.pwned=8'>\u0000</script>";

const pwned = (page) => page.evaluate(() => window.pwned);

test("the page's policy forbids inline scripts and foreign origins", async (t) => {
  const { page } = await open(t);
  const response = await page.goto(`${ARENA_URL}/`);
  const policy = response.headers()["content-security-policy"] ?? "";
  const directives = new Map(
    policy.split(";").map((part) => {
      const [name, ...values] = part.trim().split(/\s+/);
      return [name, values];
    }),
  );
  assert.deepEqual(directives.get("default-src"), ["'none'"]);
  assert.deepEqual(directives.get("script-src"), ["'self'"]);
  assert.ok(!(directives.get("style-src") ?? []).includes("'unsafe-inline'"));
  for (const name of ["base-uri", "frame-ancestors"]) assert.deepEqual(directives.get(name), ["'none'"], name);
});

test("a hostile statement, sample, name and line of chat stay text", { timeout: TEST_MS }, async (t) => {
  const desk = await open(t, DESKTOP);
  const phone = await open(t, PHONE);
  for (const player of [desk, phone]) player.wire.change = poison;
  await guest(desk.page);
  await guest(phone.page);
  await beginBattle(desk, phone);

  for (const { page } of [desk, phone]) {
    const article = page.locator("section.statement article");
    await article.getByText("window.pwned = 1").first().waitFor();
    const foreign = await article
      .locator("script, img, svg, math, iframe, style, form, input, base, meta, object, embed, link, [style], [id], [onerror], [onload]")
      .count();
    assert.equal(foreign, 0, "elements that no statement may have");
    const hrefs = await article.locator("a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
    for (const href of hrefs) assert.ok(href === null || /^https?:\/\//.test(href), href);
    // Every link of the page leads somewhere in the page, not to what a player wrote.
    assert.equal(await page.locator("a[href^='javascript']").count(), 0);
  }

  await t.test("names are shown as they are written, and do not turn the text around them", async () => {
    const name = desk.page.locator(".duel .theirs a.name");
    assert.equal(await name.textContent(), HOSTILE_NAME);
    assert.equal(await name.evaluate((element) => getComputedStyle(element).unicodeBidi), "isolate");
  });

  await t.test("chat is text", async () => {
    await show(phone.page, "Talk");
    await phone.page.getByPlaceholder("Say something").fill("<img src=x onerror='window.pwned=9'><b>hi</b>");
    await phone.page.keyboard.press("Enter");
    await show(desk.page, "Talk");
    await desk.page.locator("li.said").getByText("<b>hi</b>").waitFor();
    assert.equal(await desk.page.locator("li.said :is(b, img)").count(), 0);
  });

  await t.test("what a program printed is text", async () => {
    await write(desk.page, "python", "raise ValueError('x')\n");
    await desk.page.getByRole("button", { name: "Run samples" }).click();
    await desk.page.locator(".verdict pre", { hasText: "window.pwned" }).first().waitFor();
    assert.equal(await desk.page.locator(".verdict :is(img, script, svg)").count(), 0);
  });

  for (const { page } of [desk, phone]) {
    assert.equal(await pwned(page), undefined);
    assert.ok(await page.locator("header .brand").isVisible(), "the page is still there");
  }
  await desk.page.getByRole("button", { name: "Give up" }).click();
  await desk.page.getByRole("dialog").getByRole("button", { name: "Give up" }).click();
  await desk.page.getByRole("heading", { name: "You lost" }).waitFor();
});

test("hostile names in lists and profiles stay text", { timeout: TEST_MS }, async (t) => {
  const { page } = await open(t);
  const name = await register(page);
  await page.route("**/api/leaderboards*", async (route) => {
    const entry = {
      rank: 1, playerId: "01920000-0000-7000-8000-000000000001", name: HOSTILE_NAME, rating: 1500, deviation: 90,
      provisional: false, battles: 1, wins: 1, losses: 0, draws: 0,
    };
    await route.fulfill({ json: { entries: [entry], next: null } });
  });
  await page.goto(`${ARENA_URL}/#/leaderboard`);
  await page.getByRole("cell", { name: "window.pwned" }).waitFor();
  assert.equal(await page.locator("main :is(img, svg, script)").count(), 0);
  assert.equal(await pwned(page), undefined);
  assert.ok(await page.getByRole("link", { name, exact: true }).isVisible());
});

test("the door refuses a hostile name with a sentence", { timeout: TEST_MS }, async (t) => {
  const { page } = await open(t);
  await page.goto(`${ARENA_URL}/`);
  await page.getByRole("button", { name: "Register" }).click();
  for (const name of ["<b>bold</b>", "admin", "a\u202eb\u202ec"]) {
    await page.getByLabel("Name").fill(name);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Create the account" }).click();
    await eventually(async () => ((await page.getByRole("alert").first().textContent()) ?? "").length > 10, `a sentence for ${name}`);
    await page.getByRole("button", { name: "Log in" }).first().click();
    await page.getByRole("button", { name: "Register" }).click();
  }
});

/** What a hostile author, a hostile player and a hostile program could have sent through the server. */
function poison(frame) {
  const players = (list) => list.map((player) => ({ ...player, name: HOSTILE_NAME }));
  switch (frame.event) {
    case "battle:created":
    case "matchmaking:match-found":
      return { ...frame, data: { ...frame.data, players: players(frame.data.players) } };
    case "battle:started": {
      const problem = {
        ...frame.data.problem,
        title: "<img src=x onerror='window.pwned=10'>",
        statement: ATTACKS,
        signature: "<script>window.pwned=11</script>",
        samples: [{ input: "<script>window.pwned=12</script>", output: "<svg onload=alert(1)>", note: "<b>note</b>" }],
      };
      return { ...frame, data: { ...frame.data, problem } };
    }
    case "ack": {
      if (!frame.data?.verdict) return frame;
      const text = "<img src=x onerror='window.pwned=13'>";
      const explanation = { test: 1, sample: true, kind: text, message: text, input: text, expected: text, actual: text, stdout: text, stderr: text };
      return { ...frame, data: { ...frame.data, explanation } };
    }
    default:
      return frame;
  }
}
