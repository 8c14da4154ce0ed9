/** What came of a record, in a line: kinds say it in different places. */
import type { components } from "../../api/schema";
import { word } from "../../lib/command-form/words";

type Row = components["schemas"]["CaseRow"];

/** Where the end of a record stands, the most exact first. */
const ENDS = ["closed", "ended", "withdrawn"] as const;

export function outcome(row: Row): string | null {
  const record = (row.record ?? {}) as Record<string, unknown>;
  for (const name of ENDS) {
    const end = record[name];
    // A moment, then a word or a sentence, or both.
    if (Array.isArray(end)) {
      const words = end.filter((one): one is string => typeof one === "string");
      if (words.length) return words.map((one, place) => (place === 0 && words.length > 1 ? word("outcome", one) : one)).join(": ");
    }
  }
  const answers = record["answers"];
  const last: unknown = Array.isArray(answers) ? answers.at(-1) : null;
  if (last !== null && typeof last === "object" && "outcome" in last && typeof last.outcome === "string") return word("outcome", last.outcome);
  return null;
}
