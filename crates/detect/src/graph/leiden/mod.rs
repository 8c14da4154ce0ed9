//! Communities by the Leiden algorithm.
//!
//! **Problem.** Maximising modularity is NP-hard, and the usual heuristic, Louvain, returns communities of
//! which up to a quarter are badly connected and some fall apart altogether; an analyst who opens such a
//! "group" finds accounts that never acted together. **Choice.** Leiden (Traag, Waltman, van Eck 2019, doi
//! 10.1038/s41598-019-41695-z): fast local moving (`moving`), refinement (`refine`), aggregation (`level`), and
//! again, until nothing moves. Then every community is connected, and no two communities would be better as
//! one. Nodes of different components never gain by being together, so that components are searched by
//! themselves, in parallel, each with its own random stream: the result is the same on any number of threads.
//! **Rejected.** Louvain (above); parallel local moving inside a component: faster, and another result every
//! time.

mod level;
mod moving;
mod refine;
#[cfg(test)]
mod tests;

use super::{Graph, Partition, Quality, rng::Rng};
use crate::Error;
use level::Level;
use rayon::prelude::*;

/// How to search for communities.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LeidenParams {
    /// What to maximise.
    pub quality: Quality,
    /// Seed of every random choice.
    pub seed: u64,
    /// At most this many passes of the whole algorithm, each starting from the one before; a component stops
    /// earlier once a pass moves nothing. More passes only ever improve the quality. `None` is 10, and 3 for
    /// components of more than 100,000 edges, where later passes cost much and gain below one per cent each.
    pub rounds: Option<u32>,
}

/// Number of edges above which a component is large.
const LARGE: usize = 100_000;

/// Communities of `graph`: each is connected, and if the last round moved nothing, no union of two of them is
/// better. Numbered by their smallest member; a node without edges is a community of its own.
///
/// Takes O(edges) a round in practice and about 40 bytes a half-edge. Deterministic for a seed, on any number
/// of threads.
///
/// # Errors
/// A resolution outside 0..=1e100.
///
/// ```
/// use ostrakon_detect::graph::{Graph, LeidenParams, leiden};
///
/// // Two triangles tied by a weak edge.
/// let edges = [(0, 1, 1.0), (0, 2, 1.0), (1, 2, 1.0), (3, 4, 1.0), (3, 5, 1.0), (4, 5, 1.0), (2, 3, 0.1)];
/// let communities = leiden(&Graph::from_edges(6, &edges)?, &LeidenParams::default())?;
/// assert_eq!(communities.labels(), [0, 0, 0, 1, 1, 1]);
/// # Ok::<(), ostrakon_detect::Error>(())
/// ```
pub fn leiden(graph: &Graph, params: &LeidenParams) -> Result<Partition, Error> {
    let gamma = params.quality.resolution()?;
    let gamma = match params.quality {
        Quality::Modularity { .. } => gamma / (2.0 * graph.total_weight()).max(f64::MIN_POSITIVE),
        Quality::ConstantPotts { .. } => gamma,
    };
    let components = graph.components();
    let members = components.members();
    let mut position = vec![0u32; graph.nodes()];
    for component in &members {
        component.iter().enumerate().for_each(|(i, &v)| position[v as usize] = i as u32);
    }
    let found: Vec<Vec<u32>> = members
        .par_iter()
        .map(|component| {
            if component.len() == 1 {
                return vec![0];
            }
            let mut rng = Rng::new(params.seed, u64::from(component[0]));
            let level = Level::of_component(graph, component, &position, params.quality);
            let rounds = params.rounds.unwrap_or(if level.edges() > LARGE { 3 } else { 10 });
            communities_of(&level, gamma, rounds, &mut rng)
        })
        .collect();
    // Local label l of a component is the global label of that component's l-th node: distinct and below n.
    let mut labels = vec![0u32; graph.nodes()];
    for (component, local) in members.iter().zip(found) {
        for (&v, label) in component.iter().zip(local) {
            labels[v as usize] = component[label as usize];
        }
    }
    Ok(Partition::from_dense(labels))
}

/// Communities of one component: a label below its number of nodes for each of them.
fn communities_of(base: &Level, gamma: f64, rounds: u32, rng: &mut Rng) -> Vec<u32> {
    let mut labels: Vec<u32> = (0..base.len() as u32).collect();
    for _ in 0..rounds.max(1) {
        if !improve(base, gamma, &mut labels, rng) {
            break;
        }
    }
    labels
}

/// One pass of the algorithm; whether it moved anything.
fn improve(base: &Level, gamma: f64, labels: &mut Vec<u32>, rng: &mut Rng) -> bool {
    let mut moved = moving::move_nodes(base, gamma, labels, rng);
    // `of[v]` is the node of the current level that holds the base node `v`.
    let mut of: Vec<u32> = (0..base.len() as u32).collect();
    let mut level = std::borrow::Cow::Borrowed(base);
    let mut current = labels.clone();
    loop {
        let communities = Partition::from_dense(current.clone());
        if communities.count() as usize == level.len() {
            break;
        }
        let refined = refine::refine(&level, gamma, communities.labels(), rng);
        let refined = Partition::from_dense(refined);
        if refined.count() as usize == level.len() {
            // Nothing merged, and aggregating would turn in circles. Nodes of a level are connected sets, so that
            // the connected parts of each community are too, and leaving a part that it has no edge to never costs.
            current = level.split_disconnected(communities.labels());
            break;
        }
        current = vec![0; refined.count() as usize];
        for (v, &group) in refined.labels().iter().enumerate() {
            current[group as usize] = communities.group(v as u32);
        }
        level = std::borrow::Cow::Owned(level.aggregate(&refined));
        for node in &mut of {
            *node = refined.group(*node);
        }
        moved |= moving::move_nodes(&level, gamma, &mut current, rng);
    }
    *labels = of.into_iter().map(|node| current[node as usize]).collect();
    moved
}
