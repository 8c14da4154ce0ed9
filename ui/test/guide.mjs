// The guide: its pictures are taken here (`GUIDE=1` renews them), every picture it shows is there and small, every page it names exists.
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { check } from "./browser.mjs";
import { scene } from "./scene.mjs";

const guide = new URL("../../docs/guide", import.meta.url).pathname;
const MOST = 150_000;
/** Without the frame, which is the same on every page. */
const PAGE = { x: 208, y: 48, width: 896, height: 672 };

/** Renews a picture of the guide, when that is asked for; tests of other installations give theirs by this. */
export async function picture(page, name, clip) {
  if (!process.env.GUIDE) return;
  const into = join(guide, "img");
  mkdirSync(into, { recursive: true });
  await page.screenshot({ path: join(into, `${name}.png`), ...(clip ? { clip } : {}) });
}

/** What is named and not there, or too large. */
export function faultsOfGuide() {
  const faults = [];
  for (const name of readdirSync(guide).filter((one) => one.endsWith(".md"))) {
    const text = readFileSync(join(guide, name), "utf8");
    for (const [, target] of text.matchAll(/\]\(([^)#:]+)\)/g)) if (!existsSync(join(guide, target))) faults.push(`${name} names ${target}, which is not there`);
  }
  for (const name of readdirSync(join(guide, "img"))) {
    const size = statSync(join(guide, "img", name)).size;
    if (size > MOST) faults.push(`img/${name} has ${size} bytes, more than ${MOST}`);
  }
  return faults;
}

export default async function pictures(runner, house, staff) {
  const made = await scene(house, staff);
  const state = staff.states[staff.analyst];
  const incident = `/incidents/${staff.collection}/${made.incident.id}`;
  const all = [
    ["picture", `/?election=${made.election.id}`, "section.measures a"],
    ["milestones", `/prepare/${made.election.id}`, "main svg"],
    ["risks", `/prepare/${made.election.id}?view=risks`, "table.matrix"],
    ["crisis", `/crisis/${made.crisis.id}`, "[aria-current=step]"],
    ["routes", `/respond?view=routes&incident=${made.incident.id}`, "main table .state"],
    ["register", "/respond", "main table tbody tr"],
    ["alert", `/respond/alert/${made.alert.id}`, "main progress"],
    ["attribution", `${incident}?view=attribution`, "main table"],
  ];
  await runner.test("guide: what it shows is there, and its pictures can be taken", { state, viewport: { width: 1104, height: 720 } }, async (page) => {
    for (const [name, address, there] of all) {
      await page.goto(house.address + address);
      await page.locator(there).first().waitFor();
      await page.waitForFunction(() => !document.querySelector("main")?.textContent.includes("Loading …"));
      await picture(page, name, PAGE);
    }
    const faults = faultsOfGuide();
    check(!faults.length, faults.join("; "));
  });
}
