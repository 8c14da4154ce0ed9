/** Lists of values that the server knows by word, and helpers that pages share. */
import { call, type PathsOf, type Answer } from "../api/client";
import { named } from "../i18n/index.svelte";

export const ROLES = ["analyst", "point-of-contact", "approver", "presidency", "auditor", "administrator", "guest"] as const;
export const MARKINGS = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"] as const;
export const KINDS = ["institution", "member-state-authority", "electoral-body", "platform", "fact-checker", "civil-society", "academia", "media-regulator", "party"] as const;
export const SCOPES = ["read", "write", "taxii:read", "taxii:write", "share", "audit", "admin", "approve"] as const;

export interface Option {
  value: string;
  label: string;
}

/** Options of a form from words of the server. */
export function options(group: string, values: readonly string[]): Option[] {
  return values.map((value) => ({ value, label: named(group, value) }));
}

export const markings: Option[] = MARKINGS.map((value) => ({ value, label: value }));

type Listed<P extends PathsOf<"get">> = Answer<P, "get"> extends (infer R)[] ? R : never;

/**
 * A whole list of the kind that people keep (accounts, organisations, links): it comes in one page of up to 10,000, which is
 * more than any organisation has of them.
 */
export async function whole<P extends PathsOf<"get">>(path: P, signal?: AbortSignal): Promise<Listed<P>[]> {
  const asked = { query: { limit: 10_000 }, ...(signal ? { signal } : {}) };
  return (await call("get", path, asked as never)).data as unknown as Listed<P>[];
}

/** Splits what was typed into a list at commas and line ends. */
export function words(text: string): string[] {
  return text.split(/[,\n]/).map((one) => one.trim()).filter(Boolean);
}
