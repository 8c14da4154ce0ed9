//! Two findings become one incident, whole, valid and the same when promoted again.

use super::{Promotion, promote};
use ostrakon_model::{Exhibit, Finding, Method, Significance, Tlp};
use serde_json::{Value, json};

fn finding(id: &str, subjects: &[&str]) -> Finding {
    Finding {
        id: id.into(),
        kind: "coordinated-group".into(),
        subjects: subjects.iter().map(|&s| s.to_owned()).collect(),
        window: ("2024-06-01T10:00:00Z".into(), "2024-06-08T20:00:00Z".into()),
        score: 41.5,
        significance: Significance { p: 1e-12, q: 1e-9, null_model: "accounts dealt out anew".into() },
        exhibits: vec![Exhibit {
            what: "co-link https://look-alike.example".into(),
            refs: vec!["1".into(), "2".into()],
            explanation: "a and b linked the same address, 4 s apart.".into(),
        }],
        method: Method { name: "coordination".into(), version: "1".into(), params: json!({ "window": 60 }) },
        dataset: "d".into(),
        flagged: true,
        reasons: vec!["on time at nearly everything that they share".into()],
    }
}

fn promotion() -> Promotion {
    Promotion {
        name: "A false voting date".into(),
        description: "Posts with a wrong date".into(),
        narratives: vec!["The vote was moved".into()],
        techniques: vec!["attack-pattern--6b6ac7a8-7d64-4d3b-8f2f-7e7e9a1f6a01".into()],
        marking: Tlp::Amber,
        confidence: 75,
        author: "identity--6b6ac7a8-7d64-4d3b-8f2f-7e7e9a1f6a02".into(),
        now: 1_717_963_200_000,
        access: None,
    }
}

fn kinds(objects: &[Value], kind: &str) -> usize {
    objects.iter().filter(|object| object["type"] == kind).count()
}

#[test]
fn an_incident_carries_its_evidence_its_method_and_its_error() {
    let findings = [finding("group-1", &["aa", "bb"]), finding("group-2", &["bb", "cc"])];
    let objects = promote(&findings, &promotion()).expect("promoted");
    for (kind, count) in [
        ("incident", 1),
        ("observed-data", 2),
        ("user-account", 3),
        ("channel", 3),
        ("narrative", 1),
        ("sighting", 2),
        ("note", 2),
        ("report", 1),
    ] {
        assert_eq!(kinds(&objects, kind), count, "{kind}");
    }
    let note = objects.iter().find(|object| object["type"] == "note").expect("a note");
    let content = note["content"].as_str().expect("text");
    assert!(
        content.contains("q ≤ 1e-9") && content.contains("neither its effect nor its author"),
        "{content}"
    );
    let incident = &objects[0];
    assert_eq!(incident["x_ostrakon_attribution"], "unknown");
    let report = objects.last().expect("a report");
    assert_eq!(report["object_refs"].as_array().map(Vec::len), Some(objects.len() - 1));
    assert!(objects.iter().all(|object| object["object_marking_refs"].is_array()));
}

#[test]
fn promoting_twice_makes_no_second_incident() {
    let findings = [finding("group-1", &["aa", "bb"])];
    let ids = |objects: Vec<Value>| objects.iter().map(|o| o["id"].clone()).collect::<Vec<_>>();
    let later = Promotion { now: 1_717_963_300_000, ..promotion() };
    assert_eq!(
        ids(promote(&findings, &promotion()).expect("once")),
        ids(promote(&findings, &later).expect("twice"))
    );
}

#[test]
fn what_cannot_be_promoted_is_said() {
    assert!(promote(&[], &promotion()).is_err());
    let nameless = Promotion { name: "  ".into(), ..promotion() };
    assert!(promote(&[finding("g", &["a"])], &nameless).is_err());
    let mut timeless = finding("g", &["a"]);
    timeless.window.0 = "yesterday".into();
    assert!(promote(&[timeless], &promotion()).is_err());
}
