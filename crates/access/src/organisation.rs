//! Organisations: who a record belongs to.
//!
//! **The choice.** An organisation is a STIX identity (`identity--…`), so that the owner of a record and the
//! `created_by_ref` of an object are one id. Exactly one is `own`: the one that runs this installation.
//! **Rejected.** A tree of units: nobody asked for it, and a marking does not travel up or down one.

use crate::{Error, OrganisationKind, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// An organisation.
#[expect(clippy::struct_excessive_bools, reason = "each is something else that it is or is not")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Organisation {
    /// `identity--` and a UUID.
    pub id: String,
    /// Its name, unique in the installation without regard to case.
    pub name: String,
    /// What it is.
    pub kind: OrganisationKind,
    /// Two letters of ISO 3166-1, or `EU`.
    pub country: String,
    /// Names of the communities it belongs to: who TLP:GREEN may be told to.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub communities: BTreeSet<String>,
    /// True for the one that runs this installation.
    #[serde(default)]
    pub own: bool,
    /// Whether a Digital Services Coordinator has given it the status of trusted flagger (Regulation (EU) 2022/2065
    /// Art 22), and has not suspended it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub trusted_flagger: bool,
    /// Whether it enforces: police, a prosecutor, a sanctions authority. What was given for research under DSA Art 40 does not go
    /// to it, nor what was derived from it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub enforcement: bool,
    /// True until somebody says what the organisation is that an installation made for its first administrator.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub provisional: bool,
    /// When it was entered, in milliseconds of UTC.
    pub created: i64,
    /// When it was disabled; its people and tokens are then refused.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disabled: Option<i64>,
}

impl Organisation {
    /// Checks the fields that people fill in.
    ///
    /// # Errors
    /// [`Error::Field`] that names the field.
    pub fn check(&self) -> Result<()> {
        name("name", &self.name)?;
        if !(self.country.len() == 2 && self.country.bytes().all(|b| b.is_ascii_uppercase())) {
            return Err(Error::field(
                "country",
                format!(
                    "`{}` is no country; write the two letters of ISO 3166-1, such as DE, or EU",
                    clip(&self.country)
                ),
            ));
        }
        self.communities.iter().try_for_each(|community| name("communities", community))
    }
}

/// A name for people: 1 to 120 characters, no control characters, no space at either end.
///
/// # Errors
/// [`Error::Field`] that names the field.
pub fn name(field: &'static str, text: &str) -> Result<()> {
    let fault = if text.trim().is_empty() {
        "is empty"
    } else if text.chars().count() > 120 {
        "is longer than 120 characters"
    } else if text.chars().any(char::is_control) {
        "contains control characters"
    } else if text.trim() != text {
        "begins or ends with a space"
    } else {
        return Ok(());
    };
    Err(Error::field(field, format!("`{}` {fault}", clip(text))))
}

/// The beginning of a text, safe to print.
pub(crate) fn clip(text: &str) -> String {
    text.chars().take(60).filter(|c| !c.is_control()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn house() -> Organisation {
        Organisation {
            id: "identity--00000000-0000-4000-8000-000000000001".into(),
            name: "Electoral Commission".into(),
            kind: OrganisationKind::ElectoralBody,
            country: "IE".into(),
            communities: BTreeSet::new(),
            own: true,
            trusted_flagger: false,
            enforcement: false,
            provisional: false,
            created: 0,
            disabled: None,
        }
    }

    #[test]
    fn kinds_read_back() {
        for kind in OrganisationKind::ALL {
            assert_eq!(kind.name().parse(), Ok(kind));
            assert_eq!(serde_json::to_value(kind).ok(), Some(kind.name().into()));
        }
        assert_eq!("Member state authority".parse(), Ok(OrganisationKind::MemberStateAuthority));
    }

    #[test]
    fn fields_are_checked_by_name() {
        assert_eq!(house().check(), Ok(()));
        for (broken, field) in [
            (Organisation { country: "Ireland".into(), ..house() }, "country"),
            (Organisation { country: "ie".into(), ..house() }, "country"),
            (Organisation { name: "  ".into(), ..house() }, "name"),
            (Organisation { name: "a\u{7}b".into(), ..house() }, "name"),
            (Organisation { name: "x".repeat(121), ..house() }, "name"),
            (Organisation { communities: BTreeSet::from([String::new()]), ..house() }, "communities"),
        ] {
            assert!(broken.check().is_err_and(|e| e.to_string().starts_with(field)), "{field}");
        }
    }
}
