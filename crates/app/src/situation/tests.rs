//! Records in, report out: what stands in it, up to when, for whom, and what changed.

use super::*;
use crate::casework::response::effect::Finding as EffectFinding;
use crate::demo::casework as demo;
use crate::hub::promote::{Finding, Wish};
use crate::hub::{Location, Options};
use crate::people::{Actor, NewCollection, NewOrganisation, NewPerson};
use ostrakon_access::OrganisationKind;
use ostrakon_report::situation::{Author, Severity};
use ostrakon_store::{Store, sha256, to_hex};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// 5 June 2024.
const NOW: i64 = 1_717_545_600_000;
const HOUR: i64 = 3_600_000;

struct House {
    hub: Hub,
    clock: Arc<AtomicI64>,
    who: Principal,
    second: Principal,
    election: String,
    incidents: Vec<String>,
    shelf: String,
    _folder: tempfile::TempDir,
}

fn finding(id: &str) -> Finding {
    serde_json::from_value(json!({
        "id": id, "kind": "coordinated-group", "subjects": ["a1", "b2", "c3"],
        "window": ["2024-06-01T10:00:00Z", "2024-06-04T20:00:00Z"], "score": 41.5,
        "significance": { "p": 1e-12, "q": 1e-9, "null_model": "accounts dealt out anew" },
        "exhibits": [{ "what": "co-link", "refs": ["1", "2"], "explanation": "4 s apart" }],
        "method": { "name": "coordination", "version": "1", "params": {} }, "dataset": "d", "flagged": true,
        "reasons": ["on time"],
    }))
    .expect("a finding")
}

/// A house with the demo's casework on two incidents.
fn house() -> House {
    let folder = tempfile::tempdir().expect("a folder");
    let store =
        Store::open(&Location::Sqlite(folder.path().to_owned()), &Options::default()).expect("a store");
    let clock = Arc::new(AtomicI64::new(NOW));
    let ticking = Arc::clone(&clock);
    let hub = Hub::over(store, Arc::new(move || ticking.load(Ordering::SeqCst))).expect("a hub");
    let people = hub.people();
    let new = NewOrganisation {
        name: "Observatory".into(),
        kind: OrganisationKind::Institution,
        country: "DE".into(),
        communities: BTreeSet::new(),
    };
    let own = people.add_organisation(new, &Actor::command_line(), NOW).expect("an organisation");
    let roles = BTreeSet::from([Role::Analyst, Role::PointOfContact, Role::Approver]);
    let new = NewPerson { name: "analyst", organisation: &own.id, roles, ..NewPerson::default() };
    let person = people.add_person(&new, &Actor::command_line(), NOW).expect("a person").0;
    let who = Principal::new(&person, &own, Credential::CommandLine, None, None, hub.matrix());
    let shelf = NewCollection { title: "Incidents".into(), ..NewCollection::default() };
    let shelf = people.add_collection(shelf, &Actor::command_line(), NOW).expect("a collection").id;
    let promoted = |hub: &Hub, n: u32| {
        let wish = Wish {
            name: format!("Incident {n}"),
            description: "Posts in step.".into(),
            narratives: vec!["When one may vote".into()],
            techniques: vec!["T0049".into()],
            marking: Tlp::Amber,
            confidence: 80,
            ..Wish::default()
        };
        hub.promote(&who, &shelf, &[finding(&format!("group-{n}"))], wish).expect("promoted").incident
    };
    let incidents = vec![promoted(&hub, 1), promoted(&hub, 2)];
    clock.fetch_add(HOUR, Ordering::SeqCst);
    let filled = demo::fill(&hub, &who, &incidents).expect("casework");
    let again = demo::fill(&hub, &who, &incidents).expect("a second start");
    assert_eq!((again.election.as_str(), again.report), (filled.election.as_str(), None));
    let second = hub.people().person("demo-approver").expect("made by the demo");
    let second = Principal::new(&second, &own, Credential::CommandLine, None, None, hub.matrix());
    clock.fetch_add(HOUR, Ordering::SeqCst);
    House { hub, clock, who, second, election: filled.election, incidents, shelf, _folder: folder }
}

impl House {
    fn now(&self) -> i64 {
        self.clock.load(Ordering::SeqCst)
    }

    fn pass(&self, ms: i64) {
        self.clock.fetch_add(ms, Ordering::SeqCst);
    }

    fn partner(&self, account: &str) -> Principal {
        let person = self.hub.people().person(account).expect("made by the demo");
        let organisation = self.hub.people().organisation(&person.organisation).expect("there");
        Principal::new(&person, &organisation, Credential::CommandLine, None, None, self.hub.matrix())
    }

    fn report(&self, who: &Principal, change: impl FnOnce(&mut Request)) -> Result<Report, HubError> {
        let mut request =
            Request { election: self.election.clone(), marking: Some(Tlp::Amber), ..Request::default() };
        change(&mut request);
        self.hub.situation_report(who, &request)
    }

    fn first(&self, kind: &str) -> String {
        let query = ListQuery { kind: Some(kind.into()), limit: 10, ..ListQuery::default() };
        self.hub.records_of(&self.who, &query).expect("a list").rows[0].id.clone()
    }

    fn act(&self, who: &Principal, kind: &str, id: &str, command: &Value) -> Result<(), HubError> {
        self.hub.command_record(who, kind, id, command, None, None).map(drop)
    }

    /// A draft on the election, with a cut-off of now.
    fn drafted(&self, marking: Tlp) -> String {
        let outline = json!({ "title": "Situation", "election": self.election, "cut_off": self.now(), "marking": marking });
        let open = json!({ "command": "open", "outline": outline });
        self.hub.open_record(&self.who, "report", &open, None).expect("a draft").id
    }

    fn issued(&self, marking: Tlp) -> String {
        let id = self.drafted(marking);
        self.act(&self.second, "report", &id, &json!({ "command": "approve" })).expect("approved");
        self.act(&self.who, "report", &id, &json!({ "command": "issue" })).expect("issued");
        id
    }
}

mod aside;

#[test]
fn the_report_says_what_the_records_say() {
    let house = house();
    let report = house.report(&house.who, |_| {}).expect("a report");
    // What is on record stands in its section,
    assert_eq!((report.head.marking, report.head.as_of), (Tlp::Amber, house.now()));
    assert_eq!((report.head.version, report.head.mode.as_str()), (2, "Monitoring (IPCR)"));
    assert_eq!(report.developments.iter().filter(|one| one.id.starts_with("case-")).count(), 2);
    assert_eq!(report.threats[0].id, "information-manipulation");
    assert_eq!(report.threats[0].severity, Some(Severity::High));
    assert_eq!(report.techniques[0].id, "T0049");
    assert_eq!(report.techniques[0].incidents.value, Some(2.0));
    assert_eq!(report.narratives[0].label, "When one may vote");
    assert_eq!(report.contradictions[0].claims.len(), 2);
    assert_eq!(report.notifications[0].outcome, "Labelled");
    let alert = &report.alerts[0];
    let silent: Vec<_> = alert.acknowledgements.iter().filter(|one| one.at.is_none()).collect();
    assert_eq!((alert.acknowledgements.len(), silent[0].organisation.as_str()), (2, "Platform (demo)"));
    assert!(report.gaps.iter().any(|gap| gap.asked_of == "Platform (demo)" && gap.due.is_some()));
    // the effect with its interval, apart from everything else,
    let effect = report.measures[0].effect.as_ref().expect("measured");
    assert!(
        effect.sentence.starts_with("Volume") && effect.sentence.contains("fell by"),
        "{}",
        effect.sentence
    );
    assert_eq!(serde_json::to_value(EffectFinding::Fell).expect("a name"), "fell");
    // a country that reported has a figure, and one that is silent a dash,
    let country = |code: &str| report.countries.iter().find(|one| one.id == code).expect(code);
    assert_eq!(country("AT").incidents.value, Some(0.0));
    assert_eq!(country("AT").incidents.coverage.text, "reported by Electoral Commission (demo)");
    assert_eq!(country("IE").incidents.value, None);
    // the impact stands in the words of those who assessed it, without figures that nobody counted; of an incident without an
    // assessment that would be said.
    assert_eq!(report.impact.len(), 2);
    assert!(report.impact.iter().all(|one| one.figures.is_empty() && !one.paragraphs.is_empty()));
    assert!(report.unobserved.iter().all(|one| one.id != "impact"), "{:?}", report.unobserved);
    let Author::Generated { records, .. } = &report.summary[0].author else { panic!("computed") };
    assert!(records[0].href.contains(&house.election));
}

#[test]
fn every_figure_is_given_again_by_its_address() {
    let house = house();
    let report = house.report(&house.who, |_| {}).expect("a report");
    let cut_off = report.head.as_of;
    // Given a report, when the world moves on and each figure is asked for at its address,
    house.pass(HOUR);
    let case = house.first("case");
    let close = json!({ "command": "edit", "draft": { "title": "Changed", "election": house.election, "severity": "low" } });
    house.act(&house.who, "case", &case, &close).expect("changed since");
    let figures =
        [&report.figures[..], &[report.activity.total.clone(), report.threats[0].incidents.clone()]].concat();
    let measured = &report.measures[0].effect.as_ref().expect("measured").figures;
    for figure in figures.iter().chain(measured).chain(report.countries.iter().map(|one| &one.alerts)) {
        let (_, place) = figure.query.rsplit_once("figure=").expect("an address");
        let place = place.replace("%2F", "/").replace("%3A", ":");
        let request = Request {
            election: house.election.clone(),
            cut_off: Some(cut_off),
            marking: Some(Tlp::Amber),
            previous: None,
            language: String::new(),
        };
        // then it is what it was, to the last record.
        let again = house.hub.situation_figure(&house.who, &request, &place).expect(&place);
        assert_eq!(&again, figure);
        assert!(
            figure.query.contains(&format!("cut_off={cut_off}")) && !figure.coverage.text.is_empty(),
            "{figure:?}"
        );
    }
    let none = house.report(&house.who, |_| {}).map(|report| ask::find(&report, "figures/none"));
    assert_eq!(none.expect("a report"), None);
}

#[test]
fn what_happened_after_the_cut_off_is_not_in_it() {
    let house = house();
    let before = house.report(&house.who, |_| {}).expect("a report");
    let cut_off = before.head.as_of;
    house.pass(HOUR);
    // Given events of every kind after the cut-off: a mode, an acknowledgement, a new incident, a new version of an old one,
    let crisis = house.first("crisis");
    let mode = json!({ "command": "change-mode", "to": "information-sharing", "consulted": ["Austria"],
        "ground": "Art 5", "reason": "more of it" });
    house.act(&house.second, "crisis", &crisis, &mode).expect("changed");
    let platform = house.partner("contact-ie");
    let noted = json!({ "command": "acknowledge", "commitment": { "kind": "noted" } });
    house.act(&platform, "alert", &house.first("alert"), &noted).expect("acknowledged");
    let wish = Wish { name: "Later".into(), marking: Tlp::Amber, ..Wish::default() };
    house.hub.promote(&house.who, &house.shelf, &[finding("later")], wish).expect("promoted");
    let kept = house.hub.store().object(&house.incidents[0]).expect("read").expect("there");
    let mut newer: Value = serde_json::from_slice(&kept.bytes).expect("JSON");
    newer["name"] = "Renamed".into();
    newer["modified"] = "2024-06-05T09:30:00.000Z".into();
    let added = house.hub.add(&house.who, &house.shelf, &[newer.to_string()]).expect("added");
    assert_eq!(added.failure_count, 0, "{:?}", added.failures);
    // when the report is built as of then, it is the one that was built then;
    let again = house.report(&house.who, |request| request.cut_off = Some(cut_off)).expect("a report");
    assert_eq!(again, before);
    // and as of now it knows all of it.
    let now = house.report(&house.who, |_| {}).expect("a report");
    assert_eq!(now.head.mode, "Information sharing (IPCR)");
    assert!(now.alerts[0].acknowledgements.iter().all(|one| one.at.is_some()));
    assert_eq!(now.activity.total.value, Some(3.0));
    // Before anything was there, there is nothing to report on.
    let early = house.report(&house.who, |request| request.cut_off = Some(NOW - 1));
    assert!(matches!(early, Err(HubError::NotFound(_))));
    let late = house.report(&house.who, |request| request.cut_off = Some(i64::MAX));
    assert!(matches!(late, Err(HubError::Invalid { .. })));
}

#[test]
fn what_readers_may_not_see_is_counted_and_nothing_of_it_is_told() {
    let house = house();
    let secret = json!({ "command": "open", "draft": { "title": "Sekretword", "summary": "Sekretword", "severity": "critical",
        "election": house.election, "incident": house.incidents[0], "marking": "TLP:RED" } });
    house.hub.open_record(&house.who, "case", &secret, None).expect("a case");
    let wish = Wish { name: "Sekretword".into(), marking: Tlp::Red, ..Wish::default() };
    house.hub.promote(&house.who, &house.shelf, &[finding("secret")], wish).expect("promoted");
    // Given something RED, when the report is to be AMBER, then it is not in it, and that it is not is.
    let report = house.report(&house.who, |_| {}).expect("a report");
    let text = serde_json::to_string(&report).expect("JSON");
    assert!(!text.contains("Sekretword"), "{text}");
    let count = |id: &str| report.withheld.iter().find(|one| one.id == id).map(|one| one.count);
    assert_eq!((count("case-marking"), count("incidents")), (Some(1), Some(1)));
    // Whoever may see it gets it where they ask for it,
    let red = house.report(&house.who, |request| request.marking = Some(Tlp::Red)).expect("a report");
    assert!(serde_json::to_string(&red).expect("JSON").contains("Sekretword") && red.withheld.is_empty());
    // and nobody gets more than they may see.
    let guest = Principal { highest: Tlp::Green, ..house.who.clone() };
    let refused = house.report(&guest, |_| {}).expect_err("beyond the clearance");
    assert!(matches!(refused, HubError::NotAllowed { .. }), "{refused}");
    let green = house.report(&guest, |request| request.marking = None).expect("what is GREEN");
    assert_eq!(green.head.marking, Tlp::Green);
    assert!(green.alerts.is_empty() && green.figures[0].value == Some(0.0));
}

#[test]
fn a_partner_sees_what_it_takes_part_in_and_learns_of_nothing_else() {
    let house = house();
    let partner = house.partner("contact-ie");
    let report = house.report(&partner, |_| {}).expect("a report");
    // The platform was addressed by the alert, the notification and the question, and by nothing else.
    assert_eq!((report.alerts.len(), report.notifications.len()), (1, 1));
    assert!(report.measures.is_empty() && report.contradictions.is_empty() && report.head.mode.is_empty());
    let text = serde_json::to_string(&report).expect("JSON");
    for id in &house.incidents {
        assert!(!text.contains(id.as_str()), "an incident that it may not see");
    }
    // Nor how much of it there is.
    assert!(report.withheld.iter().all(|one| one.count == 0), "{:?}", report.withheld);
    // What went to it stands in the ledger.
    let alert = format!("x-ostrakon-record--{}", house.first("alert"));
    let ledger = house.hub.ledger(&house.who, Some(alert), None, None).expect("a ledger");
    assert!(ledger.lines.iter().any(|line| line.recipient == partner.organisation));
}

#[test]
fn an_issue_is_frozen_and_the_next_one_says_what_changed() {
    let house = house();
    let first = house.first("report");
    // Given the issue of the demo, whose document is that of its digest,
    let frozen = house.hub.report_document(&house.who, &first).expect("a document");
    let record = house.hub.record_of(&house.who, "report", &first).expect("there").record;
    assert_eq!(record["issued"]["document"], json!(frozen.digest));
    assert_eq!(to_hex(&sha256(frozen.text.as_bytes())), frozen.digest);
    let report = read(&frozen.text).expect("a report");
    assert!(report.changes.is_none() && report.head.issued_at.is_some());
    assert_eq!((report.head.version, report.head.approved_by.as_str()), (1, "demo-approver"));
    assert_eq!(report.outlook.scenarios.len(), 1);
    assert!(matches!(&report.summary[0].author, Author::Human { party } if party == "Observatory"));
    // when the world moves on and it is corrected, its bytes stay,
    house.pass(HOUR);
    let platform = house.partner("contact-ie");
    let noted = json!({ "command": "acknowledge", "commitment": { "kind": "noted" } });
    house.act(&platform, "alert", &house.first("alert"), &noted).expect("acknowledged");
    let correction = json!({ "was": "a wrong date", "is": "two wrong dates", "reason": "one was missed" });
    let correct = json!({ "command": "correct", "correction": correction });
    house.act(&house.who, "report", &first, &correct).expect("corrected");
    assert_eq!(house.hub.report_document(&house.who, &first).expect("a document"), frozen);
    // and the next issue takes its place in the same commit, carries the correction, and says what changed.
    let next = house.issued(Tlp::Amber);
    let superseded = house.hub.record_of(&house.who, "report", &first).expect("there");
    assert_eq!(
        (superseded.summary.state.as_str(), &superseded.record["superseded"][1]),
        ("superseded", &json!(next))
    );
    let report =
        read(&house.hub.report_document(&house.who, &next).expect("a document").text).expect("a report");
    let changes = report.changes.expect("compared");
    assert_eq!((changes.since_version, report.head.version), (1, 2));
    assert!(
        changes.figures.iter().any(|one| one.label.starts_with("Acknowledgements") && one.after == Some(2.0))
    );
    assert_eq!(report.corrections[0].is, "two wrong dates");
    for id in [&first, &next] {
        house.hub.verify_record("report", id).expect("its history gives it");
    }
    // Whoever asks for it, the preview is compared with it too.
    assert_eq!(house.report(&house.who, |_| {}).expect("a report").head.version, 3);
}

#[test]
fn editions_for_other_readers_stand_side_by_side_and_numbers_never_come_twice() {
    let house = house();
    let amber = house.first("report");
    house.pass(HOUR);
    // Given an AMBER issue, when a GREEN one of the same election goes out, then both stand,
    let green = house.issued(Tlp::Green);
    let state = |id: &str| house.hub.record_of(&house.who, "report", id).expect("there").summary.state;
    assert_eq!((state(&amber), state(&green)), ("issued".into(), "issued".into()));
    // and the GREEN one is not compared with what its readers may not see.
    let text = house.hub.report_document(&house.who, &green).expect("a document").text;
    let report = read(&text).expect("a report");
    assert_eq!((report.head.version, report.changes), (2, None));
    // An issue with an earlier cut-off gets a number of its own all the same.
    let draft = house.drafted(Tlp::Red);
    let earlier = json!({ "command": "set-cut-off", "cut_off": house.now() - 2 * HOUR });
    house.act(&house.who, "report", &draft, &earlier).expect("set");
    house.act(&house.second, "report", &draft, &json!({ "command": "approve" })).expect("approved");
    house.act(&house.who, "report", &draft, &json!({ "command": "issue" })).expect("issued");
    let text = house.hub.report_document(&house.who, &draft).expect("a document").text;
    assert_eq!(read(&text).expect("a report").head.version, 3);
}

#[test]
fn what_is_issued_is_what_was_approved() {
    let house = house();
    let draft = house.drafted(Tlp::Amber);
    let read_by_second = house.hub.report_document(&house.second, &draft).expect("a draft");
    assert!(!read_by_second.issued);
    // Both have the same text before them.
    assert_eq!(read_by_second, house.hub.report_document(&house.who, &draft).expect("a draft"));
    // Approving something else than what one has read is refused,
    let stale = json!({ "command": "approve", "content": "0".repeat(64) });
    assert!(matches!(house.act(&house.second, "report", &draft, &stale), Err(HubError::Changed(_))));
    // approving one's own too,
    let own =
        house.act(&house.who, "report", &draft, &json!({ "command": "approve" })).expect_err("its author");
    assert!(matches!(own, HubError::Refused(_)), "{own}");
    let approve = json!({ "command": "approve", "content": read_by_second.digest });
    house.act(&house.second, "report", &draft, &approve).expect("approved");
    // and where what it rests on is gone meanwhile, so is the approval.
    let other = house.issued(Tlp::Amber);
    let issue = json!({ "command": "issue" });
    let refused = house.act(&house.who, "report", &draft, &issue).expect_err("compared with another one now");
    assert!(refused.to_string().contains("issuing-what-was-not-approved"), "{refused}");
    let supersede = json!({ "command": "supersede", "by": draft });
    assert!(matches!(house.act(&house.who, "report", &other, &supersede), Err(HubError::Invalid { .. })));
    // A digest that somebody hands in counts for nothing: the house computes its own.
    let forged =
        json!({ "command": "issue", "content": "0".repeat(64), "document": "0".repeat(64), "version": 9 });
    assert!(house.act(&house.who, "report", &draft, &forged).is_err());
}

#[test]
fn a_recipient_gets_the_document_as_the_gate_lets_it_go_and_others_do_not_know_of_it() {
    let house = house();
    let first = house.first("report");
    let authority = house.partner("contact-at");
    let text = house.hub.report_document(&authority, &first).expect("addressed").text;
    let report = read(&text).expect("a report");
    assert_eq!(report.head.distribution, ["Electoral Commission (demo)"]);
    let platform = house.partner("contact-ie");
    assert!(matches!(house.hub.report_document(&platform, &first), Err(HubError::NotFound(_))));
    // A draft is nobody else's.
    let draft = house.drafted(Tlp::Clear);
    assert!(matches!(house.hub.report_document(&authority, &draft), Err(HubError::NotFound(_))));
    for id in ["", "none", "../x", &"9".repeat(500)] {
        assert!(matches!(house.hub.report_document(&house.who, id), Err(HubError::NotFound(_))), "{id}");
    }
    let unknown = house.report(&house.who, |request| request.election = "nowhere".into());
    let refused = unknown.expect_err("no such election").to_string();
    assert!(refused.contains(&house.election), "it names those that are there: {refused}");
    let titled = house.report(&house.who, |request| request.election = demo::ELECTION.to_lowercase());
    assert_eq!(titled.expect("by its title").head.election, demo::ELECTION);
}

#[test]
fn what_a_third_party_told_is_not_passed_on_in_our_words() {
    let house = house();
    // Given an incident of the platform's, which told us under AMBER,
    let platform = house.partner("contact-ie");
    let theirs = json!({
        "type": "incident", "spec_version": "2.1", "id": "incident--00000000-0000-4000-8000-000000000007",
        "created": "2024-06-04T00:00:00.000Z", "modified": "2024-06-04T00:00:00.000Z", "name": "Thirdword",
        "created_by_ref": platform.organisation, "object_marking_refs": [crate::hub::marking_id(Tlp::Amber)],
    });
    house.hub.add(&house.who, &house.shelf, &[theirs.to_string()]).expect("added");
    let own = house.report(&house.who, |_| {}).expect("a report");
    assert_eq!(own.activity.total.value, Some(3.0));
    // when a report goes to another organisation, then it is not in it, and counted as left out;
    let outline = |to: &str| {
        json!({ "title": "Situation", "election": house.election, "cut_off": house.now(),
        "marking": "TLP:AMBER", "recipients": [to] })
    };
    let drafted = |to: &str| {
        let open = json!({ "command": "open", "outline": outline(to) });
        let id = house.hub.open_record(&house.who, "report", &open, None).expect("a draft").id;
        read(&house.hub.report_document(&house.who, &id).expect("a document").text).expect("a report")
    };
    let sent = drafted(&house.partner("contact-at").organisation);
    assert_eq!((sent.activity.total.value, sent.withheld[0].count), (Some(2.0), 1));
    assert!(!serde_json::to_string(&sent).expect("JSON").contains("Thirdword"));
    // to the platform itself it may go.
    assert_eq!(drafted(&platform.organisation).activity.total.value, Some(3.0));
}

#[test]
fn an_incident_of_nobody_belongs_to_the_only_election_of_its_time() {
    let house = house();
    let wish = Wish { name: "Unassigned".into(), marking: Tlp::Amber, ..Wish::default() };
    house.hub.promote(&house.who, &house.shelf, &[finding("free")], wish).expect("promoted");
    let report = house.report(&house.who, |_| {}).expect("a report");
    assert_eq!(report.activity.total.value, Some(3.0));
    assert!(report.gaps.iter().any(|gap| gap.id == "by-time"), "it says why it is counted");
    // With a second election at the same time it belongs to neither, which is said.
    let details = json!({ "title": "Another one", "country": "AT", "first_day": "2024-06-20", "last_day": "2024-06-20",
        "marking": "TLP:CLEAR" });
    let open = json!({ "command": "open", "details": details });
    house.hub.open_record(&house.who, "election", &open, None).expect("an election");
    let report = house.report(&house.who, |_| {}).expect("a report");
    assert_eq!(report.activity.total.value, Some(2.0));
    assert!(report.gaps.iter().any(|gap| gap.id == "unassigned"));
}

#[test]
fn an_issue_has_a_language_and_what_people_wrote_keeps_its_own() {
    // Given the same records,
    let house = house();
    let english = house.report(&house.who, |_| {}).expect("a report");
    // when the report is built in German,
    let german = house.report(&house.who, |request| request.language = "de-AT".into()).expect("a report");
    // then every computed sentence is German, every human one as it was written,
    assert_eq!((english.head.language.as_str(), german.head.language.as_str()), ("en", "de"));
    let prose = |report: &Report| {
        let mut said: Vec<(bool, String)> = Vec::new();
        let text = serde_json::to_value(report).expect("JSON");
        let mut all = vec![&text];
        while let Some(one) = all.pop() {
            match one {
                Value::Object(fields) if fields.contains_key("author") && fields.contains_key("text") => {
                    let human = fields["author"]["kind"] == "human";
                    said.push((human, fields["text"].as_str().unwrap_or_default().to_owned()));
                }
                Value::Object(fields) => all.extend(fields.values()),
                Value::Array(list) => all.extend(list),
                _ => {}
            }
        }
        said.sort();
        said
    };
    let human = |report: &Report| prose(report).into_iter().filter(|(human, _)| *human).collect::<Vec<_>>();
    assert_eq!(human(&english), human(&german));
    assert_eq!(prose(&english).len(), prose(&german).len());
    let effect = german.measures[0].effect.as_ref().expect("measured");
    assert!(
        effect.sentence.starts_with("Menge") && effect.sentence.contains("fiel um"),
        "{}",
        effect.sentence
    );
    let words = serde_json::to_string(&german).expect("JSON");
    for left in
        ["Open incidents", "incidents are on record", "has not acknowledged", "95% interval", "Nobody has"]
    {
        assert!(!words.contains(left), "{left} is left");
    }
    // the figures are the same, each can be asked again in its language,
    let values = |report: &Report| report.figures.iter().map(|one| one.value).collect::<Vec<_>>();
    assert_eq!(values(&english), values(&german));
    assert!(german.figures.iter().all(|one| one.query.contains("lang=de")));
    // the page says so, and where somebody wants its labels in another language, what it computed keeps its own.
    let page = String::from_utf8(render(&german, Form::Html, "").expect("drawn").bytes).expect("text");
    assert!(page.contains("<html lang=\"de\"") && page.contains("Maßnahmen") && !page.contains("<p lang="));
    let page = String::from_utf8(render(&german, Form::Html, "fr").expect("drawn").bytes).expect("text");
    assert!(page.contains("<html lang=\"fr\"") && page.contains("<p lang=\"de\">"));
    // Against an issue in another language only what does not depend on it has changed.
    let previous = Some(english.clone());
    let next = house.report(&house.who, |request| {
        (request.language, request.previous) = ("fr".into(), previous);
    });
    let changes = next.expect("a report").changes.expect("compared");
    assert!(changes.is_empty(), "{changes:?}");
}

#[test]
fn the_day_of_the_vote_is_the_day_where_it_is_held() {
    let house = house();
    for (zone, day) in [
        ("Europe/Brussels", "2026-12-01"),
        ("Pacific/Kiritimati", "2027-03-01"),
        ("Pacific/Pago_Pago", "2026-12-31"),
    ] {
        let details = json!({
            "title": format!("A vote in {zone}"), "country": "BE", "first_day": day, "last_day": day,
            "calendar": { "time_zone": zone }, "marking": "TLP:CLEAR",
        });
        let open = json!({ "command": "open", "details": details });
        let election = house.hub.open_record(&house.who, "election", &open, None).expect("entered").id;
        house.pass(HOUR);
        let report =
            house.report(&house.who, |request| request.election.clone_from(&election)).expect("a report");
        assert_eq!((report.head.first_day.as_str(), report.head.last_day.as_str()), (day, day), "{zone}");
        let page = ostrakon_report::situation::html::render(&report, "en");
        let words = match day {
            "2026-12-01" => "1 December 2026",
            "2027-03-01" => "1 March 2027",
            _ => "31 December 2026",
        };
        assert!(page.contains(words), "{zone}: {words}");
    }
}
