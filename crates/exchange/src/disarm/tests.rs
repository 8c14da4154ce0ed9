use super::{NameKind, names, proposals, read_bundle, read_tables, safeguard};
use crate::input::Limits;
use serde_json::json;
use std::collections::HashSet;
use std::path::PathBuf;

/// The official files, where the machine has them.
fn official() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/disarm");
    if !folder.is_dir() {
        eprintln!("skipped: {} is not there", folder.display());
        return None;
    }
    Some(folder)
}

#[test]
fn the_official_framework_has_the_counts_that_it_is_known_for() {
    let Some(folder) = official() else { return };
    let file = |name: &str| std::fs::read(folder.join(name)).expect("a readable file");
    let framework = read_bundle(&file("DISARM.stix.json"), Limits::default()).expect("the official bundle");
    assert_eq!(framework.objects.len(), 698);
    assert_eq!((framework.tactics.len(), framework.techniques.len()), (16, 391));
    let text = serde_json::to_string(&framework.objects).expect("JSON");
    assert!(!text.contains("mitre-attack"));
    let tables: Vec<(&str, Vec<u8>)> = [
        "counters.csv",
        "counter_technique.csv",
        "detections.csv",
        "playbooks.csv",
        "responsetypes.csv",
        "metatechniques.csv",
        "actortypes.csv",
        "phases.csv",
    ]
    .into_iter()
    .map(|name| (name, file(name)))
    .collect();
    let given: Vec<(&str, &[u8])> = tables.iter().map(|(name, bytes)| (*name, bytes.as_slice())).collect();
    let read = read_tables(&framework, &given, Limits::default()).expect("the official tables");
    let count = |name: &str| read.report.counts.get(name).copied();
    for (name, expected) in [
        ("subtechniques", 288),
        ("counters", 140),
        ("detections", 95),
        ("playbooks", 83),
        ("responsetypes", 7),
        ("metatechniques", 14),
        ("actortypes", 33),
        ("phases", 4),
    ] {
        assert_eq!(count(name), Some(expected), "{name}");
    }
    assert_eq!((read.report.links, read.report.dangling_links, read.report.dangling.len()), (837, 445, 30));
    assert!(read.report.dangling.iter().all(|one| one.proposal.is_some()), "each retired id has a proposal");
    assert_eq!(read.report.safeguards.get("C00016").map(String::as_str), Some("lawful-speech"));
    assert_eq!(read.objects.len(), 140 + 95 + 837 - 445);
    let ids: HashSet<&str> = read.objects.iter().filter_map(|one| one["id"].as_str()).collect();
    assert_eq!(ids.len(), read.objects.len());
    // What ships with the binary says the same.
    for (kind, expected) in [
        (NameKind::Tactic, 16),
        (NameKind::Technique, 391),
        (NameKind::Counter, 140),
        (NameKind::Detection, 95),
    ] {
        assert_eq!(names().filter(|one| one.kind == kind).count(), expected);
    }
    assert!(
        names()
            .filter(|one| one.kind == NameKind::Technique)
            .all(|one| framework.techniques.contains_key(one.id))
    );
}

#[test]
fn proposals_lead_to_techniques_that_exist_and_safeguards_to_counters() {
    let of = |kind: NameKind| {
        names().filter(move |one| one.kind == kind).map(|one| one.id).collect::<HashSet<_>>()
    };
    let (techniques, counters) = (of(NameKind::Technique), of(NameKind::Counter));
    assert_eq!(proposals().len(), 30, "the built-in file is read whole");
    for one in proposals() {
        assert!(!techniques.contains(one.id.as_str()), "{} is not retired", one.id);
        assert!(one.to.iter().all(|id| techniques.contains(id.as_str())), "{}", one.id);
        assert!(matches!(one.confidence.as_str(), "high" | "medium" | "low"));
    }
    assert!(counters.iter().filter(|id| safeguard(id).is_some()).count() > 60);
    assert!(safeguard("C00011").is_none(), "media literacy needs none");
}

#[test]
fn what_is_not_the_framework_is_refused_with_its_place() {
    for (given, place) in [
        (json!({}), "objects"),
        (json!({"objects": [{"type": "attack-pattern", "id": "attack-pattern--1"}]}), "objects[0]"),
        (json!({"objects": [{"type": "x", "id": "x--1"}, {"type": "x", "id": "x--1"}]}), "objects[1]"),
        (json!({"objects": []}), "holds no technique"),
    ] {
        let error =
            read_bundle(given.to_string().as_bytes(), Limits::default()).expect_err(place).to_string();
        assert!(error.contains(place), "{error}");
    }
    let bundle = json!({"objects": [{"type": "attack-pattern", "id": "attack-pattern--1", "created": "2026-01-01T00:00:00Z",
        "external_references": [{"source_name": "mitre-attack", "external_id": "T0001"}]}]});
    let framework = read_bundle(bundle.to_string().as_bytes(), Limits::default()).expect("a small bundle");
    let tables: [(&str, &[u8]); 2] = [
        ("counters.csv", b"id,name\nC1,one\n"),
        ("counter_technique.csv", b"counter_id,technique_id\nC2,T0001\n"),
    ];
    let error = read_tables(&framework, &tables, Limits::default()).expect_err("no such counter").to_string();
    assert!(error.contains("line 2") && error.contains("C2"), "{error}");
}
