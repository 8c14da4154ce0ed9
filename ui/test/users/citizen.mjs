// A citizen or journalist: sees what was done and why, and contests it, without an account and without scripts.
import { check, overflow, PHONE, violations } from "../browser.mjs";
import { picture } from "../guide.mjs";
import { fillIn, shot, takeStep } from "../steps.mjs";

const DAY = 86_400_000;

export default async function citizen(cast) {
  const { house } = cast;
  const draft = { class: "prebunk", language: "en", technique: "T0049 flooding", text: { title: "Many accounts, one author", summary: "Forty accounts post one text within minutes of each other.", body: "Look at when they were made." }, evidence: [{ id: "finding-1", access: "open" }], legal_basis: "Statute of the service, Art 4", review_by: Date.now() + 90 * DAY, subjects: [{ kind: "behaviour", name: "flooding", accounts: 40 }], marking: "TLP:CLEAR" };
  const prebunk = await cast.open("editor", "publication", { draft });
  const proposal = await (await cast.by("editor")).call("POST", "/api/v1/proposals", { action: "publish", subject: `publication/${prebunk.id}`, reason: "Read and checked." });
  await (await cast.by("second")).call("POST", `/api/v1/proposals/${proposal.id}/approve`, {});
  await (await cast.by("editor")).call("POST", `/api/v1/casework/publication/${prebunk.id}/commands?approval=${proposal.id}`, { command: "publish" });

  await cast.test("user: a citizen reads what was published and why, contests it without script or account, and sees that it is put right", { viewport: PHONE, javaScriptEnabled: false }, async (page) => {
    await page.goto(`${house.address}/public/`);
    check((await overflow(page).catch(() => 0)) <= 0, "it fits a phone");
    await page.getByRole("link", { name: "Many accounts, one author" }).click();
    const words = await page.locator("main").textContent();
    check(/Statute of the service, Art 4/.test(words) && /flooding/.test(words) && /40/.test(words), words);
    await shot(page, "citizen-entry");
    await picture(page, "public");
    await page.locator("main").getByRole("link", { name: /contest|wrong/i }).first().click();
    // Wrong input: what is too long or missing is said beside its field, by the server, and what was typed is there again.
    await page.getByLabel("In one line").fill("Not forty");
    await page.locator("form").evaluate((form) => form.setAttribute("novalidate", "")).catch(() => {});
    await page.getByLabel("What is wrong about it").fill("   ");
    await page.getByRole("button", { name: "Send" }).click();
    check((await page.getByLabel("In one line").inputValue()) === "Not forty", "what was typed is kept");
    await page.locator("main [role=alert], main .fault, main [aria-invalid=true]").first().waitFor();
    await shot(page, "citizen-wrong");
    await page.getByLabel("What is wrong about it").fill("Ten of the forty are a school class that agreed on the text.");
    await page.getByRole("button", { name: "Send" }).click();
    await page.waitForURL(/\/public\/contest\/[\d-]+/);
    const receipt = page.url();
    await shot(page, "citizen-receipt");
    await picture(page, "receipt");

    // Somebody who had no part in it examines and upholds it.
    const examiner = await cast.sit("examiner", "/respond/contestation");
    await examiner.getByRole("link", { name: "Not forty" }).click();
    await takeStep(examiner, "Take up");
    await takeStep(examiner, "Uphold", { Reasons: "The class announced it beforehand.", Correction: "Thirty accounts, not forty." });

    await page.goto(receipt);
    await page.getByText("The class announced it beforehand.").first().waitFor();
    await page.goto(`${house.address}/public/`);
    await page.getByRole("link", { name: "Many accounts, one author" }).click();
    // A public page may be a minute old; whoever asks for it anew has it as it is.
    await page.reload();
    await page.getByText("Thirty accounts, not forty.").first().waitFor();
    await shot(page, "citizen-corrected");
  });

  await cast.test("user: the pages of a citizen hold nothing for axe to find, light and dark, and fit a phone", {}, async (page) => {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const path of ["/public/", "/public/prebunks", "/public/methods", "/public/log/", "/public/contest"]) {
        await page.goto(house.address + path);
        const found = await violations(page);
        check(!found.length, `${path}, ${colorScheme}: ${found.join("; ")}`);
        await page.setViewportSize(PHONE);
        check((await overflow(page)) <= 0, `${path} scrolls sideways`);
        await page.setViewportSize({ width: 1440, height: 900 });
      }
    }
    await page.goto(`${house.address}/public/`);
    await page.getByRole("link", { name: "Many accounts, one author" }).click();
    const found = await violations(page);
    check(!found.length, found.join("; "));
  });
}
