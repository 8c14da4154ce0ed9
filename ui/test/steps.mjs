// Steps that many tests share.
import { PASSWORD } from "./house.mjs";

export async function signIn(page, house, name, path = "/") {
  await page.goto(house.address + path);
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await page.locator("[data-page-title]").waitFor();
}

/** The cookies of somebody who is signed in, so that each test need not type the password. */
export async function stateOf(runner, house, name) {
  const { page, context } = await runner.page();
  await signIn(page, house, name);
  // The tour is for the first time only.
  await page.getByRole("button", { name: "Skip the tour" }).click();
  const state = await context.storageState();
  await context.close();
  return state;
}

export async function shot(page, name) {
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/${name}.png` });
}

/** Goes on with the tabulator until what has the focus (its tag, text and autocomplete) fits; at most `most` times. */
export async function tabTo(page, pattern, most) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => `${document.activeElement?.tagName} ${document.activeElement?.textContent?.trim()} ${document.activeElement?.getAttribute("autocomplete") ?? ""}`.trim());
    if (pattern.test(here)) return;
  }
  throw new Error(`${pattern} is out of the keyboard's reach`);
}

export async function signInByKeyboard(page, house, name, most) {
  await page.goto(house.address);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await tabTo(page, /username/, most);
  await page.keyboard.type(name);
  await tabTo(page, /current-password/, most);
  await page.keyboard.type(PASSWORD);
  await page.keyboard.press("Enter");
  await page.locator("[data-page-title]").waitFor();
}

/** Signs in as somebody does who has seen the tour. */
export async function enter(page, house, name, path = "/") {
  await signIn(page, house, name, path);
  const skip = page.getByRole("button", { name: "Skip the tour" });
  if (await skip.count()) await skip.click();
}

const labelled = (text) => new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(\\s*\\(optional\\))?$`);

/** Fills fields by their labels: choices by their words, ticks by `true`, lists that are picked from by an array. */
export async function fillIn(where, fields) {
  for (const [label, value] of Object.entries(fields)) {
    const field = where.getByLabel(labelled(label)).first();
    if (Array.isArray(value)) {
      for (const one of value) {
        if (await field.evaluate((it) => it.tagName === "SELECT")) await field.selectOption({ label: one });
        else {
          await field.fill(one);
          await where.getByRole("button", { name: `Add to ${label}`, exact: true }).click();
        }
      }
    } else if (value === true) await field.check();
    else if (await field.evaluate((it) => it.tagName === "SELECT")) await field.selectOption({ label: value });
    else {
      await field.fill(value);
      await field.blur();
    }
  }
}

/** Opens a record of a kind from Respond, as somebody does who has a form before them. */
export async function openRecord(page, kind, fields) {
  await page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Respond", exact: true }).click();
  await page.getByLabel("New record").selectOption({ label: kind });
  await page.getByRole("button", { name: "Fill it in" }).click();
  await page.locator("form .field, form fieldset").first().waitFor();
  await fillIn(page.locator("main"), fields);
  await page.getByRole("button", { name: "Open", exact: true }).click();
}

/** One of the steps that a record offers: its form, and the question whether it may leave the house. */
export async function takeStep(page, name, fields = {}) {
  await page.getByRole("region", { name: "What may be done now" }).getByRole("button", { name: new RegExp(`^${name}`) }).first().click();
  await finishStep(page, name, fields);
}

/** The form of a step that is open already. */
export async function finishStep(page, name, fields = {}) {
  const dialog = page.getByRole("dialog");
  await dialog.locator("form").waitFor();
  await fillIn(dialog, fields);
  await dialog.locator("form").getByRole("button", { name, exact: true }).click();
  const yes = dialog.getByRole("button", { name: `Yes: ${name}` });
  await Promise.race([yes.waitFor(), dialog.waitFor({ state: "detached" })]).catch(() => {});
  if (await yes.count()) await yes.click();
  await dialog.waitFor({ state: "detached" });
}

/** Goes on with the tabulator to the field with this label, and types there; in a list the words of the choice. */
export async function typeInto(page, label, text, most = 90) {
  for (let i = 0; i < most; i++) {
    await page.keyboard.press("Tab");
    const here = await page.evaluate(() => {
      const label = document.activeElement?.labels?.[0]?.cloneNode(true);
      for (const field of label?.querySelectorAll("select, input, textarea") ?? []) field.remove();
      return label?.textContent?.replace(/\s+/g, " ").trim() ?? "";
    });
    if (labelled(label).test(here)) return page.keyboard.type(text);
  }
  throw new Error(`“${label}” is out of the keyboard's reach`);
}

/** Goes on with the tabulator to what bears these words, and presses it. */
export async function press(page, pattern, most = 90) {
  await tabTo(page, pattern, most);
  await page.keyboard.press("Enter");
}

/** By the menu that Ctrl K opens. */
export async function goByMenu(page, words) {
  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").waitFor();
  await page.keyboard.type(words);
  await page.keyboard.press("Enter");
  await page.getByRole("dialog").waitFor({ state: "detached" });
}

/** Approves, as the second person, what is proposed on the record that the page shows. */
export async function approve(page) {
  await page.getByRole("region", { name: "Two people" }).getByRole("button", { name: "Approve", exact: true }).click();
  await page.getByRole("textbox", { name: /^Note/ }).waitFor();
  await page.getByRole("button", { name: "Approve", exact: true }).click();
  await page.getByText("Approved; it waits for its step.").waitFor();
}
