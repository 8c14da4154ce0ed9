//! What an API token may be used for, at most.
//!
//! **The choice.** A token acts for a person and can never do more than that person; its scopes only take away. Few
//! and coarse, so that people choose the right one: a scope an action. `approve` is never part of `all`: to let a
//! machine lend its owner's second signature has to be said in so many words.
//! **Rejected.** A scope a route (nobody gets fifty of them right, so everybody asks for all).

use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, fmt, str::FromStr};

/// A scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Scope {
    /// Read cases, objects, findings over REST.
    #[serde(rename = "read")]
    Read,
    /// Change them.
    #[serde(rename = "write")]
    Write,
    /// Read over TAXII.
    #[serde(rename = "taxii:read")]
    TaxiiRead,
    /// Add and delete over TAXII.
    #[serde(rename = "taxii:write")]
    TaxiiWrite,
    /// Share with partners: agreements, alerts, releases.
    #[serde(rename = "share")]
    Share,
    /// Read the audit chain and the ledger.
    #[serde(rename = "audit")]
    Audit,
    /// Organisations, people, tokens, collections.
    #[serde(rename = "admin")]
    Admin,
    /// Approve what takes two people.
    #[serde(rename = "approve")]
    Approve,
}

impl Scope {
    /// All scopes.
    pub const ALL: [Self; 8] = [
        Self::Read,
        Self::Write,
        Self::TaxiiRead,
        Self::TaxiiWrite,
        Self::Share,
        Self::Audit,
        Self::Admin,
        Self::Approve,
    ];

    /// The scope as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::TaxiiRead => "taxii:read",
            Self::TaxiiWrite => "taxii:write",
            Self::Share => "share",
            Self::Audit => "audit",
            Self::Admin => "admin",
            Self::Approve => "approve",
        }
    }

    /// Whether it allows what takes `needed`. TAXII shows and takes the same objects as REST, through the same gate: who may read
    /// or write at all may do so over either.
    pub fn covers(self, needed: Self) -> bool {
        self == needed
            || matches!((self, needed), (Self::Read, Self::TaxiiRead) | (Self::Write, Self::TaxiiWrite))
    }

    /// Reads what people write: a scope, several joined by commas or spaces, `taxii` (both of its scopes) or `all`
    /// (every scope but `approve`).
    ///
    /// # Errors
    /// [`Error::Unknown`] for another word, or none at all.
    pub fn parse_list(text: &str) -> Result<BTreeSet<Self>> {
        let mut scopes = BTreeSet::new();
        for word in text.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty()) {
            match word.to_lowercase().as_str() {
                "all" | "*" => scopes.extend(Self::ALL.into_iter().filter(|scope| *scope != Self::Approve)),
                "taxii" => scopes.extend([Self::TaxiiRead, Self::TaxiiWrite]),
                _ => _ = scopes.insert(word.parse()?),
            }
        }
        if scopes.is_empty() { Err(Self::no_scope(text)) } else { Ok(scopes) }
    }

    fn no_scope(text: &str) -> Error {
        Error::unknown("scope", text, Self::ALL.map(Self::name).into_iter().chain(["taxii", "all"]))
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Scope {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let word = text.trim().to_lowercase();
        Self::ALL.into_iter().find(|scope| scope.name() == word).ok_or_else(|| Self::no_scope(text))
    }
}

#[cfg(test)]
mod tests {
    use super::Scope;

    #[test]
    fn all_is_everything_but_the_second_signature() {
        let all = Scope::parse_list("all").expect("a word");
        assert_eq!(all.len(), Scope::ALL.len() - 1);
        assert!(!all.contains(&Scope::Approve));
    }

    #[test]
    fn scopes_are_read_one_by_one_or_joined() {
        for scope in Scope::ALL {
            assert_eq!(scope.name().parse(), Ok(scope));
            assert_eq!(serde_json::to_value(scope).ok(), Some(scope.name().into()));
        }
        let both = Scope::parse_list("taxii, read").expect("three scopes");
        assert_eq!(both.into_iter().collect::<Vec<_>>(), [Scope::Read, Scope::TaxiiRead, Scope::TaxiiWrite]);
        assert!(Scope::parse_list(" ,").is_err() && Scope::parse_list("root").is_err());
    }
}
