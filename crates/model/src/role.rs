//! What a person is in the house: seven roles, the same in every organisation.
//!
//! **The choice.** A person has a set of roles and may do what any of them may; what that is stands in
//! `ontology/access.toml`. **Rejected.** A ladder of levels: an auditor is neither above nor below an analyst.

use crate::words::UnknownWord;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// A role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Reads, investigates, drafts.
    Analyst,
    /// Speaks for the organisation in an alert network: raises, receives, answers.
    PointOfContact,
    /// The second pair of eyes: approves what takes two people.
    Approver,
    /// Runs a crisis: modes, questions, situation reports.
    Presidency,
    /// Reads everything that was done, does nothing.
    Auditor,
    /// Runs the installation: people, tokens, collections. Decides no case.
    Administrator,
    /// Reads what may be told to the community.
    Guest,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 7] = [
        Self::Analyst,
        Self::PointOfContact,
        Self::Approver,
        Self::Presidency,
        Self::Auditor,
        Self::Administrator,
        Self::Guest,
    ];

    /// The role as it is written in data and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Analyst => "analyst",
            Self::PointOfContact => "point-of-contact",
            Self::Approver => "approver",
            Self::Presidency => "presidency",
            Self::Auditor => "auditor",
            Self::Administrator => "administrator",
            Self::Guest => "guest",
        }
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Role {
    type Err = UnknownWord;

    /// Any case; `_` and spaces count as `-`; `admin` and `poc` are understood.
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let word = text.trim().to_lowercase().replace(['_', ' '], "-");
        let word = match word.as_str() {
            "admin" => "administrator",
            "poc" => "point-of-contact",
            other => other,
        };
        Self::ALL
            .into_iter()
            .find(|role| role.name() == word)
            .ok_or_else(|| UnknownWord::new("role", text, Self::ALL.map(Self::name)))
    }
}

#[cfg(test)]
mod tests {
    use super::Role;

    #[test]
    fn roles_read_back_in_the_spellings_people_use() {
        for role in Role::ALL {
            assert_eq!(role.name().parse(), Ok(role));
            assert_eq!(serde_json::to_value(role).ok(), Some(role.name().into()));
        }
        assert_eq!("Point of contact".parse(), Ok(Role::PointOfContact));
        assert_eq!("ADMIN".parse(), Ok(Role::Administrator));
        let error = "owner".parse::<Role>().expect_err("no such role").to_string();
        assert!(error.contains("`owner`") && error.contains("analyst, point-of-contact"), "{error}");
    }
}
