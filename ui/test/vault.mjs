// An incident's evidence, attribution and response plan: from a handed-in file to its chain of custody.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { check } from "./browser.mjs";
import { looks } from "./looks.mjs";
import { scene } from "./scene.mjs";

export default async function vault(runner, house, staff) {
  const made = await scene(house, staff);
  const state = staff.states[staff.analyst];
  const at = `${house.address}/incidents/${staff.collection}/${made.incident.id}`;

  await runner.test("vault: a capture is handed in, named, and its custody opened", { state }, async (page) => {
    const folder = mkdtempSync(join(tmpdir(), "ui-evidence-"));
    try {
      const bytes = "<html>A wrong date of the vote</html>";
      const sha256 = createHash("sha256").update(bytes).digest("hex");
      writeFileSync(join(folder, "capture.html"), bytes);
      await page.goto(`${at}?view=evidence`);
      await page.getByText("No evidence is named").waitFor();
      await page.getByRole("button", { name: "Hand in evidence" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Hand in evidence" }).click();
      await dialog.getByText("Please fill this in.").first().waitFor();
      await dialog.getByLabel("File", { exact: true }).setInputFiles(join(folder, "capture.html"));
      await dialog.getByLabel("Address it was captured from").fill("https://copied.example/vote");
      await dialog.getByLabel("Access basis").selectOption("own-api");
    await dialog.getByLabel("Reason").fill("Shows the wrong date as it stood.");
      await dialog.getByRole("button", { name: "Hand in evidence" }).click();
      await dialog.getByText(sha256).waitFor();
      await dialog.getByRole("button", { name: "Close" }).last().click();
      // An object of the incident names it by its hash, as a partner's would.
      const now = new Date().toISOString();
      await made.analyst.call("POST", `/api/v1/collections/${staff.collection}/objects`, { objects: [{ ...made.incident, modified: now, external_references: [{ source_name: "Capture of the copied page", url: "https://copied.example/vote", hashes: { "SHA-256": sha256 } }] }] });
      const row = page.getByRole("row", { name: /Capture of the copied page/ });
      await row.waitFor({ timeout: 6_000 });
      check((await row.textContent()).includes("held here") && (await row.textContent()).includes("own interface"), await row.textContent());
      await looks(page, "evidence");
      await row.getByRole("button", { name: /Chain of custody/ }).click();
      await page.getByRole("dialog").getByText("Every entry follows from the one before.").waitFor();
      check((await page.getByRole("dialog").textContent()).includes("Shows the wrong date as it stood."), "the reason stands in the chain");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  await runner.test("vault: attribution stays unknown, beside explanations that compete", { state }, async (page) => {
    await page.goto(`${at}?view=attribution`);
    await page.getByText("A commercial network sells its reach").waitFor();
    check((await page.getByRole("row", { name: /^state unknown$/ }).count()) === 1, "no state is named");
    await looks(page, "attribution");
  });

  await runner.test("vault: the response plan says what was chosen and why", { state }, async (page) => {
    await page.goto(`${at}?view=plan`);
    await page.getByText("It is false, and easily shown to be").waitFor();
    await looks(page, "plan");
    await page.getByRole("link", { name: "Which channels are open?" }).click();
    await page.getByRole("table").waitFor();
  });
}
