//! What the report rests on, what it leaves out, and what it takes back.

use super::{Credibility, Link, Reliability};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A source, judged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationSource)]
pub struct Source {
    /// Stable between issues.
    pub id: String,
    /// Its name.
    pub label: String,
    /// What kind of source it is, for example "member state", "platform data", "open web".
    pub kind: String,
    /// How far it can be trusted.
    pub reliability: Reliability,
    /// How credible what it says is.
    pub credibility: Credibility,
    /// Its own cut-off, milliseconds of UTC.
    pub as_of: Option<i64>,
    /// What it contributed.
    pub records: Vec<Link>,
}

/// Who contributed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationContributor)]
pub struct Contributor {
    /// Stable between issues.
    pub id: String,
    /// The organisation.
    pub label: String,
    /// What it contributed.
    pub role: String,
}

/// One side of a contradiction.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationClaim)]
pub struct Claim {
    /// Who says so.
    pub source: String,
    /// What it says.
    pub says: String,
    /// As of when, milliseconds of UTC.
    pub as_of: Option<i64>,
}

/// Sources that contradict each other; shown as such, not averaged away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationContradiction)]
pub struct Contradiction {
    /// Stable between issues.
    pub id: String,
    /// What about.
    pub label: String,
    /// Who says what.
    pub claims: Vec<Claim>,
    /// Where the matter stands.
    pub state: String,
}

/// What the readers of this report may not see, as a count: that something is missing is itself information.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationWithheld)]
pub struct Withheld {
    /// Stable between issues.
    pub id: String,
    /// What kind of thing.
    pub label: String,
    /// Why.
    pub reason: String,
    /// How many.
    pub count: u64,
}

/// What cannot be observed, so that silence is not read as calm.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationUnobserved)]
pub struct Unobserved {
    /// Stable between issues.
    pub id: String,
    /// What.
    pub label: String,
    /// Why it cannot be seen.
    pub reason: String,
}

/// A correction to an earlier issue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationCorrection)]
pub struct Correction {
    /// Stable between issues.
    pub id: String,
    /// The issue that was wrong.
    pub version: u32,
    /// What it said.
    pub was: String,
    /// What is right.
    pub is: String,
    /// Why it was wrong.
    pub reason: String,
    /// When it was found, milliseconds of UTC.
    pub at: Option<i64>,
}
