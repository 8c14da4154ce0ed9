//! Graphs that the tests of this module share.

use super::{Graph, rng::Rng};
use proptest::prelude::*;

/// Up to `max` edges among `nodes` nodes, self-loops and parallel edges included. Weights are eighths, so that sums
/// are exact in any order.
pub fn edge_triples(nodes: u32, max: usize) -> impl Strategy<Value = Vec<(u32, u32, f64)>> {
    prop::collection::vec((0..nodes, 0..nodes, (1u32..40).prop_map(|w| f64::from(w) / 8.0)), 0..max)
}

/// The graph of edges known to be good.
pub fn graph_of(nodes: u32, edges: &[(u32, u32, f64)]) -> Graph {
    Graph::from_edges(nodes, edges).expect("test edges are good")
}

/// `cliques` cliques of `size` nodes, each tied to the next by one edge, closed to a ring. The optimal communities
/// are the cliques (Fortunato and Barthélemy 2007) as long as there are fewer than about √(2m) of them.
pub fn ring_of_cliques(cliques: u32, size: u32) -> Graph {
    let mut edges = Vec::new();
    for c in 0..cliques {
        for i in 0..size {
            edges.extend((i + 1..size).map(|j| (c * size + i, c * size + j, 1.0)));
        }
        edges.push((c * size, ((c + 1) % cliques) * size + 1, 1.0));
    }
    graph_of(cliques * size, &edges)
}

/// `groups` groups of `size` nodes; pairs inside are tied with probability `inside`, others with `outside`. Node
/// `v` belongs to group `v % groups`.
pub fn planted_partition(groups: u32, size: u32, inside: f64, outside: f64, seed: u64) -> Graph {
    let mut rng = Rng::new(seed, 0);
    let n = groups * size;
    let mut edges = Vec::new();
    for v in 0..n {
        for u in v + 1..n {
            let p = if v % groups == u % groups { inside } else { outside };
            if rng.unit() < p {
                edges.push((v, u, 1.0));
            }
        }
    }
    graph_of(n, &edges)
}

/// Friendships in a karate club, 34 members, 78 ties (Zachary 1977, doi 10.1086/jar.33.4.3629752).
pub fn karate_club() -> Graph {
    const TIES: [(u32, &[u32]); 24] = [
        (1, &[2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 18, 20, 22, 32]),
        (2, &[3, 4, 8, 14, 18, 20, 22, 31]),
        (3, &[4, 8, 9, 10, 14, 28, 29, 33]),
        (4, &[8, 13, 14]),
        (5, &[7, 11]),
        (6, &[7, 11, 17]),
        (7, &[17]),
        (9, &[31, 33, 34]),
        (10, &[34]),
        (14, &[34]),
        (15, &[33, 34]),
        (16, &[33, 34]),
        (19, &[33, 34]),
        (20, &[34]),
        (21, &[33, 34]),
        (23, &[33, 34]),
        (24, &[26, 28, 30, 33, 34]),
        (25, &[26, 28, 32]),
        (26, &[32]),
        (27, &[30, 34]),
        (28, &[34]),
        (29, &[32, 34]),
        (30, &[33, 34]),
        (31, &[33, 34]),
    ];
    let rest = [(32u32, 33u32), (32, 34), (33, 34)];
    let edges: Vec<_> = TIES
        .iter()
        .flat_map(|&(v, friends)| friends.iter().map(move |&u| (v, u)))
        .chain(rest)
        .map(|(v, u)| (v - 1, u - 1, 1.0))
        .collect();
    graph_of(34, &edges)
}
