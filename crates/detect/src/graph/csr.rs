//! An undirected weighted graph in compressed sparse rows.
//!
//! **Problem.** Edges arrive as unsorted triples, some of them twice (once a signal, once a direction), and every
//! algorithm after that walks neighbourhoods. **Choice.** Each edge is stored at both ends in one flat array, rows
//! sorted by neighbour: 12 bytes a half-edge, built by two counting sorts in O(nodes + edges). Parallel edges are
//! summed in the order of the input at both ends, so that both halves are equal to the last bit. Self-loops stand
//! apart, because every definition (degree, modularity, cores, paths) treats them differently from other edges.
//! **Rejected.** Hash maps of neighbours (five times the memory, no order) and comparison sorts (slower by log n).

use super::Partition;
use crate::Error;

/// An undirected weighted graph; nodes are 0..[`Graph::nodes`], weights lie in [`Graph::WEIGHTS`].
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Graph {
    offsets: Vec<usize>,
    targets: Vec<u32>,
    weights: Vec<f64>,
    loops: Vec<f64>,
    strengths: Vec<f64>,
    total: f64,
}

impl Graph {
    /// Weights that an edge may have. Within them no sum or product of any algorithm here overflows or vanishes.
    pub const WEIGHTS: std::ops::RangeInclusive<f64> = 1e-100..=1e100;

    /// Builds the graph of `nodes` nodes from `(node, node, weight)` triples in any order and direction. Parallel
    /// edges are summed; an edge from a node to itself is a self-loop.
    ///
    /// # Errors
    /// An edge beyond the nodes, or a weight outside [`Graph::WEIGHTS`] (so zero, negative and NaN are refused).
    pub fn from_edges(nodes: u32, edges: &[(u32, u32, f64)]) -> Result<Self, Error> {
        let n = nodes as usize;
        let mut offsets = vec![0usize; n + 1];
        let mut loops = vec![0.0; n];
        for (edge, &(source_node, target_node, weight)) in edges.iter().enumerate() {
            if source_node.max(target_node) >= nodes {
                return Err(Error::EdgeOutOfRange { edge, source_node, target_node, nodes });
            }
            if !Self::WEIGHTS.contains(&weight) {
                return Err(Error::EdgeWeight { edge, source_node, target_node, weight });
            }
            if source_node == target_node {
                loops[source_node as usize] += weight;
            } else {
                offsets[source_node as usize + 1] += 1;
                offsets[target_node as usize + 1] += 1;
            }
        }
        for v in 0..n {
            offsets[v + 1] += offsets[v];
        }
        let (targets, weights) = sort_half_edges(&offsets, edges);
        Ok(Self::from_sorted_rows(&offsets, targets, weights, loops))
    }

    /// Sums parallel entries of sorted rows in place and derives strengths and total weight.
    fn from_sorted_rows(
        rows: &[usize],
        mut targets: Vec<u32>,
        mut weights: Vec<f64>,
        loops: Vec<f64>,
    ) -> Self {
        let n = loops.len();
        let mut offsets = Vec::with_capacity(n + 1);
        offsets.push(0);
        let mut end = 0;
        for v in 0..n {
            let start = end;
            for i in rows[v]..rows[v + 1] {
                if end > start && targets[end - 1] == targets[i] {
                    weights[end - 1] += weights[i];
                } else {
                    targets[end] = targets[i];
                    weights[end] = weights[i];
                    end += 1;
                }
            }
            offsets.push(end);
        }
        targets.truncate(end);
        weights.truncate(end);
        targets.shrink_to_fit();
        weights.shrink_to_fit();
        let strengths: Vec<f64> = (0..n)
            .map(|v| weights[offsets[v]..offsets[v + 1]].iter().sum::<f64>() + 2.0 * loops[v])
            .collect();
        let total = strengths.iter().sum::<f64>() / 2.0;
        Self { offsets, targets, weights, loops, strengths, total }
    }

    /// Number of nodes.
    pub fn nodes(&self) -> usize {
        self.loops.len()
    }

    /// Number of edges between different nodes, after summing parallel ones.
    pub fn edges(&self) -> usize {
        self.targets.len() / 2
    }

    /// Neighbours of `v`, ascending, without `v` itself.
    ///
    /// # Panics
    /// If there is no such node; so do all methods that take a node.
    pub fn neighbours(&self, v: u32) -> &[u32] {
        &self.targets[self.row(v)]
    }

    /// Weights of the edges to [`Graph::neighbours`], in the same order.
    pub fn weights(&self, v: u32) -> &[f64] {
        &self.weights[self.row(v)]
    }

    /// Neighbours of `v` with the weights of the edges to them.
    pub fn row_of(&self, v: u32) -> impl Iterator<Item = (u32, f64)> {
        self.neighbours(v).iter().copied().zip(self.weights(v).iter().copied())
    }

    /// Every edge between different nodes once, as (smaller node, larger node, weight), ascending.
    pub fn edge_list(&self) -> impl Iterator<Item = (u32, u32, f64)> {
        (0..self.nodes() as u32)
            .flat_map(|v| self.row_of(v).filter(move |&(u, _)| v < u).map(move |(u, w)| (v, u, w)))
    }

    /// Weight of the edge between two different nodes; 0 where there is none.
    pub fn weight(&self, v: u32, u: u32) -> f64 {
        self.neighbours(v).binary_search(&u).map_or(0.0, |i| self.weights(v)[i])
    }

    /// Number of neighbours of `v`.
    pub fn degree(&self, v: u32) -> usize {
        self.row(v).len()
    }

    /// Weighted degree of `v`; a self-loop counts twice, as both of its ends are here.
    pub fn strength(&self, v: u32) -> f64 {
        self.strengths[v as usize]
    }

    /// Weight of the self-loop of `v`; 0 where there is none.
    pub fn self_loop(&self, v: u32) -> f64 {
        self.loops[v as usize]
    }

    /// Sum of all weights, each edge and each self-loop once (`m` of the modularity literature).
    pub fn total_weight(&self) -> f64 {
        self.total
    }

    /// Connected components, numbered by their smallest node.
    pub fn components(&self) -> Partition {
        self.connected_parts(|_, _| true)
    }

    /// Components of the graph that has only the edges `keep` accepts.
    pub(super) fn connected_parts(&self, keep: impl Fn(u32, u32) -> bool) -> Partition {
        let n = self.nodes() as u32;
        let mut labels = vec![u32::MAX; n as usize];
        let mut stack = Vec::new();
        let mut next = 0;
        for start in 0..n {
            if labels[start as usize] != u32::MAX {
                continue;
            }
            labels[start as usize] = next;
            stack.push(start);
            while let Some(v) = stack.pop() {
                for &u in self.neighbours(v) {
                    if labels[u as usize] == u32::MAX && keep(v, u) {
                        labels[u as usize] = next;
                        stack.push(u);
                    }
                }
            }
            next += 1;
        }
        Partition::from_dense(labels)
    }

    /// The subgraph on `members`; its node `i` is `members[i]`.
    ///
    /// # Panics
    /// If `members` is not strictly ascending, or names a node that does not exist.
    #[must_use]
    pub fn subgraph(&self, members: &[u32]) -> Self {
        assert!(members.is_sorted_by(|a, b| a < b), "members of a subgraph are strictly ascending");
        self.extract(members, |u| members.binary_search(&u).ok().map(|i| i as u32))
    }

    /// The subgraph on `members`, ascending, where `local` gives the position of a member in them.
    pub(super) fn extract(&self, members: &[u32], local: impl Fn(u32) -> Option<u32>) -> Self {
        let mut rows = Vec::with_capacity(members.len() + 1);
        rows.push(0);
        let (mut targets, mut weights) = (Vec::new(), Vec::new());
        for &v in members {
            for (u, w) in self.row_of(v) {
                if let Some(i) = local(u) {
                    targets.push(i);
                    weights.push(w);
                }
            }
            rows.push(targets.len());
        }
        let loops = members.iter().map(|&v| self.self_loop(v)).collect();
        Self::from_sorted_rows(&rows, targets, weights, loops)
    }

    fn row(&self, v: u32) -> std::ops::Range<usize> {
        self.offsets[v as usize]..self.offsets[v as usize + 1]
    }
}

/// Both halves of every edge, by source and then target, parallel ones in the order of the input: a least-
/// significant-digit radix sort whose digit is a whole node number. Both passes share `offsets` because a node is
/// as often a source as it is a target.
fn sort_half_edges(offsets: &[usize], edges: &[(u32, u32, f64)]) -> (Vec<u32>, Vec<f64>) {
    let n = offsets.len() - 1;
    let half_edges = offsets[n];
    let mut cursor = offsets[..n].to_vec();
    let mut by_target = vec![(0u32, 0.0f64); half_edges];
    for &(u, v, w) in edges.iter().filter(|(u, v, _)| u != v) {
        for (source, target) in [(u, v), (v, u)] {
            let slot = &mut cursor[target as usize];
            by_target[*slot] = (source, w);
            *slot += 1;
        }
    }
    cursor.copy_from_slice(&offsets[..n]);
    let mut targets = vec![0u32; half_edges];
    let mut weights = vec![0.0; half_edges];
    for target in 0..n {
        for &(source, w) in &by_target[offsets[target]..offsets[target + 1]] {
            let slot = &mut cursor[source as usize];
            targets[*slot] = target as u32;
            weights[*slot] = w;
            *slot += 1;
        }
    }
    (targets, weights)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::testing::{edge_triples, graph_of};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    #[test]
    fn parallel_edges_are_summed_and_self_loops_kept_apart() -> Result<(), Error> {
        let graph = Graph::from_edges(4, &[(2, 0, 1.0), (1, 1, 5.0), (0, 2, 0.5), (0, 1, 2.0)])?;
        assert_eq!((graph.nodes(), graph.edges()), (4, 2));
        assert_eq!((graph.neighbours(0), graph.weights(0)), (&[1, 2][..], &[2.0, 1.5][..]));
        assert_eq!((graph.self_loop(1), graph.strength(1), graph.degree(1)), (5.0, 12.0, 1));
        assert_eq!((graph.total_weight(), graph.weight(2, 0), graph.weight(2, 3)), (8.5, 1.5, 0.0));
        assert_eq!(graph.edge_list().collect::<Vec<_>>(), [(0, 1, 2.0), (0, 2, 1.5)]);
        Ok(())
    }

    #[test]
    fn bad_edges_are_refused_with_their_place() {
        let refused = |edges: &[(u32, u32, f64)]| Graph::from_edges(3, edges).unwrap_err();
        let beyond = Error::EdgeOutOfRange { edge: 1, source_node: 0, target_node: 3, nodes: 3 };
        assert_eq!(refused(&[(0, 1, 1.0), (0, 3, 1.0)]), beyond);
        for weight in [0.0, -1.0, 5e-324, f64::NAN, f64::INFINITY] {
            assert!(matches!(refused(&[(0, 1, weight)]), Error::EdgeWeight { edge: 0, .. }));
        }
    }

    #[test]
    fn a_graph_may_be_empty() -> Result<(), Error> {
        let graph = Graph::from_edges(0, &[])?;
        assert_eq!((graph.nodes(), graph.edges(), graph.components().count()), (0, 0, 0));
        assert_eq!(Graph::from_edges(3, &[])?.components().labels(), [0, 1, 2]);
        Ok(())
    }

    proptest! {
        /// The rows hold what a map of summed pairs holds, at both ends, in order.
        #[test]
        fn rows_equal_a_map_of_pairs(edges in edge_triples(12, 60)) {
            let graph = graph_of(12, &edges);
            let mut map: BTreeMap<(u32, u32), f64> = BTreeMap::new();
            for &(u, v, w) in &edges {
                *map.entry((u.min(v), u.max(v))).or_default() += w;
            }
            let loops: f64 = map.iter().filter(|((u, v), _)| u == v).map(|(_, w)| w).sum();
            prop_assert_eq!((0..12).map(|v| graph.self_loop(v)).sum::<f64>(), loops);
            map.retain(|(u, v), _| u != v);
            let expected: Vec<_> = map.into_iter().map(|((u, v), w)| (u, v, w)).collect();
            prop_assert_eq!(graph.edge_list().collect::<Vec<_>>(), expected);
            for (v, u, w) in graph.edge_list() {
                prop_assert_eq!(graph.weight(u, v).to_bits(), w.to_bits());
            }
        }

        /// Two nodes share a component exactly if the reachability matrix says so.
        #[test]
        fn components_equal_reachability(edges in edge_triples(9, 10)) {
            let mut reach = [[false; 9]; 9];
            (0..9).for_each(|v| reach[v][v] = true);
            for &(u, v, _) in &edges {
                reach[u as usize][v as usize] = true;
                reach[v as usize][u as usize] = true;
            }
            for k in 0..9 {
                for i in 0..9 {
                    for j in 0..9 {
                        reach[i][j] |= reach[i][k] && reach[k][j];
                    }
                }
            }
            let components = graph_of(9, &edges).components();
            for i in 0..9 {
                for j in 0..9 {
                    prop_assert_eq!(components.group(i) == components.group(j), reach[i as usize][j as usize]);
                }
            }
        }

        /// A subgraph holds exactly the edges between its members.
        #[test]
        fn a_subgraph_is_the_graph_of_the_edges_inside(
            edges in edge_triples(10, 40),
            picked in prop::collection::btree_set(0u32..10, 0..10),
        ) {
            let members: Vec<u32> = picked.into_iter().collect();
            let inside: Vec<_> = edges
                .iter()
                .filter_map(|&(u, v, w)| {
                    let place = |x| members.binary_search(&x).ok().map(|i| i as u32);
                    Some((place(u)?, place(v)?, w))
                })
                .collect();
            prop_assert_eq!(graph_of(10, &edges).subgraph(&members), graph_of(members.len() as u32, &inside));
        }
    }
}
