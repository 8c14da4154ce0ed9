// A real browser, and the checks that every test shares: no request beyond the server, no script error, no violation of
// the page's policy.
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const DESKTOP = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };
export const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

export function check(condition, message) {
  if (!condition) throw new Error(message);
}

export async function openBrowser() {
  if (!existsSync(browserPath)) return null;
  const { chromium } = await import("playwright-core");
  // Networks are drawn by WebGL; without a graphics card the browser reckons it itself, when it is allowed to.
  const args = ["--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
  return chromium.launch({ executablePath: browserPath, args });
}

const axe = () => readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe finds on the page (WCAG 2.2 AA and good practice), shortened. */
export async function violations(page) {
  // Through the debugger, which the page's policy does not bind.
  await page.evaluate(`${axe()}; undefined`);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"], preload: false }));
  return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 140)).join(" | ")}`);
}

export const overflow = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Counts, and says what failed; a test that hangs is cut off by playwright's own patience (30 s a step). */
export class Runner {
  passed = 0;
  failed = 0;
  /** Another host that may be asked: an identity provider, to which the browser itself goes. */
  also = null;

  constructor(browser, address) {
    this.browser = browser;
    this.address = address;
  }

  async page({ viewport = DESKTOP, colorScheme = "light", locale = "en-GB", expected = null, state, javaScriptEnabled = true } = {}) {
    const context = await this.browser.newContext({ viewport, colorScheme, locale, javaScriptEnabled, acceptDownloads: true, ...(state ? { storageState: state } : {}) });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    const faults = [];
    page.on("request", (request) => {
      const url = request.url();
      if (!url.startsWith(this.address) && !/^(blob|data):/.test(url) && !(this.also && url.startsWith(this.also))) faults.push(`asked for ${url}`);
    });
    page.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
    page.on("console", (message) => {
      // Refusals of the server are part of many tests; the browser writes each of them down.
      if (message.type() === "error" && !/Failed to load resource/.test(message.text()) && !expected?.test(message.text())) faults.push(`console: ${message.text()}`);
    });
    return { page, context, faults };
  }

  async test(name, options, body) {
    const only = process.env.ONLY;
    if (only && !name.includes(only)) return;
    let opened;
    try {
      opened = await this.page(options);
      await body(opened.page, opened.context);
      check(opened.faults.length === 0, opened.faults.join("; "));
      this.passed++;
      console.log(`ok   ${name}`);
    } catch (error) {
      this.failed++;
      const words = [...String(error.message).split("\n").slice(0, 8), ...(opened?.faults ?? [])];
      console.log(`FAIL ${name}\n     ${words.join("\n     ")}`);
      if (process.env.SHOTS && opened) await opened.page.screenshot({ path: `${process.env.SHOTS}/fail-${this.failed}.png` }).catch(() => {});
    } finally {
      await opened?.context.close().catch(() => {});
    }
  }
}
