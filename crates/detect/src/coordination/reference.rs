//! The definitions, written to be read. Quadratic; the fast code is tested against them.

use super::{
    count::DirectedEdge,
    moments::{ALONE, Moments},
    null::Null,
    shares::Shares,
    triples::Triples,
};
use std::collections::{BTreeMap, BTreeSet};

/// [`super::directed_edges`] by its definition.
pub fn directed_edges(triples: &Triples, window_ms: i64, min_weight: u32) -> Vec<DirectedEdge> {
    let post = |i: usize| triples.post.get(i).copied().unwrap_or(i as u32);
    let mut matched: BTreeMap<(u32, u32), BTreeSet<u32>> = BTreeMap::new();
    for i in 0..triples.len() {
        for j in 0..triples.len() {
            let near = triples.time[i].abs_diff(triples.time[j]) <= window_ms as u64;
            if triples.object[i] == triples.object[j] && post(i) != post(j) && near {
                matched.entry((triples.account[i], triples.account[j])).or_default().insert(post(i));
            }
        }
    }
    let edges = matched.into_iter().map(|((source, target), messages)| DirectedEdge {
        source,
        target,
        weight: messages.len() as u32,
    });
    edges.filter(|edge| edge.weight >= min_weight).collect()
}

/// The statistic of [`super::null`] of one pair, by its definition: the weights of the moments in which some share of
/// `a` and some share of `b` lie within the window. Returns (moments, sum of weights).
pub fn statistic(
    shares: &Shares,
    moments: &Moments,
    null: &Null,
    window_ms: i64,
    (a, b): (u32, u32),
) -> (u32, f64) {
    let mut met = BTreeSet::new();
    for p in 0..shares.len() {
        for q in 0..shares.len() {
            let moment = moments.of_share[p];
            if moment != ALONE
                && moment == moments.of_share[q]
                && !moments.crowded[moment as usize]
                && (shares.account(p), shares.account(q)) == (a, b)
                && shares.time(p).abs_diff(shares.time(q)) <= window_ms as u64
            {
                met.insert(moment);
            }
        }
    }
    (met.len() as u32, met.iter().map(|&m| f64::from(null.weight[m as usize])).sum())
}

/// How often a permutation of the accounts reaches the statistic `t` for the pair: the null model simulated.
/// `shuffle` permutes a list of accounts (the caller owns the randomness).
pub fn simulated_p_value(
    shares: &Shares,
    moments: &Moments,
    null: &Null,
    window_ms: i64,
    pair: (u32, u32),
    (t, rounds): (f64, u32),
    mut shuffle: impl FnMut(&mut Vec<u32>),
) -> f64 {
    let mut accounts: Vec<u32> = shares.all().iter().map(|share| share.account()).collect();
    let mut reached = 0;
    for _ in 0..rounds {
        shuffle(&mut accounts);
        reached += u32::from(statistic(&shares.dealt_to(&accounts), moments, null, window_ms, pair).1 >= t);
    }
    f64::from(reached) / f64::from(rounds)
}
