//! Comparison expressions: which observables of one observation satisfy one.
//!
//! Both sides of AND and OR are evaluated always, so that a value of the wrong kind is reported whatever stands first.

use super::ast::{Comparison, Literal, Operator, Step, Test};
use super::observed::{MatchError, Seen};
use super::subnet;
use super::value::{self, Found, NoTime};
use crate::time::Moment;
use fancy_regex::Regex;
use serde_json::Value;
use unicode_normalization::UnicodeNormalization;

/// A comparison made ready: regular expressions compiled, texts normalised, sets checked.
pub(super) enum Ready<'a> {
    And(Vec<Self>),
    Or(Vec<Self>),
    Test { test: &'a Test, check: Check<'a> },
}

pub(super) enum Check<'a> {
    Plain,
    Like(String),
    Matches(Box<Regex>, bool),
    In(&'a [Literal]),
}

pub(super) fn ready(comparison: &Comparison) -> Result<Ready<'_>, MatchError> {
    Ok(match comparison {
        Comparison::And(parts) => Ready::And(parts.iter().map(ready).collect::<Result<_, _>>()?),
        Comparison::Or(parts) => Ready::Or(parts.iter().map(ready).collect::<Result<_, _>>()?),
        Comparison::Test(test) => {
            let check = match &test.operator {
                Operator::Like(text) => Check::Like(text.nfc().collect()),
                Operator::Matches(text) => {
                    let text: String = text.nfc().collect();
                    let regex = Regex::new(&text)
                        .map_err(|error| MatchError::Pattern(format!("MATCHES '{text}': {error}")))?;
                    Check::Matches(Box::new(regex), text.chars().all(|c| u32::from(c) < 256))
                }
                Operator::In(set) => {
                    if set.windows(2).any(|pair| sort(&pair[0]) != sort(&pair[1])) {
                        return Err(MatchError::Pattern("IN takes constants of one kind".to_owned()));
                    }
                    set.iter().try_for_each(existing)?;
                    Check::In(set)
                }
                Operator::Equal(literal) | Operator::Unequal(literal) | Operator::Order(_, literal) => {
                    existing(literal)?;
                    Check::Plain
                }
                _ => Check::Plain,
            };
            Ready::Test { test, check }
        }
    })
}

fn existing(literal: &Literal) -> Result<(), MatchError> {
    match literal {
        Literal::Time(None) => Err(MatchError::Pattern("a time in it does not exist".to_owned())),
        _ => Ok(()),
    }
}

pub(super) fn moment(moment: Option<Moment>) -> Result<Moment, MatchError> {
    moment.ok_or_else(|| MatchError::Pattern("a time in START … STOP does not exist".to_owned()))
}

/// Kinds of constants that may stand in one set.
fn sort(literal: &Literal) -> u8 {
    match literal {
        Literal::Integer(_) | Literal::Float(_) => 0,
        Literal::Text(_) => 1,
        Literal::Binary(_) => 2,
        Literal::Bool(_) => 3,
        Literal::Time(_) => 4,
    }
}

/// For each observable of the observation, whether it satisfies the comparison.
pub(super) fn satisfied(ready: &Ready<'_>, seen: &Seen<'_>) -> Result<Vec<bool>, MatchError> {
    let join =
        |parts: &[Ready<'_>], start: bool, op: fn(bool, bool) -> bool| -> Result<Vec<bool>, MatchError> {
            let mut joined = vec![start; seen.observables.len()];
            for part in parts {
                for (slot, holds) in joined.iter_mut().zip(satisfied(part, seen)?) {
                    *slot = op(*slot, holds);
                }
            }
            Ok(joined)
        };
    match ready {
        Ready::And(parts) => join(parts, true, |a, b| a && b),
        Ready::Or(parts) => join(parts, false, |a, b| a || b),
        Ready::Test { test, check } => {
            let mut holds = Vec::with_capacity(seen.observables.len());
            for (_, object) in &seen.observables {
                let mut any = false;
                if object.get("type").and_then(Value::as_str) == Some(&test.path.object) {
                    for found in follow(test, object, seen)? {
                        any |= passes(test, check, &found)?;
                    }
                    if matches!(test.operator, Operator::Exists) {
                        any = follow(test, object, seen)?.is_empty() == test.negated;
                    }
                }
                holds.push(any);
            }
            Ok(holds)
        }
    }
}

/// The values that the path of a test leads to.
fn follow<'a>(
    test: &Test,
    object: &'a serde_json::Map<String, Value>,
    seen: &Seen<'a>,
) -> Result<Vec<Found<'a>>, MatchError> {
    let mut found = vec![Found::Object(object)];
    for step in &test.path.steps {
        let mut next = Vec::new();
        for value in &found {
            match (step, value) {
                (Step::Key(key), Found::Object(map)) => enter(key, map.get(key), seen, &mut next)?,
                (Step::Key(key), Found::Json(Value::Object(map))) => {
                    enter(key, map.get(key), seen, &mut next)?;
                }
                (Step::Index(at), Found::Json(Value::Array(items))) => {
                    next.extend(usize::try_from(*at).ok().and_then(|at| items.get(at)).map(Found::Json));
                }
                (Step::Index(at), Found::Objects(items)) => {
                    next.extend(
                        usize::try_from(*at)
                            .ok()
                            .and_then(|at| items.get(at))
                            .map(|item| Found::Object(item)),
                    );
                }
                (Step::Any, Found::Json(Value::Array(items))) => next.extend(items.iter().map(Found::Json)),
                (Step::Any, Found::Objects(items)) => {
                    next.extend(items.iter().map(|item| Found::Object(item)));
                }
                _ => {}
            }
        }
        found = next;
    }
    Ok(found)
}

/// Steps into a property: decodes it if its name says so, follows it if it is a reference.
fn enter<'a>(
    key: &str,
    value: Option<&'a Value>,
    seen: &Seen<'a>,
    next: &mut Vec<Found<'a>>,
) -> Result<(), MatchError> {
    let Some(value) = value else { return Ok(()) };
    let wrong = |reason: &str| MatchError::Value { path: key.to_owned(), reason: reason.to_owned() };
    let resolve = |value: &Value| match value {
        Value::String(id) => Ok(seen.get(id)),
        _ => Err(wrong("a reference is a string")),
    };
    if key.ends_with("_ref") {
        next.extend(resolve(value)?.map(Found::Object));
    } else if key.ends_with("_refs") {
        let list = value.as_array().ok_or_else(|| wrong("references are a list"))?;
        let mut objects = Vec::new();
        for item in list {
            objects.extend(resolve(item)?);
        }
        if !objects.is_empty() {
            next.push(Found::Objects(objects));
        }
    } else if key.ends_with("_hex") {
        next.extend(value.as_str().and_then(value::decode_hex).map(Found::Bytes));
    } else if key.ends_with("_bin") {
        next.extend(value.as_str().and_then(value::decode_base64).map(Found::Bytes));
    } else {
        next.push(Found::Json(value));
    }
    Ok(())
}

fn passes(test: &Test, check: &Check<'_>, found: &Found<'_>) -> Result<bool, MatchError> {
    let no_time = |NoTime(text)| MatchError::Value {
        path: test.path.object.clone(),
        reason: format!("'{text}' is no time"),
    };
    let text = match found {
        Found::Json(Value::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let holds = match (&test.operator, check) {
        (Operator::Equal(literal), _) => value::equal(found, literal).map_err(no_time)?,
        (Operator::Unequal(literal), _) => !value::equal(found, literal).map_err(no_time)?,
        (Operator::Order(order, literal), _) => {
            match value::ordered(found, *order, literal).map_err(no_time)? {
                Some(holds) => holds,
                // What has no order is not less, and not "not less" either (§9.6.1).
                None => return Ok(false),
            }
        }
        (_, Check::In(set)) => {
            let mut any = false;
            for literal in *set {
                any |= value::equal(found, literal).map_err(no_time)?;
            }
            any
        }
        (_, Check::Like(pattern)) => match found {
            Found::Bytes(bytes) => std::str::from_utf8(bytes)
                .is_ok_and(|text| value::like(pattern, &text.nfc().collect::<String>())),
            _ => text.is_some_and(|text| value::like(pattern, &text.nfc().collect::<String>())),
        },
        (_, Check::Matches(regex, binary)) => {
            let text = match found {
                // A byte is the character of the same number.
                Found::Bytes(bytes) if *binary => Some(bytes.iter().map(|&byte| char::from(byte)).collect()),
                _ => text.map(|text| text.nfc().collect::<String>()),
            };
            match text {
                None => false,
                Some(text) => {
                    regex.is_match(&text).map_err(|error| MatchError::Pattern(format!("MATCHES: {error}")))?
                }
            }
        }
        (Operator::IsSubset(network), _) => within(text, |text| (network.as_str(), text))?,
        (Operator::IsSuperset(inner), _) => within(text, |text| (text, inner.as_str()))?,
        (Operator::Exists, _) => return Ok(!test.negated),
        (Operator::Like(_) | Operator::Matches(_) | Operator::In(_), Check::Plain) => false,
    };
    Ok(holds != test.negated)
}

/// Whether the second of the two networks lies in the first; what is no text lies nowhere.
fn within<'t>(
    text: Option<&'t str>,
    pair: impl FnOnce(&'t str) -> (&'t str, &'t str),
) -> Result<bool, MatchError> {
    let Some(text) = text else { return Ok(false) };
    let (outer, inner) = pair(text);
    let wrong = |text: &str| MatchError::Value {
        path: text.to_owned(),
        reason: "is no address or network".to_owned(),
    };
    let outer = subnet::read(outer, false).ok_or_else(|| wrong(outer))?;
    let inner = subnet::read(inner, true).ok_or_else(|| wrong(inner))?;
    Ok(subnet::contains(outer, inner))
}
