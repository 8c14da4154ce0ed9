//! Whatever field of a publication a name stands in, and however it is written, no entry shows it.

use super::super::view;
use ostrakon_response::publication::Publication;
use proptest::prelude::*;
use serde_json::{Value, json};

/// A publication with something in every field, as it is kept; nothing of it was refused, as with one of earlier rules.
fn whole() -> Value {
    let party = json!({ "person": "p", "organisation": "o" });
    let mut kept = serde_json::to_value(Publication::default()).expect("JSON");
    let text = json!({ "title": "A title", "summary": "In short.", "body": "At length." });
    let draft = json!({
        "class": "debunk", "language": "en", "text": text, "translations": { "fr": text },
        "subjects": [{ "kind": "behaviour", "name": "look-alikes", "accounts": 120 },
            { "kind": "organisation", "name": "A house", "accounts": null }],
        "technique": "T0049", "error_rate": "one in ten", "legal_basis": "public task",
        "claim_review": { "claim": "A claim", "appearances": ["https://a.example/1"],
            "rating": { "value": 1, "best": 5, "worst": 1, "name": "False" } },
        "evidence": [{ "id": "finding--1", "access": "open" }],
        "election": "an-election", "marking": "TLP:CLEAR",
        "records": ["notification/1"], "statistics": true,
        "recorded": [{ "kind": "notification", "record": "notification/1", "by": "A house", "to": ["A platform"],
            "basis": "its rule", "at": 1, "state": "answered", "outcome": "removed-full", "answered": 2,
            "effects": { "volume": "fell" } }],
        "counted": { "sent": 18, "feedback": 14, "removed_or_banned": 7, "by_outcome": { "removed-full": 7 },
            "by_platform": { "A platform": 18 }, "median_answer": 5 },
    });
    let more = json!({
        "phase": "corrected", "draft": draft, "version": 2, "published": [5, party],
        "tombstones": [{ "version": 1, "title": "Before", "published": 1, "at": 5, "review_by": null,
            "code": "other", "reason": "it was wrong" }],
        "replies": { "A house": { "offered": 1, "by": "mail", "until": 2, "said": [3, "We deny it."] } },
        "rectified": [{ "at": 6, "by": party, "version": 2, "contestation": "c", "text": "It was nine." }],
    });
    if let (Value::Object(kept), Value::Object(more)) = (&mut kept, more) {
        kept.extend(more);
    }
    kept
}

/// Pointers to every text in a value.
fn texts(at: &str, value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(_) => into.push(at.to_owned()),
        Value::Array(all) => {
            all.iter().enumerate().for_each(|(n, one)| texts(&format!("{at}/{n}"), one, into));
        }
        Value::Object(all) => all.iter().for_each(|(key, one)| texts(&format!("{at}/{key}"), one, into)),
        _ => {}
    }
}

#[test]
fn every_field_of_an_entry_is_filled_here() {
    // A field that is added to an entry has to be filled above, so that it is tried below.
    let entry = view::of_state("1", &whole()).expect("public");
    let Value::Object(entry) = serde_json::to_value(entry).expect("JSON") else { panic!("an object") };
    for (key, value) in entry {
        let empty = value.is_null() || value == json!([]) || value == json!({}) || value == json!("");
        assert!(!empty || key == "review_by", "{key}");
    }
}

proptest! {
    #[test]
    fn no_entry_shows_the_name_of_an_account(
        field in any::<prop::sample::Index>(),
        front in prop::sample::select(vec![
            "@", "＠", "%40", "https://x.com//", "mobile.twitter.com:443/", "m.facebook.com/", "old.reddit.com/user/",
            "u/", "youtube.com/c/", "https://be.linkedin.com/in/", "tiktok.com/%40", "telegram.me/", "nitter.net/",
            "go.example/?to=https%3A%2F%2Fx.com%2F",
        ]),
        before in prop::sample::select(vec!["", "complaint of ", "("]),
    ) {
        let mut kept = whole();
        let mut all = Vec::new();
        texts("", &kept, &mut all);
        let at = field.get(&all);
        *kept.pointer_mut(at).expect("there") = json!(format!("{before}{front}jane_doe_77"));
        if let Some(entry) = view::of_state("1", &kept) {
            let shown = serde_json::to_string(&entry).expect("JSON");
            prop_assert!(!shown.contains("jane_doe_77"), "{at}: {shown}");
        }
    }
}
