//! What the gate may look up beside what is asked for: an object that another one names, and definitions of markings.
//!
//! A page names the same objects again and again; they are read once and remembered while the page is judged.

use super::hands;
use ostrakon_exchange::gate::{Held, Library};
use ostrakon_store::Store;
use serde_json::Value;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeSet, HashMap};

/// Objects whose values are remembered while a page is judged. A report of 200,000 objects would otherwise be held whole
/// in memory, with all that it names.
const REMEMBERED: usize = 2_000;

/// A version of an object, and the partner from whom it came.
type Known = (Value, Option<String>);

/// What the store holds beside what is asked for.
pub(super) struct Shelf<'a> {
    store: &'a Store,
    own: &'a BTreeSet<String>,
    identities: &'a HashMap<String, Value>,
    seen: RefCell<HashMap<String, Vec<Known>>>,
}

impl<'a> Shelf<'a> {
    pub(super) fn new(
        store: &'a Store,
        own: &'a BTreeSet<String>,
        identities: &'a HashMap<String, Value>,
    ) -> Self {
        Self { store, own, identities, seen: RefCell::default() }
    }
}

fn lend(known: Vec<Known>) -> Vec<Held<'static>> {
    known.into_iter().map(|(object, from)| Held { object: Cow::Owned(object), from }).collect()
}

impl Library for Shelf<'_> {
    fn held(&self, id: &str) -> Vec<Held<'_>> {
        if let Some(known) = self.seen.borrow().get(id) {
            return lend(known.clone());
        }
        // What cannot be read is treated as what we do not hold; the gate then judges it as unknown.
        let held = hands::counting(self.store, self.own, id).unwrap_or_default();
        let mut known: Vec<Known> = held.into_iter().map(|one| (one.object.into_owned(), one.from)).collect();
        if known.is_empty() {
            known.extend(self.identities.get(id).map(|one| (one.clone(), None)));
        }
        let mut seen = self.seen.borrow_mut();
        if seen.len() >= REMEMBERED {
            seen.clear();
        }
        seen.insert(id.to_owned(), known.clone());
        lend(known)
    }

    fn definitions(&self, id: &str) -> Vec<Held<'_>> {
        hands::definitions(self.store, self.own, id).unwrap_or_default()
    }
}
