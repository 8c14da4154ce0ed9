// Pages one after the other, each held to what `looks` asks for.
import { looks } from "./looks.mjs";

/** `all`: name of the page, its address, who looks at it; `states`: the cookies of each who looks. */
export async function sweep(runner, house, states, all) {
  for (const [name, path, who] of all) {
    await runner.test(`${name}: nothing for axe to find, light, dark, on a phone`, { state: states[who] }, async (page) => {
      await page.goto(house.address + path);
      await looks(page, name);
    });
  }
}
