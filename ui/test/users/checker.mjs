// A fact-checker, or civil society: matches a post to an existing fact-check, notifies a platform in the window of the Rapid Response System and sees the outcome; must never
// have to debunk what is debunked, or ask for what was asked for already.
import { check } from "../browser.mjs";
import { enter, openRecord, takeStep } from "../steps.mjs";

export const NOTIFICATION = { Title: "A wrong day of the vote", Description: "A video names a wrong day.", Platform: "Video (IE)", "What it is about": "content", Addresses: "https://video.example/1", "Rule of the platform’s policies": "Civic integrity: wrong day of a vote", "Why it cannot wait": "The vote is in a month.", Election: "Elections of the drill", Marking: "TLP:GREEN" };

export default async function checker(cast, made) {
  const { house } = cast;
  const { id: checks } = await cast.admin.call("POST", "/api/v1/collections", { title: "Fact-checks", alias: "checks" });
  await (await cast.by("analyst")).call("POST", `/api/v1/collections/${checks}/claims`, { claim: "The vote was moved to Monday", verdict: "False", checker: "Facts of the drill", published: "2026-05-02", url: "https://facts.example/monday", language: "en" });
  await cast.test("user: a fact-checker notifies a platform, sees what came of it, and is led to what was asked already", {}, async (page) => {
    await enter(page, house, "checker");
    // Is it debunked already? A post finds the fact-check that is there, with its verdict and address.
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Data", exact: true }).click();
    await page.getByRole("main").getByRole("link", { name: /claims/i }).first().click();
    await page.getByLabel("Words, or a whole post").fill("SHARE! they moved the VOTE to MONDAY!!! https://x.example");
    await page.getByRole("button", { name: "Find known claims" }).click();
    await page.getByRole("link", { name: "The vote was moved to Monday" }).click();
    await page.getByText("False", { exact: true }).first().waitFor();
    check((await page.getByRole("link", { name: "Read the fact-check" }).getAttribute("href")) === "https://facts.example/monday", "it leads to the fact-check");
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
    check(/asking twice for the same/.test(await refusal.textContent()), await refusal.textContent());
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
    // And what comes of them all, by platform, counted from the register.
    const figures = page.getByRole("table", { name: "What came of them" }).getByRole("row", { name: /Video/ });
    await figures.waitFor();
    check(/labelled 1/.test(await figures.textContent()), await figures.textContent());
  });
}
