//! Statements of reasons as STIX: the decision is a `course-of-action` of the platform, which is an `identity`.
//!
//! **The choice.** A statement is something that a platform *did*; STIX's word for that is a course of action. It carries
//! the statement as it was published in an extension, so that it comes back whole. Its id follows from the platform's
//! name and the platform's own number (`puid`), which the schema says is unique there: the same statement twice is one
//! object. **Rejected.** A `report` or `note`: both need something that they are about, and a statement names nothing
//! that could be looked up (it must not contain personal data).

use super::Statement;
use crate::claimreview::moment;
use ostrakon_stix::id;
use serde_json::{Map, Value, json};

/// Our extension of a course of action: `{extension_type, statement_of_reasons}`.
pub const EXTENSION: &str = "extension-definition--a7e1c1f4-5e0b-5d31-9a55-0c8f7a4c2f19";

/// The moment of a statement that names none: the day from which the Digital Services Act applies to everybody.
const APPLIES: &str = "2024-02-17T00:00:00.000Z";

/// STIX objects for a statement: the platform, if it is named, then the decision. `marking` is the id of the marking
/// that the decision bears.
pub fn to_stix(statement: &Statement, marking: &str) -> Vec<Value> {
    let fields = statement.fields();
    let platform = statement.text("platform_name").map(str::trim).filter(|name| !name.is_empty());
    let number = statement.text("puid").or_else(|| statement.text("uuid"));
    let key = match number {
        Some(number) => json!({"platform": platform.unwrap_or_default().to_lowercase(), "puid": number}),
        // A light dump names neither: then the statement is known by what it says.
        None => json!({"statement": fields}),
    };
    let of = |kind: &str, key: &Value| id::domain(kind, key.as_object().unwrap_or(&Map::new()));
    let stated = ["created_at", "application_date", "content_date"];
    let created = stated.iter().find_map(|field| moment(&statement.text(field)?.replacen(' ', "T", 1)));
    let created = created.unwrap_or_else(|| APPLIES.to_owned());
    let mut objects = Vec::with_capacity(2);
    let creator = platform.map(|name| {
        let id = of("identity", &json!({"name": name, "identity_class": "organization"}));
        // Who runs a platform is public, whatever the statement is: the same object whoever sends it.
        objects.push(json!({"type": "identity", "spec_version": "2.1", "id": id, "created": APPLIES,
            "modified": APPLIES, "name": name, "identity_class": "organization",
            "object_marking_refs": [crate::gate::marking_id(ostrakon_model::Tlp::Clear)]}));
        id
    });
    let mut decision = json!({"type": "course-of-action", "spec_version": "2.1",
        "id": of("course-of-action", &key), "created": created, "modified": created, "name": name(statement),
        "labels": ["dsa-statement-of-reasons"], "object_marking_refs": [marking],
        "extensions": {EXTENSION: {"extension_type": "property-extension", "statement_of_reasons": fields}}});
    if let Some(facts) = statement.text("decision_facts") {
        decision["description"] = facts.into();
    }
    if let Some(number) = number {
        decision["external_references"] =
            json!([{"source_name": "DSA Transparency Database", "external_id": number}]);
    }
    if let Some(creator) = creator {
        decision["created_by_ref"] = creator.into();
    }
    objects.push(decision);
    objects
}

/// What was decided and why, in words for a list.
fn name(statement: &Statement) -> String {
    let words =
        |text: &str, prefix: &str| text.strip_prefix(prefix).unwrap_or(text).to_lowercase().replace('_', " ");
    let fields = ["decision_visibility", "decision_monetary", "decision_provision", "decision_account"];
    let decisions: Vec<String> = fields
        .iter()
        .flat_map(|field| {
            let prefix = format!("{}_", field.to_uppercase());
            statement.list(field).into_iter().map(|one| words(one, &prefix)).collect::<Vec<_>>()
        })
        .collect();
    let category = statement.text("category").map(|text| words(text, "STATEMENT_CATEGORY_"));
    let parts = [decisions.join(", "), category.unwrap_or_default()];
    let said: Vec<&str> = parts.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
    format!("Statement of reasons: {}", said.join("; "))
}

/// The statement that a course of action carries.
pub fn from_stix(object: &Value) -> Option<Statement> {
    let kept = object.get("extensions")?.get(EXTENSION)?.get("statement_of_reasons")?;
    Some(Statement::new(kept.as_object()?.clone()))
}
