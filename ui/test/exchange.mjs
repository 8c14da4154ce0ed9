// Exchange: terms with a partner, a link between two nodes with both ends counted, files in and out, what is owed after a correction.
import { check } from "./browser.mjs";
import { binary, Caller, openHouse, PASSWORD, people } from "./house.mjs";
import { shot, stateOf } from "./steps.mjs";
import { sweep } from "./sweep.mjs";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const CREATED = "2026-05-02T10:00:00.000Z";
const CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
const RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";
const narrative = (n, name, marking = CLEAR) => ({ type: "campaign", spec_version: "2.1", id: `campaign--3333333${n}-3333-4333-8333-333333333333`, created: CREATED, modified: CREATED, name, object_marking_refs: [marking] });

export default async function exchange(runner, house, staff) {
  const anna = new Caller(house.address);
  await anna.signIn(staff.analyst, PASSWORD);
  // The first organisation that is entered is the one that runs the installation.
  const known = await staff.api.call("GET", "/api/v1/organisations");
  if (known.length === 1) await staff.api.call("POST", "/api/v1/organisations", { name: "Election observatory", kind: "electoral-body", country: "EU" });
  const partner = await staff.api.call("POST", "/api/v1/organisations", { name: "Baltic observatory", kind: "academia", country: "LV" });
  const shared = await staff.api.call("POST", "/api/v1/collections", { title: "Shared with partners", alias: "shared" });
  await anna.call("POST", `/api/v1/collections/${shared.id}/objects`, { objects: [narrative(1, "Wrong day of the vote"), narrative(2, "Secret matter", RED)] });
  const state = staff.states?.[staff.contact] ?? (await stateOf(runner, house, staff.contact));

  await runner.test("exchange: terms are agreed, changed on their revision, and ended", { state }, async (page) => {
    await page.goto(`${house.address}/exchange`);
    await page.getByRole("link", { name: "Baltic observatory" }).click();
    await page.getByText("Without an agreement only what is TLP:CLEAR may go to it.").waitFor();
    await page.getByRole("button", { name: "Agree" }).click();
    await page.getByRole("button", { name: "Agree" }).click();
    await page.getByText("Please fill this in.").waitFor();
    await page.getByLabel("Up to").selectOption("TLP:GREEN");
    await page.getByRole("checkbox", { name: "Shared with partners" }).check();
    await page.getByLabel("Public keys").fill("not a key");
    await page.getByRole("button", { name: "Agree" }).click();
    await page.locator(".problem").waitFor();
    await page.getByLabel("Public keys").fill("");
    await page.getByRole("button", { name: "Agree" }).click();
    await page.getByRole("button", { name: "End the agreement" }).waitFor();
    await shot(page, "exchange-agreement");
    // Somebody else widens it meanwhile.
    const clara = new Caller(house.address);
    await clara.signIn(staff.contact, PASSWORD);
    const etag = (await fetch(`${house.address}/api/v1/agreements/${partner.id}`, { headers: clara.headers })).headers.get("etag");
    await clara.call("PUT", `/api/v1/agreements/${partner.id}`, { highest: "TLP:AMBER", collections: [shared.id] }, { "if-match": etag });
    await page.getByRole("checkbox", { name: "Belongs to the community" }).check();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    const conflict = page.locator("section.conflict");
    await conflict.waitFor();
    check(/TLP:AMBER/.test(await conflict.textContent()), await conflict.textContent());
    await conflict.getByRole("button", { name: /Take theirs/ }).click();
    await page.getByRole("checkbox", { name: "Belongs to the community" }).check();
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("Saved.").last().waitFor();
  });

  await runner.test("exchange: a link to another node runs, keeps back what may not go, and both ends are counted", { state }, async (page) => {
    const other = await openHouse(binary());
    try {
      const there = await people(other);
      const name = await there.api.call("POST", "/api/v1/organisations", { name: "Baltic observatory", kind: "academia", country: "LV" });
      check(name.own, "the other node has a name");
      const us = await there.api.call("POST", "/api/v1/organisations", { name: "Election observatory", kind: "electoral-body", country: "EU" });
      const node = await anna.call("GET", "/api/v1/node");
      const clerk = new Caller(other.address);
      await clerk.signIn(there.contact, PASSWORD);
      await clerk.call("PUT", `/api/v1/agreements/${us.id}`, { highest: "TLP:GREEN", identity: node.identity, ...(node.key ? { keys: [node.key] } : {}) }, { "if-none-match": "*" });
      const made = await there.api.call("POST", "/api/v1/people", { name: "node", organisation: us.id, roles: ["point-of-contact"], highest: "TLP:AMBER" });
      const account = new Caller(other.address);
      await account.call("POST", "/api/v1/links/redeem", { secret: made.link.split("#")[1], password: PASSWORD });
      await account.signIn("node", PASSWORD);
      const token = await account.call("POST", "/api/v1/me/tokens", { name: "link", scopes: ["read", "taxii:read", "taxii:write"] });
      const box = await there.api.call("POST", "/api/v1/collections", { title: "From partners", alias: "in", write: [us.id], read: [us.id] });

      await page.goto(`${house.address}/exchange?view=links`);
      await page.getByRole("button", { name: "Make a link" }).click();
      const dialog = page.getByRole("dialog");
      await dialog.getByLabel("Name of the link").fill("baltic");
      await dialog.getByLabel("Partner").selectOption({ label: "Baltic observatory" });
      await dialog.getByLabel("Direction").selectOption("push");
      await dialog.getByLabel("TAXII API root").fill("not an address");
      await dialog.getByLabel("Collection there").fill(box.id);
      await dialog.getByLabel("Collection here").selectOption({ label: "Shared with partners" });
      await dialog.getByLabel("Password or token there").fill(token.secret ?? token.token);
      await dialog.getByRole("button", { name: "Make a link" }).click();
      await dialog.getByText("An address such as").waitFor();
      await dialog.getByLabel("TAXII API root").fill(`${other.address}/taxii2/ostrakon/`);
      await dialog.getByRole("button", { name: "Make a link" }).click();
      await page.getByRole("heading", { name: "baltic", level: 1 }).waitFor();
      await page.getByRole("button", { name: "Run now" }).click();
      check(/Baltic observatory/.test(await page.getByRole("dialog").textContent()), "it says to whom");
      await page.getByRole("dialog").getByRole("button", { name: "Run now" }).click();
      const result = page.getByRole("status").filter({ hasText: "Objects moved" });
      await result.waitFor();
      check(/Objects moved\s*1/.test(await result.textContent()) && /Kept back by the gate\s*1/.test(await result.textContent()), await result.textContent());
      await page.getByRole("button", { name: "Compare both ends" }).click();
      const ends = page.getByRole("status").filter({ hasText: "At both ends" });
      await ends.waitFor();
      check(/At both ends\s*1/.test(await ends.textContent()), await ends.textContent());
      await page.getByText("1 moved, 1 kept back, 0 refused").waitFor();
      await shot(page, "exchange-link");
      // Why, object by object: what the gate would decide now.
      await page.getByRole("link", { name: "Why" }).click();
      const row = page.getByRole("row", { name: /Secret matter/ });
      await row.waitFor();
      check(/wholly kept back/.test(await row.textContent()), await row.textContent());
      await page.getByText("of 2 objects would go to this partner whole.").waitFor();
      await shot(page, "exchange-withheld");
      await page.goto(`${house.address}/exchange?view=ledger&recipient=${partner.id}`);
      await page.getByRole("cell", { name: /campaign--33333331/ }).waitFor();
      check(!(await page.getByText("campaign--33333332").count()), "what is RED went nowhere");
      await shot(page, "exchange-ledger");

      // What went out is corrected: the partner is owed the word.
      await anna.call("POST", `/api/v1/collections/${shared.id}/objects`, { objects: [{ ...narrative(1, "Wrong day of the vote, corrected"), modified: "2026-05-03T10:00:00.000Z" }] });
      await page.goto(`${house.address}/exchange?view=notices`);
      await page.getByRole("cell", { name: "corrected", exact: true }).waitFor();
      await page.getByRole("button", { name: "Enter a receipt" }).click();
      await page.getByRole("dialog").getByRole("button", { name: "Enter a receipt" }).click();
      await page.getByText("receipted", { exact: true }).last().waitFor();
      await shot(page, "exchange-notices");
    } finally {
      await other.close();
    }
  });

  await runner.test("exchange: files come in wholly or not at all, and go out as chosen", { state }, async (page) => {
    const folder = mkdtempSync(join(tmpdir(), "ui-files-"));
    const [good, bad] = [join(folder, "good.json"), join(folder, "bad.json")];
    const bundle = (objects) => JSON.stringify({ type: "bundle", id: "bundle--44444444-4444-4444-8444-444444444444", objects });
    writeFileSync(good, bundle([narrative(5, "From a file")]));
    writeFileSync(bad, bundle([narrative(6, "Fine"), { type: "campaign", id: "campaign--nonsense" }]));
    await page.goto(`${house.address}/exchange?view=files&collection=${shared.id}`);
    await page.getByRole("button", { name: "Take it in" }).click();
    await page.getByText("Please fill this in.").waitFor();
    await page.locator("input[type=file]").setInputFiles(bad);
    await page.getByRole("button", { name: "Take it in" }).click();
    await page.locator(".problem").waitFor();
    await shot(page, "exchange-refused");
    const before = await anna.call("GET", `/api/v1/collections/${shared.id}/objects?type=campaign`);
    check(!before.objects.some((one) => one.name === "Fine"), "nothing of it was taken");
    await page.locator("input[type=file]").setInputFiles(good);
    await page.getByRole("button", { name: "Take it in" }).click();
    await page.getByText("Taken in: STIX 2.1 bundle").waitFor();
    await page.getByRole("combobox", { name: "Format" }).first().selectOption("csv");
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name: "Save", exact: true }).click()]);
    check(/From a file/.test(readFileSync(await download.path(), "utf8")), "what came in goes out");
  });

  const pages = [["exchange", "/exchange"], ["exchange-partner", `/exchange/partners/${partner.id}`], ["exchange-gate", `/exchange/partners/${partner.id}?view=withheld`], ["exchange-links", "/exchange?view=links"], ["exchange-onelink", "/exchange/links/baltic"], ["exchange-files", "/exchange?view=files"], ["exchange-owed", "/exchange?view=notices"], ["exchange-releases", "/exchange?view=ledger"]];
  await sweep(runner, house, { [staff.contact]: state }, pages.map(([name, path]) => [name, path, staff.contact]));
}
