// A party or a candidate: reports impersonation and a hack, sees how they stand; cannot get a critic removed.
import { check } from "../browser.mjs";
import { enter, openRecord, takeStep } from "../steps.mjs";
import { forInput } from "./moments.mjs";

const refusalOf = async (where) => {
  const refusal = where.locator(".problem").first();
  await refusal.waitFor();
  return refusal;
};

export default async function party(cast) {
  const { house } = cast;
  const notice = { Host: "Video (IE)", "In good faith, accurate and complete": true, "Name of the notifier": "Party", "E-mail of the notifier": "desk@party.example", Marking: "TLP:GREEN" };

  await cast.test("user: a party reports a hacked account and an impersonation, and sees how they stand", {}, async (page) => {
    await enter(page, house, "party");
    await openRecord(page, "Cyber incident", { Title: "The candidate's account is taken over", "Entity it happened to": "Account of the candidate", "Aware since": forInput(Date.now() - 600_000), "CSIRT or competent authority": "Service (EU)", Marking: "TLP:AMBER" });
    await page.getByRole("heading", { name: "The candidate's account is taken over", level: 1 }).waitFor();
    const hack = { kind: "cyber", id: new URL(page.url()).pathname.split("/").at(-1) };
    await takeStep(page, "Send the early warning", { Text: "Posts that are not ours appear." });
    await cast.act("liaison", hack, { command: "feedback", text: "The platform was told; change all keys." });
    await page.getByText("The platform was told; change all keys.").first().waitFor({ timeout: 6_000 });

    await openRecord(page, "Notice of illegal content", { ...notice, Title: "A page that pretends to be ours", Addresses: "https://video.example/pretender", "Whether it is illegal": "illegal" });
    await page.locator("main").getByText("Please fill this in.").first().waitFor();
    await page.getByLabel("Under which law", { exact: true }).fill("Criminal Code, identity");
    await page.getByLabel("Reasons", { exact: true }).fill("It uses our name and seal to deceive.");
    await page.getByRole("button", { name: "Open", exact: true }).click();
    await page.getByRole("heading", { name: "A page that pretends to be ours", level: 1 }).waitFor();
    const sent = { kind: "notice", id: new URL(page.url()).pathname.split("/").at(-1) };
    await takeStep(page, "Send");
    await cast.act("video", sent, { command: "confirm-receipt" });
    await page.locator(".state").filter({ hasText: "received" }).first().waitFor({ timeout: 6_000 });
  });

  await cast.test("user: a party cannot get a critic removed; each refusal is shown with its rule and where that stands", {}, async (page) => {
    await enter(page, house, "party");
    // As illegal content: what is lawful is no object of a notice.
    await openRecord(page, "Notice of illegal content", { ...notice, Title: "He says that we lie", Addresses: "https://video.example/critic", "Whether it is illegal": "lawful" });
    let refusal = await refusalOf(page);
    check(/this content is lawful/.test(await refusal.textContent()) && /noticing lawful content/.test(await refusal.textContent()), await refusal.textContent());
    check(/2022\/2065 Art 16/.test(await refusal.getByRole("link").textContent()), "and where it stands");
    check((await page.getByLabel("Title", { exact: true }).inputValue()) === "He says that we lie", "what was typed stays");

    // By the Rapid Response System: a party has not signed it.
    await openRecord(page, "Rapid Response notification", { Title: "He says that we lie", Description: "He calls our programme a lie.", Platform: "Video (IE)", Addresses: "https://video.example/critic", Election: "Elections of the drill", Marking: "TLP:GREEN" });
    refusal = await refusalOf(page);
    check(/notifying without having signed/.test(await refusal.textContent()), await refusal.textContent());
    check(!(await (await cast.by("video")).call("GET", "/api/v1/casework/notice?search=He%20says")).total, "nothing of it reached the platform");
  });
}
