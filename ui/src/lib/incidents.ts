/** Incidents of all collections that one may see, each once, with what people wrote down for the router: countries, elections. */
import { now } from "./now";
import { get } from "../api/client";
import type { components } from "../api/schema";

export type Incident = components["schemas"]["IncidentRow"];

export async function incidents(which: { open?: boolean }, signal: AbortSignal): Promise<{ rows: Incident[]; at: number }> {
  const found: Incident[] = [];
  let next: string | undefined;
  let at = now();
  do {
    const page = await get("/api/v1/incidents", { query: { ...which, limit: 1_000, ...(next ? { next } : {}) }, signal });
    found.push(...page.rows);
    at = page.as_of;
    next = page.next;
  } while (next);
  return { rows: found, at };
}

export const pageOfIncident = (one: { id: string; collection: string }): string => `/incidents/${encodeURIComponent(one.collection)}/${encodeURIComponent(one.id)}`;
