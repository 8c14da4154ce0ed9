// The picture of an election on one screen: every number opens its records, and news comes by itself.
import { check, DESKTOP, violations } from "./browser.mjs";
import { looks } from "./looks.mjs";
import { scene } from "./scene.mjs";
import { signIn } from "./steps.mjs";

export default async function picture(runner, house, staff) {
  const made = await scene(house, staff);

  await runner.test("tour: five steps at the first sign-in, skipped for good, brought back by the menu", {}, async (page) => {
    await signIn(page, house, staff.contact);
    const tour = page.getByRole("region", { name: "A tour in five steps" });
    await tour.waitFor();
    check((await page.evaluate(() => !document.activeElement?.closest(".tour"))), "it takes no focus");
    const names = [];
    for (let n = 1; n <= 5; n++) {
      names.push(await tour.getByRole("heading").textContent());
      check((await page.locator("#side a[data-tour]").textContent()) === names.at(-1), "the page that is spoken of is marked");
      if (n < 5) await tour.getByRole("button", { name: "Next" }).click();
    }
    check(names.join() === "Picture,Investigate,Incidents,Respond,Prepare", names.join());
    const found = await violations(page);
    check(!found.length, found.join("; "));
    await tour.getByRole("button", { name: "Skip the tour" }).click();
    await page.reload();
    await page.locator("a.figure").waitFor();
    check(!(await tour.count()), "it stays away");
    await page.locator("details.account summary").click();
    await page.getByRole("link", { name: "Take the tour again" }).click();
    await tour.waitFor();
  });
  const state = staff.states[staff.analyst];
  const at = `${house.address}/?election=${made.election.id}`;

  await runner.test("picture: one screen without scrolling, and nothing for axe to find", { state, viewport: DESKTOP }, async (page) => {
    await page.goto(at);
    await page.getByRole("link", { name: /^France: 1 open incident, 1 alert$/ }).waitFor();
    const tall = await page.evaluate(() => document.documentElement.scrollHeight - innerHeight);
    check(tall <= 0, `${tall} pixels do not fit on 1440 × 900`);
    check(await page.getByText("last month", { exact: true }).count(), "the phase of the cycle");
    check(/^(19|20) days$/.test(await page.locator("a.figure").textContent()), "the countdown");
    await looks(page, "picture-full");
  });

  await runner.test("picture: small states are on the map, in the list, and in the keyboard's reach", { state }, async (page) => {
    await page.goto(at);
    const malta = page.getByRole("link", { name: /^Malta: / });
    await malta.waitFor();
    await malta.focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/incidents\?country=MT/);
    await page.getByRole("table").getByRole("link", { name: made.incident.name }).waitFor();
    await page.goto(`${at}&map=list`);
    await page.locator("section.map").getByRole("link", { name: "Malta" }).waitFor();
    const countries = await page.locator("section.map li a").allTextContents();
    check(["Belgium", "France", "Malta"].every((one) => countries.includes(one)), countries.join());
  });

  await runner.test("picture: what waits for me, what is due, who acts; each opens its record", { state }, async (page) => {
    await page.goto(at);
    const waiting = page.locator("section.waiting");
    await waiting.getByRole("link", { name: "Exercise: a wrong date of the vote" }).waitFor();
    check((await waiting.textContent()).includes("Which platforms are concerned"), "a question of the presidency");
    await page.locator("section.measures").getByRole("link", { name: "States the right date on every channel." }).click();
    await page.waitForURL(/\/crisis\/.*view=actions/);
    await page.goBack();
    await page.locator("section.deadlines").getByText("missed").first().waitFor();
    await page.getByRole("link", { name: "information sharing" }).click();
    await page.getByRole("heading", { name: "Exercise: interference in the presidential election" }).waitFor();
  });

  await runner.test("picture: what is seen is seen, and what others change comes by itself", { state }, async (page) => {
    await page.goto(at);
    const changes = page.locator("section.changes");
    await changes.getByRole("button", { name: "Mark as seen" }).click();
    await changes.getByText("0 records changed").waitFor();
    await made.act(made.partner, made.crisis, { command: "inform", item: { text: "A second platform answered.", source: "Electoral unit", reliability: "A1", cut_off: Date.now() - 1_000, marking: "TLP:GREEN" } });
    await changes.getByRole("link", { name: "Exercise: interference in the presidential election" }).waitFor({ timeout: 4_000 });
  });
}
