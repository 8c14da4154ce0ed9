// The presidency of a crisis mode and its secretariat: opens a crisis page, asks questions, gets the situation report on time,
// sees who does what; must never have to collect Word files.
import { check } from "../browser.mjs";
import { enter, fillIn } from "../steps.mjs";

export default async function presidency(cast) {
  const { house } = cast;
  await cast.test("user: a presidency opens a crisis page, asks, sees who does what, and has its report on time from what others entered", {}, async (page) => {
    await enter(page, house, "chair");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Crisis", exact: true }).click();
    await page.getByRole("button", { name: "Open a crisis page" }).first().click();
    const dialog = page.getByRole("dialog");
    await fillIn(dialog, { Title: "Interference in the drill", "What belongs to it": "Copied appeals before the vote.", Marking: "TLP:GREEN" });
    await dialog.getByLabel("Election").selectOption({ label: "Elections of the drill" });
    for (const one of ["Copied appeals before the vote", "Belgium", "France"]) await dialog.getByRole("checkbox", { name: one }).check();
    await dialog.getByRole("button", { name: "Open a crisis page" }).click();
    await page.getByRole("heading", { name: "Interference in the drill", level: 1 }).waitFor();
    const at = new URL(page.url()).pathname;
    for (const mode of ["monitoring", "information sharing"]) {
      await page.getByRole("button", { name: new RegExp(`^Activate ?: ${mode}$`) }).click();
      await fillIn(dialog, { "Who was consulted": "Commission, High Representative", Reason: "Several networks act before the vote." });
      await dialog.getByRole("button", { name: "Activate" }).click();
      await page.locator("[aria-current=step]").filter({ hasText: mode }).waitFor();
    }
    await page.getByRole("link", { name: /^Questions/ }).click();
    await page.getByRole("button", { name: "Ask a question" }).click();
    await fillIn(dialog, { Question: "Which platforms are concerned?" });
    await dialog.getByRole("button", { name: "Send to participants" }).click();
    await page.getByText("1. Which platforms are concerned?").waitFor();
    await page.getByRole("link", { name: "Situation report", exact: true }).click();
    await page.getByRole("button", { name: "Ask for situation reports" }).click();
    await fillIn(dialog, { "Questions to answer": "Who does what?" });
    await dialog.getByRole("button", { name: "Ask for reports" }).click();
    await page.getByText("Who does what?").waitFor();

    // The others enter what they know where they are; nobody sends a file.
    const belgium = await cast.sit("be");
    await belgium.locator("section.waiting").getByRole("link", { name: "Which platforms are concerned?" }).click();
    await belgium.locator("main li.panel").filter({ hasText: "Which platforms" }).getByRole("button", { name: "Answer" }).click();
    await belgium.getByLabel("Answer in words").fill("One platform; it has removed the copies.");
    await belgium.getByRole("button", { name: "Send the answer" }).click();
    await belgium.getByText("One platform; it has removed the copies.").waitFor();
    await belgium.getByRole("link", { name: /^Information/ }).click();
    await belgium.getByRole("button", { name: "Enter information" }).click();
    await fillIn(belgium.getByRole("dialog"), { "What is known": "Forty accounts copied one appeal.", Source: "National unit", "Reliability of the source": "B – usually reliable", "Credibility of the item": "2 – probably true" });
    await belgium.getByRole("dialog").getByRole("button", { name: "Enter", exact: true }).click();
    await belgium.getByRole("row", { name: /Forty accounts copied/ }).waitFor();
    const analyst = await cast.sit("analyst", `${at}?view=actions`);
    await analyst.getByRole("button", { name: "Enter an action" }).first().click();
    await fillIn(analyst.getByRole("dialog"), { Actor: "Romania", "How it stands": "published", "What is done": "States the right date on every channel." });
    await analyst.getByRole("dialog").getByLabel("Instrument").selectOption({ index: 1 });
    await analyst.getByRole("dialog").getByRole("button", { name: "Enter an action", exact: true }).click();
    await analyst.getByText("States the right date on every channel.").first().waitFor();

    // Who does what, without asking anybody.
    await page.getByRole("link", { name: /^Ongoing actions/ }).click();
    const row = page.getByText("States the right date on every channel.").first();
    await row.waitFor();
    await page.getByRole("link", { name: /^Questions/ }).click();
    await page.getByText("One platform; it has removed the copies.").waitFor();

    // The report: made by the secretariat from the records, approved here, issued, and it holds what Belgium entered.
    await analyst.goto(`${house.address}${at}?view=report`);
    await analyst.getByRole("button", { name: "Begin an issue" }).click();
    await analyst.getByRole("dialog").getByRole("button", { name: "Begin an issue" }).click();
    await analyst.waitForURL(/\/report\//);
    const document = analyst.frameLocator("iframe");
    await document.getByText("States the right date on every channel.").first().waitFor();
    check(/Contributors[^]*Belgium/.test(await document.locator("body").textContent()), "who contributed is named");
    await page.getByRole("link", { name: "Situation report", exact: true }).click();
    await page.getByRole("table").getByRole("link", { name: /Interference in the drill/ }).click();
    await page.frameLocator("iframe").getByText("States the right date on every channel.").first().waitFor();
    await page.getByRole("button", { name: "Approve" }).click();
    await dialog.getByRole("button", { name: "Approve" }).click();
    await page.getByText("approved", { exact: true }).waitFor();
    await analyst.getByRole("button", { name: "Issue", exact: true }).click();
    await analyst.getByRole("dialog").getByRole("button", { name: "Issue", exact: true }).click();
    await page.getByText("The frozen document.").waitFor({ timeout: 6_000 });
  });
}
