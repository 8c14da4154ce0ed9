/**
 * What fields, commands, states and events are called. The most exact message wins: one for this field of this command,
 * else one for the field's name; what has none is shown as the server writes it.
 */
import { i18n, t, worded } from "../../i18n/index.svelte";
import { number } from "../time";
import { longest, type Field } from "./shape";
import type { components } from "../../api/schema";

type Words = components["schemas"]["Words"];

/** What the server says in several languages, in the reader's. */
export function said(words: Words | null | undefined): string {
  if (!words) return "";
  return (i18n.locale === "fr" ? words.fr : i18n.locale === "de" ? words.de : undefined) || words.en;
}

/** `falsified_by` reads “falsified by” where nobody has written a label. */
const plain = (name: string): string => name.replaceAll(/[_-]/g, " ");

export function label(inside: string, name: string): string {
  return worded("field", `${inside}.${name}`, name) ?? plain(name);
}

/** A word of help: our own, else the limit that the interface states, else in English what it says. */
export function help(field: Field): string {
  const own = worded("help", `${field.inside}.${field.name}`, field.name);
  if (own !== null) return own;
  const most = longest(field);
  const limit = most !== undefined ? t("command.most", { n: number(most) }) : "";
  if (i18n.locale !== "en") return limit;
  const about = field.about
    .replace(/,? ?(:|,)? (at most [\d,]+ characters|milliseconds of UTC)/g, "")
    .replace(/ \(milliseconds of UTC\)/g, "")
    // A sentence for programmers is none for people.
    .replace(/[^.;]*\[`[^.]*\.?/g, "")
    .replaceAll("`", "")
    .replace(/;\s*(?=[;.])/g, "");
  // What says no more than the label does is left out.
  return about.length < 50 && !/\d/.test(about) ? limit : [about, limit].filter(Boolean).join(" ");
}

export function word(name: string, value: string): string {
  return worded("word", `${name}.${value}`, value) ?? plain(value);
}

export function doing(kind: string, command: string): string {
  return worded("do", `${kind}.${command}`, command) ?? plain(command);
}

export function phase(kind: string, state: string): string {
  return worded("phase", `${kind}.${state}`, state) ?? plain(state);
}

export function happened(kind: string, event: string): string {
  return worded("happened", `${kind}.${event}`, event) ?? plain(event);
}

/** A kind of record, one and many of it. */
export function kindName(kind: string): string {
  return worded("record", kind) ?? plain(kind);
}
export function kindNames(kind: string): string {
  return worded("records", kind) ?? plain(kind);
}
