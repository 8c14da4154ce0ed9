//! The situation report of 500 incidents (goal: 2 s), each with a case and with a hundred accounts tied to it: as of now,
//! with a cut-off that asks for histories, and as a page. What is measured is in docs/performance.md.

use divan::Bencher;
use ostrakon_app::hub::promote::{Finding, Wish};
use ostrakon_app::hub::{Hub, Location, Options, Tlp, access};
use ostrakon_app::people::{Actor, NewCollection, NewOrganisation, NewPerson, People};
use ostrakon_app::situation::{Form, Request, render};
use serde_json::json;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, LazyLock};

const NOW: i64 = 1_717_545_600_000;
const HOUR: i64 = 3_600_000;
const INCIDENTS: usize = 500;
const ACCOUNTS: usize = 100;

fn main() {
    divan::main();
}

struct House {
    hub: Hub,
    who: access::Principal,
    election: String,
    _folder: tempfile::TempDir,
}

fn finding(n: usize) -> Finding {
    let subjects: Vec<String> = (0..ACCOUNTS).map(|account| format!("{n:04}-{account:04}")).collect();
    serde_json::from_value(json!({
        "id": format!("group-{n}"), "kind": "coordinated-group", "subjects": subjects,
        "window": ["2024-06-01T10:00:00Z", "2024-06-04T20:00:00Z"], "score": 41.5,
        "significance": { "p": 1e-12, "q": 1e-9, "null_model": "accounts dealt out anew" },
        "exhibits": [{ "what": "co-link", "refs": ["1", "2"], "explanation": "4 s apart" }],
        "method": { "name": "coordination", "version": "1", "params": {} }, "dataset": "d", "flagged": true,
        "reasons": ["on time"],
    }))
    .expect("a finding")
}

static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    drop(Hub::open(&Location::Sqlite(folder.path().to_owned()), &Options::default()).expect("opens"));
    let people = People::at(folder.path(), None).expect("opens");
    let by = Actor::command_line();
    let own = NewOrganisation {
        name: "Own".into(),
        kind: access::OrganisationKind::Institution,
        country: "EU".into(),
        communities: BTreeSet::new(),
    };
    people.add_organisation(own, &by, NOW).expect("made");
    let person = NewPerson {
        name: "analyst",
        organisation: "Own",
        roles: BTreeSet::from([access::Role::Analyst, access::Role::PointOfContact]),
        ..NewPerson::default()
    };
    people.add_person(&person, &by, NOW).expect("made");
    let who = people.acting("analyst", "case.write").expect("may");
    let shelf = NewCollection { title: "Incidents".into(), ..NewCollection::default() };
    let shelf = people.add_collection(shelf, &by, NOW).expect("made").id;
    let clock = Arc::new(AtomicI64::new(NOW));
    let ticking = Arc::clone(&clock);
    let hub =
        Hub::over(people.store().clone(), Arc::new(move || ticking.load(Ordering::SeqCst))).expect("opens");
    let details = json!({ "title": "The vote", "country": "EU", "first_day": "2024-06-09", "last_day": "2024-06-09",
        "marking": "TLP:CLEAR" });
    let open = json!({ "command": "open", "details": details });
    let election = hub.open_record(&who, "election", &open, None).expect("opened").id;
    for n in 0..INCIDENTS {
        let wish = Wish {
            name: format!("Incident {n}"),
            description: "Posts in step.".into(),
            narratives: vec![format!("Narrative {}", n % 20)],
            techniques: vec!["T0049".into(), "T0099".into()],
            marking: Tlp::Amber,
            confidence: 80,
            ..Wish::default()
        };
        let incident = hub.promote(&who, &shelf, &[finding(n)], wish).expect("promoted").incident;
        let severity = ["low", "medium", "high", "critical"][n % 4];
        let draft = json!({ "title": format!("Case {n}"), "summary": "What is known.", "incident": incident,
            "election": election, "severity": severity, "marking": "TLP:AMBER" });
        let open = json!({ "command": "open", "draft": draft });
        let case = hub.open_record(&who, "case", &open, None).expect("opened").id;
        hub.command_record(&who, "case", &case, &json!({ "command": "start" }), None, None).expect("begun");
        // Half of the cases change after the cut-off of the second bench.
        clock.store(if n % 2 == 0 { NOW } else { NOW + 2 * HOUR }, Ordering::SeqCst);
        let judgement = json!({ "found": "limited", "confidence": "low", "reasons": "Few saw it." });
        let judge = json!({ "command": "judge-impact", "judgement": judgement });
        hub.command_record(&who, "case", &case, &judge, None, None).expect("judged");
        clock.store(NOW, Ordering::SeqCst);
    }
    clock.store(NOW + 3 * HOUR, Ordering::SeqCst);
    House { hub, who, election, _folder: folder }
});

fn request(marking: Tlp, cut_off: Option<i64>) -> Request {
    Request {
        election: HOUSE.election.clone(),
        cut_off,
        marking: Some(marking),
        previous: None,
        language: String::new(),
    }
}

/// For readers who may see everything: the gate has nothing to ask.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn report_of_500_incidents(bencher: Bencher) {
    let house = &*HOUSE;
    let request = request(Tlp::Red, None);
    let report = house.hub.situation_report(&house.who, &request).expect("a report");
    assert!(report.figures[0].value == Some(INCIDENTS as f64));
    bencher.bench_local(|| house.hub.situation_report(&house.who, &request).expect("a report"));
}

/// For readers up to AMBER: every incident and every tie passes the gate.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn report_of_500_incidents_through_the_gate(bencher: Bencher) {
    let house = &*HOUSE;
    let request = request(Tlp::Amber, None);
    bencher.bench_local(|| house.hub.situation_report(&house.who, &request).expect("a report"));
}

/// As of an hour ago: half of the cases are replayed.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn report_of_500_incidents_as_of_earlier(bencher: Bencher) {
    let house = &*HOUSE;
    let request = request(Tlp::Amber, Some(NOW + HOUR));
    bencher.bench_local(|| house.hub.situation_report(&house.who, &request).expect("a report"));
}

/// The page of it.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn page_of_500_incidents(bencher: Bencher) {
    let house = &*HOUSE;
    let report = house.hub.situation_report(&house.who, &request(Tlp::Red, None)).expect("a report");
    bencher.bench_local(|| render(&report, Form::Html, "en").expect("a page"));
}
