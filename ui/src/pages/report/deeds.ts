/** What can be done on an issue of the situation report: each deed with its fields and the command that it becomes. */
import { named, t } from "../../i18n/index.svelte";
import { area, lines, text, type Deed } from "../../lib/deeds";
import { markings, type Option } from "../../lib/lists";
import { forInput, fromInput } from "../../lib/moment";
import type { Command, Kept } from "../../lib/records";
import type { components } from "../../api/schema";
import type { Field, Values } from "../../ui/Form.svelte";

type Issue = Kept<"report">;
type Piece = components["schemas"]["ReportPiece"];
export const SECTIONS = ["summary", "developments", "countries", "threats", "narratives", "impact", "gaps", "outlook", "unobserved"] as const;
/** Languages are named in themselves. */
const LANGUAGES: Option[] = [{ value: "en", label: "English" }, { value: "fr", label: "Français" }, { value: "de", label: "Deutsch" }];
const LIKELIHOODS = ["almost-no-chance", "very-unlikely", "unlikely", "roughly-even-chance", "likely", "very-likely", "almost-certain"] as const;

const moment = (value: unknown): number | null => (value ? fromInput(value) : null);
const local = (at: number | null | undefined): string => (at ? forInput(at) : "");

export function outlineFields(elections: readonly Option[], organisations: readonly Option[]): Field[] {
  return [
    text("title", t("crisis.title"), { max: 200 }),
    { name: "election", label: t("crisis.election"), kind: "select", required: true, options: elections },
    { name: "cut_off", label: t("report.cutoff"), kind: "datetime-local", required: true, hint: t("report.cutoff.hint") },
    { name: "marking", label: t("marking"), kind: "select", required: true, options: markings, hint: t("report.marking.hint") },
    { name: "language", label: t("report.language"), kind: "select", required: true, options: LANGUAGES, hint: t("report.language.hint") },
    { name: "next_due", label: t("report.next"), kind: "datetime-local" },
    { name: "recipients", label: t("report.recipients"), kind: "checks", options: organisations, hint: t("report.recipients.hint") },
    area("distribution", t("report.distribution"), 4_000, { required: false, hint: t("crisis.lines") }),
    text("contact", t("report.contact"), { required: false, max: 200 }),
  ];
}

export const outlineOf = (values: Values): Record<string, unknown> => ({
  title: values["title"],
  election: values["election"],
  cut_off: fromInput(values["cut_off"]),
  marking: values["marking"],
  language: values["language"],
  next_due: moment(values["next_due"]),
  recipients: values["recipients"],
  distribution: lines(values["distribution"]),
  contact: values["contact"] ?? "",
});

export const outlineValues = (outline: Issue["record"]["outline"]): Values => ({
  title: outline.title,
  election: outline.election,
  cut_off: forInput(outline.cut_off, true),
  marking: outline.marking ?? "TLP:AMBER",
  language: outline.language || "en",
  next_due: local(outline.next_due),
  recipients: outline.recipients ?? [],
  distribution: (outline.distribution ?? []).join("\n"),
  contact: outline.contact ?? "",
});

function send(piece: Record<string, unknown> & { kind: Piece["kind"] }, number: number | undefined): Command {
  const { kind, ...rest } = piece;
  if (number !== undefined) return { command: "rewrite", number, piece };
  return kind === "passage" ? { command: "add-paragraph", paragraph: rest } : kind === "scenario" ? { command: "add-scenario", scenario: rest } : { command: "add-decision", decision: rest };
}

export function passage(number?: number, now?: Extract<Piece, { kind: "passage" }>): Deed {
  return {
    title: t("report.paragraph"),
    action: t("save"),
    fields: [
      { name: "section", label: t("report.section"), kind: "select", required: true, options: SECTIONS.map((value) => ({ value, label: named("report.in", value) })) },
      text("about", t("report.about"), { required: false, max: 200, hint: t("report.about.hint") }),
      area("text", t("report.text"), 4_000),
    ],
    initial: { section: now?.section ?? "summary", about: now?.about ?? "", text: now?.text ?? "" },
    command: (values) => send({ kind: "passage", section: values["section"], about: values["about"] ?? "", text: values["text"] }, number),
  };
}

export function scenario(number?: number, now?: Extract<Piece, { kind: "scenario" }>): Deed {
  return {
    title: t("report.scenario"),
    action: t("save"),
    fields: [
      text("label", t("report.scenario.label"), { max: 200 }),
      { name: "likelihood", label: t("report.likelihood"), kind: "select", required: true, options: LIKELIHOODS.map((value) => ({ value, label: named("likelihood", value) })) },
      { name: "confidence", label: t("incident.confidence"), kind: "select", required: true, options: ["low", "moderate", "high"].map((value) => ({ value, label: named("sure", value) })) },
      { name: "until", label: t("report.until"), kind: "datetime-local" },
      area("text", t("attribution.reasons"), 4_000, { required: false }),
      area("indicators", t("report.indicators"), 6_000, { required: false, hint: t("crisis.lines") }),
    ],
    initial: { label: now?.label ?? "", likelihood: now?.likelihood ?? "", confidence: now?.confidence ?? "", until: local(now?.until), text: now?.text ?? "", indicators: (now?.indicators ?? []).join("\n") },
    command: (values) => send({ kind: "scenario", label: values["label"], likelihood: values["likelihood"], confidence: values["confidence"], until: moment(values["until"]), text: values["text"] ?? "", indicators: lines(values["indicators"]) }, number),
  };
}

export function decision(number?: number, now?: Extract<Piece, { kind: "decision" }>): Deed {
  return {
    title: t("report.decision"),
    action: t("save"),
    fields: [
      text("question", t("report.question"), { max: 300 }),
      text("asked_of", t("report.asked"), { required: false, max: 200 }),
      { name: "due", label: t("crisis.due"), kind: "datetime-local" },
      area("options", t("report.options"), 6_000, { required: false, hint: t("crisis.lines") }),
      text("basis", t("prepare.basis"), { required: false, max: 500 }),
      area("text", t("report.background"), 4_000, { required: false }),
    ],
    initial: { question: now?.question ?? "", asked_of: now?.asked_of ?? "", due: local(now?.due), options: (now?.options ?? []).join("\n"), basis: now?.basis ?? "", text: now?.text ?? "" },
    command: (values) => send({ kind: "decision", question: values["question"], asked_of: values["asked_of"] ?? "", due: moment(values["due"]), options: lines(values["options"]), basis: values["basis"] ?? "", text: values["text"] ?? "" }, number),
  };
}

/** The deed that writes a piece anew. */
export function rewrite(number: number, piece: Piece): Deed {
  return piece.kind === "passage" ? passage(number, piece) : piece.kind === "scenario" ? scenario(number, piece) : decision(number, piece);
}

export function setCutOff(issue: Issue): Deed {
  return {
    title: t("report.cutoff.set"),
    action: t("save"),
    seen: true,
    fields: [{ name: "cut_off", label: t("report.cutoff"), kind: "datetime-local", required: true, hint: t("report.cutoff.hint") }],
    initial: { cut_off: forInput(issue.record.outline.cut_off, true) },
    command: (values) => ({ command: "set-cut-off", cut_off: fromInput(values["cut_off"]) }),
  };
}

export function correct(): Deed {
  return {
    title: t("report.correct"),
    action: t("report.correct"),
    fields: [area("was", t("report.was"), 2_000), area("is", t("report.is"), 2_000), area("reason", t("prepare.reason"), 2_000)],
    command: (values) => ({ command: "correct", correction: { was: values["was"], is: values["is"], reason: values["reason"] } }),
  };
}

export function withdraw(): Deed {
  return { title: t("report.withdraw"), action: t("report.withdraw"), danger: true, seen: true, fields: [area("reason", t("prepare.reason"), 2_000)], command: (values) => ({ command: "withdraw", reason: values["reason"] }) };
}
