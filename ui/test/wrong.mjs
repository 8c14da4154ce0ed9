// Wrong input on every form: empty, too long, of the wrong kind. What is wrong is said beside its field, in words that a screen
// reader connects with it; nothing is changed on the server; nothing that was typed is lost, not even by loading the page anew.
import { check } from "./browser.mjs";
import { openCast } from "./cast.mjs";
import { binary, PASSWORD } from "./house.mjs";
import { enter, fillIn } from "./steps.mjs";

const KINDS = ["alert", "notification", "notice", "statement", "information", "preservation", "team", "ad-check", "media-check", "measure", "plan", "case", "cyber", "evidence-file", "publication", "contestation", "crisis", "election", "report"];

/** Faulty fields without a text that is tied to them, and how many are faulty. */
const faulty = (where) =>
  where.evaluate((root) => {
    const all = [...root.querySelectorAll("[aria-invalid=true]")];
    const said = (one) => [...(one.getAttribute("aria-describedby") ?? "").split(" ").map((id) => root.ownerDocument.getElementById(id)?.textContent ?? ""), one.closest("fieldset, .field")?.parentElement.querySelector(".bad-text")?.textContent ?? ""].join(" ");
    return { count: all.length, mute: all.filter((one) => !/▲/.test(said(one))).map((one) => one.id || one.name) };
  });

/** Presses the button and expects to be told of at least `least` fields, and to be led to one of them. */
async function refused(page, where, button, least, name) {
  await where.locator("form").first().getByRole("button", { name: button, exact: true }).click();
  await where.locator("[aria-invalid=true], .problem").first().waitFor();
  const found = await faulty(where);
  check(found.count >= least, `${name}: ${found.count} fields are marked, not ${least}`);
  check(!found.mute.length, `${name}: marked without a word: ${found.mute.join(", ")}`);
}

export default async function wrong(runner) {
  const cast = await openCast(runner, binary());
  const { house } = cast;
  const day = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);
  try {
    const election = await cast.open("analyst", "election", { details: { title: "Elections of the drill", country: "EU", kind: "european", first_day: day, last_day: day, marking: "TLP:CLEAR", retention_days: 120, source: "A drill" } });

    await cast.test("wrong input: every kind of record says beside each field what is wrong, and loses nothing", {}, async (page) => {
      await enter(page, house, "liaison");
      for (const kind of KINDS) {
        await page.goto(`${house.address}/respond/${kind}/new`);
        const main = page.locator("main");
        await main.locator("form .field, form fieldset").first().waitFor();
        // Empty: every field that has to be filled in; whether a list may be empty the rules of the record say,
        // and a calendar that is left out is not asked for its zone.
        const needed = await main.locator("form [aria-required=true]").evaluateAll((all) => all.filter((one) => !one.value && !/-calendar-/.test(one.id) && !one.placeholder && !one.closest(".add") && !/^Add/.test(one.options?.[0]?.text ?? "")).map((one) => one.id));
        await main.locator("form").getByRole("button", { name: "Open", exact: true }).click();
        await main.locator("[aria-invalid=true], .problem").first().waitFor();
        for (const id of needed) check((await main.locator(`[id="${id}"]`).getAttribute("aria-invalid")) === "true", `${kind}: ${id} is empty and not marked`);
        let found = await faulty(main);
        check(!found.mute.length, `${kind}: marked without a word: ${found.mute.join(", ")}`);

        // Too long and of the wrong kind, wherever the form says what is meant.
        const bad = await main.locator("form").evaluate((form) => {
          const marked = [];
          for (const one of form.querySelectorAll("input[type=text], textarea")) {
            const most = Number(/At most ([\d,]+) characters/.exec(one.ownerDocument.getElementById(`${one.id}-help`)?.textContent ?? "")?.[1]?.replaceAll(",", "") ?? NaN);
            const value = one.inputMode === "decimal" ? "many" : most ? "é".repeat(most + 1) : null;
            if (value === null || one.getAttribute("role") === "combobox" || one.list) continue;
            one.value = value;
            one.dispatchEvent(new Event("input", { bubbles: true }));
            one.dispatchEvent(new Event("change", { bubbles: true }));
            marked.push([one.id, value.length]);
          }
          return marked;
        });
        check(bad.length, `${kind}: no field says its limit`);
        await main.locator("form").getByRole("button", { name: "Open", exact: true }).click();
        for (const [id] of bad) await main.locator(`[id="${id}"][aria-invalid=true]`).waitFor({ timeout: 3_000 }).catch(() => check(false, `${kind}: ${id} is wrong and not marked`));
        found = await faulty(main);
        check(!found.mute.length, `${kind}: marked without a word: ${found.mute.join(", ")}`);
        await page.reload();
        await main.locator("form .field, form fieldset").first().waitFor();
        for (const [id, length] of bad) check((await main.locator(`[id="${id}"]`).inputValue()).length === length, `${kind}: ${id} was lost`);
        check(!(await (await cast.by("liaison")).call("GET", `/api/v1/casework/${kind.replaceAll("_", "-")}`)).rows.some((one) => one.kind !== "election"), `${kind}: something was opened`);
      }
    });

    await cast.test("a session that ends in the middle of any kind of record loses nothing typed, and goes on where it was", {}, async (page, context) => {
      await enter(page, house, "liaison");
      for (const kind of KINDS) {
        await page.goto(`${house.address}/respond/${kind}/new`);
        const main = page.locator("main");
        await main.locator("form .field, form fieldset").first().waitFor();
        const typed = await main.locator("form").evaluate((form) => {
          const found = [];
          for (const one of form.querySelectorAll("input[type=text]:not([role]):not([list]):not([inputmode]), textarea:not([placeholder])")) {
            if (one.closest(".add")) continue;
            one.value = `typed ${found.length}`;
            one.dispatchEvent(new Event("input", { bubbles: true }));
            found.push([one.id, one.value]);
          }
          return found;
        });
        check(typed.length, `${kind}: nothing can be typed`);
        await context.clearCookies();
        await page.goto(`${house.address}/respond/${kind}/new`);
        await page.getByRole("heading", { name: "Sign in" }).waitFor();
        await page.getByLabel("Name", { exact: true }).fill("liaison");
        await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
        await page.getByRole("button", { name: "Sign in", exact: true }).click();
        await main.locator("form .field, form fieldset").first().waitFor();
        for (const [id, value] of typed) check((await main.locator(`[id="${id}"]`).inputValue()) === value, `${kind}: ${id} was lost`);
      }
    });

    await cast.test("wrong input: signing in", {}, async (page) => {
      await page.goto(house.address);
      await page.getByRole("heading", { name: "Sign in" }).waitFor();
      const main = page.locator("main");
      await refused(page, main, "Sign in", 2, "empty");
      check((await page.evaluate(() => document.activeElement?.getAttribute("autocomplete"))) === "username", "the focus is at the first of them");
      await page.getByLabel("Name", { exact: true }).fill("analyst");
      await refused(page, main, "Sign in", 1, "without a password");
      check((await page.getByLabel("Name", { exact: true }).inputValue()) === "analyst", "the name is kept");
      await page.getByLabel("Password", { exact: true }).fill("x".repeat(5_000));
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.getByRole("alert").waitFor();
      await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
      await page.getByRole("button", { name: "Sign in", exact: true }).click();
      await page.locator("[data-page-title]").waitFor();
    });

    // Forms that are written by hand: where, how it is opened, its button, what is typed, and how many fields are then named.
    const forms = [
      ["a password", "analyst", "/account", "Change password", "Change password", { "New password": "short" }, 3],
      ["a password, twice", "analyst", "/account", "Change password", "Change password", { "Present password": PASSWORD, "New password": "six plain words in a row", "The same again": "six other words in a row" }, 1],
      ["a token", "analyst", "/account", "Make a token", "Make a token", { "What it is for": "n".repeat(121) }, 2],
      ["a person", "admin", "/admin?view=people", "Add a person", "Add a person", { "Name for sign-in": "Two Words!", "E-mail address": "nobody" }, 3],
      ["an organisation", "admin", "/admin?view=organisations", "Add an organisation", "Add an organisation", { Name: "n".repeat(400), Country: "Europe" }, 2],
      ["a collection", "admin", "/admin?view=collections", "Make a collection", "Make a collection", { "Short name": "Not A Name!" }, 1],
      ["an election", "analyst", "/prepare", "Enter an election", "Enter an election", { Title: "t".repeat(201), Country: "Europe", "Raw posts are kept for (days)": "for ever" }, 4],
      ["a risk", "analyst", `/prepare/${election.id}?view=risks`, "Add a risk", "Save", { Likelihood: "9", Impact: "often" }, 5],
      ["official facts", "analyst", `/prepare/${election.id}?view=facts`, "State the facts", "Save", { "Official page": "nowhere" }, 4],
      ["a crisis page", "chair", "/crisis", "Open a crisis page", "Open a crisis page", { Title: "t".repeat(201) }, 2],
      ["a link", "liaison", "/exchange?view=links", "Make a link", "Make a link", { "TAXII API root": "nowhere" }, 3],
      ["an exercise", "analyst", "/prepare?view=exercises", "Play an exercise", "Play an exercise", { Posts: "5" }, 1],
    ];
    const begun = ["an exercise"];
    for (const [name, who, path, open, send, typed, least] of forms) {
      await cast.test(`wrong input: ${name}`, {}, async (page) => {
        await enter(page, house, who === "admin" ? cast.adminName : who, path);
        await page.getByRole("button", { name: open, exact: true }).first().click();
        const dialog = page.getByRole("dialog");
        await dialog.locator("form").waitFor();
        // What is begun with sensible values is not empty.
        if (!begun.includes(name)) await refused(page, dialog, send, 1, "empty");
        await fillIn(dialog, typed);
        await refused(page, dialog, send, least, name);
        check(await dialog.evaluate((one) => one.contains(one.ownerDocument.activeElement)), "the focus stays in the form");
        for (const [label, value] of Object.entries(typed)) check((await dialog.getByLabel(label, { exact: label === "Name" || label === "Title" }).first().inputValue()) === value, `${label} is kept`);
      });
    }
  } finally {
    await cast.close();
  }
}
