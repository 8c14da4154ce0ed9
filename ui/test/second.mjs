// What takes two people, seen from both sides: the server says so of each record, and the pages ask it.
import { check, PHONE, violations } from "./browser.mjs";
import { Caller, PASSWORD } from "./house.mjs";
import { approve, finishStep, shot, stateOf } from "./steps.mjs";

export default async function second(runner, house, staff) {
  const anna = new Caller(house.address);
  await anna.signIn(staff.analyst, PASSWORD);
  const clara = new Caller(house.address);
  await clara.signIn(staff.contact, PASSWORD);
  const states = { analyst: staff.states?.[staff.analyst] ?? (await stateOf(runner, house, staff.analyst)), contact: await stateOf(runner, house, staff.contact), approver: await stateOf(runner, house, staff.approver) };
  const draft = (instrument) => ({ title: `What ${instrument} does`, actor: "The observatory", instrument, target_behaviour: "Copied posts with a wrong date", ground: "no-restriction", legal_basis: ["Statute, Art 4"], necessity: "People must know the day.", proportionality: "It informs.", evidence: ["finding-1"], marking: "TLP:GREEN" });
  const open = (instrument) => clara.call("POST", "/api/v1/casework/measure", { draft: draft(instrument) });
  const mechanisms = await anna.call("GET", "/api/v1/mechanisms");
  const of = (two) => mechanisms.filter((one) => one.needs_two_people === two).map((one) => one.id);

  await runner.test("two people: every mechanism that takes them says so before it is tried, and no other does", { state: states.contact }, async (page) => {
    const twos = of(true);
    check(["statement", "debunk", "prebunk", "police-report"].every((one) => twos.includes(one)) && of(false).length > 5, `the mechanisms say ${twos}`);
    for (const instrument of [...twos, ...of(false).slice(0, 4)]) {
      const { id } = await open(instrument);
      await page.goto(`${house.address}/respond/measure/${id}`);
      const decide = page.getByRole("region", { name: "What may be done now" }).getByRole("button", { name: /^Decide/ });
      await decide.waitFor();
      const two = twos.includes(instrument);
      check(/two people/.test(await decide.textContent()) === two, `${instrument}: ${await decide.textContent()}`);
      const region = page.getByRole("region", { name: "Two people" });
      check((await region.count()) === (two ? 1 : 0), `${instrument}: ${await region.count()} regions`);
      if (two) await region.getByText("a second person must approve").waitFor();
    }
  });

  await runner.test("two people: asked for on the page, seen as pending by the second, approved, and spent", { state: states.contact }, async (page) => {
    const { id } = await open("debunk");
    const address = `${house.address}/respond/measure/${id}`;
    await page.goto(address);
    const region = page.getByRole("region", { name: "Two people" });
    await region.getByText("Decide: a second person must approve").waitFor();
    await region.getByRole("button", { name: "Ask for approval" }).click();
    await page.getByLabel("Reason").fill("The date is wrong in every copy.");
    await page.getByRole("button", { name: "Ask for approval" }).click();
    await region.getByText("Waits for a second person.").waitFor();
    await page.setViewportSize(PHONE);
    const found = await violations(page);
    check(!found.length, found.join("; "));
    await shot(page, "two-asked-phone");

    const other = await runner.page({ state: states.approver });
    try {
      // Who decides finds it among what waits, without being told where.
      await other.page.goto(`${house.address}/admin`);
      await other.page.getByText("The date is wrong in every copy.").first().waitFor();
      await other.page.goto(address);
      await other.page.getByText("The date is wrong in every copy.").waitFor();
      await shot(other.page, "two-decides");
      await approve(other.page);
      check(!other.faults.length, other.faults.join("; "));
    } finally {
      await other.context.close();
    }
    // The first sees it without asking again, and takes the step with it.
    await region.getByText("Approved; it waits for its step.").waitFor();
    await page.goto(`${address}?do=decide`);
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("checkbox", { name: /use it for this step/ }).waitFor();
    await finishStep(page, "Decide", { Reason: "It helps and harms nobody." });
    await page.getByText("decided", { exact: true }).first().waitFor();
    check(!(await region.count()), "nothing waits for anybody any more");
  });

  await runner.test("two people: whoever proposed does not approve, and says so in the reader's language", { state: states.contact, locale: "fr-FR" }, async (page) => {
    const { id } = await open("statement");
    await clara.call("POST", "/api/v1/proposals", { action: "publish", subject: `measure/${id}`, reason: "Everybody asks about it." });
    await page.goto(`${house.address}/respond/measure/${id}`);
    await page.getByText("Everybody asks about it.").waitFor();
    check(!(await page.getByRole("button", { name: "Approuver", exact: true }).count()), "no button to approve one's own");
  });
}
