/** The form of a claim that is entered by hand. */
import type { components } from "../../../api/schema";
import { t } from "../../../i18n/index.svelte";
import { markings, words, type Option } from "../../../lib/lists";
import type { Field, Values } from "../../../ui/Form.svelte";

export type Claim = components["schemas"]["KnownClaim"];

export function fieldsOf(collections: readonly Option[]): Field[] {
  const rated = (values: Values): boolean => values["rated"] === true;
  return [
    { name: "collection", label: t("incident.collection"), kind: "select", options: collections, required: true },
    { name: "claim", label: t("claim.claim"), kind: "area", required: true, min: 3, max: 2000 },
    { name: "claimant", label: t("claim.claimant"), hint: t("claim.claimant.hint"), max: 300 },
    { name: "verdict", label: t("claim.verdict"), hint: t("claim.verdict.hint"), required: true, max: 200 },
    { name: "rated", label: t("claim.rated"), kind: "check" },
    { name: "value", label: t("claim.value"), kind: "number", required: true, when: rated },
    { name: "worst", label: t("claim.worst"), kind: "number", required: true, when: rated },
    { name: "best", label: t("claim.best"), kind: "number", required: true, when: rated },
    { name: "checker", label: t("claim.checker"), required: true, max: 300 },
    { name: "url", label: t("claim.url"), kind: "url", required: true, max: 2000 },
    { name: "published", label: t("claim.published"), kind: "date", required: true },
    { name: "language", label: t("claim.language"), hint: t("registry.languages.hint"), max: 35 },
    { name: "appearances", label: t("claim.appearances"), kind: "area", hint: t("claim.appearances.hint") },
    { name: "marking", label: t("marking"), kind: "select", options: markings, required: true },
  ];
}

export function claimOf(values: Values): components["schemas"]["NewClaim"] {
  const text = (name: string): string => String(values[name] ?? "").trim();
  const number = (name: string): number => Number(text(name).replace(",", "."));
  return {
    claim: text("claim"),
    claimant: text("claimant"),
    verdict: text("verdict"),
    checker: text("checker"),
    url: text("url"),
    published: text("published"),
    language: text("language"),
    appearances: words(text("appearances")),
    marking: text("marking"),
    ...(values["rated"] === true ? { rating: { value: number("value"), worst: number("worst"), best: number("best") } } : {}),
  };
}
