/**
 * Words in the viewer's language. English is part of the first load; others are fetched when chosen. A language is one
 * file with the same keys, and a folder beside it with a file for each area that has many words of its own; the compiler
 * refuses a language that lacks any, and a test finds those that nothing uses.
 */
import en from "./en";

export type Key = keyof typeof en;
export type Messages = Record<Key, string>;
/** The keys that come in two forms, `….one` and `….other`. */
export type Counted = { [K in Key]: K extends `${infer Base}.other` ? Base : never }[Key];

const OTHERS: Record<string, () => Promise<{ default: Messages }>> = {
  fr: () => import("./fr"),
  de: () => import("./de"),
};
export const LANGUAGES: readonly { code: string; name: string }[] = [
  { code: "en", name: "English" },
  { code: "fr", name: "Français" },
  { code: "de", name: "Deutsch" },
];

class Language {
  locale = $state("en");
  #messages = $state.raw<Messages>(en);
  #plural = new Intl.PluralRules("en");

  async choose(code: string): Promise<void> {
    const other = OTHERS[code];
    this.#messages = other ? (await other()).default : en;
    this.locale = other ? code : "en";
    this.#plural = new Intl.PluralRules(this.locale);
    document.documentElement.lang = this.locale;
    localStorage.setItem("language", this.locale);
  }

  /** The language chosen before, or the first of the browser's that there is. */
  async begin(): Promise<void> {
    const wanted = [localStorage.getItem("language") ?? "", ...navigator.languages.map((one) => one.slice(0, 2))];
    const found = wanted.find((code) => code === "en" || code in OTHERS);
    if (found && found !== "en") await this.choose(found);
  }

  t = (key: Key, values: Record<string, string | number> = {}): string =>
    this.#messages[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));

  /** A count in words: `{n}` is written as the language writes numbers. */
  tn = (key: Counted, n: number, values: Record<string, string | number> = {}): string => {
    const one = `${key}.one` as Key;
    const other = `${key}.other` as Key;
    const written = new Intl.NumberFormat(this.locale).format(n);
    return this.t(this.#plural.select(n) === "one" ? one : other, { n: written, ...values });
  };
}

export const i18n = new Language();
export const { t, tn } = i18n;
/** A value of an open list of the server (a role, a kind, a stage) in words; as it is where we have none. */
export function named(group: string, value: string): string {
  const key = `${group}.${value}`;
  return key in en ? t(key as Key) : value;
}
/** A message of a group with its values; null where there is none. */
export function filled(group: string, value: string, values: Record<string, string | number> = {}): string | null {
  const key = `${group}.${value}`;
  return key in en ? t(key as Key, values) : null;
}
/** The most exact of several words of a group that there is a message for; null where there is none. */
export function worded(group: string, ...values: string[]): string | null {
  for (const value of values) {
    const key = `${group}.${value}`;
    if (key in en) return t(key as Key);
  }
  return null;
}
