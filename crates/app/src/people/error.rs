//! From refusals of `access` and the store to those of the hub.

use crate::{AppError, hub::HubError};
use ostrakon_access::Error;

/// A refusal, as callers answer it.
pub(super) fn from_access(error: Error) -> AppError {
    let text = error.to_string();
    match error {
        Error::Nobody(_) => HubError::UnknownAsker(text).into(),
        Error::Refused { rule, why } => HubError::NotAllowed { detail: why, rule: rule.to_owned() }.into(),
        Error::Field { field, why } => HubError::invalid(format!("/{field}"), why).into(),
        Error::Password(_) => HubError::invalid("/password", text).into(),
        Error::Unknown { what, .. } => HubError::invalid(format!("/{}", what.replace(' ', "_")), text).into(),
        other => AppError::Access(other),
    }
}

/// What nobody may learn more about.
pub(super) fn not_found(what: impl Into<String>) -> AppError {
    HubError::NotFound(what.into()).into()
}

/// What clashes with what is there.
pub(super) fn conflict(why: impl Into<String>) -> AppError {
    HubError::Conflict(why.into()).into()
}

/// Somebody who could not prove who it is; one text for every reason, so that it tells none.
pub(super) fn unknown() -> AppError {
    HubError::UnknownAsker("name, password or token are not right, or no longer".into()).into()
}

/// A refusal that names its rule.
pub(super) fn refused(rule: &str, why: impl Into<String>) -> AppError {
    HubError::NotAllowed { detail: why.into(), rule: rule.to_owned() }.into()
}
