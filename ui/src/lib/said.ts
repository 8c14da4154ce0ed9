/** Words of the server that come in several languages: in the reader's where it is written in it, else in English. */
import type { components } from "../api/schema";
import { i18n } from "../i18n/index.svelte";

export function said(words: components["schemas"]["Words"]): string {
  return (i18n.locale === "fr" ? words.fr : i18n.locale === "de" ? words.de : null) || words.en;
}
