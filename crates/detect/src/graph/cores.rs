//! k-cores: what is left of a graph when nodes with fewer than k neighbours are taken away again and again.
//!
//! **Problem.** A group's hard core, and the loose ends around it, must be told apart without a free parameter.
//! **Choice.** Core numbers (Seidman 1983, doi 10.1016/0378-8733(83)90028-X) by the bucket algorithm of Batagelj
//! and Zaveršnik (2003, arXiv cs/0310049), O(nodes + edges). Weights and self-loops play no part.
//! **Rejected.** Weighted s-cores: they need a cut-off weight, which has no natural value across signals.

use super::Graph;

impl Graph {
    /// The largest k for which each node is in the k-core.
    pub fn core_numbers(&self) -> Vec<u32> {
        let n = self.nodes();
        let mut degree: Vec<usize> = (0..n as u32).map(|v| self.degree(v)).collect();
        let max = degree.iter().copied().max().unwrap_or(0);
        // Nodes sorted by degree, and where each degree begins.
        let mut begin = vec![0usize; max + 2];
        for &d in &degree {
            begin[d + 1] += 1;
        }
        for d in 0..=max {
            begin[d + 1] += begin[d];
        }
        let mut order = vec![0u32; n];
        let mut place = vec![0usize; n];
        let mut cursor = begin.clone();
        for v in 0..n {
            place[v] = cursor[degree[v]];
            order[place[v]] = v as u32;
            cursor[degree[v]] += 1;
        }
        // The node at the front has the smallest degree left, which is its core number; each neighbour that is
        // still ahead moves to the bucket below by changing places with that bucket's last member.
        for i in 0..n {
            let v = order[i] as usize;
            for &u in self.neighbours(v as u32) {
                let u = u as usize;
                if degree[u] > degree[v] {
                    let first = begin[degree[u]];
                    let other = order[first] as usize;
                    order.swap(first, place[u]);
                    place.swap(u, other);
                    begin[degree[u]] = first + 1;
                    degree[u] -= 1;
                }
            }
        }
        degree.into_iter().map(|d| d as u32).collect()
    }

    /// Nodes of the k-core, ascending.
    pub fn k_core(&self, k: u32) -> Vec<u32> {
        let cores = self.core_numbers();
        (0..self.nodes() as u32).filter(|&v| cores[v as usize] >= k).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::graph::{
        Graph,
        testing::{edge_triples, graph_of},
    };
    use proptest::prelude::*;

    /// The definition: take away what has fewer than k neighbours until nothing changes.
    fn core_numbers_by_definition(graph: &Graph) -> Vec<u32> {
        let n = graph.nodes();
        let mut core = vec![0; n];
        for k in 1..n as u32 {
            let mut left = vec![true; n];
            loop {
                let weak: Vec<usize> = (0..n)
                    .filter(|&v| left[v])
                    .filter(|&v| {
                        graph.neighbours(v as u32).iter().filter(|&&u| left[u as usize]).count() < k as usize
                    })
                    .collect();
                if weak.is_empty() {
                    break;
                }
                for v in weak {
                    left[v] = false;
                }
            }
            (0..n).filter(|&v| left[v]).for_each(|v| core[v] = k);
        }
        core
    }

    #[test]
    fn a_clique_with_a_tail_has_a_core_and_a_loose_end() {
        let graph = graph_of(6, &[(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (2, 3, 1.0), (3, 4, 1.0)]);
        assert_eq!(graph.core_numbers(), [2, 2, 2, 1, 1, 0]);
        assert_eq!(graph.k_core(2), [0, 1, 2]);
        assert_eq!(graph.k_core(3), [0u32; 0]);
    }

    proptest! {
        #[test]
        fn the_bucket_algorithm_equals_the_definition(edges in edge_triples(14, 70)) {
            let graph = graph_of(14, &edges);
            prop_assert_eq!(graph.core_numbers(), core_numbers_by_definition(&graph));
        }
    }
}
