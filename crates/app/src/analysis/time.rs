//! Time, counted: volume of a whole analysis, and who of a group posted when.
//!
//! A series of a million posts is counted by looking at two blocks of sorted times a bin, not by reading them.

use super::{
    Analyses,
    archive::{Archive, IndexEntry, PostRecord},
    groups::unknown,
    wire::{Raster, RasterAccount, RasterCell, Series},
};
use crate::hub::HubError;
use ostrakon_access::Principal;
use std::collections::BTreeMap;

/// A span of time, cut into bins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Bins {
    from: i64,
    to: i64,
    ms: i64,
    count: u32,
}

impl Bins {
    /// Cuts `[from, to)` into at most `bins` bins of equal length, the last of which may be shorter.
    fn cut(from: i64, to: i64, bins: u32) -> Result<Self, HubError> {
        if to <= from {
            return Err(HubError::invalid("to", "the span ends before it begins"));
        }
        let span = to.checked_sub(from).filter(|span| *span < i64::MAX / 4);
        let span = span.ok_or_else(|| HubError::invalid("from", "the span is longer than time itself"))?;
        let ms = (span / i64::from(bins.max(1))).max(1);
        let ms = if ms.saturating_mul(i64::from(bins.max(1))) < span { ms + 1 } else { ms };
        let count = span.div_euclid(ms) + i64::from(span % ms != 0);
        Ok(Self { from, to, ms, count: count as u32 })
    }

    fn bin(&self, time: i64) -> Option<u32> {
        (self.from..self.to).contains(&time).then(|| ((time - self.from) / self.ms) as u32)
    }

    /// Where bins begin, and where the last ends.
    fn bounds(&self) -> impl Iterator<Item = i64> + '_ {
        (0..=i64::from(self.count)).map(|n| (self.from + n * self.ms).min(self.to))
    }
}

impl Analyses {
    /// Volume over time: of the analysis, of its flagged groups or of one group, and of their joint actions.
    ///
    /// # Errors
    /// [`HubError::NotFound`]; [`HubError::Conflict`] before it is done; [`HubError::Invalid`] for a span that is none.
    pub fn series(
        &self,
        who: &Principal,
        id: &str,
        group: Option<&str>,
        bins: u32,
        span: (Option<i64>, Option<i64>),
    ) -> Result<Series, HubError> {
        let archive = self.archive_of(who, id)?;
        let all = archive.times("times.bin")?.span()?;
        let (first, last) = all.unwrap_or((0, 0));
        let bins = Bins::cut(span.0.unwrap_or(first), span.1.unwrap_or(last.saturating_add(1)), bins)?;
        let (grouped, joint) = match group {
            None => (counted(&archive, "grouped.bin", bins)?, counted(&archive, "joint.bin", bins)?),
            Some(group) => {
                let entry = archive.group(group).ok_or_else(unknown)?;
                of_group(&archive.posts(entry)?, bins)
            }
        };
        Ok(Series {
            from: bins.from,
            to: bins.to,
            bin_ms: bins.ms,
            posts: counted(&archive, "times.bin", bins)?,
            grouped,
            joint,
            first: all.map(|(first, _)| first),
            last: all.map(|(_, last)| last),
        })
    }

    /// Who of a group posted when. Without a span: from the first joint action to the last, and a little around.
    ///
    /// # Errors
    /// As [`Analyses::series`].
    pub fn raster(
        &self,
        who: &Principal,
        at: (&str, &str),
        bins: u32,
        most_accounts: usize,
        span: (Option<i64>, Option<i64>),
    ) -> Result<Raster, HubError> {
        self.opened(who, at, |archive, entry| {
            let row = &entry.row;
            let margin = (row.last.saturating_sub(row.first) / 20).max(3_600_000);
            let from = span.0.unwrap_or(row.first - margin);
            let bins = Bins::cut(from, span.1.unwrap_or(row.last + margin + 1), bins)?;
            raster(archive, entry, bins, most_accounts)
        })
    }
}

fn counted(archive: &Archive, name: &str, bins: Bins) -> Result<Vec<u64>, HubError> {
    let mut times = archive.times(name)?;
    let before = bins.bounds().map(|bound| times.before(bound)).collect::<Result<Vec<u64>, _>>()?;
    Ok(before.windows(2).map(|pair| pair[1] - pair[0]).collect())
}

fn of_group(posts: &[PostRecord], bins: Bins) -> (Vec<u64>, Vec<u64>) {
    let (mut all, mut joint) = (vec![0; bins.count as usize], vec![0; bins.count as usize]);
    for post in posts {
        if let Some(bin) = bins.bin(post.time) {
            all[bin as usize] += 1;
            joint[bin as usize] += u64::from(post.joint);
        }
    }
    (all, joint)
}

fn raster(
    archive: &Archive,
    entry: &IndexEntry,
    bins: Bins,
    most_accounts: usize,
) -> Result<Raster, HubError> {
    let line = archive.line(entry)?;
    let members = &line.group.members;
    let mut first = vec![i64::MAX; members.len()];
    let mut posts = vec![0u64; members.len()];
    let mut cells: BTreeMap<(u32, u32), (u32, u32)> = BTreeMap::new();
    for post in archive.posts(entry)? {
        let Some(bin) = bins.bin(post.time) else { continue };
        let member = post.member as usize;
        if member >= members.len() {
            continue;
        }
        posts[member] += 1;
        if post.joint {
            first[member] = first[member].min(post.time);
        }
        let cell = cells.entry((post.member, bin)).or_default();
        *cell = (cell.0 + 1, cell.1 + u32::from(post.joint));
    }
    let mut order: Vec<u32> =
        (0..members.len() as u32).filter(|&member| posts[member as usize] > 0).collect();
    order.sort_by_key(|&member| (first[member as usize], std::cmp::Reverse(posts[member as usize]), member));
    order.truncate(most_accounts);
    let mut place = vec![u32::MAX; members.len()];
    order.iter().enumerate().for_each(|(n, &member)| place[member as usize] = n as u32);
    let accounts = order.iter().map(|&member| RasterAccount {
        account: members[member as usize].account.clone(),
        role: members[member as usize].role.into(),
        posts: posts[member as usize],
    });
    let mut cells: Vec<RasterCell> = cells
        .into_iter()
        .filter(|((member, _), _)| place[*member as usize] != u32::MAX)
        .map(|((member, bin), (posts, joint))| RasterCell(place[member as usize], bin, posts, joint))
        .collect();
    cells.sort_by_key(|cell| (cell.0, cell.1));
    Ok(Raster {
        from: bins.from,
        to: bins.to,
        bin_ms: bins.ms,
        bins: bins.count,
        accounts: accounts.collect(),
        accounts_total: members.len() as u64,
        cells,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn every_moment_of_a_span_is_in_one_bin(
            from in -4_000_000_000_000i64..4_000_000_000_000,
            span in 1i64..10_000_000_000,
            bins in 1u32..2_000,
            at in 0.0f64..1.0,
        ) {
            let cut = Bins::cut(from, from + span, bins).expect("a span");
            prop_assert!(cut.count >= 1 && cut.count <= bins);
            let time = from + ((span - 1) as f64 * at) as i64;
            let bin = cut.bin(time).expect("inside");
            let bounds: Vec<i64> = cut.bounds().collect();
            prop_assert_eq!(bounds.len() as u32, cut.count + 1);
            prop_assert_eq!(*bounds.last().expect("an end"), from + span);
            prop_assert!(bounds[bin as usize] <= time && time < bounds[bin as usize + 1]);
        }
    }

    #[test]
    fn a_span_that_is_none_is_refused() {
        assert!(Bins::cut(5, 5, 10).is_err() && Bins::cut(i64::MIN, i64::MAX, 10).is_err());
    }
}
