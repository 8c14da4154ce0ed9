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
