//! The part of each channel in the network.
//!
//! - **hub**: joined with many, measured against the network: a degree in the top share.
//! - **booster**: joined with the same ones again and again: a mean edge weight in the top share, over at least two
//!   incidents; it repeats what others begin.
//! - **bridge**: joins what is not joined otherwise: few of its neighbours know each other, though there are enough of
//!   them that they could.

use super::{Edge, Node};
use serde::{Deserialize, Serialize};

/// A channel's part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Joined with many.
    Hub,
    /// Joined with the same again and again.
    Booster,
    /// Joins what is not joined otherwise.
    Bridge,
}

impl Role {
    /// Its name in files and answers.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hub => "hub",
            Self::Booster => "booster",
            Self::Bridge => "bridge",
        }
    }
}

/// From where on a figure makes a role.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Thresholds {
    /// Share of the nodes, by degree, that are hubs.
    pub hub_share: f64,
    /// Share of the nodes, by mean edge weight, that are boosters.
    pub booster_share: f64,
    /// Least mean edge weight of a booster, incidents.
    pub booster_weight: f64,
    /// Highest clustering of a bridge, 0–1.
    pub bridge_clustering: f64,
    /// Least degree of a bridge.
    pub bridge_degree: u32,
}

impl Default for Thresholds {
    /// The top 5 % are hubs and boosters (these with a mean of at least 2); a bridge has at least 4 neighbours of whom
    /// less than half of the pairs know each other.
    fn default() -> Self {
        Self {
            hub_share: 0.05,
            booster_share: 0.05,
            booster_weight: 2.0,
            bridge_clustering: 0.5,
            bridge_degree: 4,
        }
    }
}

/// Most neighbours of which the pairs are all looked at; of more, evenly spaced ones are.
const MOST_NEIGHBOURS: usize = 256;

/// Nodes with their figures and roles; `named` are id and number of incidents, in the order of the edges' numbers.
pub(super) fn nodes<'n>(
    named: impl Iterator<Item = (&'n str, u32)>,
    edges: &[Edge],
    thresholds: &Thresholds,
) -> Vec<Node> {
    let mut nodes: Vec<Node> = named
        .map(|(channel, incidents)| Node {
            channel: channel.to_owned(),
            incidents,
            degree: 0,
            strength: 0,
            clustering: 0.0,
            roles: Vec::new(),
        })
        .collect();
    let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); nodes.len()];
    for edge in edges {
        for (from, to) in [(edge.a, edge.b), (edge.b, edge.a)] {
            nodes[from as usize].degree += 1;
            nodes[from as usize].strength += edge.weight;
            neighbours[from as usize].push(to);
        }
    }
    neighbours.iter_mut().for_each(|list| list.sort_unstable());
    for (node, list) in nodes.iter_mut().zip(&neighbours) {
        node.clustering = clustering(list, &neighbours);
    }
    let hub = cut(nodes.iter().map(|node| f64::from(node.degree)), thresholds.hub_share);
    let booster = cut(nodes.iter().map(mean), thresholds.booster_share).max(thresholds.booster_weight);
    for node in &mut nodes {
        let roles = [
            (Role::Hub, f64::from(node.degree) >= hub),
            (Role::Booster, mean(node) >= booster),
            (
                Role::Bridge,
                node.degree >= thresholds.bridge_degree && node.clustering < thresholds.bridge_clustering,
            ),
        ];
        node.roles = roles.into_iter().filter(|(_, is)| *is).map(|(role, _)| role).collect();
    }
    nodes
}

fn mean(node: &Node) -> f64 {
    f64::from(node.strength) / f64::from(node.degree.max(1))
}

/// The least value of the top share, at least one value; equals are all in. Where all are equal, nobody stands out.
fn cut(values: impl Iterator<Item = f64>, share: f64) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(|a, b| b.total_cmp(a));
    let (Some(first), Some(last)) = (values.first(), values.last()) else { return f64::INFINITY };
    if first == last {
        return f64::INFINITY;
    }
    let count = (values.len() as f64 * share.clamp(0.0, 1.0)).ceil().max(1.0) as usize;
    values[count.min(values.len()) - 1].max(last + f64::EPSILON)
}

/// Share of the pairs of a list that are joined.
fn clustering(list: &[u32], neighbours: &[Vec<u32>]) -> f64 {
    if list.len() < 2 {
        return 0.0;
    }
    let step = list.len().div_ceil(MOST_NEIGHBOURS);
    let chosen: Vec<u32> = list.iter().step_by(step).copied().collect();
    let mut joined = 0usize;
    for (at, one) in chosen.iter().enumerate() {
        let known = &neighbours[*one as usize];
        let (mut i, mut j) = (at + 1, 0);
        // Both lists are in order: one walk along both.
        while i < chosen.len() && j < known.len() {
            match chosen[i].cmp(&known[j]) {
                std::cmp::Ordering::Less => i += 1,
                std::cmp::Ordering::Greater => j += 1,
                std::cmp::Ordering::Equal => {
                    joined += 1;
                    i += 1;
                    j += 1;
                }
            }
        }
    }
    let pairs = chosen.len() * (chosen.len() - 1) / 2;
    if pairs == 0 { 0.0 } else { joined as f64 / pairs as f64 }
}
