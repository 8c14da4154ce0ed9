// What every page is held to: nothing for axe to find in light and dark, no sideways scrolling, on a desktop and on a phone.
import { check, DESKTOP, overflow, PHONE, violations } from "./browser.mjs";
import { shot } from "./steps.mjs";

export async function looks(page, name) {
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
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: "light" });
}
