//! The ranked list: filtered, sorted, and paged in memory, since a row is small and the list never changes.

use super::{
    Analyses,
    archive::IndexEntry,
    wire::{GroupPage, GroupRow, GroupStatus, Judgement, SignalName, Strength},
};
use crate::hub::HubError;
use ostrakon_access::Principal;
use std::{cmp::Ordering, collections::HashMap};

/// What the list is ordered by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum GroupOrder {
    /// As the detector ranks them.
    #[default]
    Rank,
    /// Largest first.
    Size,
    /// Most posts first.
    Posts,
    /// Least q first.
    Q,
    /// Earliest first.
    First,
    /// Latest first.
    Last,
    /// Heaviest first.
    Score,
}

/// Which groups.
#[derive(Clone, Debug, Default)]
pub struct GroupFilter {
    /// Only those with ties in this signal.
    pub signal: Option<SignalName>,
    /// Only those that the detector flags, or does not.
    pub flagged: Option<bool>,
    /// Only those that stand so.
    pub status: Option<GroupStatus>,
    /// Only those with at least this strength.
    pub strength: Option<Strength>,
    /// Only those with at most this q.
    pub most_q: Option<f64>,
    /// Only those that acted in the election's period, or did not.
    pub in_election: Option<bool>,
    /// Accounts, at least.
    pub least_size: Option<u64>,
    /// Accounts, at most.
    pub most_size: Option<u64>,
    /// Only those that acted at or after this time, ms.
    pub from: Option<i64>,
    /// Only those that acted before this time, ms.
    pub to: Option<i64>,
    /// Only those whose sentence, things or accounts have this text in them.
    pub search: Option<String>,
    /// What they are ordered by.
    pub order: GroupOrder,
}

impl GroupFilter {
    fn admits(&self, entry: &IndexEntry, status: GroupStatus) -> bool {
        let row = &entry.row;
        self.signal.is_none_or(|signal| row.signals.iter().any(|share| share.signal == signal))
            && self.flagged.is_none_or(|flagged| row.flagged == flagged)
            && self.status.is_none_or(|wanted| wanted == status)
            && self.strength.is_none_or(|least| row.strength >= least)
            && self.most_q.is_none_or(|most| row.q <= most)
            && self.in_election.is_none_or(|inside| row.in_election.unwrap_or(false) == inside)
            && self.least_size.is_none_or(|least| row.size >= least)
            && self.most_size.is_none_or(|most| row.size <= most)
            && self.from.is_none_or(|from| row.last >= from)
            && self.to.is_none_or(|to| row.first < to)
    }

    fn compare(&self, x: &GroupRow, y: &GroupRow) -> Ordering {
        let by = match self.order {
            GroupOrder::Rank => Ordering::Equal,
            GroupOrder::Size => y.size.cmp(&x.size),
            GroupOrder::Posts => y.posts.cmp(&x.posts),
            GroupOrder::Q => x.q.total_cmp(&y.q),
            GroupOrder::First => x.first.cmp(&y.first),
            GroupOrder::Last => y.last.cmp(&x.last),
            GroupOrder::Score => y.score.total_cmp(&x.score),
        };
        by.then(x.rank.cmp(&y.rank))
    }
}

fn status(judgements: &HashMap<String, Judgement>, row: &GroupRow) -> GroupStatus {
    judgements.get(&row.id).map_or(GroupStatus::Open, |judgement| judgement.status)
}

impl Analyses {
    /// A page of groups. `next` is the rank of the last group of the page before.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] before it is done; [`HubError::Invalid`] for a cursor of another list.
    pub fn groups(
        &self,
        who: &Principal,
        id: &str,
        filter: &GroupFilter,
        limit: usize,
        next: Option<u32>,
    ) -> Result<GroupPage, HubError> {
        let archive = self.archive_of(who, id)?;
        let judgements = self.inner.judgements(id)?;
        let search = filter.search.as_deref().map(str::trim).filter(|text| !text.is_empty());
        let by_account = search.map(|text| archive.groups_of_account(text)).transpose()?;
        let small = search.map(str::to_lowercase);
        let matches = |place: usize, entry: &IndexEntry| {
            let Some(small) = &small else { return true };
            entry.row.verdict.to_lowercase().contains(small)
                || entry.search.contains(small)
                || entry.row.id.contains(small.as_str())
                || by_account.as_ref().is_some_and(|places| places.contains(&place))
        };
        let groups = &archive.index.groups;
        let mut rows: Vec<&GroupRow> = groups
            .iter()
            .enumerate()
            .filter(|(place, entry)| {
                filter.admits(entry, status(&judgements, &entry.row)) && matches(*place, entry)
            })
            .map(|(_, entry)| &entry.row)
            .collect();
        let total = rows.len() as u64;
        rows.sort_by(|x, y| filter.compare(x, y));
        let begin = match next {
            None => 0,
            Some(rank) => {
                let last = groups.iter().map(|entry| &entry.row).find(|row| row.rank == rank);
                let bad =
                    || HubError::invalid("next", "it was not given out by this list; begin anew without it");
                let last = last.ok_or_else(bad)?;
                rows.partition_point(|row| filter.compare(row, last) != Ordering::Greater)
            }
        };
        let page: Vec<GroupRow> = rows[begin..]
            .iter()
            .take(limit)
            .map(|row| GroupRow { status: status(&judgements, row), ..(*row).clone() })
            .collect();
        let more = begin + page.len() < rows.len();
        let next = page.last().filter(|_| more).map(|row| row.rank.to_string());
        Ok(GroupPage { groups: page, total, next })
    }

    /// Refuses a group that is none of the analysis.
    pub(super) fn known_group(&self, who: &Principal, id: &str, group: &str) -> Result<(), HubError> {
        let archive = self.archive_of(who, id)?;
        archive.group(group).map(|_| ()).ok_or_else(unknown)
    }
}

/// There is no such group.
pub(super) fn unknown() -> HubError {
    HubError::NotFound("group of this id in this analysis".into())
}
