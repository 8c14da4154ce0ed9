// Every page: axe in light and dark, no sideways scrolling, on a desktop and on a phone; and one incident from findings.
import { check } from "./browser.mjs";
import { Caller, PASSWORD } from "./house.mjs";
import { signInByKeyboard, stateOf, tabTo } from "./steps.mjs";
import { sweep } from "./sweep.mjs";

/** A finding as `findings.ndjson` has it, cut to what an incident needs. */
const FINDING = {
  id: "finding-1",
  kind: "coordination",
  subjects: ["p:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "p:bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"],
  window: { from: "2026-05-01T10:00:00.000Z", to: "2026-05-01T12:00:00.000Z" },
};

export default async function pages(runner, house, staff) {
  const analyst = new Caller(house.address);
  await analyst.signIn(staff.analyst, PASSWORD);
  const incident = { type: "incident", spec_version: "2.1", id: "incident--11111111-1111-4111-8111-111111111111", created: "2026-05-01T10:00:00.000Z", modified: "2026-05-01T10:00:00.000Z", name: "Copied appeals before the vote", description: "Forty accounts copied one appeal within minutes.", confidence: 70, extensions: { "extension-definition--ef765651-680c-498d-9894-99799f2fa126": { extension_type: "property-extension", investigation_status: "open", determination: "suspected" } } };
  await analyst.call("POST", `/api/v1/collections/${staff.collection}/objects`, { objects: [incident] });
  await analyst.call("POST", "/api/v1/proposals", { action: "unmask", subject: FINDING.subjects[0], reason: "To warn the owner, whose account seems to be taken over." });

  const address = `/incidents/${staff.collection}/${incident.id}`;
  const all = [
    ["picture", "/", staff.analyst],
    ["proposals", "/admin", staff.approver],
    ["people", "/admin?view=people", staff.admin],
    ["organisations", "/admin?view=organisations", staff.admin],
    ["collections", "/admin?view=collections", staff.admin],
    ["tokens", "/admin?view=tokens", staff.admin],
    ["audit", "/admin?view=audit", staff.auditor],
    ["account", "/account", staff.analyst],
    ["incidents", "/incidents", staff.analyst],
    ["board", "/incidents?view=board", staff.analyst],
    ["incident", address, staff.analyst],
    ["disarm", `${address}?view=disarm`, staff.analyst],
    ["observables", `${address}?view=observables`, staff.analyst],
    ["sharing", `${address}?view=sharing`, staff.analyst],
    ["versions", `${address}?view=history`, staff.auditor],
    ["missing", "/nowhere/at/all", staff.analyst],
  ];
  const states = {};
  for (const name of new Set(all.map(([, , who]) => who))) states[name] = await stateOf(runner, house, name);
  staff.states = states;

  await sweep(runner, house, states, all);

  await runner.test("a technique is named in the matrix, and lit", { state: states[staff.analyst] }, async (page) => {
    await page.goto(`${house.address}${address}?view=disarm`);
    await page.getByRole("button", { name: /T0049 / }).first().click();
    await page.locator("li.on").first().waitFor();
    check(/T0049/.test(await page.locator("li.on").first().textContent()), "the one that was named");
  });

  await runner.test("a table is saved as CSV in the order that is shown", { state: states[staff.admin] }, async (page) => {
    await page.goto(`${house.address}/admin?view=people`);
    await page.getByRole("button", { name: "Name for sign-in" }).click();
    check(/sort=name/.test(page.url()), "the address keeps the order");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("button", { name: "Save as CSV" }).click()]);
    const { readFileSync } = await import("node:fs");
    const lines = readFileSync(await download.path(), "utf8").trim().split("\r\n");
    check(lines[0].startsWith("Name for sign-in,") && lines.length >= 6, lines.join("|"));
  });

  await runner.test("by keyboard alone: from sign-in to an incident", {}, async (page) => {
    await signInByKeyboard(page, house, staff.analyst, 60);
    await page.keyboard.press("Control+k");
    await page.getByRole("dialog").getByRole("combobox").waitFor();
    check((await page.evaluate(() => document.activeElement?.getAttribute("role"))) === "combobox", "the menu takes the focus");
    await page.keyboard.type("incid");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Incidents", level: 1 }).waitFor();
    await page.getByRole("link", { name: incident.name }).waitFor();
    await tabTo(page, /^A Copied appeals/, 60);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: incident.name, level: 1 }).waitFor();
    check((await page.evaluate(() => document.activeElement?.tagName)) === "H1", "the focus is on the page's name");
  });
}
