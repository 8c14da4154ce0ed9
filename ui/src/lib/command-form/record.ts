/** Records of casework over REST: read, opened, acted on. */
import { call } from "../../api/client";
import type { components } from "../../api/schema";
import type { Json } from "./value";

type Wire = components["schemas"]["CaseRecord"];
export type CaseRecord = Omit<Wire, "record"> & { record: { [name: string]: Json } };

export interface Read {
  record: CaseRecord;
  etag: string | null;
}

export async function read(kind: string, id: string, signal?: AbortSignal): Promise<Read> {
  const { data, etag } = await call("get", "/api/v1/casework/{kind}/{id}", { path: { kind, id }, ...(signal ? { signal } : {}) });
  return { record: data as unknown as CaseRecord, etag };
}

interface Act {
  kind: string;
  /** None: the record is opened. */
  id: string | null;
  body: { [name: string]: Json };
  key: string;
  match: string | null;
  approval: string | null;
}

/** Sends a command; answers the record after it. */
export async function act({ kind, id, body, key, match, approval }: Act): Promise<Read> {
  const query = approval ? { approval } : {};
  const sent = body as Record<string, never>;
  const answer =
    id === null
      ? await call("post", "/api/v1/casework/{kind}", { path: { kind }, query, body: sent, key })
      : await call("post", "/api/v1/casework/{kind}/{id}/commands", { path: { kind, id }, query, body: sent, key, ...(match ? { match } : {}) });
  return { record: answer.data as unknown as CaseRecord, etag: answer.etag };
}

/** Where a judgement that is made anew is found in the record. */
const JUDGED: Record<string, string> = { "judge-coordination": "coordination", "judge-impact": "impact", attribute: "attribution" };

/** What a field of a command begins with: a draft that is changed begins with what it says now. */
export function present(record: CaseRecord | null, command: string, field: string): Json | undefined {
  const found = record?.record[field === "judgement" ? (JUDGED[command] ?? field) : field];
  return found !== null && typeof found === "object" && !Array.isArray(found) ? found : undefined;
}
