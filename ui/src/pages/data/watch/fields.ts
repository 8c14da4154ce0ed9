/** The form of a watch list: terms are typed one a line, each kind in a field of its own. */
import type { components } from "../../../api/schema";
import { t } from "../../../i18n/index.svelte";
import { markings, options } from "../../../lib/lists";
import type { Field, Values } from "../../../ui/Form.svelte";

type Schemas = components["schemas"];
export type Draft = Schemas["WatchListDraft"];
export type Term = Schemas["WatchTerm"];
export type List = Schemas["WatchList"];
export type Run = Schemas["WatchRun"];

const CLASSES = ["30d", "90d", "180d", "1y", "2y", "5y"];
const KINDS = ["domain", "hashtag", "phrase", "handle"] as const;

export function fieldsOf(): Field[] {
  return [
    { name: "name", label: t("object.name"), required: true, max: 200 },
    { name: "purpose", label: t("terms.purpose"), kind: "area", required: true, min: 3, max: 1000, hint: t("watch.purpose.hint") },
    { name: "retention", label: t("terms.retention"), kind: "select", options: options("retention", CLASSES), required: true, hint: t("watch.retention.hint") },
    { name: "domain", label: t("watchkinds.domain"), kind: "area", hint: t("watch.lines") },
    { name: "hashtag", label: t("watchkinds.hashtag"), kind: "area", hint: t("watch.lines") },
    { name: "phrase", label: t("watchkinds.phrase"), kind: "area", hint: t("watch.phrase.hint") },
    { name: "handle", label: t("watchkinds.handle"), kind: "area", hint: t("watch.handle.hint") },
    { name: "marking", label: t("marking"), kind: "select", options: markings, required: true },
  ];
}

export const EMPTY: Values = { retention: "90d", marking: "TLP:AMBER+STRICT" };

export function wordOf(term: Term): string {
  if (term.kind === "handle") return `${term.platform ?? ""}:${term.value}`;
  return term.kind === "hashtag" ? `#${term.value}` : term.value;
}

export function valuesOf(list: Draft): Values {
  const of = (kind: Term["kind"]): string => list.terms.filter((one) => one.kind === kind).map(wordOf).join("\n");
  return { name: list.name, purpose: list.purpose, retention: list.retention, marking: list.marking ?? "TLP:AMBER+STRICT", ...Object.fromEntries(KINDS.map((kind) => [kind, of(kind)])) };
}

export function draftOf(values: Values): Draft {
  const text = (name: string): string => String(values[name] ?? "").trim();
  const terms = KINDS.flatMap((kind) =>
    text(kind)
      .split("\n")
      .map((one) => one.trim())
      .filter(Boolean)
      .map((line): Term => {
        if (kind !== "handle") return { kind, value: line };
        const [platform = "", ...handle] = line.split(":");
        return handle.length ? { kind, platform: platform.trim(), value: handle.join(":").trim() } : { kind, value: line };
      }),
  );
  return { name: text("name"), purpose: text("purpose"), retention: text("retention"), marking: text("marking"), terms };
}
