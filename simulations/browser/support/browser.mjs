import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before } from "node:test";
import { chromium } from "playwright-core";
import { CHROMIUM, PATIENCE_MS, SHOTS } from "./settings.mjs";
import { Wire } from "./wire.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

export const DESKTOP = { viewport: { width: 1280, height: 800 } };
export const PHONE = {
  viewport: { width: 390, height: 844 },
  isMobile: true,
  hasTouch: true,
  deviceScaleFactor: 2,
};

/** What a page may say on the console while the test has cut its network. */
const NETWORK = /net::ERR_INTERNET_DISCONNECTED|net::ERR_NETWORK_CHANGED|WebSocket connection to .* failed/;
/** A refused login is an answer, which Chromium reports as a failed resource. */
const REFUSED = /Failed to load resource: the server responded with a status of 4\d\d/;

let browser;

/** Starts a browser for the tests of this file and stops it behind them. */
export function withBrowser() {
  before(async () => {
    browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  });
  after(() => browser?.close());
}

/**
 * A window of its own: cookies and storage of its own, a wire, and a record of everything that went wrong in it.
 * `t` is the test that it belongs to.
 */
export async function open(t, kind = DESKTOP) {
  const context = await browser.newContext({ ...kind, serviceWorkers: "block" });
  await context.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", (event) => {
      console.error(`CSP-VIOLATION ${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
    });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  const wire = await Wire.of(page);
  const faults = [];
  page.on("pageerror", (error) => faults.push(`script error: ${error.stack ?? error.message}`));
  page.on("dialog", (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (message) => {
    const text = message.text();
    if (!["error", "warning"].includes(message.type())) return;
    if (NETWORK.test(text) || REFUSED.test(text)) return;
    faults.push(`console: ${text}`);
  });
  page.on("request", (request) => {
    const { protocol, hostname } = new URL(request.url());
    const own = new URL(page.url() === "about:blank" ? request.url() : page.url()).hostname;
    if (/^(http|ws)s?:$/.test(protocol) && hostname !== own) faults.push(`foreign request: ${request.url()}`);
  });
  t.after(async () => {
    if (SHOTS && !t.passed) {
      fs.mkdirSync(SHOTS, { recursive: true });
      const name = `${t.name.replace(/\W+/g, "-").slice(0, 60)}-${kind === PHONE ? "phone" : "desktop"}-${Date.now()}.png`;
      await page.screenshot({ path: path.join(SHOTS, name) }).catch(() => undefined);
    }
    await context.close();
    assert.deepEqual(faults, [], "what went wrong in the page");
  });
  return { context, page, wire, faults };
}
