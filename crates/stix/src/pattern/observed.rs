//! Observations out of objects.

use crate::time::{self, Moment};
use serde_json::{Map, Value};
use std::collections::HashMap;

/// Why a pattern could not be matched.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MatchError {
    /// An observed-data object lacks what matching needs.
    #[error("observed data {id}: {reason}")]
    Observation {
        /// Its id, or its position.
        id: String,
        /// What is missing or wrong.
        reason: String,
    },
    /// The pattern can never be evaluated: `WITHIN 0 SECONDS`, a set of mixed kinds, a time that does not exist.
    #[error("the pattern cannot be evaluated: {0}")]
    Pattern(String),
    /// A value is of the wrong kind for the test: a time is compared with what is no time, a reference is no string.
    #[error("value of {path}: {reason}")]
    Value {
        /// The property.
        path: String,
        /// What is wrong.
        reason: String,
    },
    /// Too many ways to assign observations to the pattern.
    #[error("the search was given up after {steps} steps; narrow the pattern or the observations")]
    TooComplex {
        /// Steps tried.
        steps: u64,
    },
}

/// One observed-data object: what was seen, when and how often.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    /// Observables by id.
    pub observables: Vec<(&'a str, &'a Map<String, Value>)>,
    /// Earliest and latest moment.
    pub first: Moment,
    pub last: Moment,
    /// How often.
    pub number: u64,
}

impl<'a> Seen<'a> {
    pub fn get(&self, id: &str) -> Option<&'a Map<String, Value>> {
        self.observables.iter().find(|(key, _)| *key == id).map(|(_, object)| *object)
    }
}

pub(super) fn collect<'a>(
    objects: impl IntoIterator<Item = &'a Map<String, Value>>,
) -> Result<Vec<Seen<'a>>, MatchError> {
    let mut by_id: HashMap<&str, &Map<String, Value>> = HashMap::new();
    let mut observed = Vec::new();
    for object in objects {
        if object.get("type").and_then(Value::as_str) == Some("observed-data") {
            observed.push(object);
        } else if let Some(id) = object.get("id").and_then(Value::as_str) {
            by_id.insert(id, object);
        }
    }
    observed.into_iter().enumerate().map(|(at, object)| seen(at, object, &by_id)).collect()
}

fn seen<'a>(
    at: usize,
    object: &'a Map<String, Value>,
    by_id: &HashMap<&str, &'a Map<String, Value>>,
) -> Result<Seen<'a>, MatchError> {
    let error = |reason: &str| MatchError::Observation {
        id: object.get("id").and_then(Value::as_str).map_or_else(|| format!("number {at}"), str::to_owned),
        reason: reason.to_owned(),
    };
    let moment = |property: &str| {
        object
            .get(property)
            .and_then(Value::as_str)
            .and_then(time::parse)
            .ok_or_else(|| error(&format!("'{property}' is missing or no time")))
    };
    let (first, last) = (moment("first_observed")?, moment("last_observed")?);
    if first > last {
        return Err(error("'last_observed' is before 'first_observed'"));
    }
    let number = object
        .get("number_observed")
        .and_then(Value::as_u64)
        .filter(|&number| number > 0)
        .ok_or_else(|| error("'number_observed' is missing or no positive integer"))?;
    let (refs, inside) = (object.get("object_refs"), object.get("objects"));
    if refs.is_none() && inside.is_none() {
        return Err(error("it has neither 'object_refs' nor 'objects'"));
    }
    let refs = refs.and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_str);
    let inside = inside.and_then(Value::as_object).into_iter().flatten();
    let observables = refs
        .filter_map(|id| Some((id, *by_id.get(id)?)))
        .chain(inside.filter_map(|(id, value)| Some((id.as_str(), value.as_object()?))))
        .collect();
    Ok(Seen { observables, first, last, number })
}
