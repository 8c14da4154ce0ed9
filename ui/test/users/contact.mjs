// A point of contact in an alert network: raises, receives, acknowledges and answers alerts under TLP; must never have to send an
// e-mail to know who has seen one.
import { check } from "../browser.mjs";
import { enter, fillIn, finishStep, takeStep } from "../steps.mjs";

export default async function contact(cast, made) {
  const { house } = cast;
  await cast.test("user: a point of contact raises an alert from an incident; others find, acknowledge and answer it; who has seen it stands there", {}, async (page) => {
    await enter(page, house, "liaison");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Incidents", exact: true }).click();
    await page.getByRole("link", { name: "Copied appeals before the vote" }).click();
    await page.getByRole("link", { name: /^Response plan/ }).click();
    await page.getByRole("link", { name: "Which channels are open?" }).click();
    await page.getByRole("button", { name: "What is known" }).click();
    const dialog = page.getByRole("dialog");
    await fillIn(dialog, { Coordination: "established", Marking: "TLP:GREEN" });
    await dialog.getByRole("button", { name: "Save" }).click();
    await dialog.waitFor({ state: "detached" });
    await page.getByRole("row", { name: /Rapid Alert System: alert/i }).getByRole("link", { name: "Draft" }).click();
    await page.getByLabel("What is claimed").waitFor();
    const form = page.locator("main form");
    await fillIn(form, { Title: "Copied appeals in two languages", "What is claimed": "One network copies one appeal.", Addressees: ["Belgium (BE)", "France (FR)"], "Acknowledgements required": "2", Class: "alert", "What is uncertain": "Who pays for it.", "What would show it is wrong": "A list of volunteers.", "Proposed action": "Say which texts are copied.", Marking: "TLP:GREEN" });
    for (const name of ["It concerns an election", "Its impact is significant", "It concerns more than one state", "It cannot wait"]) {
      const one = form.getByRole("group", { name, exact: true });
      await one.getByRole("checkbox", { name: "State it" }).check();
      await fillIn(one, { Met: "yes", Reason: "Seen in two states before the vote." });
    }
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByRole("heading", { name: "Copied appeals in two languages", level: 1 }).waitFor();
    await takeStep(page, "Issue");
    const seen = page.locator("main section").filter({ has: page.getByRole("heading", { name: "Acknowledgements" }) });
    await seen.waitFor();
    check((await seen.getByText("silent", { exact: true }).count()) === 2, "nobody has seen it yet, and that stands there");

    // Received: it waits on the first screen of the others, under its marking.
    for (const [who, commitment, reason] of [["be", "looking into it until", null], ["fr", "does not concern us", "No such text in our language."]]) {
      const other = await cast.sit(who);
      const waiting = other.locator("section.waiting");
      const link = waiting.getByRole("link", { name: "Copied appeals in two languages" });
      await link.waitFor();
      check(/TLP:GREEN/.test(await waiting.getByRole("listitem").filter({ hasText: "Copied appeals in two languages" }).textContent()), "its marking");
      await link.click();
      await other.getByRole("region", { name: "What may be done now" }).getByRole("button", { name: "Acknowledge", exact: true }).click();
      await fillIn(other.getByRole("dialog"), { Commitment: commitment });
      if (reason) await fillIn(other.getByRole("dialog"), { Reason: reason });
      else await fillIn(other.getByRole("dialog"), { Until: "2030-01-01T00:00" });
      await finishStep(other, "Acknowledge");
      if (who === "be") await takeStep(other, "Respond", { Text: "Twelve accounts post it here too." });
      // And it waits no longer.
      await other.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Picture", exact: true }).click();
      await other.locator("section.waiting").getByText("Nothing waits for your decision.").waitFor();
    }

    // No e-mail: who has seen it, when, and with which promise, came by itself.
    await page.getByText(/^2 \/ 2/).waitFor({ timeout: 6_000 });
    check(!(await seen.getByText("silent", { exact: true }).count()), "nobody is silent");
    await page.getByText("No such text in our language.").first().waitFor();
    await page.getByText("Twelve accounts post it here too.").first().waitFor();
    made.alert = new URL(page.url()).pathname.split("/").at(-1);
  });
}
