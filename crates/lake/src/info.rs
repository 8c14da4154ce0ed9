//! What a data set is, and on which basis it is held (invariant 7). Written once, never changed: another basis or
//! another key makes another data set.

use crate::error::{Error, Result};
use serde::{Deserialize, Serialize};
use std::fmt;

/// Version of the files' schema. A reader refuses later ones and knows all earlier ones.
pub const SCHEMA_VERSION: u32 = 1;

/// Whose names stand in the account columns.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "form")]
pub enum Accounts {
    /// Keyed pseudonyms; the key itself is never here.
    Pseudonyms {
        /// Fingerprint of the key: equal for equal keys, tells nothing about the key.
        key_fingerprint: String,
    },
    /// The platforms' own ids and handles.
    Revealed {
        /// The stated purpose.
        purpose: String,
    },
}

impl fmt::Display for Accounts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pseudonyms { key_fingerprint } => write!(f, "pseudonyms of the key {key_fingerprint}"),
            Self::Revealed { purpose } => write!(f, "revealed accounts (purpose: {purpose})"),
        }
    }
}

impl Accounts {
    /// Whether posts named in this way and in that way may stand side by side: one key, or no pseudonyms at all.
    pub(crate) fn meets(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Revealed { .. }, Self::Revealed { .. }) => true,
            (left, right) => left == right,
        }
    }
}

/// The description of a data set, kept as `dataset.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DatasetInfo {
    /// Folder name: 1 to 64 of `a-z`, `0-9`, `-`, `_`, starting with a letter or digit.
    pub name: String,
    /// How the posts were lawfully obtained ("DSA Art 40(12)", "public release", …).
    pub access_basis: String,
    /// What they are held for.
    pub purpose: String,
    /// Class that says how long they may be held; the policy, not the lake, knows the days.
    pub retention_class: String,
    /// Milliseconds since the epoch, UTC.
    pub created_ms: i64,
    /// Whose names stand in the account columns.
    pub accounts: Accounts,
    /// [`SCHEMA_VERSION`] of the files.
    pub schema_version: u32,
}

impl DatasetInfo {
    /// Refuses a description that leaves the basis open.
    ///
    /// # Errors
    /// [`Error::Name`], [`Error::Unstated`].
    pub fn check(&self) -> Result<()> {
        check_name(&self.name)?;
        let (accounts, flag) = match &self.accounts {
            Accounts::Pseudonyms { key_fingerprint } => (key_fingerprint, "key"),
            Accounts::Revealed { purpose } => (purpose, "reveal-handles"),
        };
        let stated = [
            ("access basis", "access-basis", &self.access_basis),
            ("purpose", "purpose", &self.purpose),
            ("retention class", "retention", &self.retention_class),
            ("key fingerprint or purpose of revealing accounts", flag, accounts),
        ];
        match stated.into_iter().find(|(_, _, text)| text.trim().is_empty()) {
            Some((field, flag, _)) => Err(Error::Unstated { dataset: self.name.clone(), field, flag }),
            None => Ok(()),
        }
    }
}

/// A name that is a plain folder name on every system: no separators, no dots, no case to fold.
pub(crate) fn check_name(name: &str) -> Result<()> {
    let plain = |b: &u8| b.is_ascii_lowercase() || b.is_ascii_digit();
    let good = name.len() <= 64
        && name.as_bytes().first().is_some_and(plain)
        && name.as_bytes().iter().all(|b| plain(b) || matches!(b, b'-' | b'_'));
    if good { Ok(()) } else { Err(Error::Name(name.chars().take(80).collect())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leaves_its_folder() {
        for good in ["ira", "eu-2024_x", "0"] {
            assert!(check_name(good).is_ok(), "{good}");
        }
        for bad in ["", "..", "a/b", "a\\b", "A", "é", "-x", ".hidden", "a b", "a\0", &"x".repeat(65)] {
            assert!(check_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_data_set_states_its_basis() {
        let info = DatasetInfo {
            name: "ira".into(),
            access_basis: "public release".into(),
            purpose: " ".into(),
            retention_class: "research".into(),
            created_ms: 0,
            accounts: Accounts::Pseudonyms { key_fingerprint: "ab12".into() },
            schema_version: SCHEMA_VERSION,
        };
        let message = info.check().unwrap_err().to_string();
        assert_eq!(message, "the data set `ira` has no purpose; state it (--purpose)");
    }
}
