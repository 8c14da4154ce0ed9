// An election with everything around it, entered through the interface as people would: who presides, who takes part, what was
// seen, what is owed, what is done. Every name says that it is an exercise.
import { Caller, PASSWORD } from "./house.mjs";

const DAY = 86_400_000;
const day = (at) => new Date(at).toISOString().slice(0, 10);

/** Makes the people of the scene and signs them in; answers what was made, by name. */
export async function scene(house, staff) {
  if (staff.scene) return staff.scene;
  const add = async (name, roles, organisation = staff.organisation) => {
    const made = await staff.api.call("POST", "/api/v1/people", { name, organisation, roles, highest: "TLP:RED" });
    await staff.api.call("POST", "/api/v1/links/redeem", { secret: made.link.split("#")[1], password: PASSWORD });
    const caller = new Caller(house.address);
    await caller.signIn(name, PASSWORD);
    return caller;
  };
  // The first organisation that is entered gives its name to the one that runs the house.
  const known = await staff.api.call("GET", "/api/v1/organisations");
  if (known.length === 1) await staff.api.call("POST", "/api/v1/organisations", { name: "National unit of the exercise", kind: "member-state-authority", country: "FR" });
  const state = await staff.api.call("POST", "/api/v1/organisations", { name: "Electoral unit of the exercise", kind: "member-state-authority", country: "FR" });
  const fact = await staff.api.call("POST", "/api/v1/organisations", { name: "Fact-checkers of the exercise", kind: "fact-checker", country: "FR" });
  const contact = new Caller(house.address);
  await contact.signIn(staff.contact, PASSWORD);
  await contact.call("PUT", `/api/v1/agreements/${state.id}`, { highest: "TLP:AMBER" }, { "if-none-match": "*" });
  const presidency = await add("paula", ["presidency", "point-of-contact"]);
  const partner = await add("fanny", ["point-of-contact", "analyst"], state.id);
  const analyst = new Caller(house.address);
  await analyst.signIn(staff.analyst, PASSWORD);
  const now = Date.now();
  const open = (who, kind, body) => who.call("POST", `/api/v1/casework/${kind}`, body);
  const act = (who, record, body) => who.call("POST", `/api/v1/casework/${record.kind}/${record.id}/commands`, body);

  const first = now + 20 * DAY;
  const election = await open(analyst, "election", { details: { title: "Exercise: presidential election", country: "FR", kind: "presidential", first_day: day(first), last_day: day(first), calendar: { time_zone: "Europe/Paris" }, retention_days: 120, source: "An exercise", marking: "TLP:GREEN" } });
  await act(analyst, election, { command: "put-risk", id: "results", risk: { asset: "Publication of results", threat: "A copied page with wrong results", likelihood: 3, impact: 5, owner: "Electoral unit", mitigation: "Watch new domains; publish signed results", residual: 6, review: day(now + 7 * DAY) } });
  await act(analyst, election, { command: "put-risk", id: "place", risk: { asset: "Knowledge of how to vote", threat: "A wrong date is spread", likelihood: 4, impact: 4, owner: "Electoral unit", mitigation: "Official facts at hand; prebunk", residual: 8, review: day(now + 3 * DAY) } });
  await act(analyst, election, { command: "put-item", id: "contacts", item: { title: "Contacts on the platforms are known and tried", owner: "Contact point", done: true, evidence: "Call of the exercise, answered in 4 minutes" } });
  await act(analyst, election, { command: "put-item", id: "facts", item: { title: "The official facts on voting are published in every language", owner: "Electoral unit" } });
  await act(analyst, election, { command: "state-facts", name: "all", facts: { days: [day(first)], hours: "8:00 to 20:00", methods: ["at a polling station", "by proxy"], eligibility: "Citizens from 18 years, on the register", address: "https://elections.example/how-to-vote" } });

  const incident = { type: "incident", spec_version: "2.1", id: "incident--33333333-3333-4333-8333-333333333333", created_by_ref: staff.organisation, created: new Date(now - 2 * DAY).toISOString(), modified: new Date(now - DAY).toISOString(), name: "Exercise: a wrong date of the vote is spread", description: "Thirty accounts copied one text with a wrong date of the vote within minutes.", confidence: 85, extensions: { "extension-definition--ef765651-680c-498d-9894-99799f2fa126": { extension_type: "property-extension", investigation_status: "open", determination: "suspected" } }, x_ostrakon_coordination: { findings: 1, accounts: 30, first: new Date(now - 2 * DAY).toISOString(), last: new Date(now - DAY).toISOString(), strongest: 41.5 } };
  const narrative = { type: "narrative", spec_version: "2.1", id: "narrative--44444444-4444-4444-8444-444444444444", created: incident.created, modified: incident.created, name: "“The vote was moved”", extensions: { "extension-definition--ea279b3e-5c71-4632-ac08-831c66a786ba": { extension_type: "new-sdo" } } };
  const link = { type: "relationship", spec_version: "2.1", id: "relationship--55555555-5555-4555-8555-555555555555", created: incident.created, modified: incident.created, relationship_type: "uses", source_ref: incident.id, target_ref: narrative.id };
  await analyst.call("POST", `/api/v1/collections/${staff.collection}/objects`, { objects: [incident, narrative, link] });
  await analyst.call("PUT", `/api/v1/incidents/${incident.id}/situation`, { marking: "TLP:GREEN", situation: { member_states: ["FR", "BE", "MT"], summary: incident.description, may_be_public: "yes" } }, { "if-none-match": "*" });

  const alert = await open(partner, "alert", { draft: { title: "Exercise: a wrong date of the vote", claim: "A network spreads a wrong date of the vote", class: "alert", criteria: Object.fromEntries(["transnational", "significant", "election_related", "time_critical"].map((one) => [one, { met: true, reason: "As the exercise has it" }])), evidence: ["finding-1"], incidents: [incident.id], election: election.id, recipients: [staff.organisation], required: 1, uncertainty: "Who is behind it is unknown", falsified_by: "Posts that precede the network", proposed_action: "State the right date everywhere", marking: "TLP:GREEN" } });
  await act(partner, alert, { command: "issue" });
  const crisis = await open(presidency, "crisis", { scope: { title: "Exercise: interference in the presidential election", scope: "The election of the exercise, and what belongs to it.", election: election.id, incidents: [incident.id], participants: [staff.organisation, state.id], marking: "TLP:GREEN" } });
  const mode = (to) => act(presidency, crisis, { command: "change-mode", to, ground: "Implementing Decision (EU) 2018/1993, Art 4", consulted: ["Commission", "High Representative", "FR"], reason: "Several networks act in the last month before the vote." });
  await mode("monitoring");
  await mode("information-sharing");
  await act(presidency, crisis, { command: "ask", question: { text: "Which platforms are concerned, and what have they answered?", to: [staff.organisation, state.id], due: now + 9 * 3_600_000 } });
  await act(partner, crisis, { command: "answer", question: 0, text: "Two platforms; one has removed the copies, one has not answered." });
  const item = (text, source, reliability, marking) => act(partner, crisis, { command: "inform", item: { text, source, reliability, cut_off: now - 3_600_000, marking, countries: ["FR"], incidents: [incident.id] } });
  await item("Thirty accounts posted the wrong date.", "Electoral unit", "B2", "TLP:GREEN");
  await item("At least two hundred accounts posted the wrong date.", "Open source", "D4", "TLP:GREEN");
  await act(analyst, crisis, { command: "contradict", contradiction: { items: [0, 1], what: "How many accounts took part." } });
  await act(analyst, crisis, { command: "act", measure: { actor: "Electoral unit", instrument: "debunk", what: "States the right date on every channel.", status: "published" } });
  await act(analyst, crisis, { command: "act", measure: { actor: "Platform of the exercise", instrument: "terms-of-service-report", what: "Looks at the copies.", status: "waiting" } });
  await act(presidency, crisis, { command: "request-report", request: { questions: ["What is known?", "Who does what?"], due: now + 20 * 3_600_000, periodicity: "daily" } });

  const measure = await open(analyst, "measure", { draft: { title: "Exercise: the right date, stated everywhere", actor: "Electoral unit", instrument: "debunk", target_behaviour: "Copied posts with a wrong date", election: election.id, incidents: [incident.id], marking: "TLP:GREEN" } });
  const plan = await open(analyst, "plan", { outline: { title: "Exercise: the wrong date", goal: "Everybody knows the right date", incident: incident.id, election: election.id, marking: "TLP:GREEN" } });
  await act(analyst, plan, { command: "choose", entry: { counter: { kind: "mechanism", id: "debunk" }, measure: "State the right date", reason: "It is false, and easily shown to be" } });
  const found = await open(analyst, "case", { draft: { title: "Exercise: the wrong date", incident: incident.id, collection: staff.collection, election: election.id, severity: "high", summary: incident.description, marking: "TLP:GREEN" } });
  await act(analyst, found, { command: "attribute", judgement: { hypotheses: [{ what: "A commercial network sells its reach", supports: "The same accounts praised a shop before", contradicts: "No offer was seen", confidence: "moderate" }, { what: "A state channel steers it", supports: "One text stood there first", contradicts: "Others took it up too", confidence: "low" }] } });
  staff.scene = { election, incident, alert, crisis, measure, plan, case: found, presidency, partner, analyst, act, open, state, fact };
  return staff.scene;
}
