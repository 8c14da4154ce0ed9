//! Who does what about a case: tasks, the plan, the review.

use crate::Party;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A task. Its date never moves: who needs another drops it, with the reason, and sets a new one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseTask)]
pub struct Task {
    /// What is to be done.
    pub title: String,
    /// The organisation that does it.
    pub assignee: String,
    /// By when: milliseconds of UTC.
    pub due: Option<i64>,
    /// When it was set, and by whom.
    pub set: (i64, Party),
    /// When it was done, and by whom.
    pub done: Option<(i64, Party)>,
    /// When it was given up, and why.
    pub dropped: Option<(i64, String)>,
}

impl Task {
    /// Whether it is still to be done.
    pub const fn is_open(&self) -> bool {
        self.done.is_none() && self.dropped.is_none()
    }
}

/// A mechanism that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseChoice)]
pub struct Choice {
    /// Why.
    pub reason: String,
    /// On which legal basis.
    pub legal_basis: String,
    /// When it was chosen, and by whom.
    pub chosen: (i64, Party),
    /// When it was dropped, and why.
    pub dropped: Option<(i64, String)>,
}

/// The review of a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "status")]
#[schema(as = CaseReview)]
pub enum Review {
    /// Nobody asked for one.
    #[default]
    NotRequired,
    /// Somebody is asked.
    Pending {
        /// Who: an account.
        reviewer: String,
    },
    /// It was reviewed.
    Reviewed {
        /// By whom.
        by: Party,
        /// When.
        at: i64,
        /// With which remarks.
        remarks: String,
    },
}
