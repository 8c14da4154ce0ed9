/** Names of organisations by their ids, for records that name them by id only. */
import { session } from "./session.svelte";
import { whole } from "./lists";

export type Names = ReadonlyMap<string, string>;

export async function organisations(signal: AbortSignal): Promise<Names> {
  if (!session.may("GET /api/v1/organisations")) return new Map();
  return new Map((await whole("/api/v1/organisations", signal)).map((one) => [one.id, one.name]));
}

/** The name, or the id where the name may not be seen. */
export function nameOf(known: Names | undefined, id: string): string {
  return known?.get(id) ?? id;
}
