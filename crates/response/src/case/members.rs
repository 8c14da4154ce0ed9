//! What belongs to a case, so that merging and splitting undo without loss.
//!
//! **The problem.** Casework tools that pour one case into another cannot part them again: an item that both had is removed
//! from both, or from neither. **The choice.** Nothing is moved. What a case has of its own, what came with each case that it
//! took up, and what each case that was split off hides, are kept apart; what is *shown* is computed:
//! `(own ∪ ⋃ absorbed) ∖ ⋃ split`. Undoing takes one entry out, and nothing else has changed.

use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// The id of a case, which may be written as `case/id`.
pub fn bare(case: &str) -> &str {
    case.strip_prefix("case/").unwrap_or(case)
}

/// What an item is.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CaseItemKind)]
pub enum ItemKind {
    /// A finding of a detector.
    #[default]
    Finding,
    /// A STIX incident.
    Incident,
    /// Evidence.
    Evidence,
    /// Another record: an alert, a notification, a publication.
    Record,
}

/// An item of a case.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CaseItem)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// Its id.
    pub id: String,
}

/// What belongs to a case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseMembers)]
pub struct Members {
    /// Its own.
    pub own: BTreeSet<Item>,
    /// What came with each case that it took up.
    pub absorbed: BTreeMap<String, BTreeSet<Item>>,
    /// What was split off into each case.
    pub split: BTreeMap<String, BTreeSet<Item>>,
}

/// What holds while a case is taken up, besides that its items are shown: nobody reads what came with it who might not read it where
/// it was. It goes with it again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CaseTaken)]
pub struct Taken {
    /// The marking of that case: the narrower of both holds.
    #[schema(value_type = String)]
    pub marking: Tlp,
    /// Organisations that take part here and did not take part there; each until it is involved anew.
    pub withheld_from: BTreeSet<String>,
}

impl Members {
    /// Everything that is shown.
    pub fn shown(&self) -> BTreeSet<Item> {
        let all = self.own.iter().chain(self.absorbed.values().flatten());
        all.filter(|one| self.hidden_in(one).is_none()).cloned().collect()
    }

    /// The case into which an item was split off.
    pub fn hidden_in(&self, item: &Item) -> Option<&str> {
        self.split.iter().find(|(_, items)| items.contains(item)).map(|(case, _)| case.as_str())
    }

    /// How many entries are kept, hidden ones included.
    pub fn count(&self) -> usize {
        self.own.len() + self.absorbed.values().chain(self.split.values()).map(BTreeSet::len).sum::<usize>()
    }
}
