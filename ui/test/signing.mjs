// Signing in and out, and what is shown to somebody who is not signed in.
import { check, overflow, PHONE, violations } from "./browser.mjs";
import { Caller, PASSWORD } from "./house.mjs";
import { shot, signIn } from "./steps.mjs";

export default async function signing(runner, house, staff) {
  for (const [size, viewport] of [["desktop", undefined], ["phone", PHONE]]) {
    for (const colorScheme of ["light", "dark"]) {
      await runner.test(`signing in, ${size}, ${colorScheme}: nothing for axe to find`, { colorScheme, ...(viewport ? { viewport } : {}) }, async (page) => {
        await page.goto(house.address);
        await page.getByRole("heading", { name: "Sign in" }).waitFor();
        check((await overflow(page)) <= 0, "scrolls sideways");
        const found = await violations(page);
        check(!found.length, found.join("; "));
        await shot(page, `signin-${size}-${colorScheme}`);
      });
    }
  }

  await runner.test("a wrong password says so and keeps the name", {}, async (page) => {
    await page.goto(house.address);
    await page.getByLabel("Name", { exact: true }).fill(staff.analyst);
    await page.getByLabel("Password", { exact: true }).fill("not this one at all");
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("alert").waitFor();
    check((await page.getByLabel("Name", { exact: true }).inputValue()) === staff.analyst, "the name is kept");
  });

  await runner.test("a deep link survives signing in, and signing out shows nothing more", {}, async (page) => {
    await signIn(page, house, staff.admin, "/admin?view=people&q=anna");
    await page.getByRole("link", { name: "anna" }).waitFor();
    check(!(await page.getByRole("link", { name: "dora" }).count()), "the filter of the address holds");
    await page.locator("details.account summary").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    check((await page.getByText("anna").count()) === 0, "nothing of the page is left");
  });

  await runner.test("one-time codes: set up, asked for at the next sign-in", {}, async (page) => {
    const made = await staff.api.call("POST", "/api/v1/people", { name: "codes", organisation: staff.organisation, roles: ["guest"] });
    await new Caller(house.address).call("POST", "/api/v1/links/redeem", { secret: made.link.split("#")[1], password: PASSWORD });
    await signIn(page, house, "codes", "/account");
    await page.getByRole("button", { name: "Set up one-time codes" }).click();
    await page.getByLabel("Present password").fill(PASSWORD);
    await page.getByRole("button", { name: "Continue" }).click();
    const secret = await page.locator("dialog code").textContent();
    // The picture holds the same key: drawn from the page's own link, module by module, by nobody else.
    const picture = page.getByRole("img", { name: "The key as a QR code" });
    await picture.waitFor();
    const { encode } = await import("uqr");
    const link = await page.getByRole("link", { name: "Open in an app on this device" }).getAttribute("href");
    const dark = encode(link, { ecc: "M", border: 4 }).data.flat().filter(Boolean).length;
    check(link.includes(secret) && ((await picture.locator("path").getAttribute("d")).match(/M/g) ?? []).length === dark, "the picture is that of the key");
    await shot(page, "codes-picture");
    const { totp } = await import("./totp.mjs");
    await page.getByRole("textbox", { name: "One-time code" }).fill(totp(secret, Date.now()));
    await page.getByRole("button", { name: "Confirm" }).click();
    const recovery = (await page.locator("dialog pre").textContent()).split("\n");
    check(recovery.length === 10, `${recovery.length} recovery codes`);
    await page.getByRole("button", { name: "I have kept it" }).click();
    await page.locator("details.account summary").click();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("Name", { exact: true }).fill("codes");
    await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByRole("textbox", { name: "One-time code" }).fill(recovery[0].trim());
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.locator("[data-page-title]").waitFor();
  });

  await runner.test("three languages, chosen before and after signing in", { locale: "de-DE" }, async (page) => {
    await page.goto(house.address);
    await page.getByRole("heading", { name: "Anmelden" }).waitFor();
    await page.getByRole("button", { name: "Français" }).click();
    await page.getByRole("heading", { name: "Connexion" }).waitFor();
    check((await page.locator("html").getAttribute("lang")) === "fr", "the page says its language");
    await page.reload();
    await page.getByRole("heading", { name: "Connexion" }).waitFor();
  });

  for (const [locale, title, short, whole] of [["en-GB", "Set a password", "At least 12 characters.", "not whole"], ["fr-FR", "Définir un mot de passe", "Au moins 12 caractères.", "pas entière"], ["de-DE", "Passwort setzen", "Mindestens 12 Zeichen.", "nicht vollständig"]]) {
    await runner.test(`the page behind a one-time link speaks ${locale}, and names what is wrong`, { locale }, async (page) => {
      await page.goto(`${house.address}/link`);
      await page.getByText(whole).waitFor();
      await page.goto(`${house.address}/link#nothing-that-was-ever-given-out`);
      await page.reload();
      await page.getByRole("heading", { name: title }).waitFor();
      check((await page.locator("html").getAttribute("lang")) === locale.slice(0, 2), "the page says its language");
      await page.locator("#password").fill("short");
      await page.getByRole("button").click();
      await page.getByText(`▲ ${short}`).waitFor();
      check((await page.locator("#password").getAttribute("aria-invalid")) === "true", "the field is marked");
      const found = await violations(page);
      check(!found.length, found.join("; "));
    });
  }

  await runner.test("the policy of the page admits no foreign script", { expected: /Content Security Policy/ }, async (page) => {
    await page.goto(house.address);
    await page.getByRole("heading", { name: "Sign in" }).waitFor();
    const ran = await page.evaluate(() => {
      const script = document.createElement("script");
      script.textContent = "document.documentElement.dataset.broken = '1'";
      document.body.append(script);
      return document.documentElement.dataset.broken;
    });
    check(ran === undefined, "a foreign script ran");
  });
}
