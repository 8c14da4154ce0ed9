// An electoral authority: sees the threats to its own election, corrects false voting information, logs a cyber incident, keeps
// a risk matrix and a calendar; must never have to read a graph to know what to do today.
import { check } from "../browser.mjs";
import { enter, fillIn, openRecord, takeStep } from "../steps.mjs";
import { forInput } from "./moments.mjs";

const DAY = 86_400_000;

export default async function authority(cast, made) {
  const { house } = cast;
  await cast.test("user: an electoral authority prepares its election, corrects a wrong date, logs a break-in, and reads what to do today", {}, async (page) => {
    await enter(page, house, "ro");
    const pages = page.getByRole("navigation", { name: "Pages" });
    const first = new Date(Date.now() + 40 * DAY).toISOString().slice(0, 10);

    // The calendar: from its day every deadline, each with its law.
    await pages.getByRole("link", { name: "Prepare", exact: true }).click();
    await page.getByRole("button", { name: "Enter an election" }).click();
    const dialog = page.getByRole("dialog");
    await fillIn(dialog, { Title: "Presidential election of the drill", Country: "RO", "What is elected": "head of state", "First day of voting": first, "Last day of voting": first, "Time zone": "Europe/Bucharest" });
    await dialog.getByRole("button", { name: "Enter an election" }).click();
    await page.getByRole("heading", { name: "Presidential election of the drill", level: 1 }).waitFor();
    
    check(/2024\/900/.test(await page.getByRole("row", { name: /third countries/ }).textContent()), "a deadline with its law");

    await page.getByRole("link", { name: /^Risks/ }).click();
    await page.getByRole("button", { name: "Add a risk" }).click();
    await fillIn(dialog, { "Asset or process": "Register of voters", Threat: "A copied page collects data", Likelihood: "4", Impact: "5", "Who looks after it": "Our registry", "What is left of it": "6", "Look at it again on": first });
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("row", { name: /4 × 5 = 20/ }).waitFor();

    // The official facts, against which a wrong date is wrong; and its public correction, by two people.
    await page.getByRole("link", { name: /^Official facts/ }).click();
    await page.getByRole("button", { name: "State the facts" }).click();
    await fillIn(dialog, { "Opening hours": "7:00 to 21:00", "Ways to vote": "at a polling station", "Who may vote": "Citizens from 18 years", "Official page": "https://vote.example/how" });
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("7:00 to 21:00").waitFor();

    await openRecord(page, "Publication", { Class: "statement", Title: "The day of the vote", Summary: `The vote is on ${first}, from 7 to 21.`, "Legal basis": "Electoral Act, Art 3", Election: "Presidential election of the drill" });
    await page.getByRole("heading", { name: "The day of the vote", level: 1 }).waitFor();

    // A break-in: the clocks of NIS 2 run from when one knew.
    await openRecord(page, "Cyber incident", { Title: "Break-in at the results page", "Entity it happened to": "Results page", "Aware since": forInput(Date.now() - 3_600_000), "CSIRT or competent authority": "Service (EU)", Election: "Presidential election of the drill", "In scope of NIS 2": "yes", Significant: "yes", Marking: "TLP:AMBER" });
    await page.getByRole("heading", { name: "Break-in at the results page", level: 1 }).waitFor();
    await takeStep(page, "Send the early warning", { Text: "The page was changed from outside." });
    await page.getByText("early warning sent", { exact: true }).first().waitFor();

    // What to do today, in words and by urgency; nothing of it has to be read off a graph.
    await pages.getByRole("link", { name: "Picture", exact: true }).click();
    await page.getByRole("combobox", { name: "Election" }).selectOption({ label: "Presidential election of the drill" });
    const due = page.locator("section.deadlines");
    await due.getByText("Break-in at the results page").first().waitFor();
    check(!(await due.locator("canvas, svg").count()), "no graph");
    check(/40 days|39 days/.test(await page.locator("a.figure").textContent()), "how many days are left");
    await due.getByRole("link").filter({ hasText: /./ }).first().click();
    await page.locator("[data-page-title]").waitFor();
  });
}
