/** Words of the server that come in several languages: in the reader's where it is written in it, else in English. */
import type { components } from "../api/schema";
import { i18n } from "../i18n/index.svelte";

type Words = components["schemas"]["Words"];

/** A mechanism, or a route of one, as far as its words go. */
interface Worded {
  title: Words;
  purpose: Words;
  safeguards: Words[];
  not_for: Words[];
  language?: string | null;
}

export function said(words: Words): string {
  return (i18n.locale === "fr" ? words.fr : i18n.locale === "de" ? words.de : null) || words.en;
}

/** The language in which some of its words stand because they are in none that the reader asked for; nothing where all are. */
export function foreign(one: Worded): string | null {
  const own = (one.language ?? "en").split("-")[0] ?? "en";
  const locale = i18n.locale;
  if (own === locale) return null;
  const all = [one.title, one.purpose, ...one.safeguards, ...one.not_for];
  const missing = all.some((words) => !(locale === "fr" ? words.fr : locale === "de" ? words.de : null));
  return missing ? (new Intl.DisplayNames([locale], { type: "language" }).of(one.language ?? "en") ?? own) : null;
}
