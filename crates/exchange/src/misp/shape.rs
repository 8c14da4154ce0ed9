//! The shapes that events come in, and what must be right before anything is taken.

use super::WHAT;
use crate::error::{ExchangeError, Problem};
use serde_json::{Map, Value};
use std::collections::HashSet;

/// Whether a text is a UUID.
pub(super) fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().enumerate().all(|(at, byte)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// The lists of maps below an event or object, by key; what is null or missing is empty.
pub(super) fn list<'v>(
    element: &'v Map<String, Value>,
    key: &str,
) -> impl Iterator<Item = &'v Map<String, Value>> {
    element.get(key).and_then(Value::as_array).into_iter().flatten().filter_map(Value::as_object)
}

/// A text.
pub(super) fn text<'v>(element: &'v Map<String, Value>, key: &str) -> Option<&'v str> {
    element.get(key)?.as_str()
}

/// Whether a flag is set: `true`, 1 or "1".
pub(super) fn flag(element: &Map<String, Value>, key: &str) -> bool {
    match element.get(key) {
        Some(Value::Bool(set)) => *set,
        Some(Value::String(text)) => matches!(text.trim(), "1" | "true"),
        Some(Value::Number(number)) => number.as_u64() == Some(1),
        _ => false,
    }
}

/// Events with their places in the file.
type Placed = Vec<(String, Map<String, Value>)>;

/// The events of a file: one, a list, a REST answer (`response`), each with or without its `Event` wrapper.
pub(super) fn events(value: Value, place: &str) -> Result<Placed, ExchangeError> {
    match value {
        Value::Array(all) if all.is_empty() && place.ends_with("Event") => {
            Err(ExchangeError::at(WHAT, place, "is an empty list: there is no event in it"))
        }
        Value::Array(all) => {
            let mut found = Vec::new();
            for (at, one) in all.into_iter().enumerate() {
                found.extend(events(one, &format!("{place}[{at}]"))?);
            }
            Ok(found)
        }
        Value::Object(mut map) => {
            for key in ["Event", "response"] {
                if let Some(inner @ (Value::Object(_) | Value::Array(_))) = map.get_mut(key).map(Value::take)
                {
                    let place = if place == "$" { key.to_owned() } else { format!("{place}.{key}") };
                    return events(inner, &place);
                }
            }
            if map.contains_key("info") || map.contains_key("Attribute") {
                return Ok(vec![(place.to_owned(), map)]);
            }
            Err(ExchangeError::at(WHAT, place, "is no event: it has neither info nor Attribute"))
        }
        _ => Err(ExchangeError::at(WHAT, place, "is no event but a bare value")),
    }
}

/// Everything that makes an event unusable.
pub(super) fn check(place: &str, event: &Map<String, Value>, problems: &mut Vec<Problem>) {
    let mut seen = HashSet::new();
    let mut uuid =
        |path: &str, element: &Map<String, Value>, problems: &mut Vec<Problem>| match text(element, "uuid") {
            Some(uuid) if !is_uuid(uuid) => {
                problems.push(Problem::new(format!("{path}.uuid"), format!("{uuid:?} is no UUID")));
            }
            Some(uuid) if !seen.insert(uuid.to_ascii_lowercase()) => {
                problems
                    .push(Problem::new(format!("{path}.uuid"), format!("{uuid} stands twice in the event")));
            }
            Some(_) => {}
            None => problems
                .push(Problem::new(format!("{path}.uuid"), "is missing; nothing can be updated without it")),
        };
    uuid(place, event, problems);
    if text(event, "info").is_none() {
        problems.push(Problem::new(format!("{place}.info"), "is missing or no text"));
    }
    let mut attributes = |path: &str, element: &Map<String, Value>, problems: &mut Vec<Problem>| {
        each(path, element, "Attribute", problems, &mut |path, attribute, problems| {
            uuid(path, attribute, problems);
            for key in ["type", "value"] {
                let is_there = match attribute.get(key) {
                    Some(Value::String(text)) => !text.is_empty(),
                    Some(Value::Number(_) | Value::Bool(_)) => key == "value",
                    _ => false,
                };
                if !is_there {
                    problems.push(Problem::new(format!("{path}.{key}"), "is missing or empty"));
                }
            }
        });
    };
    attributes(place, event, problems);
    let mut objects = Vec::new();
    each(place, event, "Object", problems, &mut |path, object, problems| {
        if text(object, "name").is_none() {
            problems.push(Problem::new(format!("{path}.name"), "is missing; it names the template"));
        }
        objects.push((path.to_owned(), object.clone()));
    });
    for (path, object) in &objects {
        attributes(path, object, problems);
    }
    for (path, object) in &objects {
        uuid(path, object, problems);
    }
}

type Visit<'c> = dyn FnMut(&str, &Map<String, Value>, &mut Vec<Problem>) + 'c;

/// Visits each map of a list, and says where the list or an entry is none.
fn each(
    place: &str,
    element: &Map<String, Value>,
    key: &str,
    problems: &mut Vec<Problem>,
    visit: &mut Visit<'_>,
) {
    match element.get(key) {
        None | Some(Value::Null) => {}
        Some(Value::Array(all)) => {
            for (at, one) in all.iter().enumerate() {
                let path = format!("{place}.{key}[{at}]");
                match one.as_object() {
                    Some(map) => visit(&path, map, problems),
                    None => problems.push(Problem::new(path, "is no object")),
                }
            }
        }
        Some(_) => problems.push(Problem::new(format!("{place}.{key}"), "is no list")),
    }
}
