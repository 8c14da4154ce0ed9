//! The vote as it stood before it moved.
//!
//! **The problem.** A vote is annulled and held in the autumn. The window of May still opens a channel, what was looked at in May counts
//! as looked at for September, and the deadlines of June are gone as if nobody had missed them. **The choice.** What hung on the old
//! date stays with the old date: it is kept beside, with its window, its confirmations and the facts of its days, its deadlines are
//! still shown as what they were, and for the new date everybody is asked anew. A milestone whose date does not change keeps its
//! proof. **Rejected.** A new election for the new date: records name the one that there is.

use super::{Details, Election, VotingFacts, Window, milestones};
use crate::Fulfilment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What was known of a vote until its days or its calendar changed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ElectionEarlier)]
pub struct Earlier {
    /// When that changed: milliseconds of UTC.
    pub until: i64,
    /// Why.
    pub reason: String,
    /// Title, country, days, calendar.
    pub details: Details,
    /// The window that was declared for these days.
    pub window: Option<Window>,
    /// Official facts that name days on which nobody votes now.
    pub facts: BTreeMap<String, VotingFacts>,
    /// Milestones that were confirmed for a date that is no longer theirs, with their proof.
    pub confirmed: BTreeMap<String, (Fulfilment, String)>,
}

/// Other details: what hung on the old ones is put aside.
pub(super) fn moved(election: &mut Election, details: &Details, (until, reason): (i64, String)) {
    let Some(before) = election.details.replace(details.clone()) else { return };
    let (was, is) = (milestones::dates(&before), milestones::dates(details));
    if was == is && (before.first_day, before.last_day) == (details.first_day, details.last_day) {
        return;
    }
    let has_moved = |name: &str| was.get(name) != is.get(name);
    let days_moved = (before.first_day, before.last_day) != (details.first_day, details.last_day);
    let other_days = |facts: &VotingFacts| {
        facts.days.iter().any(|day| *day < details.first_day || *day > details.last_day)
    };
    let (confirmed, kept) =
        std::mem::take(&mut election.confirmed).into_iter().partition(|(name, _)| has_moved(name));
    election.confirmed = kept;
    let (facts, kept) = std::mem::take(&mut election.facts).into_iter().partition(|(_, one)| other_days(one));
    election.facts = kept;
    let window = if days_moved { election.window.take() } else { None };
    election.earlier.push(Earlier { until, reason, details: before, window, facts, confirmed });
}
