// Preparing an election: from a known one to computed deadlines, a confirmed milestone, a risk, an item that is done.
import { check } from "./browser.mjs";
import { looks } from "./looks.mjs";
import { scene } from "./scene.mjs";

export default async function prepare(runner, house, staff) {
  const made = await scene(house, staff);
  const state = staff.states[staff.analyst];
  const at = `${house.address}/prepare/${made.election.id}`;

  for (const [name, address] of [["prepare", `${house.address}/prepare`], ["exercises", `${house.address}/prepare?view=exercises`], ["milestones", at], ["risks", `${at}?view=risks`], ["checklist", `${at}?view=checklist`], ["facts", `${at}?view=facts`], ["election-history", `${at}?view=history`]]) {
    await runner.test(`${name}: nothing for axe to find, light, dark, on a phone`, { state }, async (page) => {
      await page.goto(address);
      await looks(page, name);
    });
  }

  await runner.test("prepare: a known election is entered, and every deadline is there with its basis", { state }, async (page) => {
    await page.goto(`${house.address}/prepare`);
    await page.getByRole("button", { name: /^Enter it ?: Presidential election in France 2027, first round$/ }).click();
    const dialog = page.getByRole("dialog");
    check((await dialog.getByLabel("First day of voting").inputValue()) === "2027-04-18", "the day is filled in");
    const found = await dialog.getByRole("button", { name: "Enter an election" });
    await found.click();
    await page.getByRole("heading", { name: "Presidential election in France 2027, first round", level: 1 }).waitFor();
    // Three months before 18 April 2027 in Paris: Regulation (EU) 2024/900 Art 5(2).
    const row = page.getByRole("row", { name: /third countries/ });
    await row.waitFor();
    const words = await row.textContent();
    check(/2024\/900 Art 5\(2\)/.test(words) && /1[78] Jan 2027/.test(words), words);
    check((await page.getByRole("row").count()) === 10, "nine milestones and the head");
  });

  await runner.test("prepare: an exercise is played in the background, scored, and says what it teaches", { state }, async (page) => {
    await page.goto(`${house.address}/prepare?view=exercises`);
    await page.getByRole("button", { name: "Play an exercise" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Posts").fill("5");
    await dialog.getByRole("button", { name: "Play an exercise" }).click();
    await dialog.getByText(/A number from 2000/).waitFor();
    await dialog.getByLabel("Posts").fill("4000");
    await dialog.getByRole("button", { name: "Play an exercise" }).click();
    await page.getByRole("heading", { name: "What it teaches" }).waitFor({ timeout: 60_000 });
    check(/accounts of campaigns found/.test(await page.locator("main").textContent()), "the score in words");
    await looks(page, "exercises-scored");
  });

  await runner.test("prepare: a milestone is confirmed with its proof; an empty one is refused", { state }, async (page) => {
    await page.goto(at);
    await page.getByRole("button", { name: /^Confirm ?: go through the integrity checklist/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
    await dialog.getByText("Please fill this in.").waitFor();
    await dialog.getByLabel("Proof").fill("Minutes of the meeting, number 7");
    await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
    await page.getByRole("row", { name: /integrity checklist/ }).getByText("Minutes of the meeting, number 7").waitFor();
  });

  await runner.test("prepare: a risk is rated by its scale, stands in its field, and is edited there", { state }, async (page) => {
    await page.goto(`${at}?view=risks`);
    await page.getByRole("button", { name: "Add a risk" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Asset or process").fill("Registers of voters");
    await dialog.getByLabel("Threat").fill("A copied page collects data");
    await dialog.getByLabel("Likelihood").fill("9");
    await dialog.getByLabel("Impact").fill("5");
    await dialog.getByLabel("Who looks after it").fill("Electoral unit");
    await dialog.getByLabel("What is left of it").fill("4");
    await dialog.getByLabel("Look at it again on").fill("2027-01-10");
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByText("A number from 1 to 5.").waitFor();
    await dialog.getByLabel("Likelihood").fill("2");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("row", { name: /2 × 5 = 10/ }).waitFor();
    await page.locator("table.matrix").getByRole("button", { name: /A copied page collects data/ }).click();
    check((await page.getByRole("dialog").getByLabel("Asset or process").inputValue()) === "Registers of voters", "the pin opens its risk");
  });

  await runner.test("prepare: what is ticked needs something that shows it", { state }, async (page) => {
    await page.goto(`${at}?view=checklist`);
    await page.getByRole("button", { name: /^Edit ?: The official facts/ }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: "Done" }).check();
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.getByRole("alert").waitFor();
    await dialog.getByLabel("What shows it").fill("https://elections.example/how-to-vote");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByText("2 of 2 done").waitFor();
  });
}
