//! Statements of reasons under the Digital Services Act, Art. 17, in the shape of the Commission's Transparency Database
//! (schema in force since 1 July 2025).
//!
//! **The problem.** The database refuses a statement for a text of 501 characters and keeps one that names a person. Both
//! are better found before it leaves.
//!
//! **The choice.** A [`Statement`] is the JSON as it came, unknown fields included; [`check()`] walks a table of the fields
//! and then the rules between them, and says everything that is wrong at once. A [`Profile`] tells what is submitted
//! from what is read out of the daily dumps, which lack fields and hold years of older vocabulary.
//!
//! **Rejected.** A struct with an enum for each field: what the next revision adds would be lost on the way through.

mod check;
mod dump;
mod fields;
mod stix;

pub use check::{Profile, check};
pub use dump::{HEADER, read_csv, write_csv};
pub use stix::{EXTENSION, from_stix, to_stix};

use crate::error::{ExchangeError, Problem};
use crate::input::{self, Limits};
use serde_json::{Map, Value};

/// What messages call it.
pub(crate) const WHAT: &str = "DSA statement of reasons";

/// Most statements of one call to the database.
pub const MOST_PER_CALL: usize = 100;

/// The category of election interference.
pub const CIVIC: &str = "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS";

/// One statement of reasons.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Statement(Map<String, Value>);

impl Statement {
    /// A statement with these fields, unchecked.
    pub fn new(fields: Map<String, Value>) -> Self {
        Self(fields)
    }

    /// All fields, in the order given.
    pub fn fields(&self) -> &Map<String, Value> {
        &self.0
    }

    /// A text field.
    pub fn text(&self, field: &str) -> Option<&str> {
        self.0.get(field)?.as_str()
    }

    /// A field that holds one value or a list of values.
    pub fn list(&self, field: &str) -> Vec<&str> {
        match self.0.get(field) {
            Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect(),
            Some(Value::String(one)) => vec![one],
            _ => Vec::new(),
        }
    }

    /// Whether it concerns civic discourse or elections, by its first or a further category.
    pub fn is_civic(&self) -> bool {
        self.text("category") == Some(CIVIC) || self.list("category_addition").contains(&CIVIC)
    }
}

/// Reads one statement, a list of them, or `{"statements": […]}`, and checks each. All or nothing.
pub fn read(bytes: &[u8], profile: Profile, limits: Limits) -> Result<Vec<Statement>, ExchangeError> {
    let (given, prefix) = match input::json(bytes, WHAT, limits)? {
        Value::Array(all) => (all, ""),
        Value::Object(mut map) => match map.remove("statements") {
            Some(Value::Array(all)) => (all, "statements"),
            Some(_) => return Err(ExchangeError::at(WHAT, "statements", "is no list")),
            None => (vec![Value::Object(map)], ""),
        },
        _ => return Err(ExchangeError::at(WHAT, "$", "is neither a statement nor a list of statements")),
    };
    let single = given.len() == 1 && prefix.is_empty();
    let (mut statements, mut problems) = (Vec::with_capacity(given.len()), Vec::new());
    for (at, one) in given.into_iter().enumerate() {
        let place = if single { String::new() } else { format!("{prefix}[{at}]") };
        let Value::Object(fields) = one else {
            problems.push(Problem::new(place, "is no JSON object"));
            continue;
        };
        let statement = Statement(fields);
        problems.extend(check(&statement, profile).into_iter().map(|problem| Problem {
            path: if place.is_empty() { problem.path } else { format!("{place}.{}", problem.path) },
            reason: problem.reason,
        }));
        statements.push(statement);
    }
    unique(&statements, prefix, &mut problems);
    if problems.is_empty() { Ok(statements) } else { Err(ExchangeError::Invalid { what: WHAT, problems }) }
}

/// The platform's own number must be unique.
fn unique(statements: &[Statement], prefix: &str, problems: &mut Vec<Problem>) {
    let mut seen = std::collections::HashMap::new();
    for (at, puid) in statements.iter().enumerate().filter_map(|(at, one)| Some((at, one.text("puid")?))) {
        if let Some(first) = seen.insert(puid, at) {
            let path = format!("{prefix}[{at}].puid");
            problems.push(Problem::new(path, format!("{puid:?} is also the number of statement {first}")));
        }
    }
}

/// The bodies of the calls that submit these statements: at most [`MOST_PER_CALL`] each. Refuses what the database would
/// refuse.
pub fn write(statements: &[Statement]) -> Result<Vec<Value>, ExchangeError> {
    let mut problems: Vec<Problem> = Vec::new();
    for (at, statement) in statements.iter().enumerate() {
        let found = check(statement, Profile::Submission).into_iter();
        problems.extend(found.map(|one| Problem::new(format!("[{at}].{}", one.path), one.reason)));
    }
    unique(statements, "", &mut problems);
    if !problems.is_empty() {
        return Err(ExchangeError::Invalid { what: WHAT, problems });
    }
    let call = |part: &[Statement]| {
        let all = part.iter().map(|one| Value::Object(one.0.clone())).collect::<Vec<_>>();
        serde_json::json!({ "statements": all })
    };
    Ok(statements.chunks(MOST_PER_CALL).map(call).collect())
}

#[cfg(test)]
mod tests;
