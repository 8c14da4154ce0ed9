//! What people decided about a group. The detector's own verdict is never changed by it.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a group stands with the people who look at it.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
pub enum GroupStatus {
    /// Nobody has decided.
    #[default]
    Open,
    /// Somebody found it harmless or wrong, with a reason.
    Dismissed,
    /// It is looked at as part of another group.
    Merged,
    /// It became part of an incident.
    Promoted,
}

impl GroupStatus {
    /// The name in the interface.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Dismissed => "dismissed",
            Self::Merged => "merged",
            Self::Promoted => "promoted",
        }
    }
}

/// One decision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct JudgementEntry {
    /// What was done: dismissed, reopened, merged, unmerged, promoted.
    pub act: String,
    /// Id of the account.
    pub by: String,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
    /// Why, in the person's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The other group, or the incident.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub other: Option<String>,
}

/// What people decided about a group, newest decision last.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Judgement {
    /// Where it stands.
    pub status: GroupStatus,
    /// Why, where a reason was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The group it is part of now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<String>,
    /// Groups that are part of this one now.
    #[serde(default)]
    pub merged: Vec<String>,
    /// Incidents that it became part of, by STIX id.
    #[serde(default)]
    pub incidents: Vec<String>,
    /// All decisions.
    #[serde(default)]
    pub history: Vec<JudgementEntry>,
    /// Revision; 0 while nobody has decided. What `If-Match` may say.
    #[serde(default)]
    pub rev: i64,
}

/// A dismissal.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Dismissal {
    /// Why it is harmless or wrong; kept in the history.
    #[schema(min_length = 5, max_length = 2000)]
    pub reason: String,
}

/// Taking a decision back.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reopening {
    /// Why, if there is something to say.
    #[serde(default)]
    #[schema(max_length = 2000)]
    pub reason: Option<String>,
}

/// A merger: the group of the address becomes part of another.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Merger {
    /// The group that it becomes part of.
    #[schema(max_length = 60)]
    pub into: String,
    /// Why they are one.
    #[schema(min_length = 5, max_length = 2000)]
    pub reason: String,
}
