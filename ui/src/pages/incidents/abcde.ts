/**
 * An incident by ABCDE: actor, behaviour, content, degree, effect, as the records that name the incident say.
 *
 * **The problem.** What the framework asks for lies apart: judgements in cases, techniques and narratives in STIX objects, figures in
 * findings and measures. **The choice.** Each cell is a list of lines, each of which leads to the record that it is from; a cell that no
 * record fills stays empty and says that it is unknown. Nothing is inferred from another cell: activity is no effect, coordination is
 * no actor. Rejected: a form that asks for the five again, which would be true once.
 */
import { get } from "../../api/client";
import type { components } from "../../api/schema";
import { named, t, tn } from "../../i18n/index.svelte";
import { word } from "../../lib/command-form/words";
import { country, pageOf, records, type Kept } from "../../lib/records";
import { session } from "../../lib/session.svelte";
import type { Stix } from "../../lib/stix";
import { localDay, number } from "../../lib/time";
import { effectsOf } from "../respond/views/effect";

export const CELLS = ["actor", "behaviour", "content", "degree", "effect"] as const;
export type Cell = (typeof CELLS)[number];

export interface Line {
  /** What is known. */
  text: string;
  /** How sure, since when, of what: shown smaller. */
  more?: string;
  /** In the words of whoever wrote it. */
  reasons?: string;
  /** The record that it is from. */
  href: string;
  from: string;
}

export type Abcde = Record<Cell, Line[]>;

interface Seen {
  incident: Stix;
  near: readonly Stix[];
  sightings: readonly Stix[];
}

type Situation = components["schemas"]["Situation"];

const tab = (view: string): string => `?view=${view}`;
/** Of a list as long as a finger: the first, and how many more. */
const MOST = 8;

export async function abcde({ incident, near, sightings }: Seen, signal: AbortSignal): Promise<Abcde> {
  const may = session.may("GET /api/v1/casework/{kind}");
  const [cases, measures, kept] = await Promise.all([
    may ? records("case", { incident: incident.id }, signal) : [],
    may ? records("measure", { incident: incident.id }, signal) : [],
    get("/api/v1/incidents/{id}/situation", { path: { id: incident.id }, signal }).catch(() => null),
  ]);
  const situation = (kept as { situation?: Situation } | null)?.situation ?? null;
  return {
    actor: cases.flatMap(actors),
    behaviour: [...cases.flatMap(behaviours), ...techniques(near)],
    content: contents(near),
    degree: [...counted(incident, sightings), ...states(situation, incident.id), ...cases.flatMap(degrees), ...measures.flatMap(series)],
    effect: [...cases.flatMap(effects), ...(await Promise.all(measures.map((one) => changed(one, signal)))).flat()],
  };
}

const source = (one: Kept<"case" | "measure">): { href: string; from: string } => ({ href: pageOf(one.kind, one.id), from: one.summary.title });
const sure = (confidence: string | undefined): string => `${t("incident.confidence")}: ${named("sure", confidence ?? "low")}`;

function actors(one: Kept<"case">): Line[] {
  const { attribution, exposures } = one.record;
  const levels = (["state", "actor", "operation", "cluster"] as const).flatMap((level): Line[] => {
    const found = attribution[level];
    return found ? [{ text: `${named("attribution.of", level)}: ${found.name}`, more: sure(found.confidence), reasons: found.reasons, ...source(one) }] : [];
  });
  const hypotheses = (attribution.hypotheses ?? []).map((each): Line => ({ text: t("abcde.hypothesis", { what: each.what }), more: sure(each.confidence), ...source(one) }));
  const channels = Object.entries(exposures).map(([channel, each]): Line => ({ text: `${channel}: ${named("exposure", each.category)}`, ...(each.actor ? { more: each.actor } : {}), ...source(one) }));
  return [...levels, ...channels, ...hypotheses];
}

function behaviours(one: Kept<"case">): Line[] {
  const found = one.record.coordination;
  return found ? [{ text: t("abcde.coordination", { found: word("found", found.found) }), more: sure(found.confidence), reasons: found.reasons, ...source(one) }] : [];
}

function techniques(near: readonly Stix[]): Line[] {
  return near
    .filter((one) => one.type === "attack-pattern")
    .map((one): Line => {
      const id = one.external_references?.find((ref) => /^T\d/.test(ref.external_id ?? ""))?.external_id ?? "";
      return { text: [id, one.name ?? (id ? "" : one.id)].filter(Boolean).join(" "), href: tab("disarm"), from: t("incident.disarm") };
    })
    .sort((a, b) => a.text.localeCompare(b.text));
}

function contents(near: readonly Stix[]): Line[] {
  const from = { href: tab("observables"), from: t("incident.observables") };
  const of = (types: readonly string[]): Stix[] => near.filter((one) => types.includes(one.type));
  const list = (all: readonly Stix[], text: (one: Stix) => string, more: string): Line[] => [
    ...all.slice(0, MOST).map((one): Line => ({ text: text(one), more, ...from })),
    ...(all.length > MOST ? [{ text: tn("abcde.more", all.length - MOST), ...from }] : []),
  ];
  return [
    ...list(of(["narrative"]), (one) => one.name ?? one.id, t("abcde.narrative")),
    ...list(of(["url", "domain-name"]), (one) => String(one["value"] ?? one.id), t("abcde.address")),
    ...list(of(["artifact", "file"]), (one) => one.name ?? String(one["url"] ?? one.id), t("abcde.file")),
  ];
}

interface Coordination {
  findings?: number;
  accounts?: number;
  first?: string;
  last?: string;
}

function counted(incident: Stix, sightings: readonly Stix[]): Line[] {
  const seen = (incident["x_ostrakon_coordination"] ?? null) as Coordination | null;
  const from = { href: tab("observables"), from: t("incident.observables") };
  const sum = sightings.reduce((all, one) => all + Number(one["count"] ?? 1), 0);
  return [
    ...(seen?.accounts === undefined ? [] : [{ text: tn("judgement.accounts", seen.accounts), more: [tn("judgement.findings", seen.findings ?? 0), seen.first && seen.last ? `${localDay(Date.parse(seen.first))} – ${localDay(Date.parse(seen.last))}` : ""].filter(Boolean).join(" · "), ...from }]),
    ...(sightings.length ? [{ text: tn("judgement.sightings", sum), ...from }] : []),
  ];
}

function states(situation: Situation | null, incident: string): Line[] {
  const all = situation?.member_states ?? [];
  if (!all.length) return [];
  return [{ text: t("abcde.states", { names: all.map(country).join(", ") }), href: `/respond?view=routes&incident=${encodeURIComponent(incident)}&know=1`, from: t("abcde.known") }];
}

function degrees(one: Kept<"case">): Line[] {
  const impact = one.record.impact;
  return [
    ...(impact?.activity ? [{ text: t("abcde.activity"), reasons: impact.activity, more: sure(impact.confidence), ...source(one) }] : []),
    ...(impact?.reach ? [{ text: t("abcde.reach"), reasons: impact.reach, more: sure(impact.confidence), ...source(one) }] : []),
  ];
}

/** Volume, reach and spread by themselves, never added up; a step that was not counted is none. */
function series(one: Kept<"measure">): Line[] {
  const observed = one.record.observed as unknown as Record<string, { unit: string; source: string; values: (number | null)[] }>;
  return ["volume", "reach", "spread"].flatMap((what): Line[] => {
    const found = observed[what];
    const values = found?.values.filter((each): each is number => typeof each === "number") ?? [];
    if (!found || !values.length) return [];
    return [{ text: t("abcde.series", { what: word("what", what), most: number(Math.max(...values)), last: number(values.at(-1) ?? 0), unit: found.unit }), more: found.source, ...source(one) }];
  });
}

function effects(one: Kept<"case">): Line[] {
  const impact = one.record.impact;
  if (!impact) return [];
  return [{ text: word("found", impact.found), more: sure(impact.confidence), reasons: [impact.effect, impact.reasons].filter(Boolean).join(" "), ...source(one) }];
}

/** What a measure against it changed: an effect of the answer, said as such. */
async function changed(one: Kept<"measure">, signal: AbortSignal): Promise<Line[]> {
  if (!Object.values(one.record.observed).some(Boolean)) return [];
  const found = await effectsOf(one.id, signal).catch(() => null);
  if (!found) return [];
  return (["volume", "reach", "spread"] as const).flatMap((what): Line[] => {
    const each = found[what];
    if (!each || each.verdict === "cannot-be-told") return [];
    return [{ text: t("abcde.answered", { what: word("what", what), finding: word("finding", each.level.finding) }), ...source(one) }];
  });
}
