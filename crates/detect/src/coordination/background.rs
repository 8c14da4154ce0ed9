//! The background: how often two accounts that have nothing to do with each other are on time at one object.
//!
//! Measured on the accounts that are in no surprising pair of the signal (and, for a group, not in the group). Where many
//! of them share an object its own rate counts (breaking news is shared by everybody within minutes, so being on time
//! there says nothing); where few do, the rate of objects of like popularity; and where there is nobody left to measure,
//! what is assumed must grow with the window ([`custom`]): with a window of half a day everybody who shares a thing at
//! all shares it on time, and a fixed rate would take that for evidence.
//!
//! Rejected for the assumed part: the life times of the signal's own objects. An object that only a campaign shares lives
//! for as long as the campaign takes, so that being fast would be its own excuse.

use super::layer::Layer;
use rayon::prelude::*;

/// Shrinks an object's own background rate towards its class: as if this many pairs had the class's rate. About 32
/// background accounts have as many pairs, so it takes that many to speak for an object.
const OBJECT_PRIOR_PAIRS: f64 = 500.0;
/// Shrinks a class's rate towards [`custom`].
const CLASS_PRIOR_PAIRS: f64 = 100.0;
/// Where nothing is known, one in twenty pairs of shares of one object is taken to be on time at any window.
const LEAST_CUSTOM: f64 = 0.05;
/// Mean life of attention, ms: if two people come to a thing after independent exponential delays of this mean, one in
/// twenty pairs is within an hour of each other, half within thirteen hours and seven in ten within a day.
const ATTENTION_MS: f64 = 19.5 * 3_600_000.0;
/// One object counts in its class as at most so many pairs.
const MOST_PAIRS_AN_OBJECT: f64 = 1_000.0;
const CLASSES: usize = 33;

/// How often two background shares of one object lie within the window.
#[derive(Clone, Debug)]
pub struct Background {
    /// Rate by class of popularity (powers of two of the number of shares).
    class: [f64; CLASSES],
    /// Rate of each group of the layer.
    pub(super) rate: Vec<f32>,
    /// What was assumed where nothing could be measured.
    pub custom: f64,
}

/// The rate assumed where nobody is left to measure, in [0.05, 1]: two accounts are on time at one object if they came to
/// it within one life of attention, or if the data leave no room for anything else. `anyhow` is the share of all pairs of
/// the signal's shares, of whatever objects, that lie within the window: what dealing out the times anew would leave.
pub fn custom(window_ms: i64, anyhow: f64) -> f64 {
    let attention = (-(-(window_ms as f64) / ATTENTION_MS).exp_m1()).max(LEAST_CUSTOM);
    1.0 - (1.0 - attention) * (1.0 - anyhow.clamp(0.0, 1.0))
}

/// Share of all pairs of `times` (ascending) that lie within the window.
pub fn within(times: &[i64], window_ms: i64) -> f64 {
    let (mut low, mut near) = (0, 0u64);
    for (i, &t) in times.iter().enumerate() {
        while t.saturating_sub(times[low]) > window_ms {
            low += 1;
        }
        near += (i - low) as u64;
    }
    let all = times.len() as f64 * (times.len() as f64 - 1.0) / 2.0;
    near as f64 / all.max(1.0)
}

impl Background {
    /// Measures the background of a layer: shares by accounts for which `background` is true. `anyhow` as for [`custom`].
    pub fn measure(
        layer: &Layer,
        window_ms: i64,
        anyhow: f64,
        background: impl Fn(u32) -> bool + Sync,
    ) -> Self {
        let custom = custom(window_ms, anyhow);
        let shares = &layer.shares;
        let counts: Vec<(f64, f64)> = (0..shares.groups())
            .into_par_iter()
            .with_min_len(1_024)
            .map(|g| near_pairs(layer, g, window_ms, &background))
            .collect();
        let mut sums = [(0f64, 0f64); CLASSES];
        for (g, (near, all)) in counts.iter().enumerate() {
            let cap = (MOST_PAIRS_AN_OBJECT / all.max(1.0)).min(1.0);
            let sum = &mut sums[class(shares.range(g).len())];
            sum.0 += near * cap;
            sum.1 += all * cap;
        }
        let class_rate =
            sums.map(|(near, all)| (near + CLASS_PRIOR_PAIRS * custom) / (all + CLASS_PRIOR_PAIRS));
        let rate = counts
            .iter()
            .enumerate()
            .map(|(g, &counts)| shrunk(counts, class_rate[class(shares.range(g).len())]) as f32);
        Self { class: class_rate, rate: rate.collect(), custom }
    }

    /// The rate of group `g` when only accounts outside of some group of accounts count, which made `theirs` of its
    /// shares. Leaving out less than a tenth of a crowd changes nothing, and counting a crowd anew for every group that
    /// was in it costs more than all the rest; so then the rate stays.
    pub(super) fn outside(
        &self,
        layer: &Layer,
        g: usize,
        theirs: usize,
        window_ms: i64,
        outside: &impl Fn(u32) -> bool,
    ) -> f64 {
        let size = layer.shares.range(g).len();
        if theirs * 10 < size {
            return f64::from(self.rate[g]);
        }
        shrunk(near_pairs(layer, g, window_ms, outside), self.class[class(size)])
    }
}

fn class(shares: usize) -> usize {
    (shares as u32).max(1).ilog2() as usize
}

fn shrunk((near, all): (f64, f64), class_rate: f64) -> f64 {
    (near + OBJECT_PRIOR_PAIRS * class_rate) / (all + OBJECT_PRIOR_PAIRS)
}

/// Pairs of shares of one object within the window, and all pairs, by accounts that `counts`.
fn near_pairs(layer: &Layer, g: usize, window_ms: i64, counts: &impl Fn(u32) -> bool) -> (f64, f64) {
    let shares = layer.shares.of_group(g);
    let (mut near, mut all, mut low, mut inside) = (0f64, 0f64, 0, 0u32);
    for share in shares.iter().filter(|share| counts(share.account())) {
        while share.time.saturating_sub(shares[low].time) > window_ms {
            inside -= u32::from(counts(shares[low].account()));
            low += 1;
        }
        near += f64::from(inside);
        inside += 1;
        all += 1.0;
    }
    (near, all * (all - 1.0) / 2.0)
}

#[cfg(test)]
impl Background {
    /// The same rate everywhere.
    pub fn constant(rate: f32, groups: usize) -> Self {
        Self { class: [f64::from(rate); CLASSES], rate: vec![rate; groups], custom: f64::from(rate) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    #[test]
    fn what_is_assumed_grows_with_the_window_until_it_excuses_everything() {
        // Given a month of posts, at the windows people ask for nothing but one in twenty is assumed;
        assert!((custom(60_000, 0.0) - 0.05).abs() < 1e-9);
        assert!((custom(HOUR, 0.0) - 0.05).abs() < 1e-3);
        // with half a day, nearly half of all pairs; with a window as long as the data, all of them.
        assert!((0.45..0.5).contains(&custom(12 * HOUR, 0.0)));
        assert_eq!(custom(60_000, 1.0), 1.0);
    }

    #[test]
    fn a_window_as_long_as_the_data_holds_every_pair() {
        let times: Vec<i64> = (0..100).map(|i| i * 1_000).collect();
        assert_eq!(within(&times, 99_000), 1.0);
        assert_eq!(within(&times, 0), 0.0);
        assert_eq!((within(&[], 5), within(&[1], 5)), (0.0, 0.0));
    }

    proptest! {
        #[test]
        fn pairs_within_a_window_are_counted_as_by_looking_at_each(
            mut times in prop::collection::vec(0i64..200, 2..40), window in 0i64..250,
        ) {
            times.sort_unstable();
            let pairs = (0..times.len()).flat_map(|i| (0..i).map(move |j| (i, j)));
            let near = pairs.filter(|&(i, j)| times[i] - times[j] <= window).count();
            let all = times.len() * (times.len() - 1) / 2;
            prop_assert!((within(&times, window) - near as f64 / all as f64).abs() < 1e-12);
        }
    }
}
