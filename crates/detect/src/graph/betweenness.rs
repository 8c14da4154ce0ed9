//! Betweenness: on which share of the shortest paths between others a node lies.
//!
//! **Choice.** Brandes' accumulation (2001, doi 10.1080/0022250X.2001.9990249) on hops, O(nodes · edges),
//! divided by the number of pairs of other nodes, so that 0 is "on no path" and 1 "on every path" (the centre
//! of a star). **Rejected.** Distances from weights: a weight is evidence of acting together, and every way to
//! turn it into a length is arbitrary. Sampling sources: not needed at the size of a community that someone
//! looks at.

use super::Graph;

/// Betweenness of each node, in [0, 1]; all 0 where there are fewer than three nodes.
pub(super) fn betweenness(graph: &Graph) -> Vec<f64> {
    let n = graph.nodes();
    let mut total = vec![0.0; n];
    let mut order: Vec<u32> = Vec::with_capacity(n);
    let mut hops = vec![u32::MAX; n];
    let mut paths = vec![0.0; n];
    let mut share = vec![0.0; n];
    for source in 0..n as u32 {
        hops.fill(u32::MAX);
        paths.fill(0.0);
        share.fill(0.0);
        order.clear();
        order.push(source);
        hops[source as usize] = 0;
        paths[source as usize] = 1.0;
        let mut next = 0;
        while let Some(&v) = order.get(next) {
            next += 1;
            for &u in graph.neighbours(v) {
                if hops[u as usize] == u32::MAX {
                    hops[u as usize] = hops[v as usize] + 1;
                    order.push(u);
                }
                if hops[u as usize] == hops[v as usize] + 1 {
                    paths[u as usize] += paths[v as usize];
                }
            }
        }
        // Backwards: each node passes what it carries on to the nodes before it, by their number of paths.
        for &v in order[1..].iter().rev() {
            for &u in graph.neighbours(v) {
                if hops[u as usize] + 1 == hops[v as usize] {
                    share[u as usize] += paths[u as usize] / paths[v as usize] * (1.0 + share[v as usize]);
                }
            }
            total[v as usize] += share[v as usize];
        }
    }
    // Each pair was met from both of its ends.
    let pairs = (n.saturating_sub(1) * n.saturating_sub(2)) as f64;
    total.into_iter().map(|sum| if pairs > 0.0 { sum / pairs } else { 0.0 }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::{edge_triples, graph_of};
    use proptest::prelude::*;

    /// The definition: hops and numbers of shortest paths between all pairs, and for each pair the share that v
    /// carries.
    fn by_definition(graph: &Graph) -> Vec<f64> {
        let n = graph.nodes();
        let mut hops = vec![vec![f64::INFINITY; n]; n];
        let mut paths = vec![vec![0.0; n]; n];
        for s in 0..n {
            (hops[s][s], paths[s][s]) = (0.0, 1.0);
        }
        // Paths of length k end in a neighbour of the end of a path of length k − 1.
        for k in 1..n {
            for s in 0..n {
                for t in (0..n).filter(|&t| hops[s][t] >= k as f64).collect::<Vec<_>>() {
                    let before = graph.neighbours(t as u32).iter().map(|&u| u as usize);
                    let count: f64 =
                        before.filter(|&u| hops[s][u] == k as f64 - 1.0).map(|u| paths[s][u]).sum();
                    if count > 0.0 {
                        (hops[s][t], paths[s][t]) = (k as f64, count);
                    }
                }
            }
        }
        let pairs = ((n - 1) * (n - 2) / 2) as f64;
        (0..n)
            .map(|v| {
                let mut sum = 0.0;
                for s in (0..n).filter(|&s| s != v) {
                    for t in (s + 1..n).filter(|&t| t != v) {
                        if hops[s][t].is_finite() && hops[s][v] + hops[v][t] == hops[s][t] {
                            sum += paths[s][v] * paths[v][t] / paths[s][t];
                        }
                    }
                }
                sum / pairs
            })
            .collect()
    }

    #[test]
    fn the_centre_of_a_star_is_on_every_path() {
        let star = graph_of(5, &[(0, 1, 1.0), (0, 2, 9.0), (0, 3, 1.0), (0, 4, 1.0)]);
        assert_eq!(betweenness(&star), [1.0, 0.0, 0.0, 0.0, 0.0]);
        assert_eq!(betweenness(&graph_of(2, &[(0, 1, 1.0)])), [0.0, 0.0]);
        assert!(betweenness(&graph_of(0, &[])).is_empty());
    }

    proptest! {
        #[test]
        fn accumulation_equals_the_definition(edges in edge_triples(8, 24)) {
            let graph = graph_of(8, &edges);
            for (fast, slow) in betweenness(&graph).into_iter().zip(by_definition(&graph)) {
                prop_assert!((fast - slow).abs() < 1e-12, "{fast} {slow}");
            }
        }
    }
}
