// One's own account: what one prefers goes along to the next device, other sessions are ended, and the organisation's own provider
// vouches for whom it knows.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { check, PHONE, violations } from "./browser.mjs";
import { binary, Caller, openHouse, PASSWORD } from "./house.mjs";
import { freePort, openProvider } from "./provider.mjs";
import { enter, shot, signIn } from "./steps.mjs";
import { Runner } from "./browser.mjs";

/** An account of its own, so that no other test is changed by what it does. */
async function account(staff, address, name, more = {}) {
  const made = await staff.api.call("POST", "/api/v1/people", { name, organisation: staff.organisation, roles: ["analyst"], ...more });
  await new Caller(address).call("POST", "/api/v1/links/redeem", { secret: made.link.split("#")[1], password: PASSWORD });
  return made.person;
}

export default async function accounts(runner, house, staff) {
  await runner.test("account: language, dark and the zone are the person's, on every device", {}, async (page) => {
    await account(staff, house.address, "prefers");
    await enter(page, house, "prefers");
    const kept = () => page.waitForResponse((one) => one.url().endsWith("/me/preferences") && one.request().method() === "PUT" && one.status() === 204);
    await page.locator("details.account summary").click();
    await Promise.all([kept(), page.getByLabel("Language").selectOption({ label: "Deutsch" })]);
    await Promise.all([kept(), page.getByLabel("Darstellung").selectOption("dark")]);
    await Promise.all([kept(), page.getByLabel("Zeiten anzeigen in").selectOption("Europe/Vienna")]);
    // Another device, in English and light, knows nothing of it until who it is signs in.
    const other = await runner.page({ viewport: PHONE });
    try {
      await other.page.goto(house.address);
      await other.page.getByRole("heading", { name: "Sign in" }).waitFor();
      await signIn(other.page, house, "prefers", "/account");
      await other.page.getByRole("heading", { name: "Mein Konto" }).waitFor();
      await other.page.locator('html[data-scheme="dark"]').waitFor();
      check((await other.page.evaluate(() => localStorage.getItem("zone"))) === "Europe/Vienna", "the zone came along");
      check(!other.faults.length, other.faults.join("; "));
    } finally {
      await other.context.close();
    }
    // What is set back is set back everywhere.
    await Promise.all([kept(), page.getByLabel("Darstellung").selectOption("system")]);
    const caller = new Caller(house.address);
    await caller.signIn("prefers", PASSWORD);
    const now = await caller.call("GET", "/api/v1/me/preferences");
    check(now.language === "de" && now.scheme === "system" && now.time_zone === "Europe/Vienna", JSON.stringify(now));
  });

  await runner.test("account: another session is ended, and its page asks for the password at once", {}, async (page) => {
    await account(staff, house.address, "twice");
    const other = await runner.page();
    try {
      await enter(other.page, house, "twice", "/account");
      await enter(page, house, "twice", "/account");
      const rows = page.locator("main li").filter({ hasText: /Chrom/ });
      await rows.nth(1).waitFor();
      check((await rows.count()) === 2 && (await page.getByText("this one").count()) === 1, "two sessions, one of them this");
      await shot(page, "account-sessions");
      await rows.getByRole("button", { name: "End" }).click();
      await page.waitForFunction(() => [...document.querySelectorAll("main li")].filter((one) => /Chrom/.test(one.textContent)).length === 1);
      // The other window learns of it by itself: its line of news ends with the session.
      await other.page.getByRole("dialog").getByLabel("Password", { exact: true }).waitFor();
      await page.reload();
      await page.getByRole("heading", { name: "Sessions" }).waitFor();
      check(!(await page.getByRole("dialog").count()), "this one goes on");
    } finally {
      await other.context.close();
    }
  });

  const folder = mkdtempSync(join(tmpdir(), "ui-provider-"));
  const port = await freePort();
  const provider = await openProvider({ sub: "subject-1", email: "Vera@Example.org", email_verified: true });
  const config = join(folder, "house.toml");
  writeFileSync(config, `public_url = "http://127.0.0.1:${port}"\n[oidc]\nissuer = "${provider.issuer}"\nclient_id = "ostrakon"\n`);
  let own;
  try {
    own = await openHouse(binary(), ["--config", config], `127.0.0.1:${port}`);
    const admin = new Caller(own.address);
    const { name } = await admin.call("POST", "/api/v1/links/redeem", { secret: own.secret, password: PASSWORD });
    const me = await admin.signIn(name, PASSWORD);
    await admin.call("POST", "/api/v1/people", { name: "vera", organisation: me.organisation, roles: ["analyst"], email: "vera@example.org" });
    const there = new Runner(runner.browser, own.address);
    // The provider is asked by the browser too: that is what signing in by it is.
    there.also = provider.issuer;
    await there.test("account: whom the provider vouches for is in, and where the link led", {}, async (page) => {
      await page.goto(`${own.address}/account`);
      await page.getByRole("button", { name: "Sign in with your organisation" }).click();
      await page.getByRole("heading", { name: "My account" }).waitFor();
      check((await page.locator("details.account summary").textContent()) === "vera", "who the provider says");
      check(provider.asked.includes("/token") && new URL(page.url()).pathname === "/account", `${provider.asked} ${page.url()}`);
    });
    for (const [why, who, refuses, locale, words] of [
      ["nobody here has the address", { sub: "subject-2", email: "stranger@example.org", email_verified: true }, false, "en-GB", "this installation does not"],
      ["the address is not verified", { sub: "subject-3", email: "vera@example.org", email_verified: false }, false, "fr-FR", "mais pas cette installation"],
      ["who asks says no", provider.who, true, "de-DE", "Der Anbieter hat Sie nicht eingelassen"],
    ]) {
      await there.test(`account: ${why}: nobody is in, and the page says why`, { locale }, async (page) => {
        const before = provider.who;
        Object.assign(provider, { who, refuses });
        try {
          await page.goto(own.address);
          await page.locator("main button.quiet").click();
          await page.getByRole("alert").filter({ hasText: words }).waitFor();
          const found = await violations(page);
          check(!found.length, found.join("; "));
          check((await page.evaluate(async () => (await fetch("/api/v1/me")).status)) === 401, "nobody is signed in");
        } finally {
          Object.assign(provider, { who: before, refuses: false });
        }
      });
    }
    await there.test("account: a provider that is down leaves the password", {}, async (page) => {
      // Where it was never reached since the start, the house says so; nobody is sent to a page that does not open.
      await provider.close();
      await own.stop();
      await own.again();
      await page.goto(own.address);
      await page.getByRole("button", { name: "Sign in with your organisation" }).click();
      await page.getByText(/does not answer/).waitFor();
      await signIn(page, own, name);
    });
    runner.passed += there.passed;
    runner.failed += there.failed;
  } finally {
    await own?.close();
    await provider.close().catch(() => {});
    rmSync(folder, { recursive: true, force: true });
  }
}
