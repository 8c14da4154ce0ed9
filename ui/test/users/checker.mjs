// A fact-checker, or civil society: notifies a platform in the window of the Rapid Response System and sees the outcome; must never
// have to ask for what was asked for already.
import { check } from "../browser.mjs";
import { enter, openRecord, takeStep } from "../steps.mjs";

export const NOTIFICATION = { Title: "A wrong day of the vote", Description: "A video names a wrong day.", Platform: "Video (IE)", "What it is about": "content", Addresses: "https://video.example/1", "Rule of the platform’s policies": "Civic integrity: wrong day of a vote", "Why it cannot wait": "The vote is in a month.", Election: "Elections of the drill", Marking: "TLP:GREEN" };

export default async function checker(cast, made) {
  const { house } = cast;
  await cast.test("user: a fact-checker notifies a platform, sees what came of it, and is led to what was asked already", {}, async (page) => {
    await enter(page, house, "checker");
    await openRecord(page, "Rapid Response notification", { ...NOTIFICATION, Evidence: ["https://checks.example/day-of-the-vote"] });
    await page.getByRole("heading", { name: "A wrong day of the vote", level: 1 }).waitFor();
    const address = new URL(page.url()).pathname;
    made.notification = { kind: "notification", id: address.split("/").at(-1) };
    await takeStep(page, "Send");
    await page.getByText("sent", { exact: true }).first().waitFor();

    // The same once more, in other words: refused by its rule, and the record that is there is one click away.
    await openRecord(page, "Rapid Response notification", { ...NOTIFICATION, Title: "Wrong day, again" });
    const refusal = page.locator(".problem");
    await refusal.waitFor();
    check(/asking-twice-for-the-same/.test(await refusal.textContent()), await refusal.textContent());
    check((await page.getByLabel("Title", { exact: true }).inputValue()) === "Wrong day, again", "what was typed stays");

    // The platform's part; the outcome comes by itself.
    await page.goto(house.address + address);
    await page.getByText("sent", { exact: true }).first().waitFor();
    await cast.act("video", made.notification, { command: "acknowledge" });
    await cast.act("video", made.notification, { command: "answer", form: "written", outcome: "labelled", reason: "It breaks the rule; it is labelled." });
    await page.getByText("It breaks the rule; it is labelled.").first().waitFor({ timeout: 6_000 });
    await takeStep(page, "Close", { "What came of it": "Labelled." });
    await page.getByRole("link", { name: /Rapid Response notifications/ }).click();
    const row = page.getByRole("row", { name: /A wrong day of the vote/ });
    await row.waitFor();
    check(/closed.*Labelled\./.test(await row.textContent()), await row.textContent());
  });
}
