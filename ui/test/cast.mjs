// Several organisations in one installation, each with people of its own: who plays what DESIGN.md's users and the elections of
// 2024 are played with. Accounts are named after what their owners do.
import { check, Runner } from "./browser.mjs";
import { Caller, openHouse, PASSWORD } from "./house.mjs";
import { enter, shot } from "./steps.mjs";

const contact = ["analyst", "point-of-contact"];

/** Organisation: kind, country, people with their roles. The first runs the installation. */
export const MEMBERS = {
  Service: ["institution", "EU", { analyst: ["analyst"], liaison: contact, editor: ["analyst", "approver"], second: ["approver"], chair: ["presidency", "approver"], examiner: ["analyst", "approver"] }],
  Belgium: ["member-state-authority", "BE", { be: contact }],
  France: ["electoral-body", "FR", { fr: contact }],
  Poland: ["media-regulator", "PL", { pl: contact }],
  Romania: ["electoral-body", "RO", { ro: contact }],
  Checkers: ["fact-checker", "IT", { checker: contact }],
  Video: ["platform", "IE", { video: contact }],
  Party: ["party", "RO", { party: contact }],
};
export const STATES = ["Belgium", "France", "Poland", "Romania"];

/** An installation with all of them, what is agreed between them, and a collection for incidents. */
export async function openCast(runner, program, more = []) {
  const house = await openHouse(program, more);
  const admin = new Caller(house.address);
  const { name } = await admin.call("POST", "/api/v1/links/redeem", { secret: house.secret, password: PASSWORD });
  await admin.signIn(name, PASSWORD);
  const organisations = {};
  const callers = { admin };
  for (const [organisation, [kind, country, people]] of Object.entries(MEMBERS)) {
    const { id } = await admin.call("POST", "/api/v1/organisations", { name: organisation, kind, country });
    organisations[organisation] = id;
    for (const [person, roles] of Object.entries(people)) {
      const made = await admin.call("POST", "/api/v1/people", { name: person, organisation: id, roles, highest: "TLP:RED" });
      await new Caller(house.address).call("POST", "/api/v1/links/redeem", { secret: made.link.split("#")[1], password: PASSWORD });
    }
  }
  const { id: collection } = await admin.call("POST", "/api/v1/collections", { title: "Incidents", alias: "incidents" });
  /** Somebody's programme: for the part of the others, never for the job that is tested. */
  const by = async (person) => {
    if (!callers[person]) {
      callers[person] = new Caller(house.address);
      await callers[person].signIn(person, PASSWORD);
    }
    return callers[person];
  };
  const liaison = await by("liaison");
  for (const [organisation, id] of Object.entries(organisations).slice(1)) await liaison.call("PUT", `/api/v1/agreements/${id}`, { highest: STATES.includes(organisation) ? "TLP:AMBER" : "TLP:GREEN", pseudonyms: true, community: true }, { "if-none-match": "*" });
  const own = new Runner(runner.browser, house.address);
  const open = [];
  const leave = async () => {
    const faults = open.flatMap((one) => one.faults);
    for (const one of open.splice(0)) await one.context.close().catch(() => {});
    return faults;
  };
  return {
    house, organisations, collection, by, admin, adminName: name, runner: own,
    /** As `Runner.test`; whoever sits at another screen goes at its end, and nothing may have gone wrong on any. */
    async test(name, options, body) {
      await own.test(name, options, async (page, context) => {
        try {
          await body(page, context);
        } catch (error) {
          for (const one of open) await shot(one.page, `fail-${own.failed + 1}-${one.person}`).catch(() => {});
          throw error;
        } finally {
          const faults = await leave();
          check(!faults.length, faults.join("; "));
        }
      });
    },
    open: async (person, kind, body) => (await by(person)).call("POST", `/api/v1/casework/${kind}`, body),
    act: async (person, record, body) => (await by(person)).call("POST", `/api/v1/casework/${record.kind}/${record.id}/commands`, body),
    /** Somebody at a screen of their own, from the sign-in page on. */
    async sit(person, path = "/", options = {}) {
      const seat = await own.page(options);
      open.push({ ...seat, person });
      await enter(seat.page, house, person, path);
      return seat.page;
    },
    async close() {
      runner.passed += own.passed;
      runner.failed += own.failed;
      await house.close();
    },
  };
}
