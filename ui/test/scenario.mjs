// The European elections of 2024 as a drill, on the clock of June 2024: the acceptance scenario of the response, in which every decisive
// act is done on a page by the person whose act it is. What is only preparation (the export, the second item, the platform's
// telephone) is done by programmes. `crates/cli/tests/scenario.rs` plays the same over HTTP.
import { check } from "./browser.mjs";
import { openCast, STATES } from "./cast.mjs";
import { binary } from "./house.mjs";
import { approve, enter, fillIn, openRecord, shot, takeStep } from "./steps.mjs";
import { analyse } from "./investigate.mjs";

const CLOCK = "2024-06-03T08:00:00Z";
const NOW = Date.parse(CLOCK);
const [HOUR, DAY] = [3_600_000, 86_400_000];
const TITLE = "A wrong voting date in four languages";
const pageOf = (page, name) => page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name, exact: true }).click();
const idOf = (page) => new URL(page.url()).pathname.split("/").at(-1);

export default async function scenario(runner) {
  const cast = await openCast(runner, binary(), ["--exercise-clock", CLOCK]);
  const { house, organisations } = cast;
  try {
    const election = await cast.open("analyst", "election", { details: { title: "Elections to the European Parliament 2024", country: "EU", kind: "european", first_day: "2024-06-06", last_day: "2024-06-09", marking: "TLP:CLEAR", retention_days: 120, source: "https://eur-lex.europa.eu/eli/dec/2023/1043/oj" } });
    await cast.act("analyst", election, { command: "declare-window", window: { from: NOW - 30 * DAY, until: NOW + 14 * DAY, signatories: [organisations.Checkers] } });
    const analysis = await analyse(house, await cast.by("analyst"), "The drill", 20_000, 11);
    const at = {};

    await cast.test("2024: findings are promoted to three incidents", {}, async (page) => {
      await enter(page, house, "analyst");
      await pageOf(page, "Investigate");
      await page.waitForURL(new RegExp(analysis));
      const list = page.getByRole("region", { name: "Groups" });
      const beside = page.getByRole("region", { name: "Evidence" });
      for (let n = 1; n <= 3; n++) {
        await list.getByRole("listitem").nth(n - 1).getByRole("button").click();
        await beside.getByRole("button", { name: "Promote to an incident" }).click();
        const dialog = page.getByRole("dialog");
        await fillIn(dialog, { Incident: `Network ${n}`, Marking: "TLP:GREEN" });
        await dialog.getByRole("button", { name: "Promote to an incident" }).click();
        await page.getByRole("heading", { name: `Network ${n}`, level: 1 }).waitFor();
        await page.goBack();
        await list.getByRole("listitem").first().waitFor();
      }
      await pageOf(page, "Incidents");
      for (let n = 1; n <= 3; n++) await page.getByRole("link", { name: `Network ${n}` }).waitFor();
      at.incidents = (await (await cast.by("analyst")).call("GET", "/api/v1/incidents")).rows.map((one) => one.id);
      check(at.incidents.length === 3, `${at.incidents.length} incidents`);
    });

    await cast.test("2024: information sharing is activated step by step; states answer, inform and contradict each other", {}, async (page) => {
      await enter(page, house, "chair");
      await pageOf(page, "Crisis");
      await page.getByRole("button", { name: "Open a crisis page" }).first().click();
      const dialog = page.getByRole("dialog");
      await fillIn(dialog, { Title: "Interference in the European elections", "What belongs to it": "6 to 9 June 2024", Marking: "TLP:AMBER" });
      await dialog.getByLabel("Election").selectOption({ label: "Elections to the European Parliament 2024" });
      for (const one of ["Network 1", "Network 2", "Network 3", ...STATES]) await dialog.getByRole("checkbox", { name: one }).check();
      await dialog.getByRole("button", { name: "Open a crisis page" }).click();
      await page.getByRole("heading", { name: "Interference in the European elections", level: 1 }).waitFor();
      at.crisis = { kind: "crisis", id: idOf(page) };
      check(!(await page.getByRole("button", { name: /^Activate ?: information sharing$/ }).count()), "no step is left out");
      for (const mode of ["monitoring", "information sharing"]) {
        await page.getByRole("button", { name: new RegExp(`^Activate ?: ${mode}$`) }).click();
        await fillIn(dialog, { "Who was consulted": "Commission, High Representative", Reason: "To monitor and contain any risks." });
        await dialog.getByRole("button", { name: "Activate" }).click();
        await page.locator("[aria-current=step]").filter({ hasText: mode }).waitFor();
      }
      await page.getByRole("link", { name: /^Questions/ }).click();
      await page.getByRole("button", { name: "Ask a question" }).click();
      await fillIn(dialog, { Question: "What do you see?", "Due by": "2024-06-04T08:00" });
      await dialog.getByRole("button", { name: "Send to participants" }).click();
      await page.getByText("1. What do you see?").waitFor();
      for (const [who, text] of [["be", "Three networks post one wrong date."], ["fr", "Two networks post one wrong date."]]) {
        const state = await cast.sit(who);
        await state.locator("section.waiting").getByRole("link", { name: "What do you see?" }).click();
        await state.locator("main li.panel").filter({ hasText: "What do you see?" }).getByRole("button", { name: "Answer" }).click();
        await state.getByLabel("Answer in words").fill(text);
        await state.getByRole("button", { name: "Send the answer" }).click();
        await state.getByText(text).waitFor();
        await state.getByRole("link", { name: /^Information/ }).click();
        await state.getByRole("button", { name: "Enter information" }).click();
        await fillIn(state.getByRole("dialog"), { "What is known": text, Source: "national unit", "Reliability of the source": "B – usually reliable", "Credibility of the item": "2 – probably true", "As of": "2024-06-03T08:00" });
        await state.getByRole("dialog").getByRole("button", { name: "Enter", exact: true }).click();
        await state.getByRole("row", { name: new RegExp(text) }).waitFor();
      }
      await page.getByRole("link", { name: /^Information/ }).click();
      await page.getByRole("row", { name: /Two networks/ }).waitFor({ timeout: 6_000 });
      await page.getByRole("button", { name: "Mark a contradiction" }).click();
      await dialog.getByLabel("This", { exact: true }).selectOption({ index: 1 });
      await dialog.getByLabel("contradicts this").selectOption({ index: 2 });
      await fillIn(dialog, { "In what": "The number of networks." });
      await dialog.getByRole("button", { name: "Mark", exact: true }).click();
      await page.getByText("The number of networks.").first().waitFor();
    });

    await cast.test("2024: one alert is issued and acknowledged by four states", {}, async (page) => {
      await enter(page, house, "liaison");
      const met = { met: true, reason: "Assessed on 3 June." };
      const draft = { title: TITLE, class: "alert", claim: "Three networks post one wrong date.", uncertainty: "Who runs them is not known.", falsified_by: "A list of volunteers who agreed on the text.", proposed_action: "State the right date on official channels.", criteria: { transnational: met, significant: met, election_related: met, time_critical: met }, evidence: [at.incidents[0]], incidents: at.incidents, election: election.id, recipients: STATES.map((name) => organisations[name]), required: 4, acknowledge_within_hours: 4, marking: "TLP:GREEN" };
      at.alert = await cast.open("liaison", "alert", { draft });
      await page.goto(`${house.address}/respond/alert/${at.alert.id}`);
      await takeStep(page, "Issue");
      for (const [n, who] of ["be", "fr", "pl", "ro"].entries()) {
        const state = await cast.sit(who);
        await state.locator("section.waiting").getByRole("link", { name: TITLE }).click();
        await takeStep(state, "Acknowledge", who === "pl" ? { Commitment: "does not concern us", Reason: "No post in our language." } : { Commitment: "looking into it until", Until: "2024-06-05T08:00" });
        await page.getByText(new RegExp(`^${n + 1} / 4`)).waitFor({ timeout: 6_000 });
      }
      const rows = page.getByRole("table").first().locator("tbody tr");
      check((await rows.count()) === 4 && !(await rows.getByText("silent").count()), "each country with its time");
    });

    const report = async (n, newer) => {
      const analyst = await cast.sit("analyst", `/crisis/${at.crisis.id}?view=report`);
      await analyst.getByRole("button", { name: "Begin an issue" }).click();
      const dialog = analyst.getByRole("dialog");
      await fillIn(dialog, { Title: `Situation ${n}`, "Cut-off": await clock(cast) });
      await dialog.getByRole("button", { name: "Begin an issue" }).click();
      await analyst.waitForURL(/\/report\//);
      await analyst.getByRole("button", { name: "Write a paragraph" }).click();
      await fillIn(dialog, { Text: "Three networks post one wrong date. Who runs them is unknown." });
      await dialog.getByRole("button", { name: "Save" }).click();
      const document = analyst.frameLocator("iframe");
      await document.getByText("Who runs them is unknown.").first().waitFor();
      if (newer) await document.getByText(newer).first().waitFor();
      const second = await cast.sit("second", new URL(analyst.url()).pathname);
      await second.frameLocator("iframe").getByText("Who runs them is unknown.").first().waitFor();
      await second.getByRole("button", { name: "Approve" }).click();
      await second.getByRole("dialog").getByRole("button", { name: "Approve" }).click();
      await second.getByText("approved", { exact: true }).waitFor();
      await analyst.getByRole("button", { name: "Issue", exact: true }).click();
      check(/Romania/.test(await dialog.textContent()), "to whom");
      await dialog.getByRole("button", { name: "Issue", exact: true }).click();
      await analyst.getByText("The frozen document.").waitFor();
      return { address: new URL(analyst.url()).pathname, text: await document.locator("body").textContent() };
    };

    await cast.test("2024: the first situation report, written by one and approved by another, reaches the states", {}, async (page) => {
      at.first = await report(1);
      check(/3[^]*Open incidents/.test(at.first.text), "three incidents");
      await enter(page, house, "be", at.first.address);
      await page.frameLocator("iframe").getByText("Who runs them is unknown.").first().waitFor();
      const video = await cast.sit("video");
      await video.goto(house.address + at.first.address);
      await video.getByRole("alert").getByText("or none that you may see").waitFor();
    });

    await cast.test("2024: two platform notifications are sent and answered, one by telephone, which is written up", {}, async (page) => {
      await enter(page, house, "checker");
      const video = await cast.sit("video");
      for (const [n, form] of [[1, "written"], [2, "oral"]]) {
        await openRecord(page, "Rapid Response notification", { Title: `A wrong voting date ${n}`, Description: "A video says that the vote is on Monday.", Platform: "Video (IE)", Addresses: `https://video.example/${n}`, "Rule of the platform’s policies": "Civic integrity: wrong date of a vote", "Why it cannot wait": "The vote begins on Thursday.", Evidence: ["https://checks.example/date"], Election: "Elections to the European Parliament 2024", Marking: "TLP:GREEN" });
        await page.getByRole("heading", { name: `A wrong voting date ${n}`, level: 1 }).waitFor();
        await takeStep(page, "Send");
        await video.goto(house.address);
        await video.locator("section.waiting").getByRole("link", { name: `A wrong voting date ${n}` }).click();
        await takeStep(video, "Acknowledge");
        if (form === "written") {
          await takeStep(video, "Answer", { "How the answer came": "written", Outcome: "removed wholly", Reason: "Seen and removed." });
          await page.getByText("Seen and removed.").first().waitFor({ timeout: 6_000 });
        } else {
          await page.locator(".state").filter({ hasText: "acknowledged" }).first().waitFor({ timeout: 6_000 });
          await takeStep(page, "Answer", { "How the answer came": "oral", Outcome: "labelled", Reason: "Told by telephone." });
          // An answer by telephone is no end until it is written up.
          await page.getByRole("region", { name: "What may be done now" }).getByRole("button", { name: "Close", exact: true }).click();
          const dialog = page.getByRole("dialog");
          await fillIn(dialog, { "What came of it": "Answered." });
          await dialog.locator("form").getByRole("button", { name: "Close", exact: true }).click();
          await dialog.getByText(/closing on an oral answer/).waitFor();
          await dialog.getByRole("button", { name: "Cancel" }).click();
          await takeStep(page, "Write up an oral answer", { Text: "Told by telephone: it is labelled." });
        }
        await takeStep(page, "Close", { "What came of it": "Answered." });
      }
      const figures = await (await cast.by("checker")).call("GET", `/api/v1/statistics/notifications?election=${election.id}`);
      check(figures.all.sent === 2 && figures.all.feedback === 2, JSON.stringify(figures.all));
    });

    await cast.test("2024: a state asks for a team, which is scoped, approved by the presidency, and sent", {}, async (page) => {
      await enter(page, house, "ro");
      await openRecord(page, "Team request", { Title: "Help before the vote", Addressee: "Service (EU)", From: "2024-06-04T08:00", To: "2024-06-23T08:00", "Expertise asked for": "Domains", "State that asks": "RO", Threat: "Three networks and copied sites of newspapers.", "Arrangements with the host": "Offices and access by the host.", Marking: "TLP:AMBER" });
      const yes = page.getByRole("button", { name: /^Yes: / });
      await Promise.race([yes.waitFor(), page.getByRole("heading", { name: "Help before the vote", level: 1 }).waitFor()]);
      if (await yes.count()) await yes.click();
      await page.getByRole("heading", { name: "Help before the vote", level: 1 }).waitFor();
      at.team = { kind: "team", id: idOf(page) };
      const analyst = await cast.sit("analyst", `/respond/team/${at.team.id}`);
      await takeStep(analyst, "Scope the request", { Assessment: "One field, two weeks.", Deliverables: "A report on the domains" });
      const chair = await cast.sit("chair", `/respond/team/${at.team.id}`);
      await takeStep(chair, "Approve", { Decision: "Decision of 4 June." });
      await cast.act("analyst", at.team, { command: "compose", experts: [{ organisation: "Belgium", domain: "Domains", count: 2 }] });
      await takeStep(analyst, "Deploy", { Place: "Bucharest" });
      await page.locator(".state").filter({ hasText: "deployed" }).first().waitFor({ timeout: 6_000 });
    });

    await cast.test("2024: a prebunk is published with the approval of a second person", {}, async (page) => {
      const draft = { class: "prebunk", language: "en", election: election.id, marking: "TLP:CLEAR", technique: "T0049 flooding", text: { title: "How many accounts that say one thing look like many people", summary: "Some accounts post one text within minutes of each other.", body: "What to look at first." }, evidence: [{ id: "finding--1", access: "open" }], legal_basis: "public task of the institution", review_by: NOW + 90 * DAY, subjects: [{ kind: "behaviour", name: "flooding", accounts: 40 }] };
      at.prebunk = await cast.open("editor", "publication", { draft });
      await enter(page, house, "editor", `/respond/publication/${at.prebunk.id}?do=publish`);
      const dialog = page.getByRole("dialog");
      await dialog.getByRole("button", { name: "Publish", exact: true }).click();
      await dialog.getByRole("button", { name: "Yes: Publish" }).click();
      await dialog.getByText("This takes a second person").waitFor();
      await dialog.getByRole("button", { name: "Ask for approval" }).click();
      await dialog.getByLabel("Reason").fill("Read, checked and agreed upon.");
      await dialog.getByRole("button", { name: "Ask for approval" }).click();
      await dialog.getByText("Waits for a second person.").waitFor();
      const second = await cast.sit("second", `/respond/publication/${at.prebunk.id}`);
      await approve(second);
      await dialog.getByRole("checkbox", { name: /use it for this step/ }).waitFor();
      await dialog.getByRole("button", { name: "Publish", exact: true }).click();
      await dialog.getByRole("button", { name: "Yes: Publish" }).click();
      await page.getByText("published", { exact: true }).first().waitFor();
    });

    await cast.test("2024: what is contested is upheld by somebody else, corrected, and confirmed by everybody who received it", {}, async (page) => {
      await enter(page, house, "pl");
      await openRecord(page, "Contestation", { Title: "The alert counts a network that is none", "What is contested": `alert/${at.alert.id}`, Statement: "The third network are volunteers of a charity.", Marking: "TLP:GREEN" });
      await page.getByRole("heading", { name: "The alert counts a network that is none", level: 1 }).waitFor();
      const contestation = { kind: "contestation", id: idOf(page) };
      const examiner = await cast.sit("examiner", `/respond/contestation/${contestation.id}`);
      await takeStep(examiner, "Take up");
      await takeStep(examiner, "Uphold", { Reasons: "They agreed on the text in public.", Correction: "Two networks, not three." });
      const liaison = await cast.sit("liaison", `/respond/alert/${at.alert.id}`);
      await takeStep(liaison, "Correct", { Text: "Two networks, not three." });
      for (const [who, name] of [["be", "Belgium"], ["fr", "France"], ["pl", "Poland"], ["ro", "Romania"]]) {
        const state = await cast.sit(who, `/respond/alert/${at.alert.id}`);
        await state.getByText("Two networks, not three.").first().waitFor();
        await state.getByRole("region", { name: "What may be done now" }).getByRole("button", { name: /^Confirm a correction/ }).click();
        const dialog = state.getByRole("dialog");
        await dialog.locator("select, input").first().waitFor();
        if (await dialog.locator("select").count()) await dialog.locator("select").first().selectOption({ index: 1 });
        else await dialog.locator("input").first().fill("0");
        await dialog.locator("form").getByRole("button", { name: "Confirm a correction", exact: true }).click();
        await dialog.waitFor({ state: "detached" });
        await takeStep(examiner, "Record a delivery", { Recipient: `${name} (${{ be: "BE", fr: "FR", pl: "PL", ro: "RO" }[who]})`, Proof: "confirmed on the alert" });
      }
      // Who contested sees that it is settled and with whom the correction is.
      await page.getByText("Two networks, not three.").first().waitFor({ timeout: 6_000 });
      check((await (await cast.by("pl")).call("GET", `/api/v1/casework/contestation/${contestation.id}`)).summary.open === false, "nothing is left to deliver");
      await takeStep(liaison, "Close", { Outcome: "All know, and the correction is with all." });
    });

    await cast.test("2024: the second situation report says what changed since the first", {}, async (page) => {
      const second = await report(2, "How many accounts that say one thing");
      check(second.text.includes("How many accounts that say one thing"), "the prebunk is new");
      check(!second.text.includes("Help before the vote"), "what Romania asked for is not passed on");
      await enter(page, house, "fr", second.address);
      await page.getByRole("link", { name: "the issue before" }).waitFor();
      const changes = page.locator("section").filter({ has: page.getByRole("heading", { name: "What changed", exact: true }) });
      await changes.getByText("How many accounts that say one thing").first().waitFor();
      check(/Since issue 1/.test(await changes.textContent()), await changes.textContent());
      await shot(page, "scenario-changes");
      await page.frameLocator("iframe").getByText(/changed since|since the last/i).first().waitFor();
    });

    await cast.test("2024: the contradiction is settled, the mode closed, the team home, and both wrote what was learned", {}, async (page) => {
      await enter(page, house, "chair", `/crisis/${at.crisis.id}?view=information`);
      const dialog = page.getByRole("dialog");
      await page.getByRole("button", { name: "Settle" }).click();
      await fillIn(dialog, { "How it was settled": "One was counted twice." });
      await dialog.getByRole("button", { name: "Settle it" }).click();
      await page.getByText("● settled:").waitFor();
      await page.getByRole("link", { name: "Now", exact: true }).click();
      await page.getByRole("button", { name: /^Step down ?: none$|: none$/ }).click();
      await fillIn(dialog, { Reason: "The vote is over and counted." });
      await dialog.locator("form button.primary").click();
      await page.locator("[aria-current=step]").filter({ hasText: "none" }).waitFor();
      await page.getByRole("link", { name: /^Round tables/ }).click();
      await page.getByRole("button", { name: "Write a lesson" }).click();
      await fillIn(dialog, { "What was learned": "Ask the states a week earlier." });
      await dialog.locator("form button.primary").click();
      await page.getByText("Ask the states a week earlier.").first().waitFor();
      const analyst = await cast.sit("analyst", `/respond/team/${at.team.id}`);
      await takeStep(analyst, "Record the return", { Text: "Forty domains found." });
      await takeStep(analyst, "End", { Report: "The report." });
      const host = await cast.sit("ro", `/respond/team/${at.team.id}`);
      await takeStep(host, "Write lessons", { Text: "Name a host before asking." });
      for (const record of [at.crisis, at.team]) check((await (await cast.by("chair")).call("GET", `/api/v1/casework/${record.kind}/${record.id}`)).summary.open === false, `${record.kind} is done`);
      const log = await cast.admin.call("GET", "/api/v1/audit/verification").catch((error) => ({ sound: String(error) }));
      check(log.sound === true, `the log: ${log.sound}`);
    });
  } finally {
    await cast.close();
  }
}

/** The server's time, as a form takes it. */
async function clock(cast) {
  const { as_of } = await (await cast.by("chair")).call("GET", "/api/v1/deadlines");
  const d = new Date(as_of);
  const two = (n) => String(n).padStart(2, "0");
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}:${two(d.getSeconds())}`;
}
