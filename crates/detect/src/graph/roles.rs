//! What each account does in its group: hub, bridge, member or periphery.
//!
//! **Problem.** An analyst who opens a group asks who holds it together and who ties it to other groups.
//! **Choice.** The cartography of Guimerà and Amaral (2005, doi 10.1038/nature03288), on weights: the z-score
//! of a node's strength inside its community, and its participation coefficient P, which is 0 if all its weight
//! stays inside and grows as the weight spreads evenly over communities. Their limits (hub: z ≥ 2.5; connector:
//! P > 0.62) come from networks with many large modules. In a group of n the largest possible z is √(n − 1),
//! and over c communities the largest P is 1 − 1/c, so that below eight members nobody, and between two
//! communities nobody, could ever reach them. Where three quarters of the largest possible value are less than
//! their limit, that is the limit here.
//!
//! A role is the first of these that holds:
//! 1. [`Role::Hub`]: z ≥ min(2.5, ¾ √(n − 1)), n the members of the community;
//! 2. [`Role::Bridge`]: P > min(0.62, ¾ (1 − 1/c)), c the communities in the node's component; or betweenness
//!    inside the community ≥ ¼, which no node of a ring reaches, however long the ring (communities of at most
//!    500);
//! 3. [`Role::Periphery`]: core number inside the community at most half of the community's largest;
//! 4. [`Role::Member`]: everyone else. A group in which all do the same has only members.
//!
//! **Rejected.** Eigenvector centralities: they rank, but name no function, and change with edges far away.
//! Their seven roles: more than a reader of a report can tell apart.

use super::{Graph, Partition, betweenness::betweenness};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Guimerà and Amaral's limit of z for hubs.
const HUB_Z: f64 = 2.5;
/// Guimerà and Amaral's limit of P for connectors.
const BRIDGE_PARTICIPATION: f64 = 0.62;
/// The share of the largest possible value that is the limit where the limits above are out of reach.
const REACHABLE: f64 = 0.75;
/// Betweenness inside the community from which a node is a bridge.
const BRIDGE_BETWEENNESS: f64 = 0.25;
/// Members up to which betweenness is computed: its cost grows as members · edges.
const BETWEENNESS_MEMBERS: usize = 500;

/// What a node does in its community. The module's opening gives the limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Tied far more strongly inside than the others.
    Hub,
    /// Ties its community to others, or parts of it to each other.
    Bridge,
    /// One among equals.
    Member,
    /// Hangs on loosely.
    Periphery,
}

impl Role {
    /// The name used in every output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hub => "hub",
            Self::Bridge => "bridge",
            Self::Member => "member",
            Self::Periphery => "periphery",
        }
    }
}

/// A node's place in its community. Self-loops play no part.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// The node.
    pub node: u32,
    /// Its community.
    pub community: u32,
    /// Weight of all its edges.
    pub strength: f64,
    /// Weight of its edges inside the community.
    pub inside: f64,
    /// (inside − mean) / standard deviation over the community; 0 where all are equal.
    pub z: f64,
    /// P = 1 − Σ_c (weight to community c / strength)², in [0, 1); 0 for a node without edges.
    pub participation: f64,
    /// Core number inside the community.
    pub core: u32,
    /// Share of the shortest paths between others of the community that lead over the node, in [0, 1]; `None` in
    /// communities of more than 500.
    pub betweenness: Option<f64>,
    /// What follows from the above.
    pub role: Role,
}

/// The place of every node, by node number. Communities are measured in parallel; the result does not depend on it.
///
/// # Panics
/// If the partition has another number of nodes than the graph.
pub fn roles(graph: &Graph, communities: &Partition) -> Vec<Member> {
    assert_eq!(graph.nodes(), communities.len(), "a partition and its graph have the same nodes");
    let members = communities.members();
    let mut position = vec![0u32; graph.nodes()];
    for group in &members {
        for (i, &v) in group.iter().enumerate() {
            position[v as usize] = i as u32;
        }
    }
    let near = communities_of_component(graph, communities, &members);
    let mut all: Vec<Member> = members
        .par_iter()
        .flat_map_iter(|group| {
            let community = communities.group(group[0]);
            let local = |u| (communities.group(u) == community).then(|| position[u as usize]);
            measure(graph, communities, group, &graph.extract(group, local), &near)
        })
        .collect();
    all.par_sort_unstable_by_key(|member| member.node);
    all
}

/// For each node, the number of communities in its component.
fn communities_of_component(graph: &Graph, communities: &Partition, members: &[Vec<u32>]) -> Vec<u32> {
    let components = graph.components();
    let mut count = vec![0; components.count() as usize];
    let mut last = vec![u32::MAX; components.count() as usize];
    // A community given by hand may lie in several components; it counts in each.
    for group in members {
        for &v in group {
            let component = components.group(v) as usize;
            if last[component] != communities.group(v) {
                last[component] = communities.group(v);
                count[component] += 1;
            }
        }
    }
    components.labels().iter().map(|&component| count[component as usize]).collect()
}

/// Measures one community, of which `inner` is the subgraph.
fn measure(
    graph: &Graph,
    communities: &Partition,
    group: &[u32],
    inner: &Graph,
    near: &[u32],
) -> Vec<Member> {
    let n = group.len() as f64;
    let inside: Vec<f64> = (0..group.len() as u32).map(|i| inner.weights(i).iter().sum()).collect();
    let mean = inside.iter().sum::<f64>() / n;
    let deviation = (inside.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / n).sqrt();
    // Equal strengths summed in different orders differ by rounding, which is no deviation.
    let z = |s: f64| if deviation > 1e-9 * mean { (s - mean) / deviation } else { 0.0 };
    let cores = inner.core_numbers();
    let deepest = cores.iter().copied().max().unwrap_or(0);
    let between = (group.len() <= BETWEENNESS_MEMBERS).then(|| betweenness(inner));
    let hub = HUB_Z.min(REACHABLE * (n - 1.0).sqrt());
    let mut shares: Vec<(u32, f64)> = Vec::new();
    group
        .iter()
        .enumerate()
        .map(|(i, &node)| {
            let participation = participation(graph, communities, node, &mut shares);
            let most = 1.0 - 1.0 / f64::from(near[node as usize]);
            let betweenness = between.as_ref().map(|all| all[i]);
            let z = z(inside[i]);
            // At most 1e-9 below the limit counts as on it: a star's centre has the largest z but for rounding.
            let role = if z > 0.0 && z >= hub - 1e-9 {
                Role::Hub
            } else if participation > BRIDGE_PARTICIPATION.min(REACHABLE * most)
                || betweenness.is_some_and(|b| b >= BRIDGE_BETWEENNESS)
            {
                Role::Bridge
            } else if 2 * cores[i] <= deepest && deepest > 0 {
                Role::Periphery
            } else {
                Role::Member
            };
            Member {
                node,
                community: communities.group(node),
                strength: graph.weights(node).iter().sum(),
                inside: inside[i],
                z,
                participation,
                core: cores[i],
                betweenness,
                role,
            }
        })
        .collect()
}

/// The participation coefficient of a node; `shares` is room to work in.
fn participation(graph: &Graph, communities: &Partition, node: u32, shares: &mut Vec<(u32, f64)>) -> f64 {
    shares.clear();
    shares.extend(graph.row_of(node).map(|(u, w)| (communities.group(u), w)));
    // Stable, so that each community's weights are summed in the order of its nodes.
    shares.sort_by_key(|&(community, _)| community);
    let strength: f64 = graph.weights(node).iter().sum();
    let squares: f64 = shares
        .chunk_by(|a, b| a.0 == b.0)
        .map(|chunk| (chunk.iter().map(|&(_, w)| w).sum::<f64>() / strength).powi(2))
        .sum();
    if shares.is_empty() { 0.0 } else { (1.0 - squares).max(0.0) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::{
        LeidenParams, leiden,
        testing::{edge_triples, graph_of, ring_of_cliques},
    };
    use proptest::prelude::*;

    fn one_community(nodes: u32) -> Partition {
        Partition::new(&vec![0; nodes as usize])
    }

    fn named(graph: &Graph, communities: &Partition) -> Vec<Role> {
        roles(graph, communities).into_iter().map(|member| member.role).collect()
    }

    #[test]
    fn a_star_has_a_hub_and_a_clique_has_only_members() {
        for leaves in [2, 4, 20] {
            let star: Vec<_> = (1..=leaves).map(|leaf| (0, leaf, 0.1)).collect();
            let found = named(&graph_of(leaves + 1, &star), &one_community(leaves + 1));
            assert_eq!(found[0], Role::Hub);
            assert!(found[1..].iter().all(|&role| role == Role::Member));
        }
        let clique: Vec<_> = (0..8u32).flat_map(|i| (i + 1..8).map(move |j| (i, j, 0.1))).collect();
        assert_eq!(named(&graph_of(8, &clique), &one_community(8)), [Role::Member; 8]);
        assert_eq!(named(&graph_of(2, &[(0, 1, 1.0)]), &one_community(2)), [Role::Member; 2]);
    }

    #[test]
    fn a_node_between_two_communities_is_a_bridge() {
        // given two cliques of five and node 10 tied to two of each
        let mut edges = ring_of_cliques(2, 5).edge_list().collect::<Vec<_>>();
        edges.retain(|&(v, u, _)| v / 5 == u / 5);
        edges.extend([(0, 10, 1.0), (1, 10, 1.0), (5, 10, 1.0), (6, 10, 1.0)]);
        let graph = graph_of(11, &edges);
        let communities = leiden(&graph, &LeidenParams::default()).unwrap();
        assert_eq!(communities.count(), 2);
        let member = &roles(&graph, &communities)[10];
        assert_eq!(
            (member.role, member.participation, member.strength, member.inside),
            (Role::Bridge, 0.5, 4.0, 2.0)
        );
    }

    #[test]
    fn a_node_that_joins_two_halves_of_its_community_is_a_bridge_and_a_loose_end_is_periphery() {
        // given two cliques of six joined by node 12 only, and node 13 hanging on node 0
        let mut edges = ring_of_cliques(2, 6).edge_list().collect::<Vec<_>>();
        edges.retain(|&(v, u, _)| v / 6 == u / 6);
        edges.extend([(0, 12, 1.0), (1, 12, 1.0), (6, 12, 1.0), (7, 12, 1.0), (2, 13, 1.0)]);
        let found = roles(&graph_of(14, &edges), &one_community(14));
        assert_eq!(
            (found[12].role, found[13].role, found[4].role),
            (Role::Bridge, Role::Periphery, Role::Member)
        );
        assert_eq!((found[13].core, found[4].core), (1, 5));
    }

    #[test]
    fn no_node_of_a_ring_is_a_bridge() {
        for n in [3, 4, 5, 50, 51] {
            let ring: Vec<_> = (0..n).map(|v| (v, (v + 1) % n, 1.0)).collect();
            assert!(named(&graph_of(n, &ring), &one_community(n)).iter().all(|&role| role == Role::Member));
        }
    }

    proptest! {
        /// The measures equal their definitions, for any partition of any graph.
        #[test]
        fn measures_equal_their_definitions(
            edges in edge_triples(10, 40),
            labels in prop::collection::vec(0u32..4, 10),
        ) {
            let (graph, communities) = (graph_of(10, &edges), Partition::new(&labels));
            let found = roles(&graph, &communities);
            prop_assert_eq!(found.len(), 10);
            let to = |v: u32, c: u32| -> f64 {
                (0..10).filter(|&u| u != v && communities.group(u) == c).map(|u| graph.weight(v, u)).sum()
            };
            for (v, member) in found.iter().enumerate() {
                let (v, c) = (v as u32, communities.group(v as u32));
                prop_assert_eq!((member.node, member.community, member.inside), (v, c, to(v, c)));
                let strength: f64 = (0..communities.count()).map(|c| to(v, c)).sum();
                prop_assert_eq!(member.strength, strength);
                let p = (0..communities.count()).map(|c| (to(v, c) / strength).powi(2)).sum::<f64>();
                let p = if strength > 0.0 { 1.0 - p } else { 0.0 };
                prop_assert!((member.participation - p).abs() < 1e-12);
                let peers: Vec<f64> =
                    (0..10).filter(|&u| communities.group(u) == c).map(|u| to(u, c)).collect();
                let mean = peers.iter().sum::<f64>() / peers.len() as f64;
                let variance = peers.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / peers.len() as f64;
                prop_assert!((member.z * variance.sqrt() - (member.inside - mean)).abs() < 1e-9);
            }
        }
    }
}
