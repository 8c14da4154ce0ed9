// The application as people use it: a real browser against the real binary on a fresh data directory.
//
// `ONLY=words npm test` runs the tests whose name has the words; `SHOTS=folder` keeps a picture of every page. The process
// ends by itself: with 0, or with 1 when anything failed.
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { spawnSync } from "node:child_process";
import { browserPath, openBrowser, Runner } from "./browser.mjs";
import { binary, openHouse, people } from "./house.mjs";
import { faultsOfMessages } from "./messages.mjs";
import { faultsOfRules } from "./rules.mjs";
import { faultsOfServerWords } from "./server-words.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const ui = dirname(here);

function skip(reason) {
  console.log(`skipped: ${reason}`);
  console.log("0 passed, 0 failed");
  process.exit(0);
}

if (!existsSync(join(ui, "node_modules"))) skip("node_modules is missing; run `npm ci` in ui/");
const program = binary();
if (!program) skip("the binary is missing; run `cargo build --bin ostrakon`, or name one in OSTRAKON");
if (!existsSync(join(ui, "dist/index.html"))) {
  const built = spawnSync("npm", ["run", "--silent", "build"], { cwd: ui, stdio: "inherit" });
  if (built.status !== 0) {
    console.log("0 passed, 1 failed");
    process.exit(1);
  }
}

let [passed, failed] = [0, 0];
async function plain(name, body) {
  try {
    await body();
    passed++;
    console.log(`ok   ${name}`);
  } catch (error) {
    failed++;
    console.log(`FAIL ${name}\n     ${String(error.message).split("\n").slice(0, 12).join("\n     ")}`);
  }
}

let house;
let browser;
try {
  await plain("every message is used, and said in every language", () => {
    const { faults, count } = faultsOfMessages();
    if (faults.length || count < 100) throw new Error(faults.join("\n") || `only ${count} messages`);
  });
  await plain("every rule that refuses has words in every language", () => {
    const { faults, count } = faultsOfRules();
    if (faults.length || count < 150) throw new Error(faults.join("\n") || `only ${count} rules`);
  });
  await plain("what the server says in English only has words in every language", () => {
    const { faults, count } = faultsOfServerWords();
    if (faults.length || count < 150) throw new Error(faults.join("\n") || `only ${count} texts`);
  });
  await plain("words are compared as their scripts write them", async () => (await import("./words.mjs")).default(ui));
  await plain("the map draws every place with the country that it belongs to", async () => (await import("./europe.mjs")).mapOfEurope());
  house = await openHouse(program);
  await plain("the pages fit the interface that the binary describes", async () => {
    const { typesOf } = await import("../tools/types.mjs");
    const live = await typesOf(house.address);
    const kept = readFileSync(join(ui, "src/api/schema.ts"), "utf8");
    if (live === kept) return;
    // What was added since does no harm: only a description that the pages no longer fit is a fault.
    const folder = mkdtempSync(join(tmpdir(), "ui-types-"));
    try {
      const { fits } = await import("./drift.mjs");
      fits(ui, live, folder);
      console.log("     note: src/api/schema.ts is behind the binary; `npm run types ADDRESS` renews it");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
  browser = await openBrowser();
  if (!browser) {
    console.log(`skipped: the tests in the browser, because there is none at ${browserPath}; install chromium or set CHROMIUM`);
  } else {
    if (process.env.SHOTS) mkdirSync(process.env.SHOTS, { recursive: true });
    const runner = new Runner(browser, house.address);
    const staff = await people(house);
    // These have an installation of their own.
    const alone = ["users", "scenario", "wrong"];
    const parts = ["signing", "pages", "account", "second", "casework", "exchange", "investigate", "data", "knowledge", "forms", "picture", "prepare", "crisis", "vault", "report", "guide", "abcde", "line", "printing", ...alone];
    // `PARTS=data,forms` runs some of the files; those of the common installation need `pages`, which signs people in.
    const wanted = process.env.PARTS?.split(",") ?? parts;
    for (const part of parts.filter((one) => wanted.includes(one) || (one === "pages" && wanted.some((each) => !alone.includes(each))))) {
      const { default: tests } = await import(`./${part}.mjs`);
      await tests(runner, house, staff);
    }
    passed += runner.passed;
    failed += runner.failed;
  }
} catch (error) {
  failed++;
  console.log(`FAIL the run itself\n     ${error.stack}`);
} finally {
  await browser?.close().catch(() => {});
  await house?.close().catch(() => {});
}
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed ? 1 : 0);
