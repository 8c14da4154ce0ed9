/** STIX 2.1 objects as the pages read them: fields that may be missing, and markings by their fixed ids (TLP 2.0). */
import { get } from "../api/client";
import { whole } from "./lists";

export interface Stix {
  type: string;
  id: string;
  created?: string;
  modified?: string;
  name?: string;
  description?: string;
  confidence?: number;
  created_by_ref?: string;
  object_marking_refs?: string[];
  object_refs?: string[];
  external_references?: { source_name: string; external_id?: string; url?: string; description?: string }[];
  kill_chain_phases?: { kill_chain_name: string; phase_name: string }[];
  extensions?: Record<string, Record<string, unknown>>;
  [other: string]: unknown;
}

const TLP: Record<string, string> = {
  "94868c89-83c2-464b-929b-a1a8aa3c8487": "TLP:CLEAR",
  "bab4a63c-aed9-4cf5-a766-dfca5abac2bb": "TLP:GREEN",
  "55d920b0-5e8b-4f79-9ee9-91f868d9b421": "TLP:AMBER",
  "939a9414-2ddd-4d32-a0cd-375ea402b003": "TLP:AMBER+STRICT",
  "e828b379-4e03-4974-9ac4-e53a884c97c1": "TLP:RED",
};

/** Its marking; what is unmarked is treated as the hub treats it. */
export function marking(object: Stix): string {
  for (const ref of object.object_marking_refs ?? []) {
    const found = TLP[ref.replace("marking-definition--", "")];
    if (found) return found;
  }
  return "TLP:AMBER+STRICT";
}

/** A field of any of its extensions. */
export function extended(object: Stix, field: string): unknown {
  if (field in object) return object[field];
  return Object.values(object.extensions ?? {}).find((one) => field in one)?.[field];
}

export interface Held {
  collection: string;
  title: string;
  object: Stix;
}

/** All objects of a kind in the collections that one may see, the newest version of each. */
export async function everywhere(type: string, signal: AbortSignal): Promise<Held[]> {
  const collections = await whole("/api/v1/collections", signal);
  const found = await Promise.all(
    collections.map(async (one) => {
      const held: Held[] = [];
      let next: string | null | undefined;
      do {
        const page = await get("/api/v1/collections/{id}/objects", { path: { id: one.id }, query: { type, limit: 1000, ...(next ? { next } : {}) }, signal });
        held.push(...page.objects.map((object) => ({ collection: one.id, title: one.title, object: object as unknown as Stix })));
        next = page.next;
      } while (next);
      return held;
    }),
  );
  // One object may lie in several collections; the first is shown.
  const seen = new Map(found.flat().map((one) => [one.object.id, one]));
  return [...seen.values()].sort((a, b) => (b.object.modified ?? "").localeCompare(a.object.modified ?? ""));
}

/** The first so-many objects of a collection of one kind. */
export async function some(collection: string, type: string, signal: AbortSignal, limit = 1000): Promise<Stix[]> {
  const page = await get("/api/v1/collections/{id}/objects", { path: { id: collection }, query: { type, limit }, signal });
  return page.objects as unknown as Stix[];
}

/** How sure, in five steps, by the admiralty of STIX confidence (0 to 100, STIX 2.1 appendix A, “WEP”). */
export function step(confidence: number | undefined): 0 | 1 | 2 | 3 | 4 {
  if (confidence === undefined) return 0;
  return confidence < 20 ? 0 : confidence < 40 ? 1 : confidence < 60 ? 2 : confidence < 80 ? 3 : 4;
}
