// The guide: its pictures are taken here (`GUIDE=1` renews them), every picture it shows is there and small, every page it names exists.
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { check } from "./browser.mjs";
import { scene } from "./scene.mjs";

const guide = new URL("../../docs/guide", import.meta.url).pathname;
const MOST = 150_000;

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
    ["attribution", `${incident}?view=attribution`, "main table"],
  ];
  await runner.test("guide: what it shows is there, and its pictures can be taken", { state, viewport: { width: 1104, height: 720 } }, async (page) => {
    const into = process.env.GUIDE ? join(guide, "img") : null;
    if (into) mkdirSync(into, { recursive: true });
    for (const [name, address, there] of all) {
      await page.goto(house.address + address);
      await page.locator(there).first().waitFor();
      await page.waitForFunction(() => !document.querySelector("main")?.textContent.includes("Loading …"));
      // Without the frame, which is the same on every page.
      if (into) await page.screenshot({ path: join(into, `${name}.png`), clip: { x: 208, y: 48, width: 896, height: 672 } });
    }
    const faults = faultsOfGuide();
    check(!faults.length, faults.join("; "));
  });
}
