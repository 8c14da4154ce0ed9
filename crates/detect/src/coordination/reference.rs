//! The definitions, written to be read. Quadratic; the fast code is tested against them.

use super::{count::DirectedEdge, triples::Triples};
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
