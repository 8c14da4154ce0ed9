//! Everything that is wrong with a statement, at once.

use super::Statement;
use super::fields::{FIELDS, ILLEGAL, INCOMPATIBLE, Kind, MONETARY_OTHER, VISIBILITY_OTHER};
use super::fields::{is_date, is_language, unknown};
use crate::error::Problem;
use serde_json::Value;

/// What a statement is checked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    /// To be submitted: every field and every rule.
    Submission,
    /// Read from the database's dumps: what is there must have its type and its length; words may be those of an earlier
    /// schema, and fields may be missing.
    Dump,
}

/// What is wrong, field by field in the schema's order, then between fields. Empty: nothing.
pub fn check(statement: &Statement, profile: Profile) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (field, required, kind) in FIELDS {
        match statement.fields().get(field) {
            None | Some(Value::Null) if required && profile == Profile::Submission => {
                problems.push(Problem::new(field, "is required"));
            }
            None | Some(Value::Null) => {}
            Some(value) => value_of(field, required, kind, value, profile, &mut problems),
        }
    }
    match statement.fields().get("puid") {
        Some(value) => value_of("puid", true, Kind::Puid, value, profile, &mut problems),
        None if profile == Profile::Submission => problems.push(Problem::new("puid", "is required")),
        None => {}
    }
    if profile == Profile::Submission {
        between(statement, &mut problems);
    }
    problems
}

fn value_of(
    field: &str,
    required: bool,
    kind: Kind,
    value: &Value,
    profile: Profile,
    problems: &mut Vec<Problem>,
) {
    let mut say = |reason: String| problems.push(Problem::new(field, reason));
    match (kind, value) {
        (Kind::Many(prefix, known), Value::Array(all)) => {
            if all.is_empty() && required {
                say("is required: name at least one".to_owned());
            }
            for (at, one) in all.iter().enumerate() {
                let path = format!("{field}[{at}]");
                match one.as_str() {
                    None => problems.push(Problem::new(path, "is no text")),
                    Some(text) if all[..at].contains(one) => {
                        problems.push(Problem::new(path, format!("{text:?} stands here twice")));
                    }
                    Some(text) => one_of(path, prefix, known, text, profile, problems),
                }
            }
        }
        (Kind::Many(..), _) => say("is no list; write [\"…\"]".to_owned()),
        (Kind::ContentId, Value::Object(map)) => {
            for (key, code) in map {
                let is_code = |code: &str| code.len() == 13 && code.bytes().all(|b| b.is_ascii_digit());
                if key != "EAN-13" {
                    problems.push(Problem::new(
                        format!("{field}.{key}"),
                        "is not allowed; the only key is EAN-13",
                    ));
                } else if !code.as_str().is_some_and(is_code) {
                    problems.push(Problem::new(format!("{field}.{key}"), "is not 13 digits"));
                }
            }
        }
        (Kind::ContentId, _) => say("is no object; write {\"EAN-13\": \"…\"}".to_owned()),
        (_, Value::String(text)) => text_of(field, required, kind, text, profile, problems),
        _ => say("is no text".to_owned()),
    }
}

fn text_of(
    field: &str,
    required: bool,
    kind: Kind,
    text: &str,
    profile: Profile,
    problems: &mut Vec<Problem>,
) {
    let mut say = |reason: String| problems.push(Problem::new(field, reason));
    let length = text.chars().count();
    if required && text.trim().is_empty() && profile == Profile::Submission {
        say("is required and empty".to_owned());
        return;
    }
    match kind {
        Kind::Text(most) if length > most => say(format!("{length} characters are more than {most}")),
        Kind::Puid => {
            let bad = text.chars().find(|c| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '_'));
            if length > 500 {
                say(format!("{length} characters are more than 500"));
            }
            if let Some(bad) = bad {
                say(format!("{bad:?} is not allowed; use letters, digits, - and _"));
            }
        }
        Kind::One(prefix, known) => one_of(field.to_owned(), prefix, known, text, profile, problems),
        Kind::Date(_) if !is_date(text) => say(format!("{text:?} is no day; write YYYY-MM-DD")),
        Kind::Date(first) if text < first && profile == Profile::Submission => {
            say(format!("{text} is before {first}, the first day allowed"));
        }
        Kind::Language if !is_language(text) && profile == Profile::Submission => {
            say(format!("{text:?} is no language; write two capital letters of ISO 639-1"));
        }
        Kind::Url => {
            let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
            let is_address = rest.is_some_and(|rest| {
                rest.split(['/', '?', '#']).next().is_some_and(|host| !host.is_empty())
                    && !rest.contains(char::is_whitespace)
            });
            if length > 500 || !is_address {
                say("is no web address of at most 500 characters".to_owned());
            }
        }
        _ => {}
    }
}

fn one_of(
    path: String,
    prefix: &str,
    known: &[&str],
    text: &str,
    profile: Profile,
    problems: &mut Vec<Problem>,
) {
    let is_known = text.strip_prefix(prefix).is_some_and(|rest| known.contains(&rest));
    if !is_known && (profile == Profile::Submission || !text.starts_with(prefix)) {
        problems.push(unknown(path, prefix, known, text));
    }
}

/// The rules between fields.
fn between(statement: &Statement, problems: &mut Vec<Problem>) {
    let has = |field: &str| match statement.fields().get(field) {
        Some(Value::String(text)) => !text.trim().is_empty(),
        Some(Value::Array(all)) => !all.is_empty(),
        _ => false,
    };
    let mut need = |field: &str, because: &str| {
        if !has(field) {
            problems.push(Problem::new(field, format!("is required because {because}")));
        }
    };
    if !["decision_visibility", "decision_monetary", "decision_provision", "decision_account"]
        .iter()
        .any(|f| has(f))
    {
        need(
            "decision_visibility",
            "none of decision_visibility, decision_monetary, decision_provision, decision_account is given",
        );
    }
    if statement.list("decision_visibility").contains(&VISIBILITY_OTHER) {
        need("decision_visibility_other", "decision_visibility has DECISION_VISIBILITY_OTHER");
    }
    if statement.text("decision_monetary") == Some(MONETARY_OTHER) {
        need("decision_monetary_other", "decision_monetary is DECISION_MONETARY_OTHER");
    }
    if statement.list("content_type").contains(&"CONTENT_TYPE_OTHER") {
        need("content_type_other", "content_type has CONTENT_TYPE_OTHER");
    }
    match statement.text("decision_ground") {
        Some(ILLEGAL) => {
            need("illegal_content_legal_ground", "the ground is illegal content (Art 17(3)(d) DSA)");
            need("illegal_content_explanation", "the ground is illegal content (Art 17(3)(d) DSA)");
        }
        Some(INCOMPATIBLE) => {
            need("incompatible_content_ground", "the ground is a contract (Art 17(3)(e) DSA)");
            need("incompatible_content_explanation", "the ground is a contract (Art 17(3)(e) DSA)");
        }
        _ => {}
    }
    let keywords = statement.list("category_specification");
    if has("category_specification_other") && !keywords.contains(&"KEYWORD_OTHER") {
        let reason = "is given without KEYWORD_OTHER in category_specification";
        problems.push(Problem::new("category_specification_other", reason));
    }
    let Some(start) = statement.text("application_date").filter(|day| is_date(day)) else { return };
    for restriction in ["visibility", "monetary", "service", "account"] {
        let field = format!("end_date_{restriction}_restriction");
        if let Some(end) = statement.text(&field).filter(|day| is_date(day) && *day < start) {
            problems.push(Problem::new(field, format!("{end} is before the application date {start}")));
        }
    }
}
