// A crisis, seen from both sides: the presidency asks and changes the mode, participants answer and inform.
import { check } from "./browser.mjs";
import { looks } from "./looks.mjs";
import { scene } from "./scene.mjs";
import { stateOf } from "./steps.mjs";

export default async function crisis(runner, house, staff) {
  const made = await scene(house, staff);
  const state = staff.states[staff.analyst];
  const presides = await stateOf(runner, house, "paula");
  const at = `${house.address}/crisis/${made.crisis.id}`;

  for (const view of ["now", "questions", "information", "actions", "roundtables", "report", "history"]) {
    await runner.test(`crisis, ${view}: nothing for axe to find, light, dark, on a phone`, { state }, async (page) => {
      await page.goto(`${at}?view=${view}`);
      await looks(page, `crisis-${view}`);
    });
  }

  await runner.test("crisis: who activated which mode, on which ground, after hearing whom", { state }, async (page) => {
    await page.goto(at);
    await page.getByText("Implementing Decision (EU) 2018/1993, Art 4").first().waitFor();
    const words = await page.getByRole("region", { name: "Mode" }).textContent();
    check(/High Representative/.test(words) && /last month before the vote/.test(words), words);
    check((await page.locator("[aria-current=step]").textContent()).includes("information sharing"), "the step that holds");
    check(!(await page.getByRole("button", { name: /^Activate/ }).count()), "who does not preside changes no mode");
  });

  await runner.test("crisis: a question is asked by one and answered by another, who sees it without asking", { state }, async (page) => {
    await page.goto(`${at}?view=questions`);
    const other = await runner.page({ state: presides });
    await other.page.goto(`${at}?view=questions`);
    await other.page.getByRole("button", { name: "Ask a question" }).click();
    const dialog = other.page.getByRole("dialog");
    await dialog.getByLabel("Question", { exact: true }).fill("Who speaks for the platforms?");
    await dialog.getByRole("button", { name: "Send to participants" }).click();
    await page.getByText("2. Who speaks for the platforms?").waitFor({ timeout: 6_000 });
    await page.locator("main li.panel").filter({ hasText: "Who speaks for the platforms?" }).getByRole("button", { name: "Answer" }).click();
    await page.getByLabel("Answer in words").fill("The liaison of the exercise.");
    await page.getByRole("button", { name: "Send the answer" }).click();
    await other.page.getByText("The liaison of the exercise.").waitFor({ timeout: 6_000 });
    await other.context.close();
  });

  await runner.test("crisis: a rule refuses in words, and what was typed stays", { state: presides }, async (page) => {
    await page.goto(at);
    await page.getByRole("button", { name: /^Activate ?: full activation$/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Who was consulted").fill(", ,");
    await dialog.getByLabel("Reason").fill("Round tables are needed.");
    await dialog.getByRole("button", { name: "Activate" }).click();
    await dialog.getByRole("alert").getByText(/name who was consulted/).first().waitFor();
    check((await dialog.getByLabel("Reason").inputValue()) === "Round tables are needed.", "what was typed stays");
    await dialog.getByLabel("Who was consulted").fill("Commission, High Representative, FR");
    await dialog.getByRole("button", { name: "Activate" }).click();
    await page.locator("[aria-current=step]").filter({ hasText: "full activation" }).waitFor();
    await page.goto(`${at}?view=roundtables`);
    await page.getByRole("button", { name: "Enter a round table" }).click();
    const table = page.getByRole("dialog");
    await table.getByLabel("Participants").fill("Presidency\nCommission");
    await table.getByLabel("Conclusions").fill("One voice states the date.");
    await table.getByRole("button", { name: "Enter a round table" }).click();
    await page.getByText("One voice states the date.").waitFor();
  });

  await runner.test("crisis: information with source, rating and time; a contradiction is settled", { state }, async (page) => {
    await page.goto(`${at}?view=information`);
    await page.getByRole("button", { name: "Enter information" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("What is known").fill("The copies come from one workshop.");
    await dialog.getByLabel("Source", { exact: true }).fill("A newspaper");
    await dialog.getByLabel("Reliability of the source").selectOption("C");
    await dialog.getByLabel("Credibility of the item").selectOption("3");
    await dialog.getByLabel("Countries").fill("fr, be");
    await dialog.getByRole("button", { name: "Enter", exact: true }).click();
    const row = page.getByRole("row", { name: /one workshop/ });
    await row.waitFor();
    check(/C3: fairly reliable; possibly true/.test(await row.textContent()) && /France, Belgium|Belgium, France/.test(await row.textContent()), await row.textContent());
    await page.getByRole("button", { name: "Settle" }).click();
    await page.getByRole("dialog").getByLabel("How it was settled").fill("Both count; the second counts copies of copies.");
    await page.getByRole("dialog").getByRole("button", { name: "Settle it" }).click();
    await page.getByText("● settled:").waitFor();
    check(!(await page.getByText("disputed").count()), "nothing is disputed any more");
  });
}
