// An analyst of a national unit, an EDMO hub or an NGO: from an export of posts to coordinated networks, copied texts and an
// incident with evidence; must never have to write code, install a cluster, or trust a score with no reason.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { check } from "../browser.mjs";
import { binary } from "../house.mjs";
import { enter } from "../steps.mjs";

export default async function analyst(cast, made) {
  const { house } = cast;
  const out = join(house.data, "export");
  check(spawnSync(binary(), ["exercise", "generate", "--posts", "20000", "--seed", "7", "--out", out, "--quiet"]).status === 0, "an export");

  await cast.test("user: an analyst goes from an export of posts to an incident with its evidence", {}, async (page) => {
    await enter(page, house, "analyst");
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Data", exact: true }).click();
    await page.getByRole("main").getByRole("link", { name: "Hand in posts" }).first().click();
    await page.getByLabel("Choose a file").setInputFiles(join(out, "posts.csv"));
    await page.waitForURL(/\/data\/uploads\//);
    await page.getByLabel("Access basis").selectOption("synthetic");
    await page.getByLabel("Purpose").fill("To find who acts together before the vote.");
    await page.getByRole("button", { name: "Begin the analysis" }).click();
    await page.getByText("done", { exact: true }).waitFor({ timeout: 90_000 });
    await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Investigate", exact: true }).click();
    const beside = page.getByRole("region", { name: "Evidence" });
    await beside.getByRole("heading", { name: "Why it is flagged" }).waitFor();

    // Never a score with no reason: each signal in words, its significance against chance, harmless groups for comparison.
    await beside.getByRole("heading", { name: "What would make this innocent" }).waitFor();
    const words = await beside.textContent();
    check(/Significance/.test(words), "the significance is said in words");
    check(/How ordinary groups look/.test(words), "and how often harmless groups look like it");

    // Down to the very posts: copied texts, side by side.
    await beside.getByRole("link", { name: /^Open/ }).first().click();
    await page.getByRole("link", { name: /^Texts/ }).click();
    const pair = page.locator("main section.panel").filter({ has: page.locator("article") }).first();
    await pair.waitFor();
    check((await pair.locator("article article p[dir]").count()) >= 2, "two posts beside each other");

    await page.getByRole("button", { name: "Promote to an incident" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Incident", { exact: true }).fill("Copied appeals before the vote");
    await dialog.getByLabel(/^Confidence/).fill("80");
    await dialog.getByLabel(/^DISARM/).fill("T0049");
    await dialog.getByLabel("Marking").selectOption("TLP:AMBER");
    await dialog.getByRole("button", { name: "Promote to an incident" }).click();
    await page.getByRole("heading", { name: "Copied appeals before the vote", level: 1 }).waitFor();
    made.incident = decodeURIComponent(new URL(page.url()).pathname.split("/").at(-1));

    await page.getByRole("link", { name: /^Evidence/ }).click();
    await page.getByRole("button", { name: "Hand in evidence" }).click();
    await dialog.getByLabel("File", { exact: true }).setInputFiles({ name: "page.html", mimeType: "text/html", buffer: Buffer.from("<p>The appeal as it stood.</p>") });
    await dialog.getByLabel("Address it was captured from").fill("https://copied.example/appeal");
    await dialog.getByLabel("Reason").fill("Shows the appeal as it stood.");
    await dialog.getByRole("button", { name: "Hand in evidence" }).click();
    await dialog.getByText(/^[0-9a-f]{64}$/).waitFor();
    await dialog.getByRole("button", { name: "Close" }).last().click();
    await page.getByRole("link", { name: /DISARM/ }).click();
    await page.locator("li.on").filter({ hasText: "T0049" }).first().waitFor();
    // Attribution is a judgement of its own, and was not made by the score.
    await page.getByRole("link", { name: /^Attribution/ }).click();
    check(!(await page.getByText("state-aligned").count()), "nothing is attributed by itself");
  });
}
