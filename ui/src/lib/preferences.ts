/**
 * How somebody likes the pages, kept with the account.
 *
 * **The problem.** Language, light or dark and the zone were kept on the device: another device began anew, and on a shared one the
 * next person had them. **The choice.** What is chosen while one is signed in goes to the account, and the device keeps a copy, so that the
 * page of signing in and the first picture are right at once. Only what was chosen is kept: the rest stays as the device has it.
 */
import { call, get } from "../api/client";
import type { components } from "../api/schema";
import { i18n } from "../i18n/index.svelte";
import { scheme } from "./scheme.svelte";
import { session } from "./session.svelte";
import { toasts } from "./toasts.svelte";
import { zone } from "./zone.svelte";

type Preferences = components["schemas"]["Preferences"];
let kept: Preferences = {};
let followed = "";

/** Shows the pages as who is signed in likes them; asked for once a person. */
export async function follow(): Promise<void> {
  const person = session.me?.person ?? "";
  if (!person || person === followed) return;
  followed = person;
  // Without an answer the pages stay as the device has them.
  kept = await get("/api/v1/me/preferences").catch(() => ({}));
  if (kept.language && kept.language !== i18n.locale) await i18n.choose(kept.language);
  if (kept.scheme && kept.scheme !== "system") scheme.choose(kept.scheme);
  if (kept.time_zone) zone.choose(kept.time_zone);
}

/** One after the other: what was chosen last is what stays. */
let line: Promise<void> = Promise.resolve();

function keep(change: Preferences): Promise<void> {
  kept = { ...kept, ...change };
  const body = kept;
  line = line.then(async () => {
    try {
      await call("put", "/api/v1/me/preferences", { body });
    } catch (error) {
      toasts.fail(error instanceof Error ? error.message : String(error));
    }
  });
  return line;
}

export async function chooseLanguage(code: string): Promise<void> {
  await i18n.choose(code);
  await keep({ language: code });
}

export async function chooseScheme(wish: "system" | "light" | "dark"): Promise<void> {
  scheme.choose(wish);
  await keep({ scheme: wish });
}

export async function chooseZone(wish: string): Promise<void> {
  zone.choose(wish);
  const { time_zone: _, ...rest } = kept;
  kept = rest;
  await keep(zone.now ? { time_zone: zone.now } : {});
}
