// What holds for every page: axe in light and dark, no sideways scrolling, on a desktop and on a phone; no alert.
import { check, DESKTOP, overflow, PHONE, violations } from "./browser.mjs";
import { shot } from "./steps.mjs";

/** `all`: name of the page, its address, who looks at it; `states`: the cookies of each who looks. */
export async function sweep(runner, house, states, all) {
  for (const [name, path, who] of all) {
    await runner.test(`${name}: nothing for axe to find, light, dark, on a phone`, { state: states[who] }, async (page) => {
      await page.goto(house.address + path);
      for (const [size, viewport] of [["desktop", DESKTOP], ["phone", PHONE]]) {
        await page.setViewportSize(viewport);
        // Colours do not depend on the width: dark is looked at once.
        for (const colorScheme of size === "desktop" ? ["light", "dark"] : ["light"]) {
          await page.emulateMedia({ colorScheme });
          await page.locator("[data-page-title]").waitFor();
          await page.waitForFunction(() => !document.querySelector("main")?.textContent.includes("Loading …"));
          const alerts = await page.getByRole("alert").allTextContents();
          check(!alerts.length, `an alert: ${alerts.join("; ")}`);
          check((await overflow(page)) <= 0, `${size} scrolls sideways`);
          const found = await violations(page);
          check(!found.length, `${size}, ${colorScheme}: ${found.join("; ")}`);
          await shot(page, `${name}-${size}-${colorScheme}`);
        }
      }
    });
  }
}
