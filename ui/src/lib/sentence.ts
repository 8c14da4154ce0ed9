/**
 * Sentences of results in the reader's language: the server says which pattern a sentence follows and with which values; a
 * pattern that these pages do not know is answered by the text that the result itself holds.
 */
import type { components } from "../api/schema";
import { filled, i18n, named, t } from "../i18n/index.svelte";
import { serverWords } from "./server-words.svelte";
import { duration, number } from "./time";

type Sentence = components["schemas"]["Sentence"];
type Value = components["schemas"]["SentenceValue"];

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A small probability as one in so many: “1 in 12 million”, “1 in 10¹¹”. */
export function odds(p: number): string {
  if (p >= 0.1) return t("odds.hundred", { n: number(Math.round(p * 100)) });
  const against = 1 / Math.max(p, 1e-300);
  if (against < 1e12) return t("odds.one", { n: new Intl.NumberFormat(i18n.locale, { notation: "compact", compactDisplay: "long", maximumSignificantDigits: 3 }).format(against) });
  const power = [...String(Math.floor(Math.log10(against)))].map((digit) => RAISED[Number(digit)] ?? digit).join("");
  return t("odds.one", { n: `10${power}` });
}

function fixed(value: number, digits: number): string {
  return new Intl.NumberFormat(i18n.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
}

function written(value: Value): string {
  if ("count" in value) return number(value.count);
  if ("ms" in value) return duration(value.ms);
  if ("percent" in value) return fixed(value.percent, 0);
  if ("share" in value) return fixed(value.share, 1);
  if ("number" in value) return fixed(value.number, 2);
  if ("chance" in value) return odds(value.chance);
  return named("did", value.signal);
}

/** The sentence, or the text where there is none or its pattern is not known. */
export function sentence(one: Sentence | null | undefined, text: string): string {
  if (!one?.code) return serverWords.or(text);
  const values = Object.entries(one.values ?? {}).map(([name, value]) => [name, written(value)]);
  return filled("finding", one.code, Object.fromEntries(values)) ?? serverWords.or(text);
}
