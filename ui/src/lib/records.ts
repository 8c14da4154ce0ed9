/**
 * Records of casework as the pages for a crisis, an election and an incident read them: lists with the whole record, commands,
 * and where a record of a kind is shown.
 */
import { call, get, type Asked } from "../api/client";
import type { components } from "../api/schema";
import { i18n } from "../i18n/index.svelte";

type Schemas = components["schemas"];
export interface Kinds {
  alert: Schemas["Alert"];
  case: Schemas["Case"];
  crisis: Schemas["Crisis"];
  election: Schemas["Election"];
  "evidence-file": Schemas["EvidenceFile"];
  measure: Schemas["Measure"];
  plan: Schemas["ResponsePlan"];
  report: Schemas["Report"];
}
export type Kind = keyof Kinds;
export type Row = Schemas["CaseRow"];
export type Due = Schemas["DueDeadline"];
export type Command = { command: string } & Record<string, unknown>;
export interface Kept<K extends Kind = Kind> extends Omit<Schemas["CaseRecord"], "kind" | "record"> {
  kind: K;
  record: Kinds[K];
}
export interface Which {
  open?: boolean;
  election?: string;
  incident?: string;
}

/** All records of a kind, or of all kinds, as lists show them; last changed first. */
export async function rows(kind: string | null, which: Which & { full?: boolean }, signal: AbortSignal, most = 5_000): Promise<Row[]> {
  const found: Row[] = [];
  let next: string | undefined;
  do {
    const query = { ...which, limit: Math.min(1_000, most), ...(next ? { next } : {}) };
    const page = kind ? await get("/api/v1/casework/{kind}", { path: { kind }, query, signal }) : await get("/api/v1/casework", { query, signal });
    found.push(...page.rows);
    next = page.next;
  } while (next && found.length < most);
  return found;
}

/** The same, each with the whole record. */
export async function records<K extends Kind>(kind: K, which: Which, signal: AbortSignal): Promise<Kept<K>[]> {
  const list = await rows(kind, { ...which, full: true }, signal);
  return list.map(({ id, rev, owner, created, updated, deadlines, record, ...summary }) => ({ id, kind, rev, owner, created, updated, summary, deadlines: deadlines ?? [], record: record as unknown as Kinds[K] }));
}

export async function record<K extends Kind>(kind: K, id: string, signal?: AbortSignal): Promise<{ data: Kept<K>; etag: string | null }> {
  const { data, etag } = await call("get", "/api/v1/casework/{kind}/{id}", { path: { kind, id }, ...(signal ? { signal } : {}) });
  return { data: data as unknown as Kept<K>, etag };
}

type Open = Asked<"/api/v1/casework/{kind}", "post">;

/** Opens a record with its command `open`. */
export async function open<K extends Kind>(kind: K, command: Record<string, unknown>, key: string): Promise<Kept<K>> {
  const body = command as unknown as NonNullable<Open["body"]>;
  return (await call("post", "/api/v1/casework/{kind}", { path: { kind }, body, key })).data as unknown as Kept<K>;
}

/** Does something with a record; with `etag` only if it is still as it was seen. */
export async function act(kind: Kind, id: string, command: Command, key: string, etag?: string | null): Promise<string | null> {
  const body = command as unknown as NonNullable<Open["body"]>;
  const asked = { path: { kind, id }, body, key, ...(etag ? { match: etag } : {}) };
  return (await call("post", "/api/v1/casework/{kind}/{id}/commands", asked)).etag;
}

/** Where a record is shown. */
export function pageOf(kind: string, id: string): string {
  const place = encodeURIComponent(id);
  if (kind === "crisis") return `/crisis/${place}`;
  if (kind === "report") return `/report/${place}`;
  if (kind === "election") return `/prepare/${place}`;
  return `/respond/${encodeURIComponent(kind)}/${place}`;
}

/** The name of a country, by its two letters. */
export function country(code: string): string {
  if (!/^[A-Z]{2}$/.test(code)) return code;
  return new Intl.DisplayNames(i18n.locale, { type: "region" }).of(code) ?? code;
}
