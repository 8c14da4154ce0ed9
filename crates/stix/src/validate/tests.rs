//! Objects right and wrong, and the shared cases where they are at hand.

use super::{Report, check};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::path::PathBuf;

/// A shared file; `None`, with a word about it, where there is none.
fn shared(name: &str) -> Option<String> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(name);
    std::fs::read_to_string(&path).map_err(|error| eprintln!("skipped: {}: {error}", path.display())).ok()
}

#[test]
fn shared_objects_are_judged_as_elsewhere() {
    let mut wrong = Vec::new();
    for line in shared("stix/validator_cases.ndjson").unwrap_or_default().lines() {
        let case: Value = serde_json::from_str(line).expect("a case is JSON");
        let report = check(&case["instance"]);
        if report.valid() != (case["valid"] == true)
            || report.warnings.is_empty() != (case["warnings"] == json!([]))
        {
            wrong.push(format!(
                "{}\n  theirs: {} {}\n  ours: {report:?}",
                case["case"], case["errors"], case["warnings"]
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_disarm_framework_is_without_error() {
    let Some(text) = shared("disarm/DISARM.stix.json") else { return };
    let bundle: Value = serde_json::from_str(&text).expect("a bundle is JSON");
    assert_eq!(bundle["objects"].as_array().map(Vec::len), Some(698));
    let report = check(&bundle);
    assert_eq!(report.errors, Vec::<String>::new());
}

/// A sound object to break.
fn campaign() -> Value {
    json!({"type": "campaign", "spec_version": "2.1", "id": "campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
        "created": "2016-04-06T20:03:48.000Z", "modified": "2016-04-06T20:03:48.000Z", "name": "Doppelgänger"})
}

fn with(property: &str, value: Value) -> Report {
    let mut object = campaign();
    object[property] = value;
    check(&object)
}

#[test]
fn a_message_names_the_place_and_what_is_asked_for() {
    assert_eq!(check(&campaign()), Report::default());
    let report = with("external_references", json!([{"source_name": "x", "url": "www.example.org"}]));
    assert_eq!(report.errors, ["external_references[0].url: 'www.example.org' is not a URI (RFC 3986)"]);
    let report = with("first_seen", json!("2016-04-31T00:00:00Z"));
    assert_eq!(report.errors, ["first_seen: '2016-04-31T00:00:00Z' does not exist"]);
    let report = with("labels", json!([]));
    assert_eq!(report.errors, ["labels: is a list of 0; 1 or more are asked for"]);
    let report = with("x_note", Value::Null);
    assert_eq!(report.errors, ["x_note: is null; leave the property out instead"]);
}

#[test]
fn everything_wrong_is_said_at_once() {
    let report = check(&json!({"type": "campaign", "confidence": 101, "aliases": [1], "severity": "high"}));
    assert_eq!(
        report.errors,
        [
            "confidence: 101 is not between 0 and 100",
            "aliases[0]: is a number, not a string",
            "severity: is a reserved property; it must not be used",
            "property 'spec_version' is missing; it is required",
            "property 'id' is missing; it is required",
            "property 'created' is missing; it is required",
            "property 'modified' is missing; it is required",
            "property 'name' is missing; it is required",
        ]
    );
}

#[test]
fn what_is_no_object_is_an_error_and_no_panic() {
    for value in [
        json!(null),
        json!(1),
        json!([]),
        json!({}),
        json!({"type": 1}),
        json!({"type": "bundle"}),
        json!({"type": "bundle", "id": 1, "objects": [1, {}]}),
        json!({"type": "bundle", "objects": {}}),
    ] {
        assert!(!check(&value).valid(), "{value}");
    }
}

#[test]
fn what_a_partner_added_is_kept_and_warned_about() {
    let report = with("x_trust", json!({"level": 3}));
    assert!(report.valid());
    assert_eq!(
        report.warnings,
        ["x_trust: is no property of the standard and should be defined by an extension"]
    );
    let report = with("granular_markings", json!([{"selectors": ["name"], "lang": "ga"}]));
    assert_eq!(report, Report::default());
}

#[test]
fn objects_of_a_bundle_are_checked_where_they_stand() {
    let mut broken = campaign();
    broken["name"] = json!(5);
    let bundle = json!({"type": "bundle", "id": "bundle--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "objects": [campaign(), broken]});
    let report = check(&bundle);
    assert_eq!(report.errors, ["objects[1].name: is a number, not a string"]);
    assert_eq!(report.warnings.len(), 1, "{report:?}");
}

#[test]
fn a_moment_that_does_not_exist_is_an_error_also_where_an_observable_has_no_such_property() {
    let address = |created: &str| {
        check(
            &json!({"type": "ipv4-addr", "spec_version": "2.1", "id": "ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd",
            "value": "198.51.100.3", "created": created}),
        )
    };
    assert_eq!(address("2016-02-30T00:00:00Z").errors, ["created: '2016-02-30T00:00:00Z' does not exist"]);
    assert!(address("2016-02-29T00:00:00Z").errors.is_empty() && address("long ago").errors.is_empty());
}

#[test]
fn a_translation_that_is_not_there_yet_breaks_no_rule() {
    let report = check(&json!({"type": "language-content", "spec_version": "2.1",
        "id": "language-content--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", "created": "2016-04-06T20:03:48.000Z",
        "modified": "2016-04-06T20:03:48.000Z", "object_ref": "identity--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f",
        "contents": {"de": {}, "fr": {"name": null}, "ga": {"x": "y"}}}));
    assert_eq!(
        report.errors,
        ["contents.ga.x: 'x' is no key here, which is 3 to 250 of a-z, 0-9 and underscore"]
    );
    assert_eq!(report.warnings.len(), 2, "{:?}", report.warnings);
}

/// Any JSON value, to a depth of three.
fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!("2016-04-06T20:03:48.000Z")),
        Just(json!("identity--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f")),
    ];
    leaf.prop_recursive(3, 20, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec(("[a-z_.]{0,8}", inner), 0..4)
                .prop_map(|pairs| Value::Object(pairs.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_value_of_any_property_makes_it_panic(at in 0_usize..1000, value in any_value()) {
        let kinds: Vec<_> = crate::spec::types().collect();
        let kind = kinds[at % kinds.len()];
        let names: Vec<_> = kind.property_names().collect();
        let mut object = json!({"type": kind.name, "id": format!("{}--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f", kind.name)});
        object[names[at % names.len()]] = value;
        let _ = check(&object);
    }
}
