// How fluid a network of 10,000 nodes and 50,000 lines is while one pans and zooms, on software rendering: the real page of
// the real binary in a real browser, where only the answer of the network's address is generated (from a fixed seed), since no
// small analysis has that many accounts.
//
//   OSTRAKON=path node bench/network.mjs [NODES] [EDGES]
//
// Frames are counted by the page itself between two moments in which the pointer drags the picture.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { DESKTOP, openBrowser } from "../test/browser.mjs";
import { binary, Caller, openHouse, PASSWORD, people } from "../test/house.mjs";
import { analyse } from "../test/investigate.mjs";
import { network } from "../test/large.mjs";

const GOAL = 30;
const [nodes, edges] = [Number(process.argv[2] ?? 10_000), Number(process.argv[3] ?? 50_000)];
const ui = dirname(dirname(fileURLToPath(import.meta.url)));

/** Processor time that this process's children and theirs have used, milliseconds (Linux; elsewhere `NaN`). */
function processor() {
  try {
    const all = readdirSync("/proc").filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
      try {
        const fields = readFileSync(`/proc/${pid}/stat`, "utf8").replace(/^.*\) /s, "").split(" ");
        return [{ pid: Number(pid), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
      } catch {
        return [];
      }
    });
    const family = new Set([process.pid]);
    for (let size = 0; size !== family.size; ) {
      size = family.size;
      for (const one of all) if (family.has(one.parent)) family.add(one.pid);
    }
    return 10 * all.filter((one) => family.has(one.pid) && one.pid !== process.pid).reduce((sum, one) => sum + one.ticks, 0);
  } catch {
    return NaN;
  }
}

/** Frames and their lengths while `act` runs. */
async function frames(page, act) {
  const spent = processor();
  await page.evaluate(() => {
    const marks = [];
    globalThis.marks = marks;
    globalThis.counting = true;
    const mark = (at) => {
      marks.push(at);
      if (globalThis.counting) requestAnimationFrame(mark);
    };
    requestAnimationFrame(mark);
  });
  await act();
  const marks = await page.evaluate(() => {
    globalThis.counting = false;
    return globalThis.marks;
  });
  const lengths = marks.slice(1).map((at, i) => at - marks[i]).sort((a, b) => a - b);
  return { cost: (processor() - spent) / Math.max(1, lengths.length), fps: (1000 * lengths.length) / (marks.at(-1) - marks[0]), p95: lengths[Math.floor(0.95 * lengths.length)] ?? NaN };
}

const program = binary();
const browser = program && existsSync(join(ui, "dist/index.html")) ? await openBrowser() : null;
if (!browser) {
  console.log("skipped: needs the binary (OSTRAKON), the built pages (npm run build) and Chromium (CHROMIUM)");
  process.exit(0);
}
const house = await openHouse(program);
try {
  const staff = await people(house);
  const api = new Caller(house.address);
  await api.signIn(staff.analyst, PASSWORD);
  const id = await analyse(house, api, "Bench", 10_000, 5);
  const { groups } = await api.call("GET", `/api/v1/analyses/${id}/groups?limit=1`);
  const context = await browser.newContext({ viewport: DESKTOP });
  const page = await context.newPage();
  await page.goto(house.address);
  await page.getByLabel("Name", { exact: true }).fill(staff.analyst);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator("[data-page-title]").waitFor();
  const body = JSON.stringify(network(groups[0].id, nodes, edges));
  await page.route("**/network?**", (route) => route.fulfill({ contentType: "application/json", body }));
  const begun = performance.now();
  await page.goto(`${house.address}/investigate/${id}/${groups[0].id}?view=network&limit=10000`);
  await page.getByText(/nodes for .* lines/).waitFor();
  const canvas = page.locator("canvas.sigma-mouse");
  await canvas.waitFor();
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const first = performance.now() - begun;
  const renderer = await page.evaluate(() => {
    const gl = document.createElement("canvas").getContext("webgl2");
    const info = gl?.getExtension("WEBGL_debug_renderer_info");
    return gl ? String(gl.getParameter(info ? info.UNMASKED_RENDERER_WEBGL : gl.RENDERER)) : "none";
  });
  const box = await canvas.boundingBox();
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  const idle = await frames(page, () => page.waitForTimeout(1500));
  const pan = await frames(page, async () => {
    await page.mouse.move(x, y);
    await page.mouse.down();
    for (let i = 0, end = performance.now() + 5_000; performance.now() < end; i++) {
      await page.mouse.move(x + 120 * Math.sin(i / 12), y + 90 * Math.cos(i / 12) - 90);
      await page.waitForTimeout(8);
    }
    await page.mouse.up();
  });
  const zoom = await frames(page, async () => {
    for (let i = 0, end = performance.now() + 3_000; performance.now() < end; i++) {
      await page.mouse.wheel(0, i % 20 < 10 ? -120 : 120);
      await page.waitForTimeout(40);
    }
  });
  const memory = await page.evaluate(() => (performance.memory?.usedJSHeapSize ?? 0) / 1e6);
  const show = (one) => `${one.fps.toFixed(0)} frames a second, 95 % within ${one.p95.toFixed(0)} ms, ${one.cost.toFixed(0)} ms of processor time a frame`;
  const cores = spawnSync("nproc", { encoding: "utf8" }).stdout?.trim() || "?";
  console.log(`network of ${nodes.toLocaleString("en")} nodes and ${edges.toLocaleString("en")} lines, ${renderer}, ${cores} cores`);
  console.log(`  first picture   ${(first / 1000).toFixed(1)} s after the address was opened`);
  console.log(`  at rest         ${show(idle)}`);
  console.log(`  panning         ${show(pan)}  (goal ${GOAL}: ${pan.fps >= GOAL ? "met" : "short"})`);
  console.log(`  zooming         ${show(zoom)}`);
  console.log(`  memory          ${memory.toFixed(0)} MB of JavaScript`);
} finally {
  await browser.close();
  await house.close();
}
process.exit(0);
