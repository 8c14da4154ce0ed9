//! Who may put a version in the place of another, and what it may change.
//!
//! **The rule.** Only an object's creator makes versions of it (STIX 2.1 §3.6.2), and only its originator may let it go
//! further (TLP 2.0, §2): a recipient who wants to must ask the source. Anybody who holds an object may treat it more
//! strictly.
//!
//! **The choice.** A version by somebody else than the originator is compared with the one that is held, property by
//! property: it may add markings and raise the label, and nothing else. **Rejected.** Labels compared alone: a sharing group
//! taken off, or the marking of a part, tells a secret under the same label.

use super::judge::Judge;
use super::marking::fixed;
use super::parties::{Audience, Context, Route};
use super::selector::parse;
use ostrakon_model::Tlp;
use serde_json::{Map, Value};

/// What a version may have otherwise than the one before, beside its markings.
const FREE: [&str; 3] = ["modified", "object_marking_refs", "granular_markings"];

/// Why a version may not be put in the place of another.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The content is another.
    #[error("{object}: only its originator makes a version with another {property} (STIX 2.1 §3.6.2)")]
    Content {
        /// The object.
        object: String,
        /// The first property that is not as it was.
        property: String,
    },
    /// It was to be shared more widely.
    #[error("{object}: only its originator may lower the label from {from} to {to} (TLP 2.0)")]
    Lowered {
        /// The object.
        object: String,
        /// The label now.
        from: Tlp,
        /// The label wanted.
        to: Tlp,
    },
    /// A sharing group, or the marking of a part, was to go.
    #[error("{object}: only its originator may take the marking {marking} off")]
    Unmarked {
        /// The object.
        object: String,
        /// The marking.
        marking: String,
    },
}

/// Whether somebody who is not the originator may put `offered` in the place of `held`: it is the same, more strictly
/// marked.
///
/// # Errors
/// What it would change that only the originator may.
pub fn may_revise(held: &Value, offered: &Value, context: &Context<'_>) -> Result<(), Refusal> {
    let none = Map::new();
    let (before, after) = (held.as_object().unwrap_or(&none), offered.as_object().unwrap_or(&none));
    let differs = |key: &&String| !FREE.contains(&key.as_str()) && before.get(*key) != after.get(*key);
    if let Some(property) = before.keys().chain(after.keys()).find(differs) {
        return Err(Refusal::Content { object: id(held), property: property.clone() });
    }
    is_no_wider(held, offered, context)
}

/// Whether `offered` is marked as strictly as `held`, whatever else it says.
///
/// # Errors
/// The marking that would go, or the label that would be lower.
pub fn is_no_wider(held: &Value, offered: &Value, context: &Context<'_>) -> Result<(), Refusal> {
    let (from, to) = (effective(held, context), effective(offered, context));
    if to < from {
        return Err(Refusal::Lowered { object: id(held), from, to });
    }
    let list =
        |value: &Value, key: &str| value.get(key).and_then(Value::as_array).cloned().unwrap_or_default();
    let (refs, parts) = ("object_marking_refs", "granular_markings");
    let (now, now_of_parts) = (list(offered, refs), list(offered, parts));
    let gone = list(held, refs)
        .into_iter()
        .find(|one| one.as_str().is_none_or(|id| fixed(id).is_none()) && !now.contains(one))
        .or_else(|| list(held, parts).into_iter().find(|one| !is_covered(one, &now_of_parts)));
    match gone {
        None => Ok(()),
        Some(marking) => {
            let marking = marking.as_str().map_or_else(|| marking.to_string(), str::to_owned);
            Err(Refusal::Unmarked { object: id(held), marking })
        }
    }
}

/// Whether what one granular marking protects is protected by these too, each part by the same marking: by one that selects it, or
/// something around it.
fn is_covered(marking: &Value, now: &[Value]) -> bool {
    let key = |one: &Value| (one.get("marking_ref").cloned(), one.get("lang").cloned());
    let selectors = |one: &Value| one.get("selectors").and_then(Value::as_array).cloned().unwrap_or_default();
    let paths: Vec<_> = now
        .iter()
        .filter(|one| key(one) == key(marking))
        .flat_map(selectors)
        .filter_map(|one| parse(one.as_str()?))
        .collect();
    now.contains(marking)
        || selectors(marking).iter().all(|one| {
            let wanted = one.as_str().and_then(parse);
            wanted.is_some_and(|wanted| paths.iter().any(|path| wanted.starts_with(path)))
        })
}

fn id(object: &Value) -> String {
    object.get("id").and_then(Value::as_str).unwrap_or("an object without id").to_owned()
}

/// The effective label of an object: the strictest of its markings, AMBER+STRICT without any, RED where a marking is not
/// understood.
pub fn effective(object: &Value, context: &Context<'_>) -> Tlp {
    let judge = Judge::new(context, &Audience::Own { clearance: Tlp::Red }, Route::Rest);
    judge.judge(object, judge.hand_of(object, None)).label
}
