//! Without what an object means nothing: its required references and properties (STIX 2.1, parts 4–6).
//!
//! An object that would lose one of them is withheld whole: a relationship with one end, or a note on nothing, would
//! say that there is something else.

use serde_json::{Map, Value};

/// Properties that identify every object.
const IDENTITY: [&str; 5] = ["type", "id", "spec_version", "created", "modified"];

/// References of which each must stay.
pub(super) fn references(kind: &str) -> &'static [&'static str] {
    match kind {
        "relationship" => &["source_ref", "target_ref"],
        "sighting" => &["sighting_of_ref"],
        "language-content" => &["object_ref"],
        _ => &[],
    }
}

/// Sets of references of which at least one must stay, unless one of the properties after them stands in for it.
pub(super) fn any_reference(kind: &str) -> &'static [(&'static [&'static str], &'static [&'static str])] {
    match kind {
        "note" | "opinion" | "report" | "grouping" => &[(&["object_refs"], &[])],
        "observed-data" => &[(&["object_refs"], &["objects"])],
        "network-traffic" => &[(&["src_ref", "dst_ref"], &[])],
        "malware-analysis" => &[(&["analysis_sco_refs"], &["result"])],
        _ => &[],
    }
}

/// Properties without which an object of this type is not valid.
fn properties(kind: &str) -> &'static [&'static str] {
    match kind {
        "attack-pattern" | "campaign" | "channel" | "course-of-action" | "event" | "identity"
        | "incident" | "infrastructure" | "intrusion-set" | "narrative" | "threat-actor" | "tool"
        | "vulnerability" => &["name"],
        "grouping" => &["context", "object_refs"],
        "indicator" => &["pattern", "pattern_type", "valid_from"],
        "language-content" => &["object_ref", "contents"],
        "malware" => &["is_family"],
        "malware-analysis" => &["product"],
        "marking-definition" => &["definition_type", "definition", "extensions"],
        "note" => &["content", "object_refs"],
        "observed-data" => &["first_observed", "last_observed", "number_observed"],
        "opinion" => &["opinion", "object_refs"],
        "relationship" => &["relationship_type", "source_ref", "target_ref"],
        "report" => &["name", "published", "object_refs"],
        "sighting" => &["sighting_of_ref"],
        "extension-definition" => &["name", "schema", "version", "extension_types", "created_by_ref"],
        _ => &[],
    }
}

/// Whether an object is an observable (SCO): those have no times of their own.
pub(super) fn is_observable(object: &Map<String, Value>) -> bool {
    !object.contains_key("created") && object.get("type").and_then(Value::as_str) != Some("bundle")
}

/// The first property that an object has and may not lose, but lost.
pub(super) fn lost<'a>(before: &'a Map<String, Value>, after: &Map<String, Value>) -> Option<&'a str> {
    let kind = before.get("type").and_then(Value::as_str).unwrap_or_default();
    let has = |object: &Map<String, Value>, keys: &[&str]| keys.iter().any(|key| object.contains_key(*key));
    for (references, instead) in any_reference(kind) {
        let key = references.iter().find(|key| before.contains_key(**key));
        if let (Some(key), false) = (key, has(after, references) || has(after, instead)) {
            return Some(key);
        }
    }
    if is_observable(before) {
        // The id of an observable is made from its content: what is cut out could be guessed from the id.
        let free = |key: &str| {
            key.ends_with("_ref")
                || key.ends_with("_refs")
                || key.starts_with("x_")
                || matches!(key, "granular_markings" | "labels" | "external_references" | "defanged")
                || (key == "extensions" && kind != "file")
        };
        return before
            .iter()
            .find(|(key, value)| !free(key) && after.get(*key) != Some(value))
            .map(|(key, _)| key.as_str());
    }
    let is_kept = |key: &str| IDENTITY.contains(&key) || properties(kind).contains(&key);
    before
        .iter()
        .find(|(key, value)| match after.get(*key) {
            None => is_kept(key) || *key == "object_marking_refs",
            Some(now) => now != *value && (IDENTITY.contains(&key.as_str()) || *key == "pattern"),
        })
        .map(|(key, _)| key.as_str())
}
