//! The board of deadlines over ten thousand open records (goal: 50 ms), and a million events replayed (goal: 20 s). What is
//! measured is in docs/performance.md.

use divan::Bencher;
use ostrakon_app::casework::{ListQuery, kind};
use ostrakon_app::hub::{Hub, Location, Options, Tlp, access};
use ostrakon_app::people::{Actor, NewOrganisation, NewPerson};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

const NOW: i64 = 1_717_545_600_000;
const RECORDS: usize = 10_000;

fn main() {
    divan::main();
}

struct House {
    hub: Hub,
    who: access::Principal,
    _folder: tempfile::TempDir,
}

/// Ten thousand requests, each with a deadline that runs.
static HOUSE: LazyLock<House> = LazyLock::new(|| {
    let folder = tempfile::tempdir().expect("a folder");
    let location = Location::Sqlite(folder.path().to_owned());
    let hub = Hub::open(&location, &Options::default()).expect("opens");
    drop(hub);
    let people = ostrakon_app::people::People::at(folder.path(), None).expect("opens");
    let by = Actor::command_line();
    let organisation = |name: &str, kind| NewOrganisation {
        name: name.into(),
        kind,
        country: "EU".into(),
        communities: BTreeSet::new(),
    };
    people
        .add_organisation(organisation("Own", access::OrganisationKind::Institution), &by, NOW)
        .expect("made");
    let platform = people
        .add_organisation(organisation("Video", access::OrganisationKind::Platform), &by, NOW)
        .expect("made")
        .id;
    let person = NewPerson {
        name: "analyst",
        organisation: "Own",
        roles: BTreeSet::from([access::Role::Analyst, access::Role::PointOfContact]),
        ..NewPerson::default()
    };
    people.add_person(&person, &by, NOW).expect("made");
    let who = people.acting("analyst", "case.write").expect("may");
    let hub = Hub::over(people.store().clone(), Arc::new(|| NOW)).expect("opens");
    for n in 0..RECORDS {
        let draft = json!({ "draft": { "title": format!("Request {n}"), "addressee": platform,
            "questions": ["How many?"], "purpose": "To know.", "due": NOW + 3_600_000 * (1 + n as i64 % 500),
            "marking": Tlp::Green }, "command": "open" });
        hub.open_record(&who, "information", &draft, None).expect("opened");
    }
    House { hub, who, _folder: folder }
});

#[divan::bench(sample_count = 50)]
fn board_of_ten_thousand(bencher: Bencher) {
    let house = &*HOUSE;
    let board = house.hub.deadlines(&house.who, None, 200).expect("a board");
    assert!(board.rows.len() == 200 || board.counts.values().sum::<usize>() == RECORDS);
    bencher.bench_local(|| house.hub.deadlines(&house.who, None, 200).expect("a board"));
}

#[divan::bench(sample_count = 50)]
fn list_of_ten_thousand(bencher: Bencher) {
    let house = &*HOUSE;
    let query = ListQuery { open: Some(true), limit: 100, ..ListQuery::default() };
    bencher.bench_local(|| house.hub.records_of(&house.who, &query).expect("a list"));
}

/// The first question after a start: every record is read.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn first_board_after_a_start(bencher: Bencher) {
    let house = &*HOUSE;
    let store = house.hub.people().store().clone();
    bencher
        .with_inputs(|| Hub::over(store.clone(), Arc::new(|| NOW)).expect("opens"))
        .bench_local_values(|hub| hub.deadlines(&house.who, None, 200).expect("a board").counts.len());
}

/// A thousand events of a thousand records each, from JSON as the store keeps them to the record.
#[divan::bench(sample_count = 1, sample_size = 1)]
fn a_million_events(bencher: Bencher) {
    let by = json!({ "person": "p", "organisation": "o" });
    let draft =
        json!({ "title": "A request", "addressee": "o", "questions": ["How many?"], "purpose": "To know." });
    let mut history: Vec<Value> =
        vec![json!({ "at": NOW, "by": by, "what": { "event": "drafted", "draft": draft } })];
    for n in 1..1_000 {
        let what = if n == 1 {
            json!({ "event": "sent" })
        } else {
            json!({ "event": "reminded", "by": "telephone" })
        };
        history.push(json!({ "at": NOW + n, "by": by, "what": what }));
    }
    let known = kind("information").expect("a kind");
    bencher.bench_local(|| {
        for _ in 0..1_000 {
            divan::black_box(known.replayed(&history).expect("replays"));
        }
    });
}
