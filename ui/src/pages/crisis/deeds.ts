/** What can be done on a crisis page: each deed with its fields and the command that it becomes. */
import { now } from "../../lib/now";
import { named, t } from "../../i18n/index.svelte";
import { area, lines, text, type Deed } from "../../lib/deeds";
import { markings, words, type Option } from "../../lib/lists";
import { forInput, fromInput } from "../../lib/moment";
import { nameOf, type Names } from "../../lib/organisations";
import { type Kept } from "../../lib/records";
import { said } from "../../lib/said";
import type { components } from "../../api/schema";
import type { Field, Values } from "../../ui/Form.svelte";

type Mode = components["schemas"]["CrisisMode"];
type Crisis = Kept<"crisis">;
export const MODES: readonly Mode[] = ["none", "monitoring", "information-sharing", "full"];
/** The ground that is cited unless another is written. */
const GROUND = "Council Implementing Decision (EU) 2018/1993";

const when = (name: string, label: string, hint?: string): Field => ({ name, label, kind: "datetime-local", required: true, ...(hint ? { hint } : {}) });
const soon = (hours: number): string => forInput(Math.ceil((now() + hours * 3_600_000) / 3_600_000) * 3_600_000);

export const scopeFields = (participants: readonly Option[], elections: readonly Option[], incidents: readonly Option[]): Field[] => [
  text("title", t("crisis.title"), { max: 200 }),
  area("scope", t("crisis.scope"), 4_000, { hint: t("crisis.scope.hint") }),
  { name: "election", label: t("crisis.election"), kind: "select", options: elections },
  { name: "incidents", label: t("nav.incidents"), kind: "checks", options: incidents },
  { name: "participants", label: t("crisis.participants"), kind: "checks", options: participants },
  { name: "presidency", label: t("crisis.presidency"), kind: "select", options: participants },
  { name: "marking", label: t("marking"), kind: "select", required: true, options: markings, hint: t("crisis.marking.hint") },
];

export const scopeOf = (values: Values): Record<string, unknown> => ({
  title: values["title"],
  scope: values["scope"],
  election: values["election"] || null,
  incidents: values["incidents"],
  participants: values["participants"],
  presidency: values["presidency"] || null,
  marking: values["marking"],
});

export function changeMode(crisis: Crisis, to: Mode): Deed {
  const rises = MODES.indexOf(to) > MODES.indexOf(crisis.record.mode);
  return {
    title: t("crisis.mode.change", { mode: named("crisis.mode", to) }),
    action: rises ? t("crisis.mode.activate") : t("crisis.mode.step.down"),
    danger: !rises,
    seen: true,
    fields: [
      text("ground", t("crisis.mode.ground"), { max: 500 }),
      area("consulted", t("crisis.mode.consulted"), 1_000, { hint: t("crisis.mode.consulted.hint"), required: rises && to !== "monitoring" }),
      area("reason", t("crisis.mode.reason"), 2_000),
    ],
    initial: { ground: GROUND },
    command: (values) => ({ command: "change-mode", to, ground: values["ground"], consulted: words(String(values["consulted"])), reason: values["reason"] }),
  };
}

export function askMode(crisis: Crisis): Deed {
  const options = MODES.filter((mode) => mode !== crisis.record.mode).map((value) => ({ value, label: named("crisis.mode", value) }));
  return {
    title: t("crisis.mode.ask"),
    action: t("crisis.mode.ask.send"),
    fields: [{ name: "to", label: t("crisis.mode"), kind: "select", required: true, options }, area("reason", t("crisis.mode.reason"), 2_000)],
    command: (values) => ({ command: "ask-mode", to: values["to"], reason: values["reason"] }),
  };
}

export function solidarity(code: string): Deed {
  return {
    title: t("crisis.solidarity"),
    action: t("crisis.solidarity.do"),
    danger: true,
    seen: true,
    fields: [text("member_state", t("crisis.solidarity.state"), { hint: t("crisis.solidarity.hint") }), area("reason", t("crisis.mode.reason"), 2_000)],
    initial: { member_state: code },
    command: (values) => ({ command: "invoke-solidarity", member_state: values["member_state"], reason: values["reason"] }),
  };
}

const participants = (crisis: Crisis, known: Names): Option[] => crisis.record.scope.participants?.map((value) => ({ value, label: nameOf(known, value) })) ?? [];

export function ask(crisis: Crisis, known: Names): Deed {
  return {
    title: t("crisis.ask"),
    action: t("crisis.ask.send"),
    fields: [area("text", t("crisis.question"), 2_000), { name: "to", label: t("crisis.question.to"), kind: "checks", required: true, options: participants(crisis, known) }, when("due", t("crisis.due"), t("crisis.due.hint"))],
    initial: { due: soon(24), to: crisis.record.scope.participants ?? [] },
    command: (values) => ({ command: "ask", question: { text: values["text"], to: values["to"], due: fromInput(values["due"]) } }),
  };
}

export function answer(question: number): Deed {
  return {
    title: t("crisis.answer"),
    action: t("crisis.answer.send"),
    fields: [area("text", t("crisis.answer.text"), 8_000)],
    command: (values) => ({ command: "answer", question, text: values["text"] }),
  };
}

export function inform(crisis: Crisis): Deed {
  const highest = crisis.record.scope.marking ?? "TLP:AMBER+STRICT";
  const allowed = markings.slice(0, markings.findIndex((one) => one.value === highest) + 1);
  return {
    title: t("crisis.inform"),
    action: t("crisis.inform.send"),
    fields: [
      area("text", t("crisis.item"), 8_000),
      text("source", t("crisis.item.source"), { max: 500 }),
      { name: "reliability", label: t("crisis.item.reliability"), kind: "select", required: true, options: [..."ABCDEF"].map((value) => ({ value, label: `${value} – ${named("reliability", value)}` })) },
      { name: "credibility", label: t("crisis.item.credibility"), kind: "select", required: true, options: [..."123456"].map((value) => ({ value, label: `${value} – ${named("credibility", value)}` })) },
      when("cut_off", t("crisis.cutoff"), t("crisis.cutoff.hint")),
      { name: "marking", label: t("marking"), kind: "select", required: true, options: allowed },
      { name: "countries", label: t("crisis.item.countries"), kind: "text", hint: t("crisis.item.countries.hint") },
    ],
    initial: { cut_off: forInput(now()), marking: highest },
    command: (values) => ({
      command: "inform",
      item: {
        text: values["text"],
        source: values["source"],
        reliability: `${String(values["reliability"])}${String(values["credibility"])}`,
        cut_off: fromInput(values["cut_off"]),
        marking: values["marking"],
        countries: words(String(values["countries"])).map((one) => one.toUpperCase()),
        incidents: crisis.record.scope.incidents ?? [],
      },
    }),
  };
}

export function enterAction(mechanisms: readonly components["schemas"]["Mechanism"][]): Deed {
  return {
    title: t("crisis.action.add"),
    action: t("crisis.action.add"),
    fields: [
      text("actor", t("crisis.action.actor"), { max: 200 }),
      { name: "instrument", label: t("crisis.action.instrument"), kind: "select", required: true, options: mechanisms.map((one) => ({ value: one.id, label: said(one.title) })) },
      area("what", t("crisis.action.what"), 2_000),
      text("status", t("crisis.action.status"), { max: 200 }),
    ],
    command: (values) => ({ command: "act", measure: { actor: values["actor"], instrument: values["instrument"], what: values["what"], status: values["status"] } }),
  };
}

export function updateAction(crisis: Crisis, action: number): Deed {
  return {
    title: t("crisis.action.update"),
    action: t("save"),
    seen: true,
    fields: [text("status", t("crisis.action.status"), { max: 200 })],
    initial: { status: crisis.record.actions[action]?.status ?? "" },
    command: (values) => ({ command: "update-action", action, status: values["status"] }),
  };
}

export function contradict(crisis: Crisis): Deed {
  const options = crisis.record.items.map((one, index) => ({ value: String(index), label: `${index + 1}. ${one.text.slice(0, 80)} (${one.source})` }));
  return {
    title: t("crisis.contradict"),
    action: t("crisis.contradict.send"),
    fields: [
      { name: "first", label: t("crisis.contradict.first"), kind: "select", required: true, options },
      { name: "second", label: t("crisis.contradict.second"), kind: "select", required: true, options },
      area("what", t("crisis.contradict.what"), 2_000),
    ],
    command: (values) => ({ command: "contradict", contradiction: { items: [Number(values["first"]), Number(values["second"])], what: values["what"] } }),
  };
}

export function settle(contradiction: number): Deed {
  return {
    title: t("crisis.settle"),
    action: t("crisis.settle.send"),
    seen: true,
    fields: [area("how", t("crisis.settle.how"), 2_000)],
    command: (values) => ({ command: "settle", contradiction, how: values["how"] }),
  };
}

export function roundtable(): Deed {
  return {
    title: t("crisis.roundtable.add"),
    action: t("crisis.roundtable.add"),
    fields: [
      when("held", t("crisis.roundtable.held")),
      area("participants", t("crisis.participants"), 2_000, { hint: t("crisis.lines") }),
      area("conclusions", t("crisis.roundtable.conclusions"), 8_000),
      area("actions", t("crisis.roundtable.actions"), 4_000, { hint: t("crisis.lines"), required: false }),
    ],
    initial: { held: forInput(now()) },
    command: (values) => ({
      command: "hold-roundtable",
      roundtable: { held: fromInput(values["held"]), participants: lines(values["participants"]), conclusions: values["conclusions"], actions: lines(values["actions"]) },
    }),
  };
}

export function requestReport(): Deed {
  return {
    title: t("crisis.report.ask"),
    action: t("crisis.report.ask.send"),
    fields: [
      area("questions", t("crisis.report.questions"), 4_000, { hint: t("crisis.lines") }),
      when("due", t("crisis.due"), t("crisis.due.hint")),
      { name: "periodicity", label: t("crisis.report.often"), kind: "text", hint: t("crisis.report.often.hint") },
    ],
    initial: { due: soon(24) },
    command: (values) => ({ command: "request-report", request: { questions: lines(values["questions"]), due: fromInput(values["due"]), periodicity: values["periodicity"] } }),
  };
}

export function lessons(): Deed {
  return {
    title: t("crisis.lessons.add"),
    action: t("crisis.lessons.add"),
    fields: [area("text", t("crisis.lessons.text"), 8_000)],
    command: (values) => ({ command: "write-lessons", text: values["text"] }),
  };
}
