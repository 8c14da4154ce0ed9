//! Who may change a label.
//!
//! Anybody who holds an object may treat it more strictly. Only its originator may let it go further (TLP 2.0, §2): a
//! recipient who wants to must ask the source.

use super::judge::Judge;
use super::parties::{Audience, Context, Route};
use ostrakon_model::Tlp;
use serde_json::Value;

/// Why a label may not be changed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// Somebody else's object was to be shared more widely.
    #[error(
        "{object}: only its originator ({originator}) may lower the label from {from} to {to} (TLP 2.0); ask for it"
    )]
    NotOriginator {
        /// The object.
        object: String,
        /// Who may.
        originator: String,
        /// The label now.
        from: Tlp,
        /// The label wanted.
        to: Tlp,
    },
    /// Nobody is known to be the originator.
    #[error(
        "{object}: names no originator (created_by_ref), so that nobody may lower its label from {from} to {to}"
    )]
    NoOriginator {
        /// The object.
        object: String,
        /// The label now.
        from: Tlp,
        /// The label wanted.
        to: Tlp,
    },
}

/// Whether `actor` (the identity id of an organisation) may change the label of `object` from `from` to `to`.
pub fn may_remark(actor: &str, object: &Value, from: Tlp, to: Tlp) -> Result<(), Refusal> {
    if to >= from {
        return Ok(());
    }
    let id = object.get("id").and_then(Value::as_str).unwrap_or("an object without id").to_owned();
    match object.get("created_by_ref").and_then(Value::as_str) {
        Some(originator) if originator == actor => Ok(()),
        Some(originator) => {
            Err(Refusal::NotOriginator { object: id, originator: originator.to_owned(), from, to })
        }
        None => Err(Refusal::NoOriginator { object: id, from, to }),
    }
}

/// The effective label of an object: the strictest of its markings, AMBER+STRICT without any, RED where a marking is not
/// understood.
pub fn effective(object: &Value, context: &Context<'_>) -> Tlp {
    Judge::new(context, &Audience::Own { clearance: Tlp::Red }, Route::Rest).judge(object).label
}
