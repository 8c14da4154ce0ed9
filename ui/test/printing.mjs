// On paper: the marking stands on every sheet, nothing is cut off, and it is black on white also for who reads in the dark.
import { writeFileSync } from "node:fs";
import { check } from "./browser.mjs";
import { sheetsOf } from "./pdf.mjs";
import { scene } from "./scene.mjs";
import { stateOf } from "./steps.mjs";

const bare = (text) => text.replace(/\s+/g, "");

/** What is cut off in the layout for paper: it reaches beyond the sheet, or a box holds more than it shows. */
const cut = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    return [...document.querySelectorAll("main *")].flatMap((one) => {
      const box = one.getBoundingClientRect();
      if (!box.width || !box.height || one.closest("svg") || one.closest("iframe")) return [];
      const hidden = getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1;
      return box.right > width + 1 || hidden ? [`${one.tagName.toLowerCase()} ${(one.textContent ?? "").trim().slice(0, 40)}`] : [];
    });
  });

export default async function printing(runner, house, staff) {
  const made = await scene(house, staff);
  const state = staff.states?.[staff.analyst] ?? (await stateOf(runner, house, staff.analyst));
  const incident = `/incidents/${staff.collection}/${made.incident.id}`;
  const all = [
    ["the crisis page", `/crisis/${made.crisis.id}`, "TLP:GREEN", "Implementing Decision"],
    ["what is known in the crisis", `/crisis/${made.crisis.id}?view=information`, "TLP:GREEN", "two hundred accounts"],
    ["an incident by ABCDE", `${incident}?view=abcde`, "TLP:", "commercial network"],
    ["the record of an alert", `/respond/alert/${made.alert.id}`, "TLP:GREEN", "Who is behind it is unknown"],
    ["what may be done", `/respond?view=routes&incident=${made.incident.id}`, "", "Debunk"],
  ];
  for (const [name, address, marking, says] of all) {
    for (const colorScheme of ["light", "dark"]) {
      await runner.test(`printing, ${colorScheme}: ${name}`, { state, colorScheme }, async (page) => {
        await page.goto(house.address + address);
        await page.locator("[data-page-title]").waitFor();
        await page.waitForFunction(() => !document.querySelector("main")?.textContent.includes("Loading …"));
        const title = await page.locator("[data-page-title]").textContent();
        const pdf = await page.pdf({ format: "A4", printBackground: false });
        if (process.env.SHOTS) writeFileSync(`${process.env.SHOTS}/print-${bare(name)}-${colorScheme}.pdf`, pdf);
        const sheets = sheetsOf(pdf).map(bare);
        check(sheets.length > 0 && sheets.some((one) => one.includes(bare(says))), `“${says}” is on none of ${sheets.length} sheets`);
        for (const [n, sheet] of sheets.entries()) {
          check(sheet.includes(bare(marking)), `sheet ${n + 1} bears no ${marking}: ${sheet.slice(0, 200)}`);
          check(sheet.includes(`${n + 1}/${sheets.length}`), `sheet ${n + 1} says not which of ${sheets.length} it is`);
          check(sheet.includes(bare(title)), `sheet ${n + 1} says not of what`);
        }
        await page.emulateMedia({ media: "print", colorScheme });
        // The width of A4 between its margins, at 96 dots an inch.
        await page.setViewportSize({ width: 680, height: 1000 });
        const over = await cut(page);
        check(!over.length, `cut off: ${over.slice(0, 5).join("; ")}`);
        const ink = await page.evaluate(() => getComputedStyle(document.querySelector("main")).color);
        check(ink === "rgb(0, 0, 0)", `the ink is ${ink}`);
      });
    }
  }

  await runner.test("printing: a situation report bears its marking on every sheet", { state }, async (page) => {
    const day = (at) => new Date(at).toISOString();
    const outline = { title: "Exercise: report for paper", election: made.election.id, cut_off: Date.now(), marking: "TLP:AMBER", recipients: [], contact: "Duty officer" };
    const report = await made.analyst.call("POST", "/api/v1/casework/report", { outline });
    for (let n = 0; n < 12; n++) await made.act(made.analyst, report, { command: "add-paragraph", paragraph: { section: "summary", text: `${day(Date.now())}: paragraph ${n + 1}. ${"What is known so far is stated with its source and its time. ".repeat(14)}` } });
    await page.goto(`${house.address}/report/${report.id}`);
    const frame = page.locator("iframe");
    await frame.waitFor();
    await page.goto(new URL(await frame.getAttribute("src"), house.address).href);
    const sheets = sheetsOf(await page.pdf({ format: "A4", preferCSSPageSize: true })).map(bare);
    check(sheets.length >= 2, `${sheets.length} sheets`);
    for (const [n, sheet] of sheets.entries()) check(sheet.includes("TLP:AMBER"), `sheet ${n + 1} bears no marking: ${sheet.slice(0, 160)}`);
    check(sheets.join("").includes("paragraph12."), "the last paragraph is there");
  });
}
