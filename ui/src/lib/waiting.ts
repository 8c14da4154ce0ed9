/**
 * What was sent to my organisation and waits for its answer. Told by kind and state, as the steps of a record are: what this
 * table does not know is found in the registers all the same.
 */
import type { components } from "../api/schema";

type Row = components["schemas"]["CaseRow"];

/** States in which the next step is the addressee's. */
const ANSWERS: Record<string, readonly string[]> = {
  notification: ["sent", "acknowledged"],
  notice: ["sent", "received", "complained"],
  information: ["sent", "acknowledged"],
  preservation: ["sent"],
  team: ["requested", "scoped"],
};

export const WAITING_KINDS = Object.keys(ANSWERS);

/** Of these records, those that wait for this organisation; what is due first comes first. */
export function waitingFor(organisation: string, rows: readonly Row[]): Row[] {
  return rows
    .filter((one) => one.owner !== organisation && one.participants.includes(organisation) && ANSWERS[one.kind]?.includes(one.state))
    .sort((a, b) => (a.next_due ?? Infinity) - (b.next_due ?? Infinity));
}
