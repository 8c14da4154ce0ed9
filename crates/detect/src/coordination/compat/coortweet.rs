//! CooRTweet 2.1.3: undirected, weight = share pairs within the window on the same object.
//!
//! Read off `detect_groups` followed by `generate_coordinated_network` with their defaults, and checked against
//! their output. Three things are easy to miss:
//! - accounts with fewer than `min_participation` shares go first; after pairing, a pair stays when *either* of its
//!   accounts has that many distinct shares left in pairs;
//! - `n_content_id` counts distinct *older* shares of the pair, `n_content_id_y` distinct newer ones, whichever
//!   account they belong to; equal times keep the order of the input regrouped by account;
//! - an undirected edge is printed from the vertex that enters the graph first: all first endpoints (the smaller
//!   id of each pair) in order of the pairs' first appearance, then all second ones. That order is rebuilt here.

use crate::coordination::Triples;
use ostrakon_model::Names;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The peer's parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// Window in ms, inclusive.
    pub window_ms: i64,
    /// `min_participation`.
    pub min_participation: u32,
    /// `edge_weight`: percentile of the weights above which `weight_threshold` is 1.
    pub edge_weight: f64,
}

/// One undirected edge with the peer's attributes.
#[derive(Clone, Debug, PartialEq)]
pub struct Edge {
    /// Endpoint that entered the graph first.
    pub from: u32,
    /// The other one.
    pub to: u32,
    /// Share pairs.
    pub weight: u64,
    /// Mean time difference in seconds.
    pub avg_time_delta: f64,
    /// Distinct older shares.
    pub n_content_id: u64,
    /// Distinct newer shares.
    pub n_content_id_y: u64,
    /// Smaller of the two over the larger.
    pub edge_symmetry_score: f64,
    /// Whether the weight is above the percentile.
    pub weight_threshold: bool,
}

/// A pair of shares: older and newer post, their accounts, ms between them.
struct Pair {
    older: (u32, u32),
    newer: (u32, u32),
    delta_ms: u64,
}

/// The peer's edges, ascending by the names of (from, to).
pub fn edges(triples: &Triples, names: &Names, params: &Params) -> Vec<Edge> {
    let mut pairs = share_pairs(triples, names.len(), params);
    keep_participants(&mut pairs, names.len(), params.min_participation);

    let mut sums: HashMap<(u32, u32), Sums> = HashMap::new();
    let mut order = Vec::new();
    for pair in &pairs {
        let (a, b) = (pair.older.1, pair.newer.1);
        let key = if names.get(a) <= names.get(b) { (a, b) } else { (b, a) };
        let sum = sums.entry(key).or_insert_with(|| {
            order.push(key);
            Sums::default()
        });
        sum.weight += 1;
        sum.delta_ms += pair.delta_ms;
        sum.older.insert(pair.older.0);
        sum.newer.insert(pair.newer.0);
    }

    let mut entered = HashMap::new();
    for endpoint in order.iter().map(|key| key.0).chain(order.iter().map(|key| key.1)) {
        let next = entered.len();
        entered.entry(endpoint).or_insert(next);
    }
    let threshold = quantile(sums.values().map(|sum| sum.weight as f64).collect(), params.edge_weight);
    let mut edges: Vec<Edge> = order
        .into_iter()
        .map(|key| {
            let sum = &sums[&key];
            let (from, to) = if entered[&key.0] < entered[&key.1] { key } else { (key.1, key.0) };
            let (older, newer) = (sum.older.len() as u64, sum.newer.len() as u64);
            Edge {
                from,
                to,
                weight: sum.weight,
                avg_time_delta: sum.delta_ms as f64 / 1_000.0 / sum.weight as f64,
                n_content_id: older,
                n_content_id_y: newer,
                edge_symmetry_score: older.min(newer) as f64 / older.max(newer) as f64,
                weight_threshold: sum.weight as f64 > threshold,
            }
        })
        .collect();
    edges.sort_by(|a, b| (names.get(a.from), names.get(a.to)).cmp(&(names.get(b.from), names.get(b.to))));
    edges
}

#[derive(Default)]
struct Sums {
    weight: u64,
    delta_ms: u64,
    older: BTreeSet<u32>,
    newer: BTreeSet<u32>,
}

/// Pairs of shares of one object by two accounts within the window, in the peer's order: input regrouped by account,
/// then by object, then pairs by their later element.
fn share_pairs(triples: &Triples, accounts: usize, params: &Params) -> Vec<Pair> {
    let post = |i: usize| triples.post.get(i).copied().unwrap_or(i as u32);
    let mut shares_of = vec![Vec::new(); accounts];
    let mut account_order = Vec::new();
    for i in 0..triples.len() {
        let account = triples.account[i] as usize;
        if shares_of[account].is_empty() {
            account_order.push(account);
        }
        shares_of[account].push(i);
    }
    let mut shares_on = vec![Vec::new(); triples.objects];
    let mut object_order = Vec::new();
    for account in account_order {
        if shares_of[account].len() < params.min_participation as usize {
            continue;
        }
        for &i in &shares_of[account] {
            let object = triples.object[i] as usize;
            if shares_on[object].is_empty() {
                object_order.push(object);
            }
            shares_on[object].push(i);
        }
    }
    let mut pairs = Vec::new();
    for object in object_order {
        let group = &shares_on[object];
        // In order of time, only what is inside the window is looked at; the peer's order is restored afterwards.
        let mut by_time: Vec<usize> = (0..group.len()).collect();
        by_time.sort_by_key(|&k| triples.time[group[k]]);
        let mut found = Vec::new();
        for (x, &k) in by_time.iter().enumerate() {
            for &l in &by_time[x + 1..] {
                if triples.time[group[l]] - triples.time[group[k]] > params.window_ms {
                    break;
                }
                if triples.account[group[k]] != triples.account[group[l]] {
                    found.push((k.max(l), k.min(l)));
                }
            }
        }
        found.sort_unstable();
        for (later, earlier) in found {
            let (i, j) = (group[earlier], group[later]);
            let (older, newer) = if triples.time[i] > triples.time[j] { (j, i) } else { (i, j) };
            pairs.push(Pair {
                older: (post(older), triples.account[older]),
                newer: (post(newer), triples.account[newer]),
                delta_ms: triples.time[i].abs_diff(triples.time[j]),
            });
        }
    }
    pairs
}

fn keep_participants(pairs: &mut Vec<Pair>, accounts: usize, min_participation: u32) {
    let posts: BTreeMap<u32, u32> = pairs.iter().flat_map(|p| [p.older, p.newer]).collect();
    let mut left = vec![0u32; accounts];
    posts.values().for_each(|&account| left[account as usize] += 1);
    pairs.retain(|p| {
        left[p.older.1 as usize] >= min_participation || left[p.newer.1 as usize] >= min_participation
    });
}

/// R's default quantile (type 7): linear between order statistics.
fn quantile(mut values: Vec<f64>, probability: f64) -> f64 {
    if values.is_empty() {
        return f64::INFINITY;
    }
    values.sort_by(f64::total_cmp);
    let at = probability.clamp(0.0, 1.0) * (values.len() - 1) as f64;
    let (low, high) = (values[at.floor() as usize], values[at.ceil() as usize]);
    low + (high - low) * at.fract()
}

#[cfg(test)]
mod tests {
    use super::quantile;

    #[test]
    fn the_quantile_is_rs_default_one() {
        assert_eq!(quantile(vec![4.0, 1.0, 3.0, 2.0], 0.5), 2.5);
        assert_eq!(quantile(vec![1.0, 2.0, 3.0], 0.9), 2.8);
        assert_eq!(quantile(vec![5.0], 0.99), 5.0);
    }
}
