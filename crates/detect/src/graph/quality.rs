//! How good a partition is: modularity, or the constant Potts model.
//!
//! **Problem.** "Communities" means nothing until a function says which of two partitions is better.
//! **Choice.** Both functions of Traag, Waltman and van Eck (2019), written with e_c the weight inside
//! community c (self-loops once), m the total weight, K_c the summed strengths and n_c the number of nodes of
//! c:
//!
//! - modularity (Newman and Girvan 2004; resolution γ after Reichardt and Bornholdt 2006): Q = Σ_c \[ e_c/m − γ
//!   (K_c/2m)² \], which asks whether groups hold more weight than their members' activity explains;
//! - constant Potts model (Traag, Van Dooren, Nesterov 2011): H = Σ_c \[ e_c − γ n_c (n_c − 1)/2 \], which asks
//!   whether pairs inside weigh more than γ on average. It has no resolution limit, and γ has the unit of a
//!   weight.
//!
//! Modularity cannot see groups smaller than about √(2m) edges (Fortunato and Barthélemy 2007, doi
//! 10.1073/pnas.0605965104); on sparse networks that fall into components, and at weights that mean surprise,
//! that is rarely felt. Where it is, use the constant Potts model. **Rejected.** Surprise and significance
//! (Traag 2015): not additive over communities' pairs in a form that local moving can update in O(1).

use super::{Graph, Partition};
use crate::Error;

/// The function that a partition should maximise.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Quality {
    /// Modularity. In [−γ, 1]; `resolution` γ ≥ 0 has no unit, 1 is usual, more gives smaller communities.
    Modularity {
        /// γ.
        resolution: f64,
    },
    /// Constant Potts model, in units of weight; communities' mean pair weighs at least `resolution`.
    ConstantPotts {
        /// γ ≥ 0, a weight per pair of nodes.
        resolution: f64,
    },
}

impl Default for Quality {
    fn default() -> Self {
        Self::Modularity { resolution: 1.0 }
    }
}

impl Quality {
    /// γ, checked.
    pub(super) fn resolution(self) -> Result<f64, Error> {
        let (Self::Modularity { resolution } | Self::ConstantPotts { resolution }) = self;
        if (0.0..=1e100).contains(&resolution) {
            Ok(resolution)
        } else {
            Err(Error::Resolution { resolution })
        }
    }

    /// The quality of `partition`, in O(nodes + edges). Modularity of a graph without edges is 0.
    ///
    /// # Errors
    /// A resolution outside 0..=1e100.
    ///
    /// # Panics
    /// If the partition has another number of nodes than the graph.
    pub fn score(self, graph: &Graph, partition: &Partition) -> Result<f64, Error> {
        assert_eq!(graph.nodes(), partition.len(), "a partition and its graph have the same nodes");
        let gamma = self.resolution()?;
        let groups = partition.count() as usize;
        let (mut inside, mut strength, mut nodes) = (vec![0.0; groups], vec![0.0; groups], vec![0.0; groups]);
        for (v, &group) in partition.labels().iter().enumerate() {
            let (v, c) = (v as u32, group as usize);
            // Each edge inside is met from both of its ends.
            let near: f64 =
                graph.row_of(v).filter(|&(u, _)| partition.group(u) == group).map(|(_, w)| w).sum();
            inside[c] += near / 2.0 + graph.self_loop(v);
            strength[c] += graph.strength(v);
            nodes[c] += 1.0;
        }
        let m = graph.total_weight();
        Ok((0..groups)
            .map(|c| match self {
                Self::Modularity { .. } if m == 0.0 => 0.0,
                Self::Modularity { .. } => inside[c] / m - gamma * (strength[c] / (2.0 * m)).powi(2),
                Self::ConstantPotts { .. } => inside[c] - gamma * nodes[c] * (nodes[c] - 1.0) / 2.0,
            })
            .sum())
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::graph::testing::{edge_triples, graph_of};
    use proptest::prelude::*;

    /// The definitions over pairs of nodes, O(n²): Q = 1/2m Σ_ij (A_ij − γ k_i k_j/2m) δ_ij with A_ii twice the
    /// self-loop, and H = Σ_{i<j} (w_ij − γ) δ_ij + Σ_i w_ii.
    fn by_definition(quality: Quality, graph: &Graph, partition: &Partition) -> f64 {
        let n = graph.nodes() as u32;
        let two_m = 2.0 * graph.total_weight();
        let mut sum = 0.0;
        for i in 0..n {
            for j in (0..n).filter(|&j| partition.group(i) == partition.group(j)) {
                let weight = if i == j { 2.0 * graph.self_loop(i) } else { graph.weight(i, j) };
                sum += match quality {
                    Quality::Modularity { .. } if two_m == 0.0 => 0.0,
                    Quality::Modularity { resolution } => {
                        (weight - resolution * graph.strength(i) * graph.strength(j) / two_m) / two_m
                    }
                    Quality::ConstantPotts { resolution } => {
                        (weight - if i == j { 0.0 } else { resolution }) / 2.0
                    }
                };
            }
        }
        sum
    }

    proptest! {
        #[test]
        fn sums_over_communities_equal_sums_over_pairs(
            edges in edge_triples(9, 40),
            labels in prop::collection::vec(0u32..4, 9),
            resolution in 0.0..3.0f64,
        ) {
            let (graph, partition) = (graph_of(9, &edges), Partition::new(&labels));
            for quality in [Quality::Modularity { resolution }, Quality::ConstantPotts { resolution }] {
                let fast = quality.score(&graph, &partition).unwrap();
                let slow = by_definition(quality, &graph, &partition);
                prop_assert!((fast - slow).abs() < 1e-9, "{fast} {slow}");
            }
        }
    }

    #[test]
    fn a_bad_resolution_is_refused() {
        let graph = graph_of(2, &[(0, 1, 1.0)]);
        for resolution in [-1.0, f64::NAN, f64::INFINITY] {
            let score = Quality::Modularity { resolution }.score(&graph, &Partition::new(&[0, 1]));
            assert!(matches!(score, Err(Error::Resolution { .. })));
        }
    }
}
