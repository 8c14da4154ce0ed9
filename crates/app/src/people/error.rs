//! From refusals of `access` and the store to those of the hub.

use crate::hub::HubError;
use ostrakon_access::Error;

impl From<Error> for HubError {
    /// A refusal, as callers answer it.
    fn from(error: Error) -> Self {
        from_access(error)
    }
}

pub(super) fn from_access(error: Error) -> HubError {
    let text = error.to_string();
    match error {
        Error::Nobody(_) => HubError::UnknownAsker(text),
        Error::Refused { rule, why } => HubError::NotAllowed { detail: why, rule: rule.to_owned() },
        Error::Field { field, why } => HubError::invalid(format!("/{field}"), why),
        Error::Password(_) => HubError::invalid("/password", text),
        Error::Unknown(word) => HubError::invalid(format!("/{}", word.what.replace(' ', "_")), text),
        other => HubError::Damaged { what: "access".into(), why: other.to_string() },
    }
}

/// What nobody may learn more about.
pub(super) fn not_found(what: impl Into<String>) -> HubError {
    HubError::NotFound(what.into())
}

/// What clashes with what is there.
pub(super) fn conflict(why: impl Into<String>) -> HubError {
    HubError::Conflict(why.into())
}

/// Somebody who could not prove who it is; one text for every reason, so that it tells none.
pub(super) fn unknown() -> HubError {
    HubError::UnknownAsker("name, password or token are not right, or no longer".into())
}

/// A refusal that names its rule.
pub(super) fn refused(rule: &str, why: impl Into<String>) -> HubError {
    HubError::NotAllowed { detail: why.into(), rule: rule.to_owned() }
}
