//! The router's cases, as a table: `router_cases.toml`, each with the rule that decides it and its source in the facts.

use ostrakon_response::Actor;
use ostrakon_response::mechanism::Mechanisms;
use ostrakon_response::router::{Route, Routes, Situation, Status, route};
use std::collections::{BTreeMap, BTreeSet};
use toml::{Table, Value};

mod common;

const CASES: &str = include_str!("router_cases.toml");

/// A situation on top of a base: what the case says replaces what the base says.
fn situation(file: &Table, case: &Table) -> Situation {
    let mut whole = case
        .get("base")
        .and_then(Value::as_str)
        .map(|base| file["base"][base].as_table().unwrap_or_else(|| panic!("no base {base}")).clone())
        .unwrap_or_default();
    if let Some(more) = case.get("situation").and_then(Value::as_table) {
        whole.extend(more.clone());
    }
    let mut whole = Value::Table(whole);
    common::moments(&mut whole);
    whole.try_into().unwrap_or_else(|e| panic!("{}: {e}", case["name"]))
}

fn of<'a>(routes: &'a Routes, mechanism: &str) -> &'a Route {
    routes
        .routes
        .iter()
        .find(|route| route.mechanism == mechanism)
        .unwrap_or_else(|| panic!("{mechanism} is in no answer"))
}

fn words(value: Option<&Value>) -> Vec<String> {
    let all = value.and_then(Value::as_array).cloned().unwrap_or_default();
    all.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn pairs(value: Option<&Value>) -> Vec<(String, String)> {
    let all = value.and_then(Value::as_table).cloned().unwrap_or_default();
    all.into_iter().filter_map(|(key, value)| Some((key, value.as_str()?.to_owned()))).collect()
}

/// What is wanted of a record's fields stands there.
fn holds(name: &str, wanted: &Value, record: &BTreeMap<String, serde_json::Value>) {
    for (field, value) in wanted.as_table().expect("fields") {
        let value = serde_json::to_value(value).expect("JSON");
        assert_eq!(record.get(field), Some(&value), "{name}: {field} of {record:?}");
    }
}

#[test]
fn every_case_comes_out_as_the_table_says() {
    let mechanisms = Mechanisms::builtin().expect("the files are sound");
    let file: Table = CASES.parse().expect("the table is TOML");
    let cases = file["case"].as_array().expect("cases");
    let (mut closing, mut rules) = (0, BTreeSet::new());
    for case in cases {
        let case = case.as_table().expect("a case is a table");
        let name = case["name"].as_str().expect("a name");
        let actor: Actor = common::actor(&case["actor"]);
        let now = common::moment(case["now"].as_str().expect("a moment"));
        let situation = situation(&file, case);
        let routes = route(&mechanisms, &situation, &actor, now);
        let expect = case["expect"].as_table().expect("an expectation");
        for mechanism in words(expect.get("open")) {
            let route = of(&routes, &mechanism);
            assert!(route.status.is_open(), "{name}: {mechanism} is {:#?}", route.status);
        }
        let closed = pairs(expect.get("closed"));
        closing += usize::from(!closed.is_empty());
        for (mechanism, rule) in closed {
            let Status::Closed { reasons } = &of(&routes, &mechanism).status else {
                panic!("{name}: {mechanism} is {:#?}", of(&routes, &mechanism).status);
            };
            let named: BTreeSet<&str> = reasons.iter().map(|reason| reason.rule.as_str()).collect();
            assert!(
                named.contains(rule.as_str()),
                "{name}: {mechanism} is closed by {named:?}, not by {rule}"
            );
            rules.insert(rule);
        }
        for (mechanism, field) in pairs(expect.get("missing")) {
            let Status::Missing { gaps, .. } = &of(&routes, &mechanism).status else {
                panic!("{name}: {mechanism} is {:#?}", of(&routes, &mechanism).status);
            };
            assert!(
                gaps.iter().any(|gap| gap.field == field),
                "{name}: {mechanism} lacks {gaps:#?}, not {field}"
            );
        }
        for (mechanism, items) in expect.get("items").and_then(Value::as_table).into_iter().flatten() {
            assert_eq!(of(&routes, mechanism).items, words(Some(items)), "{name}: {mechanism}");
        }
        for (mechanism, due) in expect.get("due").and_then(Value::as_table).into_iter().flatten() {
            let (step, at) = due.as_str().and_then(|due| due.split_once(' ')).expect("a step and a moment");
            let clock = of(&routes, mechanism).clocks.iter().find(|clock| clock.step == step);
            let clock = clock.unwrap_or_else(|| panic!("{name}: {mechanism} has no clock {step}"));
            let found = clock.due_at.or(clock.due_if_started_now);
            assert_eq!(found, Some(common::moment(at)), "{name}: {mechanism}: {clock:#?}");
        }
        for (mechanism, wanted) in expect.get("filled").and_then(Value::as_table).into_iter().flatten() {
            let Status::Open { filled, .. } = &of(&routes, mechanism).status else {
                panic!("{name}: {mechanism}")
            };
            holds(name, wanted, filled);
        }
        for (mechanism, wanted) in expect.get("further").and_then(Value::as_table).into_iter().flatten() {
            let Status::Open { further, .. } = &of(&routes, mechanism).status else {
                panic!("{name}: {mechanism}")
            };
            let wanted = wanted.as_array().expect("records");
            assert_eq!(further.len(), wanted.len(), "{name}: {further:?}");
            wanted.iter().zip(further).for_each(|(wanted, record)| holds(name, wanted, record));
        }
        let all = words(expect.get("all_outward_closed_but"));
        if expect.contains_key("all_outward_closed_but") {
            let open: Vec<&str> = routes
                .routes
                .iter()
                .filter(|route| route.outward && !matches!(route.status, Status::Closed { .. }))
                .map(|route| route.mechanism.as_str())
                .collect();
            let open: BTreeSet<&str> = open.into_iter().collect();
            assert_eq!(open, all.iter().map(String::as_str).collect(), "{name}");
        }
    }
    let names: BTreeMap<&str, usize> =
        cases.iter().filter_map(|case| case["name"].as_str()).fold(BTreeMap::new(), |mut names, name| {
            *names.entry(name).or_default() += 1;
            names
        });
    assert!(names.values().all(|times| *times == 1), "every case has a name of its own");
    assert!(cases.len() >= 40, "{} cases", cases.len());
    assert!(closing * 2 >= cases.len(), "{closing} of {} cases close something", cases.len());
    // A rule that no case closes anything by is a rule that nobody has seen work.
    let never: Vec<String> = ostrakon_response::router::rule_cards()
        .into_iter()
        .map(|card| card.id)
        .filter(|rule| !rules.contains(rule) && !ONLY_ASK.contains(&rule.as_str()))
        .collect();
    assert!(never.is_empty(), "no case is closed by {never:?}");
}

/// Rules that never close: they ask for what is missing.
const ONLY_ASK: [&str; 6] = [
    "a-team-needs-a-requesting-state",
    "behaviour-never-opinion",
    "declared-media-is-heard-first",
    "no-measure-without-an-item",
    "only-with-an-election-on-record",
    "research-access-only-for-systemic-risk",
];
