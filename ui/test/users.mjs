// One test for each user of DESIGN.md's table: from the sign-in page to the result that the table names, through the pages, and
// with what the table says that they must never have to do. Programmes play the part of the others only.
import { binary } from "./house.mjs";
import { openCast } from "./cast.mjs";

const DAY = 86_400_000;
const USERS = ["analyst", "authority", "contact", "presidency", "checker", "platform", "party", "citizen", "keyboard"];

export default async function users(runner) {
  const cast = await openCast(runner, binary(), ["--public"]);
  try {
    // The house has its own election in the calendar, with an open window of the Rapid Response System.
    const now = Date.now();
    const day = new Date(now + 30 * DAY).toISOString().slice(0, 10);
    const election = await cast.open("analyst", "election", { details: { title: "Elections of the drill", country: "EU", kind: "european", first_day: day, last_day: day, marking: "TLP:CLEAR", retention_days: 120, source: "A drill" } });
    await cast.act("analyst", election, { command: "declare-window", window: { from: now - DAY, until: now + 37 * DAY, signatories: [cast.organisations.Checkers] } });
    const made = { election };
    for (const user of USERS) await (await import(`./users/${user}.mjs`)).default(cast, made);
  } finally {
    await cast.close();
  }
}
