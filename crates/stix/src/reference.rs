//! References from one object to others.
//!
//! **The problem.** The gate must know everything an object points to, also where an extension nobody has heard of does
//! the pointing; one missed reference is a leak.
//!
//! **The choice.** The naming rule of STIX 2.1 (§3.1: reference properties end in `_ref` or `_refs`) applied to every
//! dictionary at every depth. Rejected: a list of known reference properties, which is complete only for what is known.

use serde_json::{Map, Value};
use std::fmt::Write as _;

/// One reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference<'a> {
    /// Where it stands: `created_by_ref`, `objects[3].extensions.x.thing_refs[0]`.
    pub path: String,
    /// The property that holds it.
    pub property: &'a str,
    /// The id it names, as written.
    pub target: &'a str,
}

/// Walks an object depth first, in its own order.
pub(crate) struct Walk<'a> {
    stack: Vec<Level<'a>>,
    path: String,
}

/// A dictionary or list that is being walked, with the length of the path to it.
enum Level<'a> {
    Map(serde_json::map::Iter<'a>, usize),
    List(std::iter::Enumerate<std::slice::Iter<'a, Value>>, &'a str, usize),
}

impl<'a> Walk<'a> {
    pub fn new(map: &'a Map<String, Value>) -> Self {
        Self { stack: vec![Level::Map(map.iter(), 0)], path: String::new() }
    }

    /// The next value at any depth and the property it belongs to.
    fn step(&mut self) -> Option<(&'a str, &'a Value)> {
        loop {
            let next = match self.stack.last_mut()? {
                Level::Map(entries, base) => {
                    self.path.truncate(*base);
                    entries.next().map(|(key, value)| {
                        self.path.push_str(if *base > 0 { "." } else { "" });
                        self.path.push_str(key);
                        (key.as_str(), value)
                    })
                }
                Level::List(items, property, base) => {
                    self.path.truncate(*base);
                    items.next().map(|(index, value)| {
                        let _ = write!(self.path, "[{index}]");
                        (*property, value)
                    })
                }
            };
            if next.is_some() {
                return next;
            }
            self.stack.pop();
        }
    }
}

impl<'a> Iterator for Walk<'a> {
    type Item = Reference<'a>;

    fn next(&mut self) -> Option<Reference<'a>> {
        loop {
            let (property, value) = self.step()?;
            let base = self.path.len();
            match value {
                Value::String(target) if property.ends_with("_ref") || property.ends_with("_refs") => {
                    return Some(Reference { path: self.path.clone(), property, target });
                }
                Value::Object(map) => self.stack.push(Level::Map(map.iter(), base)),
                Value::Array(items) => self.stack.push(Level::List(items.iter().enumerate(), property, base)),
                _ => {}
            }
        }
    }
}
