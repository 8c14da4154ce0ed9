//! The graph at one level of aggregation.
//!
//! **Choice.** Both quality functions are, up to a constant factor and a constant, Σ_c \[ e_c − γ s_c²/2 \]
//! where a community's size s_c sums its nodes' sizes: a node's strength for modularity (with γ/2m for γ), 1
//! for the constant Potts model. So a level needs only edges and sizes; self-loops, which no move can change,
//! are dropped.

use crate::graph::{Graph, Partition, Quality};

/// Nodes with sizes and weighted edges, in compressed sparse rows without order inside a row.
#[derive(Clone)]
pub(super) struct Level {
    offsets: Vec<usize>,
    targets: Vec<u32>,
    weights: Vec<f64>,
    /// Size of each node.
    pub sizes: Vec<f64>,
}

impl Level {
    /// One component; `position` is the place of each node of the graph among its component's nodes.
    pub fn of_component(graph: &Graph, component: &[u32], position: &[u32], quality: Quality) -> Self {
        let half_edges = component.iter().map(|&v| graph.degree(v)).sum();
        let mut level = Self::with_capacity(component.len(), half_edges);
        for &v in component {
            level.targets.extend(graph.neighbours(v).iter().map(|&u| position[u as usize]));
            level.weights.extend_from_slice(graph.weights(v));
            level.offsets.push(level.targets.len());
            level.sizes.push(match quality {
                Quality::Modularity { .. } => graph.strength(v),
                Quality::ConstantPotts { .. } => 1.0,
            });
        }
        level
    }

    fn with_capacity(nodes: usize, half_edges: usize) -> Self {
        let mut offsets = Vec::with_capacity(nodes + 1);
        offsets.push(0);
        Self {
            offsets,
            targets: Vec::with_capacity(half_edges),
            weights: Vec::with_capacity(half_edges),
            sizes: Vec::with_capacity(nodes),
        }
    }

    /// Number of nodes.
    pub fn len(&self) -> usize {
        self.sizes.len()
    }

    /// Number of edges.
    pub fn edges(&self) -> usize {
        self.targets.len() / 2
    }

    /// Neighbours of `v` and the weights of the edges to them.
    pub fn row(&self, v: u32) -> impl Iterator<Item = (u32, f64)> {
        let range = self.offsets[v as usize]..self.offsets[v as usize + 1];
        self.targets[range.clone()].iter().copied().zip(self.weights[range].iter().copied())
    }

    /// The level whose nodes are these groups.
    pub fn aggregate(&self, groups: &Partition) -> Self {
        let mut above = Self::with_capacity(groups.count() as usize, 0);
        let mut tally = Tally::new(groups.count() as usize);
        for (group, members) in groups.members().into_iter().enumerate() {
            let group = group as u32;
            for &v in &members {
                for (u, w) in self.row(v) {
                    let other = groups.group(u);
                    if other != group {
                        tally.add(other, w);
                    }
                }
            }
            for &other in &tally.touched {
                above.targets.push(other);
                above.weights.push(tally.get(other));
            }
            tally.clear();
            above.offsets.push(above.targets.len());
            above.sizes.push(members.iter().map(|&v| self.sizes[v as usize]).sum());
        }
        above
    }

    /// Labels of the connected parts of the communities.
    pub fn split_disconnected(&self, communities: &[u32]) -> Vec<u32> {
        let mut labels = vec![u32::MAX; self.len()];
        let mut stack = Vec::new();
        for start in 0..self.len() as u32 {
            if labels[start as usize] != u32::MAX {
                continue;
            }
            labels[start as usize] = start;
            stack.push(start);
            while let Some(v) = stack.pop() {
                for (u, _) in self.row(v) {
                    if labels[u as usize] == u32::MAX && communities[u as usize] == communities[v as usize] {
                        labels[u as usize] = start;
                        stack.push(u);
                    }
                }
            }
        }
        labels
    }
}

/// Weights summed by community, emptied in time proportional to what was added.
pub(super) struct Tally {
    weights: Vec<f64>,
    /// Communities with a weight, in the order in which they were met.
    pub touched: Vec<u32>,
}

impl Tally {
    /// A tally of communities 0..`communities`.
    pub fn new(communities: usize) -> Self {
        Self { weights: vec![0.0; communities], touched: Vec::new() }
    }

    /// Adds a weight greater than zero.
    pub fn add(&mut self, community: u32, weight: f64) {
        let sum = &mut self.weights[community as usize];
        if *sum == 0.0 {
            self.touched.push(community);
        }
        *sum += weight;
    }

    /// The sum of a community.
    pub fn get(&self, community: u32) -> f64 {
        self.weights[community as usize]
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        for community in self.touched.drain(..) {
            self.weights[community as usize] = 0.0;
        }
    }
}
