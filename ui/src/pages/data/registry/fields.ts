/** The form of an entry of the registry: lists are typed one a line, as the table writes them. */
import type { components } from "../../../api/schema";
import { t } from "../../../i18n/index.svelte";
import { markings, options } from "../../../lib/lists";
import type { Field, Values } from "../../../ui/Form.svelte";

type Schemas = components["schemas"];
export type Entry = Schemas["RegistryEntry"];
export type Draft = Schemas["RegistryDraft"];
type Kind = Draft["kind"];

export const KINDS: readonly Kind[] = ["media", "state-channel", "official", "organisation"];
/** Grounds on which each kind may be listed; the server holds the same list. */
const GROUNDS: Record<Kind, readonly Draft["basis"][]> = {
  media: ["emfa-declaration", "media-register", "regulator", "imprint"],
  "state-channel": ["sanctions-list", "platform-label", "regulator", "media-register", "public-register", "imprint"],
  official: ["public-office"],
  organisation: ["public-register", "public-office", "sanctions-list", "imprint"],
};
const ALL = [...new Set(Object.values(GROUNDS).flat())];
const STATES = ["submitted", "accepted", "rejected"] as const;

const text = (values: Values, name: string): string => String(values[name] ?? "").trim();
const lines = (values: Values, name: string): string[] => text(values, name).split(/[\n|]/).map((one) => one.trim()).filter(Boolean);

export function fieldsOf(): Field[] {
  const official = (values: Values): boolean => values["kind"] === "official";
  const media = (values: Values): boolean => values["kind"] === "media";
  return [
    { name: "name", label: t("object.name"), required: true, max: 200 },
    { name: "kind", label: t("object.type"), kind: "select", options: options("registrykind", KINDS), required: true, hint: t("registry.kind.hint") },
    { name: "office", label: t("registry.office"), hint: t("registry.office.hint"), required: true, max: 200, when: official },
    { name: "country", label: t("organisation.country"), hint: t("organisation.country.hint"), required: true, min: 2, max: 2 },
    { name: "domains", label: t("registry.domains"), kind: "area", hint: t("registry.domains.hint") },
    { name: "accounts", label: t("registry.accounts"), kind: "area", hint: t("registry.accounts.hint") },
    { name: "languages", label: t("registry.languages"), hint: t("registry.languages.hint") },
    { name: "basis", label: t("registry.basis"), kind: "select", options: options("registrybasis", ALL), required: true, hint: t("registry.basis.hint") },
    { name: "source", label: t("registry.source"), required: true, min: 3, max: 500, hint: t("registry.source.hint") },
    { name: "declarations", label: t("registry.declarations"), kind: "area", hint: t("registry.declarations.hint"), when: media },
    { name: "valid_from", label: t("registry.from"), kind: "date" },
    { name: "valid_until", label: t("registry.until"), kind: "date", hint: t("registry.until.hint") },
    { name: "marking", label: t("marking"), kind: "select", options: markings, required: true },
    { name: "note", label: t("registry.note"), kind: "area", max: 2000 },
  ];
}

export const EMPTY: Values = { marking: "TLP:AMBER+STRICT" };

export function valuesOf(entry: Draft): Values {
  const account = ({ platform, handle, account_id }: Schemas["RegistryAccount"]): string => (account_id ? `${platform}:${handle ?? ""}:${account_id}` : `${platform}:${handle ?? ""}`);
  const declaration = ({ platform, state, on, source }: Schemas["MediaDeclaration"]): string => `${platform}:${state ?? "submitted"}:${on ?? ""}:${source}`;
  return {
    name: entry.name,
    kind: entry.kind,
    office: entry.office ?? "",
    country: entry.country,
    domains: (entry.domains ?? []).join("\n"),
    accounts: (entry.accounts ?? []).map(account).join("\n"),
    languages: (entry.languages ?? []).join(", "),
    basis: entry.basis,
    source: entry.source,
    declarations: (entry.declarations ?? []).map(declaration).join("\n"),
    valid_from: entry.valid_from ?? "",
    valid_until: entry.valid_until ?? "",
    marking: entry.marking ?? "TLP:AMBER+STRICT",
    note: entry.note ?? "",
  };
}

export function draftOf(values: Values): Draft {
  const accounts = lines(values, "accounts").map((one) => {
    const [platform = "", handle = "", ...id] = one.split(":");
    return { platform: platform.trim(), ...(handle.trim() ? { handle: handle.trim() } : {}), ...(id.length ? { account_id: id.join(":").trim() } : {}) };
  });
  const declarations = lines(values, "declarations").map((one) => {
    const [platform = "", state = "", on = "", ...source] = one.split(":");
    const known = STATES.find((each) => each === state.trim());
    // A state that is none is left for the server to refuse in its own words.
    return { platform: platform.trim(), state: (known ?? (state.trim() || "submitted")) as (typeof STATES)[number], ...(on.trim() ? { on: on.trim() } : {}), source: source.join(":").trim() };
  });
  const kind = text(values, "kind") as Kind;
  return {
    name: text(values, "name"),
    kind,
    country: text(values, "country").toUpperCase(),
    basis: text(values, "basis") as Draft["basis"],
    source: text(values, "source"),
    marking: text(values, "marking"),
    domains: lines(values, "domains"),
    accounts,
    languages: text(values, "languages").split(/[\s,]+/).filter(Boolean),
    note: text(values, "note"),
    ...(kind === "official" ? { office: text(values, "office") } : {}),
    ...(kind === "media" ? { declarations } : {}),
    ...(text(values, "valid_from") ? { valid_from: text(values, "valid_from") } : {}),
    ...(text(values, "valid_until") ? { valid_until: text(values, "valid_until") } : {}),
  };
}
