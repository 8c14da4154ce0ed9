//! Power: whether the null model could tell accounts that act together at all.
//!
//! **Problem.** The null deals accounts out anew among the posts of a signal. Where one group makes most of those posts, dealing
//! them out gives the group's members to each other again and again: eight accounts that repost thirty posts within seconds, and
//! hardly anybody else who reposts, are as expected, with p = 0.8. Nothing is found then, and that is no all-clear.
//! **Choice.** The least p that two accounts of some activity can have, meeting in every one of their posts at moments of mean
//! weight, against what Benjamini–Hochberg would ask if all pairs as active as they were found. Where accounts that fall short
//! of it make most of the signal's posts, and some of them did meet in at least half of theirs, the signal is *blind* and named.
//! **Rejected.** Another null for such signals: whatever is held fixed instead (the times, the objects) is what the group chose.
//! Reporting the least p of every layer: signals that hardly anybody uses are without power too, and nobody misses them.

use super::{layer::Layer, moments::Moments, null::Null, pairs::Least};

/// Signals with more shares than this are not looked at: no group of accounts makes most of them unseen.
const MOST_SHARES: u64 = 1 << 18;
/// Fewer meetings than this are an accident.
const LEAST_MEETINGS: u32 = 3;
/// Fewer accounts than this are no group.
const LEAST_ACCOUNTS: usize = 3;

/// What a pair is tested against in one layer.
#[derive(Clone, Copy, Debug)]
pub struct Test {
    /// Pairs tested.
    pub pairs: f64,
    /// False-discovery rate of the layer.
    pub rate: f64,
    /// Moments a pair must have met in.
    pub min_moments: u32,
}

/// A layer in which accounts met again and again, and could not have been told from chance.
#[derive(Clone, Debug, PartialEq)]
pub struct Blind {
    /// Index of the layer in the list of (signal, window).
    pub layer: u32,
    /// Accounts that met so, ascending.
    pub accounts: Vec<u32>,
    /// The least p-value that two accounts as active as the most active of them can have.
    pub least_p: f64,
}

/// Whether a layer is blind, and for whom.
pub fn blind(
    layer: &Layer,
    index: u32,
    moments: &Moments,
    null: &Null,
    window_ms: i64,
    test: Test,
) -> Option<Blind> {
    let shares = &layer.shares;
    // By slots: what two accounts that meet are likely to meet in.
    let of_slots = null.weight.iter().zip(&moments.slots).filter(|&(&w, &slots)| w > 0.0 && slots > 0);
    let (sum, slots) =
        of_slots.fold((0.0, 0.0), |sum, (&w, &n)| (sum.0 + f64::from(w) * n as f64, sum.1 + n as f64));
    if shares.total > MOST_SHARES || slots == 0.0 {
        return None;
    }
    let mean = sum / slots;
    let met = test.min_moments.max(LEAST_MEETINGS);
    let least_p = |n: u32| null.p_value(f64::from(n) * mean, n, n);
    let mut active: Vec<u32> = shares.activity.iter().copied().filter(|&n| n >= met).collect();
    active.sort_unstable();
    let unseen = |n: u32| {
        let as_active = (active.len() - active.partition_point(|&m| m < n)) as f64;
        let found = (as_active * (as_active - 1.0) / 2.0).max(1.0);
        least_p(n) * test.pairs / found > test.rate
    };
    let of_unseen: u64 =
        active.chunk_by(|a, b| a == b).filter(|run| unseen(run[0])).flatten().map(|&n| u64::from(n)).sum();
    if of_unseen * 2 <= shares.total {
        return None;
    }
    let pairs = layer.pairs(moments, null, window_ms, Least { moments: met, p: 1.0 });
    let activity = |account: u32| shares.activity[account as usize];
    let close = pairs.iter().filter(|pair| {
        let least = activity(pair.a).min(activity(pair.b));
        pair.moments * 2 >= least && unseen(least)
    });
    let mut accounts: Vec<u32> = close.flat_map(|pair| [pair.a, pair.b]).collect();
    accounts.sort_unstable();
    accounts.dedup();
    let most = accounts.iter().map(|&account| activity(account)).max()?;
    (accounts.len() >= LEAST_ACCOUNTS).then(|| Blind { layer: index, accounts, least_p: least_p(most) })
}

#[cfg(test)]
mod tests {
    use crate::coordination::{Params, find};
    use ostrakon_model::{Columns, Kind, Post, Signal, Timestamp};

    /// Eight accounts repost 30 posts within 20 s each; `others` repost once and again at their own times.
    fn ring(others: i64) -> Columns {
        let mut columns = Columns::default();
        let mut repost = |who: String, what: i64, at: i64| {
            columns.push(&Post {
                item_id: format!("{who}-{what}").into(),
                author_id: who.into(),
                kind: Kind::Repost,
                repost_of: Some(format!("item{what}").into()),
                created_at: Some(Timestamp::from_secs(1_717_200_000 + at)),
                ..Post::default()
            });
        };
        for what in 0..30 {
            (0..8).for_each(|n| repost(format!("ring{n}"), what, what * 7_919 + n * 2));
        }
        for i in 0..others {
            repost(format!("person{}", i % 80), 100 + i * 31 % 60, i * 104_729 % 240_000);
        }
        columns
    }

    #[test]
    fn a_ring_that_makes_nearly_all_reposts_is_not_found_and_not_passed_over_in_silence() {
        for others in [0, 30, 100] {
            let detection = find(&ring(others), &Params::default()).expect("runs");
            assert!(detection.groups.iter().all(|group| !group.verdict.flagged));
            let windows = detection.windows_ms.len();
            let blind = &detection.found.blind;
            let signal = |layer: u32| detection.layers[layer as usize / windows].signal;
            assert!(
                blind.iter().any(|b| signal(b.layer) == Signal::CoRepost && b.accounts.len() == 8),
                "{blind:?}"
            );
        }
    }

    #[test]
    fn among_many_others_the_ring_is_found_and_no_signal_is_blind() {
        let detection = find(&ring(3_000), &Params::default()).expect("runs");
        assert!(
            detection.groups.iter().any(|group| group.verdict.flagged && group.community.members.len() == 8)
        );
        assert!(detection.found.blind.is_empty(), "{:?}", detection.found.blind);
    }
}
