//! What an organisation is.
//!
//! **The choice.** Nine kinds, those of the Union's networks: a mechanism names who may use it by them. **Rejected.** Free
//! text: a rule could not be held against it.

use crate::words::UnknownWord;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// What an organisation is, in the terms of the Union's networks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationKind {
    /// An institution, body or agency of the Union.
    Institution,
    /// An authority of a member state.
    MemberStateAuthority,
    /// Runs or supervises elections.
    ElectoralBody,
    /// A provider of an online platform.
    Platform,
    /// Checks claims.
    FactChecker,
    /// A non-governmental organisation.
    CivilSociety,
    /// Universities and institutes.
    Academia,
    /// Supervises media services.
    MediaRegulator,
    /// A party, or the campaign of a candidate.
    Party,
}

impl OrganisationKind {
    /// All kinds.
    pub const ALL: [Self; 9] = [
        Self::Institution,
        Self::MemberStateAuthority,
        Self::ElectoralBody,
        Self::Platform,
        Self::FactChecker,
        Self::CivilSociety,
        Self::Academia,
        Self::MediaRegulator,
        Self::Party,
    ];

    /// The kind as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Institution => "institution",
            Self::MemberStateAuthority => "member-state-authority",
            Self::ElectoralBody => "electoral-body",
            Self::Platform => "platform",
            Self::FactChecker => "fact-checker",
            Self::CivilSociety => "civil-society",
            Self::Academia => "academia",
            Self::MediaRegulator => "media-regulator",
            Self::Party => "party",
        }
    }
}

impl fmt::Display for OrganisationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for OrganisationKind {
    type Err = UnknownWord;

    /// Any case; `_` and spaces count as `-`.
    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        let word = text.trim().to_lowercase().replace(['_', ' '], "-");
        Self::ALL
            .into_iter()
            .find(|kind| kind.name() == word)
            .ok_or_else(|| UnknownWord::new("kind of organisation", text, Self::ALL.map(Self::name)))
    }
}
