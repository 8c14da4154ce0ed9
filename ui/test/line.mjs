// The server goes away and comes back: the page says so, keeps what is shown, and goes on by itself.
import { check } from "./browser.mjs";

export default async function line(runner, house, staff) {
  await runner.test("a lost line is said, what is shown stays, and it heals by itself", { state: staff.states[staff.admin] }, async (page) => {
    await page.goto(`${house.address}/admin?view=organisations`);
    await page.getByRole("table").waitFor();
    await house.stop();
    await page.getByText("Connection lost").waitFor();
    check((await page.getByRole("table").count()) === 1, "the list stays");
    await page.getByRole("button", { name: "Add an organisation" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Name", { exact: true }).fill("Observatory");
    await dialog.getByLabel("Kind").selectOption("academia");
    await dialog.getByLabel("Country").fill("FI");
    await dialog.getByRole("button", { name: "Add an organisation" }).click();
    await dialog.getByText("Nobody knows whether it was saved").waitFor();
    await house.again();
    await page.getByText("Connection lost").waitFor({ state: "detached", timeout: 40_000 });
    await dialog.getByRole("button", { name: "Add an organisation" }).click();
    await page.getByRole("link", { name: "Observatory", exact: true }).waitFor();
    check((await page.getByRole("link", { name: "Observatory", exact: true }).count()) === 1, "once");
  });
}
