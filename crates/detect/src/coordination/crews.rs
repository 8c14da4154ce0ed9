//! Crews: sets of accounts that turn up together at one thing after another.
//!
//! Throw-away accounts post two or three times each, so no pair of them meets often; but thirty of them share one link
//! within twenty seconds, and next day twenty-five of the same thirty share another. What recurs is the set. So this is
//! [`super::pairs`] turned on its side: not two accounts and the moments in which they met, but two moments of different
//! objects and the accounts that were in both. There are far fewer pairs of moments than of accounts, which is where
//! the power comes from.
//!
//! **Bound.** With accounts exchangeable among the `N` shares (the null model of [`super::null`]), an account with `n`
//! shares is in two given moments of `s` and `s'` shares with probability at most `n (n − 1) s s' / (N (N − 1))`. Posts
//! bear one account each, so for different accounts the slots are disjoint, and the joint probability of several accounts
//! is at most the product by the same falling-factorial inequality (for `s, s' ≤ (N − 1)/2`). Hence the same Chernoff
//! bound, with accounts as units, weights `w = ln(1 + 1/(a r))` for `a = n (n − 1)/(N (N − 1))` and a reference `r` (the
//! mean of `s²`), and the multiplier `s s'`.
//!
//! Accounts with more than [`MOST_SHARES`] shares take no part: they are in everything, and their weight would be nothing.

use super::{
    layer::Layer,
    moments::{ALONE, Moments},
    null::{Bar, Chernoff, benjamini_hochberg},
};
use crate::{
    Error,
    graph::{Graph, LeidenParams, Quality, leiden},
    parallel::{even_ranges, map_pieces},
};
use rayon::prelude::*;

/// Accounts with more shares than this are no throw-away accounts.
const MOST_SHARES: u32 = 64;
/// A moment takes part with at least so many shares.
const LEAST_SHARES: usize = 3;
/// Two moments must have at least so many accounts in common.
const LEAST_COMMON: u32 = 3;

/// A set of accounts that recurs.
#[derive(Clone, Debug, PartialEq)]
pub struct Crew {
    /// Accounts that are in at least two of its moments, ascending.
    pub members: Vec<u32>,
    /// The members that were in each of its moments, ascending.
    pub together: Vec<Vec<u32>>,
    /// Least p-value of a pair of its moments.
    pub p: f64,
    /// Least q-value of a pair of its moments.
    pub q: f64,
}

/// One moment as a set of accounts.
struct Scene {
    group: u32,
    shares: f64,
    accounts: Vec<u32>,
}

/// Finds the crews of a layer at one window, at false-discovery rate `rate`.
pub fn crews(layer: &Layer, moments: &Moments, rate: f64, seed: u64) -> Result<Vec<Crew>, Error> {
    let scenes = scenes(layer, moments);
    if scenes.len() < 2 {
        return Ok(Vec::new());
    }
    let pairs = recurring(layer, &scenes, rate);
    if pairs.is_empty() {
        return Ok(Vec::new());
    }
    let edges: Vec<(u32, u32, f64)> =
        pairs.iter().map(|pair| (pair.x, pair.y, f64::from(pair.surprise))).collect();
    let graph = Graph::from_edges(scenes.len() as u32, &edges)?;
    let quality = Quality::Modularity { resolution: 1.0 };
    let partition = leiden(&graph, &LeidenParams { quality, seed, ..LeidenParams::default() })?;
    let mut best = vec![(1.0f64, 1.0f64); partition.count() as usize];
    for pair in &pairs {
        if partition.group(pair.x) == partition.group(pair.y) {
            let best = &mut best[partition.group(pair.x) as usize];
            *best = (best.0.min(pair.p), best.1.min(pair.q));
        }
    }
    let sets = partition.members();
    Ok(sets
        .par_iter()
        .zip(best)
        .filter(|(set, _)| set.len() > 1)
        .filter_map(|(set, (p, q))| crew(&scenes, set, p, q))
        .collect())
}

fn crew(scenes: &[Scene], set: &[u32], p: f64, q: f64) -> Option<Crew> {
    let mut seen: Vec<(u32, u32)> = set
        .iter()
        .flat_map(|&s| scenes[s as usize].accounts.iter().map(move |&a| (a, scenes[s as usize].group)))
        .collect();
    seen.sort_unstable();
    seen.dedup();
    let members: Vec<u32> =
        seen.chunk_by(|x, y| x.0 == y.0).filter(|run| run.len() > 1).map(|run| run[0].0).collect();
    if members.len() < LEAST_COMMON as usize {
        return None;
    }
    let present = |&s: &u32| {
        let accounts = scenes[s as usize].accounts.iter().copied();
        accounts.filter(|a| members.binary_search(a).is_ok()).collect()
    };
    let together = set.iter().map(present).collect();
    Some(Crew { members, together, p, q })
}

/// Two members, the smaller number first, and in how many moments they met.
pub type Meeting = (u32, u32, u32);

impl Crew {
    /// Every pair of members that met in some moment, ascending. Most crews
    /// turn out to be innocent, and the pairs are many, so only who needs them counts them.
    pub fn meetings(&self) -> Vec<Meeting> {
        let pairs_of = |present: &Vec<u32>| {
            let pairs = present.iter().enumerate();
            pairs.flat_map(|(i, &a)| present[i + 1..].iter().map(move |&b| (a, b))).collect::<Vec<_>>()
        };
        let mut pairs: Vec<(u32, u32)> = self.together.iter().flat_map(pairs_of).collect();
        pairs.sort_unstable();
        pairs.chunk_by(|x, y| x == y).map(|run| (run[0].0, run[0].1, run.len() as u32)).collect()
    }
}

fn scenes(layer: &Layer, moments: &Moments) -> Vec<Scene> {
    let mut out = Vec::new();
    let mut p = 0;
    while p < moments.of_share.len() {
        let moment = moments.of_share[p];
        let end = p + moments.of_share[p..].iter().take_while(|&&m| m == moment).count();
        if moment != ALONE && !moments.crowded[moment as usize] && end - p >= LEAST_SHARES {
            let mut accounts: Vec<u32> = layer.shares.all()[p..end]
                .iter()
                .map(|share| share.account())
                .filter(|&a| (2..=MOST_SHARES).contains(&layer.shares.activity[a as usize]))
                .collect();
            accounts.sort_unstable();
            accounts.dedup();
            out.push(Scene { group: layer.group_of[p], shares: (end - p) as f64, accounts });
        }
        p = end;
    }
    out
}

struct Recurrence {
    x: u32,
    y: u32,
    surprise: f32,
    p: f64,
    q: f64,
}

/// Pairs of scenes that have more accounts in common than chance gives.
fn recurring(layer: &Layer, scenes: &[Scene], rate: f64) -> Vec<Recurrence> {
    let total = layer.shares.total as f64;
    let reference = scenes.iter().map(|s| s.shares * s.shares).sum::<f64>() / scenes.len() as f64;
    let chance = |n: u32| f64::from(n) * (f64::from(n) - 1.0) / (total * (total - 1.0)).max(1.0);
    let weight: Vec<f32> = (0..=MOST_SHARES)
        .map(|n| if n < 2 { 0.0 } else { (1.0 / (chance(n) * reference)).ln_1p() as f32 })
        .collect();
    let mut having = vec![0f64; MOST_SHARES as usize + 1];
    for &n in layer.shares.activity.iter().filter(|n| (2..=MOST_SHARES).contains(*n)) {
        having[n as usize] += 1.0;
    }
    let units: Vec<(f64, f64, f64)> =
        (2..=MOST_SHARES).map(|n| (having[n as usize], chance(n), f64::from(weight[n as usize]))).collect();
    let bound = Chernoff::new(&units);
    let tests = scenes.len() as f64 * (scenes.len() as f64 - 1.0) / 2.0;
    let bar = Bar::new(&bound, rate);

    let mut of_account: Vec<Vec<u32>> = vec![Vec::new(); layer.shares.activity.len()];
    for (s, scene) in scenes.iter().enumerate() {
        scene.accounts.iter().for_each(|&a| of_account[a as usize].push(s as u32));
    }
    let ranges = even_ranges(scenes.iter().map(|s| s.accounts.len() as u64), 64);
    let found = map_pieces(
        ranges.len(),
        || (vec![(0u32, 0f32); scenes.len()], Vec::new()),
        |(cells, touched), piece| {
            let mut out = Vec::new();
            for x in ranges[piece].clone() {
                for &account in &scenes[x].accounts {
                    let w = weight[layer.shares.activity[account as usize] as usize];
                    let of = &of_account[account as usize];
                    for &y in &of[of.partition_point(|&s| s as usize <= x)..] {
                        if scenes[y as usize].group != scenes[x].group {
                            let cell = &mut cells[y as usize];
                            if cell.0 == 0 {
                                touched.push(y);
                            }
                            *cell = (cell.0 + 1, cell.1 + w);
                        }
                    }
                }
                touched.sort_unstable();
                for y in touched.drain(..) {
                    let (common, surprise) = std::mem::take(&mut cells[y as usize]);
                    let m = scenes[x].shares * scenes[y as usize].shares;
                    if common >= LEAST_COMMON
                        && surprise >= bar.at(m)
                        && scenes[x].shares.max(scenes[y as usize].shares) <= (total - 1.0) / 2.0
                    {
                        let p = bound.p_value(f64::from(surprise), m);
                        out.push(Recurrence { x: x as u32, y, surprise, p, q: 1.0 });
                    }
                }
            }
            out
        },
    );
    let mut found: Vec<Recurrence> = found.into_iter().flatten().collect();
    let p: Vec<f64> = found.iter().map(|r| r.p).collect();
    for (r, q) in found.iter_mut().zip(benjamini_hochberg(&p, tests)) {
        r.q = q;
    }
    found.retain(|r| r.q <= rate);
    found
}
