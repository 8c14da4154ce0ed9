//! What the receiving end of a link refused, and why.
//!
//! **The problem.** A refused version is not sent again, and both ends differ for good: comparing them shows that, and not
//! why, nor what to do. **The choice.** The reasons of the last refusals stand in a record beside the link, and who compares
//! the ends reads them there. **Rejected.** Trying again with each run: what was refused for whose it is stays refused.

use super::federation::Run;
use super::{Hub, HubError};
use ostrakon_access::Principal;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};

/// Kind of the records: the id is the link's.
const KIND: &str = "node-link-refusals";
/// Refusals that are remembered, the last ones.
const MOST: usize = 1_000;

/// An object that the receiving end did not take.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Refusal {
    /// Id of the object.
    pub id: String,
    /// In the words of the receiver.
    pub reason: String,
}

/// What was refused of a link, the oldest first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Refusals {
    refused: Vec<Refusal>,
}

impl Hub {
    /// Remembers what a run could not hand over.
    pub(super) fn note_refusals(&self, who: &Principal, link: &str, run: &Run) -> Result<(), HubError> {
        if run.refused.is_empty() {
            return Ok(());
        }
        let kept = self.one::<Refusals>(KIND, link)?;
        let (mut all, rev) = kept.map_or((Refusals::default(), None), |kept| (kept.value, Some(kept.rev)));
        let known: HashSet<Refusal> = all.refused.iter().cloned().collect();
        let refused =
            run.refused.iter().map(|(id, reason)| Refusal { id: id.clone(), reason: reason.clone() });
        let new: BTreeSet<Refusal> = refused.filter(|one| !known.contains(one)).collect();
        if new.is_empty() {
            return Ok(());
        }
        all.refused.extend(new);
        let over = all.refused.len().saturating_sub(MOST);
        all.refused.drain(..over);
        match self.put(who, "link.refused", KIND, link, &all, rev) {
            // Another server ran it in the same moment, and was refused the same.
            Err(HubError::Changed(_)) => Ok(()),
            other => other.map(|_| ()),
        }
    }

    /// Why objects that only one end has were refused, each as it was said last.
    pub(super) fn reasons(&self, link: &str, missing: &[(String, String)]) -> Result<Vec<Refusal>, HubError> {
        let wanted: HashSet<&str> = missing.iter().map(|(id, _)| id.as_str()).collect();
        let mut told = HashSet::new();
        let refused = self.one::<Refusals>(KIND, link)?.map_or_else(Vec::new, |kept| kept.value.refused);
        let last = refused.into_iter().rev().filter(|one| wanted.contains(one.id.as_str()));
        Ok(last.filter(|one| told.insert(one.id.clone())).collect())
    }
}
