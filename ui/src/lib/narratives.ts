/** Narratives by how many incidents use them: content, never people. */
import { everywhere, some, type Held } from "./stix";

export interface Told {
  narrative: Held;
  incidents: string[];
}

export async function narratives(signal: AbortSignal): Promise<Told[]> {
  const all = await everywhere("narrative", signal);
  // Relationships are many: they are asked for only where there is a narrative that they could name.
  const collections = [...new Set(all.map((one) => one.collection))];
  const links = (await Promise.all(collections.map((one) => some(one, "relationship", signal, 10_000)))).flat();
  const told = new Map<string, Set<string>>();
  for (const link of links) {
    const [from, to] = [String(link["source_ref"]), String(link["target_ref"])];
    const [incident, narrative] = from.startsWith("incident--") ? [from, to] : [to, from];
    if (!incident.startsWith("incident--") || !narrative.startsWith("narrative--")) continue;
    told.set(narrative, (told.get(narrative) ?? new Set()).add(incident));
  }
  return all.map((narrative) => ({ narrative, incidents: [...(told.get(narrative.object.id) ?? [])] })).sort((a, b) => b.incidents.length - a.incidents.length);
}
