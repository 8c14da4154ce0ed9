//! Paths into JSON records, as presets write them.
//!
//! `account.acct` walks keys, `tags[]` visits every item of a list, `referenced_tweets[type=quoted]` visits the
//! items whose `type` is `quoted`, `unwound_url|expanded_url` takes the first of two keys that has a value; a missing key is
//! simply no value. Rejected: JSONPath and jq, of which this is
//! the tenth part that presets need, at a hundredth of the code.

use serde_json::Value;
use std::ops::ControlFlow;

/// One step of a [`Path`].
#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Key(String),
    /// The first of these keys that has a value.
    Either(Vec<String>),
    Each,
    Where(String, String),
}

/// A parsed path. The empty path is the value itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Path(Vec<Step>);

impl Path {
    /// Parses a path; every text is one (an unclosed bracket is part of a key).
    pub(crate) fn parse(text: &str) -> Self {
        let mut steps = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('[')
                && let Some((filter, after)) = inner.split_once(']')
            {
                steps.push(match filter.split_once('=') {
                    Some((key, value)) => Step::Where(key.to_owned(), value.to_owned()),
                    None => Step::Each,
                });
                rest = after.strip_prefix('.').unwrap_or(after);
                continue;
            }
            // From the second character on, so that a stray separator is a key and every step is shorter.
            let end = rest
                .char_indices()
                .skip(1)
                .find(|(_, c)| matches!(c, '.' | '['))
                .map_or(rest.len(), |(at, _)| at);
            let key = &rest[..end];
            steps.push(if key.contains('|') {
                Step::Either(key.split('|').map(str::to_owned).collect())
            } else {
                Step::Key(key.to_owned())
            });
            rest = &rest[end..];
            rest = rest.strip_prefix('.').unwrap_or(rest);
        }
        Self(steps)
    }

    /// Visits every value at this path, in order; stops when `visit` breaks.
    pub(crate) fn visit<'v>(
        &self,
        value: &'v Value,
        visit: &mut dyn FnMut(&'v Value) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        walk(&self.0, value, visit)
    }

    /// The first value at this path that is not null.
    pub(crate) fn first<'v>(&self, value: &'v Value) -> Option<&'v Value> {
        let mut found = None;
        let _ = self.visit(value, &mut |value| {
            found = Some(value).filter(|value| !value.is_null());
            if found.is_some() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        found
    }

    /// Whether the keys of this path are there, up to the first list that it looks into, if only with nothing in them.
    pub(crate) fn is_there(&self, value: &Value) -> bool {
        let mut at = value;
        for step in &self.0 {
            let next = match step {
                Step::Key(key) => at.get(key),
                Step::Either(keys) => keys.iter().find_map(|key| at.get(key)),
                Step::Each | Step::Where(..) => return true,
            };
            match next {
                Some(inner) => at = inner,
                None => return false,
            }
        }
        true
    }

    /// Takes every value at this path out of `value`, in order, leaving nulls.
    pub(crate) fn take(&self, value: &mut Value) -> Vec<Value> {
        let mut taken = Vec::new();
        walk_mut(&self.0, value, &mut |value| taken.push(value.take()));
        taken.retain(|value| !value.is_null());
        taken
    }

    /// Calls `change` on every value at this path, in order.
    pub(crate) fn change(&self, value: &mut Value, change: &mut dyn FnMut(&mut Value)) {
        walk_mut(&self.0, value, change);
    }
}

fn walk<'v>(
    steps: &[Step],
    value: &'v Value,
    visit: &mut dyn FnMut(&'v Value) -> ControlFlow<()>,
) -> ControlFlow<()> {
    match steps.split_first() {
        None => visit(value),
        Some((Step::Key(key), rest)) => match value.get(key) {
            Some(inner) => walk(rest, inner, visit),
            None => ControlFlow::Continue(()),
        },
        Some((Step::Either(keys), rest)) => {
            match keys.iter().find_map(|key| value.get(key).filter(|value| has_value(value))) {
                Some(inner) => walk(rest, inner, visit),
                None => ControlFlow::Continue(()),
            }
        }
        Some((filter, rest)) => {
            for item in value.as_array().into_iter().flatten().filter(|item| passes(filter, item)) {
                walk(rest, item, visit)?;
            }
            ControlFlow::Continue(())
        }
    }
}

fn walk_mut(steps: &[Step], value: &mut Value, visit: &mut dyn FnMut(&mut Value)) {
    match steps.split_first() {
        None => visit(value),
        Some((Step::Key(key), rest)) => {
            if let Some(inner) = value.get_mut(key) {
                walk_mut(rest, inner, visit);
            }
        }
        Some((Step::Either(keys), rest)) => {
            let key = keys.iter().find(|key| value.get(key).is_some_and(has_value));
            if let Some(inner) = key.and_then(|key| value.get_mut(key)) {
                walk_mut(rest, inner, visit);
            }
        }
        Some((filter, rest)) => {
            for item in value.as_array_mut().into_iter().flatten().filter(|item| passes(filter, item)) {
                walk_mut(rest, item, visit);
            }
        }
    }
}

fn passes(filter: &Step, item: &Value) -> bool {
    match filter {
        Step::Where(key, wanted) => item.get(key).and_then(Value::as_str) == Some(wanted),
        Step::Each | Step::Key(_) | Step::Either(_) => true,
    }
}

fn has_value(value: &Value) -> bool {
    !value.is_null() && value.as_str() != Some("")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn all(path: &str, value: &Value) -> Vec<Value> {
        let mut found = Vec::new();
        let _ = Path::parse(path).visit(value, &mut |v| {
            found.push(v.clone());
            ControlFlow::Continue(())
        });
        found
    }

    #[test]
    fn keys_lists_and_filters() {
        let record =
            json!({"a": {"b": [{"$type": "x.y#link", "uri": 1}, {"$type": "tag", "uri": 2}]}, "n": null});
        assert_eq!(all("a.b[].uri", &record), [json!(1), json!(2)]);
        assert_eq!(all("a.b[$type=x.y#link].uri", &record), [json!(1)]);
        assert!(all("a.c.d", &record).is_empty());
        assert!(all("a.b.uri", &record).is_empty(), "a list is not its items");
        let urls =
            json!({"urls": [{"long": "l", "short": "s"}, {"long": null, "short": "t"}, {"short": ""}]});
        assert_eq!(all("urls[].long|short", &urls), [json!("l"), json!("t")]);
        assert!(Path::parse("a.b[].x").is_there(&record) && Path::parse("n").is_there(&record));
        assert!(!Path::parse("a.c[].x").is_there(&record));
        assert_eq!(Path::parse("n").first(&record), None, "null is no value");
        assert_eq!(Path::parse("").first(&record), Some(&record));
    }

    #[test]
    fn taking_leaves_the_rest() {
        let mut record = json!({"items": [{"id": 1}, {"id": 2}], "kind": "page"});
        assert_eq!(Path::parse("items[]").take(&mut record), [json!({"id": 1}), json!({"id": 2})]);
        assert_eq!(record["kind"], "page");
    }

    proptest! {
        #[test]
        fn every_text_is_a_path(text in ".{0,20}", brackets in r"[a.\[\]=]{0,12}") {
            let record = json!({"a": [{"a": 1}]});
            let _ = Path::parse(&text).first(&record);
            let _ = Path::parse(&brackets).first(&record);
        }
    }
}
