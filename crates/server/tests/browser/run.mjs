// Reads the public side as a stranger does: on a telephone and at a desk, light and dark, without scripts, by keyboard.
//
// Any request to another address, any script and any violation of the policy fails the test that was running. `SHOTS=folder`
// keeps a picture of each page.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const browserPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

function skip(reason) {
  console.log(`skipped: ${reason}`);
  console.log("0 passed, 0 failed");
  process.exit(0);
}

if (!existsSync(browserPath)) skip(`no browser at ${browserPath}; install chromium or set CHROMIUM`);
if (!existsSync(join(here, "node_modules"))) skip("node_modules is missing; run `npm ci` in this folder");
const { chromium } = await import("playwright-core");
const axe = readFileSync(join(here, "node_modules/axe-core/axe.min.js"), "utf8");

// The tests of the workspace build the example; building it alone picks other features and compiles Parquet once more.
const workspace = resolve(here, "../../../..");
const target = process.env.CARGO_TARGET_DIR ?? join(workspace, "target");
const built = join(target, "debug/examples/public_side");
if (!existsSync(built)) {
  const made = spawnSync("cargo", ["build", "--quiet", "-p", "ostrakon-server", "--example", "public_side"], { cwd: here, stdio: "inherit" });
  if (made.status !== 0) {
    console.log("the server could not be built\n0 passed, 1 failed");
    process.exit(1);
  }
}
const server = spawn(built, [], { stdio: ["pipe", "pipe", "inherit"] });
const site = await new Promise((found, lost) => {
  let said = "";
  server.stdout.on("data", (bytes) => {
    said += bytes;
    if (said.includes("\n")) found(said.trim());
  });
  server.on("exit", () => lost(new Error("the server ended before it served")));
});

const browser = await chromium.launch({
  executablePath: browserPath,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});
const DESKTOP = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };
let [passed, failed] = [0, 0];

function check(condition, message) {
  if (!condition) throw new Error(message);
}

async function test(name, { viewport = PHONE, colorScheme = "light", javaScriptEnabled = false, bypassCSP = false, locale = "en-GB" }, body) {
  const context = await browser.newContext({ viewport, colorScheme, javaScriptEnabled, bypassCSP, locale });
  const page = await context.newPage();
  const faults = [];
  page.on("request", (request) => request.url().startsWith(site) || faults.push(`asked for ${request.url()}`));
  page.on("pageerror", (error) => faults.push(`script error: ${error.message}`));
  page.on("console", (message) => message.type() === "error" && !/status of 4\d\d/.test(message.text()) && faults.push(`console: ${message.text()}`));
  try {
    await body(page);
    check(faults.length === 0, faults.join("; "));
    passed++;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n     ${error.message.split("\n").slice(0, 6).join("\n     ")}`);
  } finally {
    await context.close();
  }
}

// axe is a script and needs timers: it looks at the pages where scripts run and the policy is put aside. That the pages need none
// is what all other tests show, in which no script can run.
const LOOKED_AT = { javaScriptEnabled: true, bypassCSP: true };

async function violations(page) {
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  return result.violations.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")}`);
}

const wide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

const list = await (await fetch(`${site}/public/`)).text();
const ids = [...new Set([...list.matchAll(/\/public\/entries\/([0-9a-f-]{36})/g)].map((found) => found[1]))];
const debunk = (await (await fetch(`${site}/public/?kind=debunk`)).text()).match(/\/public\/entries\/([0-9a-f-]{36})/)[1];
const gone = (await (await fetch(`${site}/public/?state=retracted`)).text()).match(/\/public\/entries\/([0-9a-f-]{36})/)[1];
const PAGES = { register: "/public/", entry: `/public/entries/${debunk}`, retracted: `/public/entries/${gone}`, methods: "/public/methods", prebunks: "/public/prebunks", contest: `/public/contest?entry=${debunk}`, log: "/public/log/", missing: "/public/entries/nothing" };

for (const [size, viewport] of [["phone", PHONE], ["desktop", DESKTOP]]) {
  for (const colorScheme of ["light", "dark"]) {
    await test(`${size}, ${colorScheme}: nothing for axe to find, no sideways scrolling`, { viewport, colorScheme, ...LOOKED_AT }, async (page) => {
      for (const [name, path] of Object.entries(PAGES)) {
        await page.goto(site + path);
        check((await wide(page)) <= 0, `${name} scrolls sideways`);
        const found = await violations(page);
        check(found.length === 0, `${name}: ${found.join("; ")}`);
        if (process.env.SHOTS) {
          mkdirSync(process.env.SHOTS, { recursive: true });
          await page.screenshot({ path: join(process.env.SHOTS, `public-${name}-${size}-${colorScheme}.png`), fullPage: true });
        }
      }
    });
  }
}

await test("the browser's language, or the one that is chosen, on every page", { locale: "de-AT" }, async (page) => {
  await page.goto(`${site}/public/`);
  check((await page.locator("h1").textContent()) === "Öffentliches Register", "German was asked for");
  await page.locator("nav.languages a", { hasText: "Français" }).click();
  check((await page.locator("h1").textContent()) === "Registre public", "French was chosen");
  await page.locator(".entry h2 a").first().click();
  check((await page.locator("html").getAttribute("lang")) === "fr", "the choice goes along");
});

await test("lists are filtered by a form", {}, async (page) => {
  await page.goto(`${site}/public/`);
  check((await page.locator(".entry").count()) === ids.length, "all entries");
  await page.locator("#kind").selectOption("prebunk");
  await page.locator("form.filters button").click();
  check((await page.locator(".entry").count()) === 1, "one prebunk");
  check(page.url().includes("kind=prebunk"), "the address keeps it");
});

await test("somebody contests an entry by keyboard, corrects what was missing, and finds the answer by number", {}, async (page) => {
  await page.goto(`${site}/public/entries/${debunk}`);
  await page.locator("a", { hasText: "Contest this entry" }).press("Enter");
  await page.locator("#title").fill("   ");
  await page.locator("#statement").fill("The domain is <b>ours</b>.");
  await page.locator("button").press("Enter");
  check(await page.locator("[role=alert]").isVisible(), "what is missing is said");
  check((await page.locator("#statement").inputValue()) === "The domain is <b>ours</b>.", "what was typed is there still");
  await page.locator("#title").fill("One of them is ours");
  await page.locator("button").press("Enter");
  await page.waitForURL(/\/public\/contest\/\d{4}-\d{4}-\d{4}-\d{4}$/);
  const number = await page.locator(".receipt strong").textContent();
  check(/^\d{4} \d{4} \d{4} \d{4}$/.test(number), number);
  await page.reload();
  check((await page.locator(".receipt strong").textContent()) === number, "loading it anew sends nothing twice");
  await page.goto(`${site}/public/entries/${debunk}`);
  // A page keeps for a minute; whoever loads it anew gets it as it is now.
  await page.reload();
  check((await page.locator("main").textContent()).includes("Under examination: 1"), "the entry says that it is contested");
});

await test("a form with faults and a receipt: nothing for axe to find", LOOKED_AT, async (page) => {
  await page.goto(`${site}/public/contest`);
  for (const name of ["contested", "title", "statement"]) await page.locator(`#${name}`).fill(name === "title" ? " " : "x");
  await page.locator("button").click();
  let found = await violations(page);
  check(found.length === 0, `faults: ${found.join("; ")}`);
  await page.locator("#title").fill("It is not so");
  await page.locator("button").click();
  await page.locator(".receipt").waitFor();
  found = await violations(page);
  check(found.length === 0, `receipt: ${found.join("; ")}`);
});

await test("a hostile title stays text where scripts run, and data blocks pass the policy", { javaScriptEnabled: true }, async (page) => {
  await page.goto(`${site}/public/entries/${debunk}`);
  check((await page.title()).includes("</title><script>"), "the title is text");
  const data = JSON.parse(await page.locator('script[type="application/ld+json"]').textContent());
  check(data["@type"] === "ClaimReview" && data.reviewRating.alternateName === "False", "the review is there for programs");
  check((await page.locator("script").count()) === 1, "no other script");
});

await test("printed, it is a sheet without navigation", { viewport: DESKTOP }, async (page) => {
  await page.goto(`${site}/public/entries/${debunk}`);
  await page.emulateMedia({ media: "print" });
  check(!(await page.locator("nav").first().isVisible()), "no navigation");
  check(await page.locator("h1").isVisible(), "the title");
});

await browser.close();
server.stdin.end();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
