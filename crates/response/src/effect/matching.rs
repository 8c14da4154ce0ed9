//! Controls: things that the measure did not touch, and that ran like what it touched, as long as nothing was done.
//!
//! **The problem.** Campaigns end by themselves, news die, weekends are quiet; a series alone cannot tell that from an effect.
//! **The choice.** From series of the same data, those with a like course *before* the measure, by a caliper: the steps before
//! are parted into four quarters, and in each the candidate's mean, in shares of its own mean before, lies within 25
//! percentage points of the series'. Of these the ten nearest, step by step; fewer than three are none, since one control's own
//! story would be taken for an effect. What comes after the measure is never looked at. They are scaled to the series' mean
//! and weigh the same. **Rejected.** Weights fitted to the steps before (the synthetic control in the strict sense): with more
//! candidates than steps they fit noise, and the interval then covers too little. A control as a regressor: its noise makes
//! its coefficient too small, and leaves a part of the common course as an "effect".
//!
//! Sources: Abadie, Diamond and Hainmueller, *J. Am. Stat. Assoc.* 105 (2010) 493, for controls chosen by the course before;
//! Doudchenko and Imbens, NBER Working Paper 22791 (2016), for difference-in-differences as the synthetic control with equal
//! weights; Lopez Bernal, Cummins and Gasparrini, *Int. J. Epidemiol.* 47 (2018) 2082, for controls in interrupted time series;
//! Rosenbaum and Rubin, *Am. Stat.* 39 (1985) 33, for calipers.

use super::LEAST;
use super::series::scale;
use std::collections::BTreeMap;

/// Parts of the time before in which courses are compared.
const QUARTERS: usize = 4;
/// How far apart they may be, in shares of the mean before.
const CALIPER: f64 = 0.25;
/// Controls, at most.
const MOST: usize = 10;
/// Controls, at least.
const FEWEST: usize = 3;

/// A series that may become a control.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Candidate {
    /// What it counts: a hashtag, a site, a group of accounts.
    pub name: String,
    /// Its counts, in the same steps.
    pub values: Vec<Option<u64>>,
}

/// The controls of a series whose measure takes effect before step `first`: none, or three to ten, by name.
///
/// A candidate without as many observed steps on both sides as an estimate needs is none. Of equal names the nearer stays.
pub fn controls(
    own: &[Option<u64>],
    candidates: impl IntoIterator<Item = Candidate>,
    first: usize,
) -> BTreeMap<String, Vec<Option<u64>>> {
    let mut near: Vec<(f64, Candidate)> = candidates
        .into_iter()
        .filter_map(|one| distance(own, &one.values, first).map(|distance| (distance, one)))
        .collect();
    near.sort_by(|(x, a), (y, b)| x.total_cmp(y).then_with(|| a.name.cmp(&b.name)));
    let mut chosen: BTreeMap<String, Vec<Option<u64>>> = BTreeMap::new();
    for (_, one) in near {
        if chosen.len() == MOST {
            break;
        }
        chosen.entry(one.name).or_insert(one.values);
    }
    if chosen.len() < FEWEST { BTreeMap::new() } else { chosen }
}

/// How far a candidate's course before the measure is from the series', step by step, in shares of the mean; nothing where
/// it is no like course.
fn distance(own: &[Option<u64>], other: &[Option<u64>], first: usize) -> Option<f64> {
    let both = |at: usize| Some((own.get(at).copied()??, other.get(at).copied()??));
    let after = (first..own.len()).filter(|at| both(*at).is_some()).count();
    let before: Vec<(u64, u64)> = (0..first.min(own.len())).filter_map(both).collect();
    let scale = scale(own, other, first);
    if before.len() < LEAST || after < LEAST || scale == 0.0 {
        return None;
    }
    let mean = before.iter().map(|(own, _)| *own as f64).sum::<f64>() / before.len() as f64;
    let apart: Vec<f64> =
        before.iter().map(|(own, other)| (*own as f64 - scale * *other as f64) / mean).collect();
    let quarter = |n: usize| {
        let part = &apart[n * apart.len() / QUARTERS..(n + 1) * apart.len() / QUARTERS];
        part.iter().sum::<f64>() / part.len() as f64
    };
    let like = (0..QUARTERS).all(|n| quarter(n).abs() <= CALIPER);
    like.then(|| (apart.iter().map(|one| one * one).sum::<f64>() / apart.len() as f64).sqrt())
}
