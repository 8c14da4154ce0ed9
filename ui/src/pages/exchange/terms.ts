/** An agreement as a form: what may go to a partner, from when until when, and by which key it is believed. */
import type { components } from "../../api/schema";
import { t } from "../../i18n/index.svelte";
import { momentOf, wholeInput } from "../../lib/moment";
import type { Option } from "../../lib/lists";
import type { Field, Values } from "../../ui/Form.svelte";

type Terms = components["schemas"]["Terms"];

/** Nothing marked TLP:RED goes to an organisation. */
const HIGHEST = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT"];
/** Beyond the last moment that a date can say there is no end. */
const NEVER = 8e15;

export function fieldsOf(collections: readonly Option[]): Field[] {
  return [
    { name: "highest", label: t("agreement.highest"), kind: "select", required: true, options: HIGHEST.map((value) => ({ value, label: value })), hint: t("agreement.highest.hint") },
    { name: "collections", label: t("agreement.collections"), kind: "checks", options: collections, hint: t("agreement.collections.hint") },
    { name: "community", label: t("agreement.community"), kind: "check" },
    { name: "pseudonyms", label: t("agreement.pseudonyms"), kind: "check" },
    { name: "valid_from", label: t("agreement.from"), kind: "datetime-local" },
    { name: "valid_until", label: t("agreement.until"), kind: "datetime-local" },
    { name: "identity", label: t("agreement.identity"), hint: t("agreement.identity.hint") },
    { name: "keys", label: t("agreement.keys"), kind: "area", hint: t("agreement.keys.hint") },
  ];
}

export function valuesOf(terms: Terms): Values {
  const moment = (at: number | undefined): string => (at === undefined || at <= 0 || at >= NEVER ? "" : wholeInput(at));
  return {
    highest: terms.highest,
    collections: terms.collections ?? [],
    community: terms.community ?? false,
    pseudonyms: terms.pseudonyms ?? false,
    valid_from: moment(terms.valid_from),
    valid_until: moment(terms.valid_until),
    identity: terms.identity ?? "",
    keys: (terms.keys ?? []).join("\n"),
  };
}

export function termsOf(values: Values): Terms {
  const text = (name: string): string => String(values[name] ?? "").trim();
  const moment = (name: string): number | null => (text(name) ? momentOf(text(name)) : null);
  const [from, until, collections] = [moment("valid_from"), moment("valid_until"), values["collections"] as string[]];
  const keys = text("keys").split(/[\s,]+/).filter(Boolean);
  return {
    highest: text("highest"),
    community: values["community"] === true,
    pseudonyms: values["pseudonyms"] === true,
    ...(collections.length ? { collections } : {}),
    ...(from !== null ? { valid_from: from } : {}),
    ...(until !== null ? { valid_until: until } : {}),
    ...(text("identity") ? { identity: text("identity") } : {}),
    ...(keys.length ? { keys } : {}),
  };
}
