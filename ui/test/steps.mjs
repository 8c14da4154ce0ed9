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
