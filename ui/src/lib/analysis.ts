/** What the pages of analyses share: names of things, the window of time in the address, small numbers in words. */
import type { components } from "../api/schema";
import { i18n } from "../i18n/index.svelte";
import { place } from "./router.svelte";

type Schemas = components["schemas"];
export type Analysis = Schemas["Analysis"];
export type Summary = Schemas["AnalysisSummary"];
export type GroupRow = Schemas["GroupRow"];
export type GroupDetail = Schemas["GroupDetail"];
export type Post = Schemas["EvidencePost"];
export type Exhibit = Schemas["GroupExhibit"];
export type Network = Schemas["Network"];
export type Signal = Schemas["Signal"];

export const SIGNALS = ["co-repost", "co-link", "co-domain", "co-hashtag", "co-mention", "co-reply", "co-post", "co-text", "co-similar-text", "co-media"] as const satisfies readonly Signal[];
export const STRENGTHS = ["very-strong", "strong", "moderate", "weak", "none"] as const;
export const STATUSES = ["open", "dismissed", "merged", "promoted"] as const;

export interface Span {
  from?: number;
  to?: number;
}

function moment(name: string): number | undefined {
  const text = place.get(name);
  return /^-?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The window of time that every part of the page keeps to: `from` and `to` of the address, milliseconds. */
export function span(): Span {
  let [from, to] = [moment("from"), moment("to")];
  // Typed the wrong way round: what lies between is meant.
  if (from !== undefined && to !== undefined && from > to) [from, to] = [to, from];
  return { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) };
}

export function setSpan(from: number | null, to: number | null): void {
  place.set({ from: from === null ? null : String(Math.round(from)), to: to === null ? null : String(Math.round(to)) });
}

/** Address of a group; the window comes along. */
export function groupHref(analysis: string, group: string, values: Record<string, string> = {}): string {
  const query = new URLSearchParams(values);
  for (const name of ["from", "to"]) if (place.get(name) && !query.has(name)) query.set(name, place.get(name));
  const text = query.toString();
  return `/investigate/${encodeURIComponent(analysis)}/${encodeURIComponent(group)}${text ? `?${text}` : ""}`;
}

const RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** A probability: as a decimal where it can be read as one, else as a power of ten (“1.3 × 10⁻²¹”). */
export function probability(value: number): string {
  if (value === 0) return "< 10⁻³⁰⁰";
  if (value >= 0.001) return new Intl.NumberFormat(i18n.locale, { maximumSignificantDigits: 2 }).format(value);
  const power = Math.floor(Math.log10(value));
  const factor = new Intl.NumberFormat(i18n.locale, { maximumSignificantDigits: 2 }).format(value / 10 ** power);
  return `${factor} × 10⁻${[...String(-power)].map((digit) => RAISED[Number(digit)]).join("")}`;
}

export function decimal(value: number, digits = 2): string {
  return new Intl.NumberFormat(i18n.locale, { maximumSignificantDigits: digits }).format(value);
}
