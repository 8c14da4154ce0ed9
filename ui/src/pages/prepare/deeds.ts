/** What can be done on an election's entry: each deed with its fields and the command that it becomes. */
import { t } from "../../i18n/index.svelte";
import { area, lines, text, type Deed } from "../../lib/deeds";
import { MARKINGS, words, type Option } from "../../lib/lists";
import { forInput, fromInput } from "../../lib/moment";
import { type Due, type Kept } from "../../lib/records";
import { said } from "../../lib/said";
import type { components } from "../../api/schema";
import type { Field, Values } from "../../ui/Form.svelte";

type Schemas = components["schemas"];
const KINDS = ["european", "presidential", "parliamentary", "regional", "local", "referendum"] as const;
const kindLabel = (kind: string): string => ({ european: t("prepare.kind.european"), presidential: t("prepare.kind.presidential"), parliamentary: t("prepare.kind.parliamentary"), regional: t("prepare.kind.regional"), local: t("prepare.kind.local"), referendum: t("prepare.kind.referendum") })[kind] ?? kind;

export function detailFields(): Field[] {
  return [
    text("title", t("prepare.title"), { max: 200 }),
    text("country", t("prepare.country"), { max: 2, hint: t("prepare.country.hint") }),
    { name: "kind", label: t("prepare.kind"), kind: "select", options: KINDS.map((value) => ({ value, label: kindLabel(value) })) },
    { name: "first_day", label: t("prepare.first"), kind: "date", required: true },
    { name: "last_day", label: t("prepare.last"), kind: "date", required: true },
    text("time_zone", t("prepare.zone"), { hint: t("prepare.zone.hint") }),
    { name: "holidays", label: t("prepare.holidays"), kind: "area", hint: t("prepare.holidays.hint") },
    { name: "retention_days", label: t("prepare.retention"), kind: "number", required: true, min: 1, max: 3_650, hint: t("prepare.retention.hint") },
    text("source", t("prepare.source"), { required: false }),
    { name: "marking", label: t("marking"), kind: "select", required: true, options: MARKINGS.map((value): Option => ({ value, label: value })) },
  ];
}

export const detailsOf = (values: Values): Record<string, unknown> => ({
  title: values["title"],
  country: String(values["country"]).trim().toUpperCase(),
  kind: values["kind"],
  first_day: values["first_day"],
  last_day: values["last_day"],
  calendar: { time_zone: values["time_zone"], holidays: words(String(values["holidays"] ?? "")) },
  retention_days: Number(values["retention_days"]),
  source: values["source"] ?? "",
  marking: values["marking"],
});

export const valuesOf = (details: Schemas["ElectionDetails"] | null | undefined): Values => ({
  title: details?.title ?? "",
  country: details?.country ?? "",
  kind: details?.kind ?? "",
  first_day: details?.first_day ?? "",
  last_day: details?.last_day ?? "",
  time_zone: details?.calendar?.time_zone ?? "Europe/Brussels",
  holidays: details?.calendar?.holidays?.join("\n") ?? "",
  retention_days: String(details?.retention_days ?? 120),
  source: details?.source ?? "",
  marking: details?.marking ?? "TLP:GREEN",
});

/** The form for an election that is known beforehand. */
export function knownValues(known: Schemas["KnownElection"]): Values {
  return {
    ...valuesOf(null),
    title: said(known.name),
    country: known.country,
    kind: known.kind === "european-parliament" ? "european" : known.kind,
    first_day: known.first_day,
    last_day: known.last_day,
    time_zone: known.time_zone,
    source: known.source.map((one) => one.address || one.cite)[0] ?? "",
  };
}

/** An id that no row has yet, made from what the row is about. */
function fresh(of: string, taken: object): string {
  const base = of.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 50) || "row";
  let id = base;
  for (let n = 2; id in taken; n++) id = `${base}-${n}`;
  return id;
}

export function putRisk(election: Kept<"election">, id?: string): Deed {
  const risk = id === undefined ? undefined : election.record.risks[id];
  const scale = (name: string, label: string): Field => ({ name, label, kind: "number", required: true, min: 1, max: 5, hint: t("risk.scale") });
  return {
    title: t(risk ? "risk.edit" : "risk.add"),
    action: t("save"),
    seen: !!risk,
    fields: [
      text("asset", t("risk.asset")),
      area("threat", t("risk.threat"), 2_000),
      scale("likelihood", t("risk.likelihood")),
      scale("impact", t("risk.impact")),
      text("owner", t("risk.owner")),
      area("mitigation", t("risk.mitigation"), 4_000, { required: false }),
      { name: "residual", label: t("risk.residual"), kind: "number", required: true, min: 1, max: 25, hint: t("risk.residual.hint") },
      { name: "review", label: t("risk.review"), kind: "date", required: true },
    ],
    initial: risk ? { ...risk, likelihood: String(risk.likelihood), impact: String(risk.impact), residual: String(risk.residual) } : {},
    command: (values) => ({
      command: "put-risk",
      id: id ?? fresh(String(values["asset"]), election.record.risks),
      risk: { asset: values["asset"], threat: values["threat"], likelihood: Number(values["likelihood"]), impact: Number(values["impact"]), owner: values["owner"], mitigation: values["mitigation"] ?? "", residual: Number(values["residual"]), review: values["review"] },
    }),
  };
}

export function dropRisk(id: string): Deed {
  return { title: t("risk.drop"), action: t("risk.drop"), danger: true, seen: true, fields: [area("reason", t("prepare.reason"), 2_000)], command: (values) => ({ command: "drop-risk", id, reason: values["reason"] }) };
}

export function putItem(election: Kept<"election">, id?: string): Deed {
  const item = id === undefined ? undefined : election.record.checklist[id];
  return {
    title: t(item ? "check.edit" : "check.add"),
    action: t("save"),
    seen: !!item,
    fields: [
      text("title", t("check.title"), { max: 300 }),
      text("owner", t("risk.owner"), { required: false }),
      { name: "done", label: t("check.done"), kind: "check" },
      area("evidence", t("check.evidence"), 2_000, { required: false, hint: t("check.evidence.hint") }),
    ],
    initial: { title: item?.title ?? "", owner: item?.owner ?? "", done: item?.done ?? false, evidence: item?.evidence ?? "" },
    command: (values) => ({ command: "put-item", id: id ?? fresh(String(values["title"]), election.record.checklist), item: { title: values["title"], owner: values["owner"] ?? "", done: values["done"] === true, evidence: values["evidence"] ?? "" } }),
  };
}

export function confirm(due: Due): Deed {
  return {
    title: t("milestone.confirm.of", { what: said(due.what) }),
    action: t("milestone.confirm"),
    seen: true,
    fields: [area("proof", t("milestone.proof"), 2_000, { hint: t("milestone.proof.hint") })],
    command: (values) => ({ command: "confirm", milestone: due.name, proof: values["proof"] }),
  };
}

export function stateFacts(election: Kept<"election">, name = "all"): Deed {
  const facts = election.record.facts[name];
  return {
    title: t("facts.state"),
    action: t("save"),
    seen: !!facts,
    fields: [
      text("name", t("facts.name"), { max: 60, hint: t("facts.name.hint") }),
      area("days", t("facts.days"), 400, { hint: t("prepare.holidays.hint") }),
      text("hours", t("facts.hours")),
      area("methods", t("facts.methods"), 2_000, { hint: t("crisis.lines") }),
      area("eligibility", t("facts.eligibility"), 2_000),
      { name: "address", label: t("facts.address"), kind: "url", required: true, hint: t("facts.address.hint") },
    ],
    initial: { name, days: (facts?.days ?? [election.record.details?.first_day ?? ""]).join("\n"), hours: facts?.hours ?? "", methods: facts?.methods.join("\n") ?? "", eligibility: facts?.eligibility ?? "", address: facts?.address ?? "" },
    command: (values) => ({
      command: "state-facts",
      name: values["name"],
      facts: { days: words(String(values["days"])), hours: values["hours"], methods: lines(values["methods"]), eligibility: values["eligibility"], address: values["address"] },
    }),
  };
}

export function declareWindow(election: Kept<"election">, signatories: readonly Option[]): Deed {
  const window = election.record.window;
  return {
    title: t("window.declare"),
    action: t("save"),
    seen: true,
    fields: [
      { name: "from", label: t("window.from"), kind: "datetime-local", required: true, hint: t("crisis.due.hint") },
      { name: "until", label: t("window.until"), kind: "datetime-local", required: true },
      { name: "signatories", label: t("window.signatories"), kind: "checks", options: signatories, hint: t("window.signatories.hint") },
    ],
    initial: window ? { from: forInput(window.from), until: forInput(window.until), signatories: window.signatories ?? [] } : {},
    command: (values) => ({ command: "declare-window", window: { from: fromInput(values["from"]), until: fromInput(values["until"]), signatories: values["signatories"] } }),
  };
}

export function close(): Deed {
  return { title: t("prepare.close"), action: t("prepare.close"), danger: true, seen: true, fields: [area("review", t("prepare.review"), 8_000, { hint: t("prepare.review.hint") })], command: (values) => ({ command: "close", review: values["review"] }) };
}
