//! What the markings on an object say, and by whose word.
//!
//! **The problem.** A marking is an id, and what it means stands in another object that anybody can send: whoever defines
//! `red` as a statement frees all that bears it.
//!
//! **The choice.** A definition counts on our objects when it is ours, and on somebody else's when it is theirs or ours; of
//! several the strictest. What names a sharing group of our records is that group, whatever is said of it. **Rejected.** The
//! newest definition: it belongs to whoever wrote last.

use super::decision::Reason;
use super::judge::{Hand, Judge, Reading};
use super::marking::{Meaning, fixed, meaning, tagged};
use super::parties::{Audience, Route};
use ostrakon_model::Tlp;
use serde_json::{Map, Value};
use std::rc::Rc;

impl Judge<'_> {
    /// What is said of a marking, by whom: every definition of it that we hold or that is in reach.
    fn readings(&self, id: &str) -> Rc<[Reading]> {
        if let Some(known) = self.readings.borrow().get(id) {
            return Rc::clone(known);
        }
        let said = self.definitions.get(id).into_iter().flatten();
        let mut all: Vec<Reading> = said.map(|(hand, one)| (hand.map(str::to_owned), meaning(one))).collect();
        for held in self.context.library.definitions(id) {
            let from = held.from.or_else(|| self.context.received_from.get(id).cloned());
            all.extend(held.object.as_object().map(|one| (from, meaning(one))));
        }
        let all: Rc<[Reading]> = all.into();
        self.readings.borrow_mut().insert(id.to_owned(), Rc::clone(&all));
        all
    }

    /// What a marking means on an object: the strictest of what we and the object's originator say of it. What anybody else
    /// says of it would be a way to free what is not theirs.
    fn meaning(&self, id: &str, object: &Map<String, Value>, hand: Hand<'_>) -> Meaning {
        if let Some(label) = fixed(id) {
            return Meaning::Label(label);
        }
        let creator = object.get("created_by_ref").and_then(Value::as_str);
        let readings = self.readings(id);
        let theirs = |by: Option<&str>| by.is_some() && (by == hand || by == creator);
        if let Some(group) = self.context.sharing_groups.get(id) {
            // Our record says who is in it, and on somebody else's object nobody whom they left out.
            let mut members = group.members.clone();
            for (_, said) in readings.iter().filter(|(by, _)| theirs(by.as_deref())) {
                if let Meaning::Group(said) = said {
                    members.retain(|member| said.contains(member));
                }
            }
            return Meaning::Group(members);
        }
        let trusted = readings.iter().filter(|(by, _)| by.is_none() || theirs(by.as_deref()));
        trusted.map(|(_, said)| said.clone()).reduce(strictest).unwrap_or(Meaning::Unknown)
    }

    /// Whether a marking keeps its object from this audience, and the label it gives.
    pub(super) fn weigh(
        &self,
        id: &str,
        object: &Map<String, Value>,
        hand: Hand<'_>,
    ) -> Result<Option<Tlp>, Reason> {
        match self.meaning(id, object, hand) {
            Meaning::Label(label) => Ok(Some(label)),
            Meaning::Statement => Ok(None),
            Meaning::Unknown => Err(Reason::UnknownMarking(id.to_owned())),
            Meaning::Group(members) => match self.audience {
                Audience::Own { .. } if self.route != Route::Public => Ok(None),
                Audience::Partner(agreement)
                    if self.route != Route::Public && members.contains(&agreement.organisation) =>
                {
                    Ok(None)
                }
                _ => Err(Reason::SharingGroup(id.to_owned())),
            },
        }
    }

    /// The label of a map from its own markings, `None` without any. `owner` is the object that it is a part of, or itself.
    pub(super) fn label(
        &self,
        object: &Map<String, Value>,
        owner: &Map<String, Value>,
        hand: Hand<'_>,
    ) -> Result<Option<Tlp>, Reason> {
        let mut label = tagged(object);
        match object.get("object_marking_refs") {
            None => {}
            Some(Value::Array(refs)) => {
                for one in refs {
                    let Some(id) = one.as_str() else { return Err(Reason::UnknownMarking(one.to_string())) };
                    label = label.max(self.weigh(id, owner, hand)?);
                }
            }
            Some(other) => return Err(Reason::UnknownMarking(other.to_string())),
        }
        Ok(label)
    }

    /// Whether a marking of an object's part may be seen by this audience.
    pub(super) fn permits(&self, id: &str, owner: &Map<String, Value>, hand: Hand<'_>) -> bool {
        let allowed = self.allowed(owner, hand);
        self.weigh(id, owner, hand).is_ok_and(|label| label.is_none_or(|label| label <= allowed))
    }
}

/// The stricter of two readings of one marking.
fn strictest(a: Meaning, b: Meaning) -> Meaning {
    match (a, b) {
        (Meaning::Label(a), Meaning::Label(b)) => Meaning::Label(a.max(b)),
        (Meaning::Group(a), Meaning::Group(b)) => Meaning::Group(a.intersection(&b).cloned().collect()),
        (Meaning::Statement, Meaning::Statement) => Meaning::Statement,
        _ => Meaning::Unknown,
    }
}
