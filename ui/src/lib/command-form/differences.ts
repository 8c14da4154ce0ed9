/** What somebody else changed meanwhile, beside what was typed here. */
import { label, phase } from "./words";
import { t } from "../../i18n/index.svelte";
import { present, type CaseRecord } from "./record";
import type { Field } from "./shape";
import type { Json } from "./value";

export interface Difference {
  label: string;
  theirs: string;
  mine: string;
}

export function differences(kind: string, fields: readonly Field[], seen: CaseRecord, now: CaseRecord, mine: { [name: string]: Json }): Difference[] {
  const found: Difference[] = [];
  if (seen.summary.state !== now.summary.state) found.push({ label: t("state"), theirs: phase(kind, now.summary.state), mine: phase(kind, seen.summary.state) });
  for (const field of fields) {
    const theirs = record(present(now, "", field.name));
    const typed = record(mine[field.name]);
    for (const name of Object.keys(theirs)) {
      const [a, b] = [short(theirs[name]), short(typed[name])];
      if (a !== b) found.push({ label: label(field.name, name), theirs: a, mine: b });
    }
  }
  return found;
}

function record(value: Json | undefined): { [name: string]: Json } {
  return value !== null && typeof value === "object" && !Array.isArray(value) ? value : {};
}

/** A default that the server fills in is no difference to what was left out. */
function nothing(value: Json | undefined): boolean {
  if (value === null || value === undefined || value === "") return true;
  return typeof value === "object" && Object.values(value).every(nothing);
}

function short(value: Json | undefined): string {
  if (nothing(value) || value === undefined) return "";
  const text = typeof value === "string" ? value : Array.isArray(value) && value.every((one) => typeof one === "string") ? value.join(", ") : JSON.stringify(value);
  return text.length > 300 ? `${text.slice(0, 299)}…` : text;
}
