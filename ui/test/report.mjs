// An issue of the situation report: begun from a crisis, written by one, approved by another who read it, issued and frozen.
import { check } from "./browser.mjs";
import { looks } from "./looks.mjs";
import { scene } from "./scene.mjs";
import { stateOf } from "./steps.mjs";

export default async function report(runner, house, staff) {
  const made = await scene(house, staff);
  const state = staff.states[staff.analyst];
  const second = staff.states[staff.approver] ?? (await stateOf(runner, house, staff.approver));
  let at = "";

  await runner.test("report: begun from the crisis, with a preview that is the document itself", { state }, async (page) => {
    await page.goto(`${house.address}/crisis/${made.crisis.id}?view=report`);
    await page.getByRole("button", { name: "Begin an issue" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Begin an issue" }).click();
    await page.waitForURL(/\/report\//);
    at = page.url();
    const inside = page.frameLocator("iframe");
    await inside.getByText("Exercise: presidential election").first().waitFor();
    check((await page.locator("iframe").getAttribute("sandbox")) === "", "nothing in it can act");
    await page.getByRole("button", { name: "Write a paragraph" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Text", { exact: true }).fill("One network spreads a wrong date; the right one is stated everywhere.");
    await dialog.getByRole("button", { name: "Save" }).click();
    await inside.getByText("One network spreads a wrong date").first().waitFor();
    check(!(await page.getByRole("button", { name: "Approve" }).count()), "an analyst does not approve");
    await looks(page, "report");
  });

  await runner.test("report: another person approves what was read, then it is issued and frozen; a PDF is given or refused in words", { state: second }, async (page) => {
    await page.goto(at);
    await page.frameLocator("iframe").getByText("One network spreads a wrong date").first().waitFor();
    await page.getByRole("button", { name: "Approve" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
    await page.getByText("approved", { exact: true }).waitFor();
    // The author sees it without asking, and issues it.
    const author = await runner.page({ state });
    await author.page.goto(at);
    await author.page.getByRole("button", { name: "Issue", exact: true }).click();
    await author.page.getByRole("dialog").getByText("Electoral unit of the exercise").waitFor();
    await author.page.getByRole("dialog").getByRole("button", { name: "Issue", exact: true }).click();
    await author.page.getByText("The frozen document.").waitFor();
    check(!(await author.page.getByRole("button", { name: "Write a paragraph" }).count()), "nothing is written into what is out");
    const [saved] = await Promise.all([author.page.waitForEvent("download"), author.page.getByRole("button", { name: "JSON", exact: true }).click()]);
    const { readFileSync } = await import("node:fs");
    const { createHash } = await import("node:crypto");
    const digest = createHash("sha256").update(readFileSync(await saved.path())).digest("hex");
    check(await author.page.locator(`code[title="${digest}"]`).count(), "the file has the hash that the record names");
    await author.page.getByRole("button", { name: "PDF", exact: true }).click();
    await Promise.race([author.page.waitForEvent("download"), author.page.getByRole("alert").waitFor()]);
    await author.context.close();
    await page.getByText("The frozen document.").waitFor({ timeout: 6_000 });
  });

  await runner.test("report: an issue has a language, and is in it whoever reads it", { state, locale: "fr-FR" }, async (page) => {
    await page.goto(`${house.address}/crisis/${made.crisis.id}?view=report`);
    await page.getByRole("button", { name: "Commencer un numéro" }).first().click();
    const dialog = page.getByRole("dialog");
    check((await dialog.getByLabel("Langue").inputValue()) === "fr", "the language of who writes is taken first");
    await dialog.getByRole("button", { name: "Commencer un numéro" }).click();
    await page.waitForURL(/\/report\//);
    const french = page.frameLocator("iframe");
    await french.locator('html[lang="fr"]').waitFor();
    await french.getByText("Incidents ouverts").first().waitFor();
    check(!/Open incidents|on record|not measured/i.test(await french.locator("body").innerText()), "no computed text is left in English");
    const german = await runner.page({ state, locale: "de-DE" });
    await german.page.goto(page.url());
    await german.page.frameLocator("iframe").locator('html[lang="fr"]').waitFor();
    await german.context.close();
  });
}
