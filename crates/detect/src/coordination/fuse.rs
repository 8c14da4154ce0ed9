//! The pairs of all layers, side by side: one link a pair of accounts.
//!
//! The problem: twenty-seven layers with tens of millions of pairs. Each list is in order of its accounts already, so
//! there is nothing to sort as a whole: for one account after the other, what all layers know of it is laid side by side.
//! Rejected: one list of everything, sorted; it was the largest thing in memory, and moved twice.

use super::{
    links::{Edge, Link},
    pairs::Pair,
    synchrony::Synchrony,
};
use crate::parallel::{even_ranges, map_pieces};

/// What one layer found.
#[derive(Debug, Default)]
pub struct Found {
    /// Pairs, ascending by (a, b).
    pub pairs: Vec<Pair>,
    /// q-value of each within the layer.
    pub q: Vec<f64>,
}

/// Links whose least q, times the number of layers, is at most `rate`; ascending by (a, b), edges in order of layers.
pub fn fuse(layers: &[Found], accounts: usize, rate: f64) -> Vec<Link> {
    let mut of_account = vec![0u32; accounts];
    for pair in layers.iter().flat_map(|layer| &layer.pairs) {
        of_account[pair.a as usize] += 1;
    }
    let ranges = even_ranges(of_account.iter().map(|&pairs| u64::from(pairs)), 256);
    drop(of_account);
    let pieces = map_pieces(ranges.len(), Vec::new, |beside: &mut Vec<(u32, u32, u32)>, piece| {
        let mut links = Vec::new();
        let first = ranges[piece].start as u32;
        let mut next: Vec<usize> =
            layers.iter().map(|layer| layer.pairs.partition_point(|pair| pair.a < first)).collect();
        for account in ranges[piece].clone() {
            beside.clear();
            for ((layer, next), index) in layers.iter().zip(&mut next).zip(0..) {
                while let Some(pair) = layer.pairs.get(*next).filter(|pair| pair.a as usize == account) {
                    beside.push((pair.b, index, *next as u32));
                    *next += 1;
                }
            }
            beside.sort_unstable();
            links.extend(beside.chunk_by(|x, y| x.0 == y.0).filter_map(|edges| link(layers, edges, rate)));
        }
        links
    });
    let mut all = Vec::with_capacity(pieces.iter().map(Vec::len).sum());
    all.extend(pieces.into_iter().flatten());
    all
}

/// One pair: places of its edges as (b, layer, place in the layer's list).
fn link(layers: &[Found], edges: &[(u32, u32, u32)], rate: f64) -> Option<Link> {
    let count = layers.len().max(1) as f64;
    let edge = |&(_, layer, at): &(u32, u32, u32)| {
        let found = &layers[layer as usize];
        let (pair, q) = (found.pairs[at as usize], found.q[at as usize]);
        Edge { layer, pair, q, synchrony: Synchrony::default() }
    };
    let q = edges.iter().map(|one| edge(one).q).fold(1.0, f64::min);
    if q * count > rate {
        return None;
    }
    let edges: Vec<Edge> = edges.iter().map(edge).collect();
    let p = edges.iter().map(|edge| edge.pair.p).fold(1.0, f64::min);
    let (a, b) = (edges[0].pair.a, edges[0].pair.b);
    Some(Link { a, b, p: (p * count).min(1.0), q: q * count, crew: false, edges })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    proptest! {
        /// The definition: everything that is known of a pair, in the order of layers, if the best of it is good enough.
        #[test]
        fn links_are_the_pairs_of_all_layers(
            lists in prop::collection::vec(prop::collection::btree_map((0u32..6, 6u32..9), 0u32..100, 0..12), 1..4),
        ) {
            let pair = |(a, b), n: u32| Pair { a, b, moments: n, surprise: 1.0, p: f64::from(n) / 1e4 };
            let layers: Vec<Found> = lists.iter().map(|list| Found {
                pairs: list.iter().map(|(&key, &n)| pair(key, n)).collect(),
                q: list.values().map(|&n| f64::from(n) / 1e3).collect(),
            }).collect();
            let mut expected: BTreeMap<(u32, u32), Vec<(u32, u32)>> = BTreeMap::new();
            for (list, layer) in lists.iter().zip(0..) {
                for (&key, &n) in list {
                    expected.entry(key).or_default().push((layer, n));
                }
            }
            let least = |edges: &Vec<(u32, u32)>| edges.iter().map(|edge| edge.1).min().unwrap_or(0);
            expected.retain(|_, edges| f64::from(least(edges)) / 1e3 * layers.len() as f64 <= 0.05);
            let found: Vec<_> = fuse(&layers, 9, 0.05)
                .iter()
                .map(|link| ((link.a, link.b), link.edges.iter().map(|e| (e.layer, e.pair.moments)).collect::<Vec<_>>()))
                .collect();
            prop_assert_eq!(found, expected.into_iter().collect::<Vec<_>>());
        }
    }
}
