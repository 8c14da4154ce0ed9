//! The null model: accounts exchangeable among posts, and a p-value for every pair that is proven, not simulated.
//!
//! **Null hypothesis.** Given the posts of one signal, with their objects and times, and given how many of them each
//! account made, every assignment of accounts to posts is equally likely. (This is the permutation that the issue of
//! false alarms is stated for: objects, texts and times stay, accounts are dealt out anew.)
//!
//! **Statistic.** Let a moment `b` (see [`super::moments`]) have `P_b` slots, pairs of its shares inside the window.
//! `I_b = 1` if some slot of `b` bears the accounts `u` and `v`. `T = Σ_b w_b I_b`, with weights `w_b ≥ 0` that
//! depend on the posts alone: the rarer the moment, the heavier.
//!
//! **Bound.** With `n_u`, `n_v` the accounts' shares, `N` all shares and `c_b = 2 P_b / (N (N − 1))`, for every `s > 0`
//!
//! ```text
//! P(T ≥ t)  ≤  exp( −s t + n_u n_v G(s) ),     G(s) = Σ_b c_b (e^{s w_b} − 1)
//! ```
//!
//! *Proof.* One slot bears `{u, v}` with probability `2 n_u n_v / (N (N − 1))`. Slots of different moments have no
//! share in common (moments are disjoint). For `k` disjoint slots the probability that all bear `{u, v}` is
//! `2^k (n_u)_k (n_v)_k / (N)_{2k}` with falling factorials, and since `(n − j)/(N − 2j) ≤ n/N` and
//! `(n − j)/(N − 2j − 1) ≤ n/(N − 1)` whenever `n ≤ (N − 1)/2`, that is at most the product of the single
//! probabilities. By the union bound inside each moment, `E[Π_{b ∈ S} I_b] ≤ Π_{b ∈ S} n_u n_v c_b` for every set `S`
//! of moments. So `E[e^{sT}] = Σ_S Π_{b∈S} (e^{s w_b} − 1) E[Π_{b∈S} I_b] ≤ Π_b (1 + n_u n_v c_b (e^{s w_b} − 1)) ≤
//! e^{n_u n_v G(s)}`, and Markov's inequality gives the bound. ∎ (The step from bounded joint moments to a Chernoff
//! bound is that of Panconesi and Srinivasan, SIAM J. Comput. 26 (1997).) For an account with more than half of all
//! shares the bound is not claimed and p is 1.
//!
//! Where a post has several objects (several links), only its rarest takes part here, chosen by the posts alone, so
//! that moments stay disjoint; the others count in the edge's weight and exhibits.
//!
//! `s` is minimised over a fixed grid, so `G` is computed once a signal and a p-value costs a few dozen
//! multiplications. [`super::reference`] has the Monte-Carlo version; a test holds the two against each other.
//!
//! **Weights.** `w_b = ln(1 + 1/(c_b r²))`: the surprise, in nats, of seeing two accounts of reference activity `r`
//! (the mean activity of a share's author, `Σ n² / N`) in moment `b`. Rejected: `tf-idf` cosines (no error rate), and
//! simulation for every pair (p-values of 10⁻¹² cannot be simulated, and a network of 10⁵ accounts needs them).

use super::{moments::Moments, shares::Shares};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// Numbers of slots that have a place of their own in a table.
const FEW: usize = 4_096;
/// The grid of `s`: 40 steps from 0.01 to 3, geometric.
const GRID: usize = 40;

/// `P(T ≥ t) ≤ min_s exp(−s t + m G(s))` with `G(s) = Σ c (e^{s w} − 1)` over units of chance `c` and weight `w`.
#[derive(Clone, Debug)]
pub struct Chernoff {
    grid: [(f64, f64); GRID],
}

impl Chernoff {
    /// From units: how many, chance of each, weight of each.
    pub fn new(units: &[(f64, f64, f64)]) -> Self {
        Self {
            grid: std::array::from_fn(|i| {
                let s = 0.01 * 300f64.powf(i as f64 / (GRID - 1) as f64);
                (s, units.iter().map(|&(count, chance, weight)| count * chance * (s * weight).exp_m1()).sum())
            }),
        }
    }

    /// Bound for the statistic `t` and the multiplier `m`.
    pub fn p_value(&self, t: f64, m: f64) -> f64 {
        if t <= 0.0 {
            return 1.0;
        }
        self.grid.iter().map(|(s, g)| m * g - s * t).fold(0.0, f64::min).exp()
    }

    /// The least `t` with a p-value of at most `p`; for discarding most candidates by one comparison.
    pub fn least_statistic(&self, p: f64, m: f64) -> f64 {
        if p >= 1.0 {
            return 0.0;
        }
        self.grid.iter().map(|(s, g)| (m * g - p.ln()) / s).fold(f64::INFINITY, f64::min)
    }
}

/// Least statistic by the multiplier, in bins of a quarter of a power of two.
#[derive(Clone, Debug)]
pub struct Bar(Vec<f32>);

impl Bar {
    /// The bar for p-values of at most `p`.
    pub fn new(bound: &Chernoff, p: f64) -> Self {
        // The lower end of a bin asks for the least, and a little less for rounding, so nothing that reaches `p` is lost.
        Self(
            (0..260)
                .map(|bin| bound.least_statistic(p, 2f64.powf(f64::from(bin) / 4.0)) as f32 * 0.9999)
                .collect(),
        )
    }

    /// The least statistic for the multiplier `m`.
    pub fn at(&self, m: f64) -> f32 {
        self.0[((4.0 * m.log2()).floor().max(0.0) as usize).min(self.0.len() - 1)]
    }
}

/// The null model of one signal and window.
#[derive(Clone, Debug)]
pub struct Null {
    /// Weight of each moment, nats; 0 where it is crowded.
    pub weight: Vec<f32>,
    /// Shares of the signal.
    pub total: f64,
    /// The bound; its multiplier is the product of the two accounts' activities.
    pub bound: Chernoff,
}

impl Null {
    /// Fits the model to the posts.
    pub fn fit(shares: &Shares, moments: &Moments) -> Self {
        let total = shares.total as f64;
        let squares: f64 = shares.activity.iter().map(|&n| f64::from(n).powi(2)).sum();
        let reference = squares / total.max(1.0);
        let pairs = (total * (total - 1.0)).max(1.0);
        // Moments with as many slots have the same chance and weight, and most have few: working by number of slots
        // makes model and bound cheap whatever the number of moments.
        let mut counts: BTreeMap<u64, (f64, f64, f64)> = BTreeMap::new();
        let unit = |slots: u64| {
            let chance = 2.0 * slots as f64 / pairs;
            (0.0, chance, f64::from((1.0 / (chance * reference * reference)).ln_1p() as f32))
        };
        let mut few: Vec<(f64, f64, f64)> = (0..FEW).map(|slots| unit(slots as u64)).collect();
        let mut weight = vec![0.0; moments.len()];
        for (m, &slots) in moments.slots.iter().enumerate().filter(|(m, _)| !moments.crowded[*m]) {
            let unit = match few.get_mut(slots as usize) {
                Some(unit) => unit,
                None => counts.entry(slots).or_insert_with(|| unit(slots)),
            };
            unit.0 += 1.0;
            weight[m] = unit.2 as f32;
        }
        let units: Vec<_> = few.into_iter().filter(|unit| unit.0 > 0.0).chain(counts.into_values()).collect();
        let bound = Chernoff::new(&units);
        Self { weight, total, bound }
    }

    /// Upper bound of the probability that two accounts with `n_u` and `n_v` shares reach `t` or more.
    pub fn p_value(&self, t: f64, n_u: u32, n_v: u32) -> f64 {
        if f64::from(n_u.max(n_v)) > (self.total - 1.0) / 2.0 {
            return 1.0;
        }
        self.bound.p_value(t, f64::from(n_u) * f64::from(n_v))
    }
}

/// Benjamini–Hochberg: the q-value of each p, given that `tests` hypotheses were tested in all (those not listed had
/// larger p than any listed).
///
/// Y. Benjamini, Y. Hochberg, J. R. Statist. Soc. B 57 (1995).
pub fn benjamini_hochberg(p: &[f64], tests: f64) -> Vec<f64> {
    // Equal p-values get equal q-values, in whatever order they stand here.
    let mut order: Vec<(f64, u32)> = p.iter().copied().zip(0..).collect();
    order.par_sort_unstable_by(|a, b| a.0.total_cmp(&b.0));
    let mut q = vec![1.0; p.len()];
    let mut least = 1.0f64;
    for (rank, &(p, i)) in order.iter().enumerate().rev() {
        least = least.min(p * tests.max(order.len() as f64) / (rank + 1) as f64);
        q[i as usize] = least;
    }
    q
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q_values_are_monotone_and_match_the_papers_procedure() {
        let p = [0.01, 0.04, 0.03, 0.005, 0.55];
        let q = benjamini_hochberg(&p, 5.0);
        let expected = [0.025, 0.05, 0.05, 0.025, 0.55];
        assert!(q.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-12), "{q:?}");
        assert!(benjamini_hochberg(&[0.01], 100.0)[0] >= 0.99);
    }
}
