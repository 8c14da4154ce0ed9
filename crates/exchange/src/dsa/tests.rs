use super::{Profile, Statement, check, read, read_csv, write, write_csv};
use crate::error::ExchangeError;
use crate::input::Limits;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn good() -> Map<String, Value> {
    let given = json!({"decision_visibility": ["DECISION_VISIBILITY_CONTENT_LABELLED"],
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT", "incompatible_content_ground": "Terms, 4.2",
        "incompatible_content_explanation": "coordinated accounts", "category": super::CIVIC,
        "category_specification": ["KEYWORD_MISINFORMATION_DISINFORMATION"], "content_type": ["CONTENT_TYPE_TEXT"],
        "content_date": "2026-02-28", "application_date": "2026-03-01", "decision_facts": "=they posted in step",
        "source_type": "SOURCE_TRUSTED_FLAGGER", "automated_detection": "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED", "puid": "a-1_B", "territorial_scope": ["DE", "AT"],
        "content_id": {"EAN-13": "0123456789123"}, "x_own": {"kept": [1, 2.5]}});
    given.as_object().cloned().unwrap_or_default()
}

/// The good statement with one field set (or removed by null), and the paths that are then wrong.
fn wrong(field: &str, value: Value) -> Vec<String> {
    let mut fields = good();
    if value.is_null() {
        fields.shift_remove(field);
    } else {
        fields.insert(field.to_owned(), value);
    }
    check(&Statement::new(fields), Profile::Submission).into_iter().map(|one| one.path).collect()
}

#[test]
fn a_good_statement_passes_and_comes_back_whole() {
    let bytes = serde_json::to_vec(&good()).expect("JSON");
    let read = read(&bytes, Profile::Submission, Limits::default()).expect("a good statement");
    assert_eq!(read, [Statement::new(good())]);
    assert!(read[0].is_civic());
    assert_eq!(write(&read).expect("good"), [json!({ "statements": [good()] })]);
}

#[test]
fn lengths_lists_days_and_names_are_checked() {
    for (field, value, path) in [
        ("decision_facts", json!("x".repeat(5_001)), "decision_facts"),
        ("incompatible_content_ground", json!("é".repeat(501)), "incompatible_content_ground"),
        ("decision_visibility", json!("DECISION_VISIBILITY_CONTENT_REMOVED"), "decision_visibility"),
        ("decision_visibility", json!(["CONTENT_REMOVED"]), "decision_visibility[0]"),
        ("content_type", json!([]), "content_type"),
        ("category", json!("STATEMENT_CATEGORY_ELECTIONS"), "category"),
        ("category_specification", json!(["KEYWORD_FAKE"]), "category_specification[0]"),
        ("content_date", json!("2026-02-29"), "content_date"),
        ("content_date", json!("1999-12-31"), "content_date"),
        ("application_date", json!("01.03.2026"), "application_date"),
        ("end_date_account_restriction", json!("2026-02-28"), "end_date_account_restriction"),
        ("puid", json!("a b"), "puid"),
        ("territorial_scope", json!(["DE", "UK"]), "territorial_scope[1]"),
        ("content_language", json!("en"), "content_language"),
        ("content_id", json!({"EAN-13": "12"}), "content_id.EAN-13"),
        ("automated_detection", json!(true), "automated_detection"),
        ("decision_ground_reference_url", json!("terms.html"), "decision_ground_reference_url"),
        ("category_specification_other", json!("of another kind"), "category_specification_other"),
    ] {
        assert_eq!(wrong(field, value), [path], "{field}");
    }
    for field in ["decision_ground", "category", "puid", "source_type", "automated_decision", "content_date"]
    {
        assert_eq!(wrong(field, Value::Null), [field]);
    }
}

#[test]
fn rules_between_fields_are_checked() {
    assert_eq!(wrong("decision_visibility", Value::Null), ["decision_visibility"]);
    assert_eq!(
        wrong("decision_visibility", json!(["DECISION_VISIBILITY_OTHER"])),
        ["decision_visibility_other"]
    );
    assert_eq!(wrong("decision_monetary", json!("DECISION_MONETARY_OTHER")), ["decision_monetary_other"]);
    assert_eq!(
        wrong("decision_ground", json!("DECISION_GROUND_ILLEGAL_CONTENT")),
        ["illegal_content_legal_ground", "illegal_content_explanation"]
    );
    assert_eq!(wrong("content_type", json!(["CONTENT_TYPE_OTHER"])), ["content_type_other"]);
}

#[test]
fn a_bad_one_among_many_refuses_all_with_its_place() {
    let mut bad = good();
    bad.insert("category".into(), "STATEMENT_CATEGORY_CIVIC".into());
    let bytes = serde_json::to_vec(&json!({ "statements": [good(), bad] })).expect("JSON");
    let error = read(&bytes, Profile::Submission, Limits::default()).expect_err("one is bad");
    let text = error.to_string();
    assert!(text.contains("statements[1].category"), "{text}");
    assert!(text.contains("NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE"), "the message names what was meant: {text}");
    assert!(text.contains("statements[1].puid"), "the same number twice: {text}");
    assert!(matches!(read(b"[1]", Profile::Dump, Limits::default()), Err(ExchangeError::Invalid { .. })));
}

#[test]
fn the_table_reads_back_and_runs_nothing() {
    let mut fields = good();
    fields.shift_remove("x_own");
    let given = [Statement::new(fields)];
    let text = write_csv(&given);
    assert!(text.contains(",'=they posted in step,"), "{text}");
    let read = read_csv(text.as_bytes(), Profile::Submission, Limits::default()).expect("our own table");
    let sorted =
        |one: &Statement| one.fields().clone().into_iter().collect::<std::collections::BTreeMap<_, _>>();
    assert_eq!(sorted(&read[0]), sorted(&given[0]));
}

#[test]
fn a_light_dump_of_older_years_is_read() {
    let dump = "uuid,decision_visibility,category,application_date,platform_uid\n\
        1,\"[\"\"DECISION_VISIBILITY_CONTENT_REMOVED\"\"]\",STATEMENT_CATEGORY_SCOPE_OF_PLATFORM_SERVICE,2024-05-01,x1\n";
    let read = read_csv(dump.as_bytes(), Profile::Dump, Limits::default()).expect("a dump");
    assert_eq!(read[0].list("decision_visibility"), ["DECISION_VISIBILITY_CONTENT_REMOVED"]);
    assert_eq!(read[0].text("puid"), Some("x1"));
    let error = read_csv(b"a,b\n1,2\n", Profile::Dump, Limits::default()).expect_err("another table");
    assert!(error.to_string().contains("line 1"), "{error}");
    assert!(read_csv(b"uuid,category\n1,2,3\n", Profile::Dump, Limits::default()).is_err());
}

proptest! {
    #[test]
    fn no_bytes_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let _ = read(&bytes, Profile::Submission, Limits::default());
        let _ = read_csv(&bytes, Profile::Dump, Limits::default());
    }
}
