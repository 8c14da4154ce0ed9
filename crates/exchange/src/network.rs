//! The network of channels that incidents draw (EEAS, 3rd report on FIMI threats, 2025: "network rule").
//!
//! **The problem.** 505 incidents name 38,000 channels; which of them make up the infrastructure, and what is each one's
//! part in it?
//!
//! **The definition.** An edge joins two channels that took part in one incident; its weight is the number of incidents
//! they share. A channel is a node when it took part in more than one incident and has at least two connections to other
//! such channels. As leaving one channel out takes connections from others, the rule is applied until nothing changes:
//! the nodes are the 2-core of the channels that recur.
//!
//! **The choice.** Only pairs of recurring channels are ever counted, incident by incident, into a hash map; a channel
//! that occurs once cannot make a pair. Roles come from three figures of each node (degree, mean weight, share of its
//! neighbours that do not know each other), each with a stated threshold.
//!
//! **Rejected.** Betweenness for bridges: O(n·m), a minute where a second is the limit, and people cannot check it by
//! hand. Counting on the whole of the 38,000 channels: 10⁸ pairs of channels seen once.

mod exposure;
mod extract;
mod roles;

pub use exposure::{Exposure, ExposureBasis};
pub use extract::incidents;
pub use roles::{Role, Thresholds};

use std::collections::{BTreeMap, HashMap, HashSet};

/// One incident: its id and the ids of the channels in it. A channel named twice counts once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// Id of the incident.
    pub id: String,
    /// Ids of its channels.
    pub channels: Vec<String>,
}

/// A channel of the network.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Id of the channel.
    pub channel: String,
    /// Incidents it took part in.
    pub incidents: u32,
    /// Channels of the network that it shares an incident with.
    pub degree: u32,
    /// Sum of the weights of its edges.
    pub strength: u32,
    /// Share of the pairs of its neighbours that are joined themselves, 0–1.
    pub clustering: f64,
    /// Its parts, none for most.
    pub roles: Vec<Role>,
}

/// Two channels that share incidents; `a` and `b` are positions in [`Network::nodes`], `a < b`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Edge {
    /// First channel.
    pub a: u32,
    /// Second channel.
    pub b: u32,
    /// Incidents that they share.
    pub weight: u32,
}

/// The network. Nodes are ordered by channel id, edges by position.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// The channels.
    pub nodes: Vec<Node>,
    /// What joins them.
    pub edges: Vec<Edge>,
    /// Incidents read.
    pub incidents: usize,
    /// Distinct channels read.
    pub channels: usize,
}

/// Channels of one incident beyond which its pairs are not counted: 5,000 channels are 12.5 million pairs. Such an
/// incident is named in the result of [`network`].
pub const MOST_CHANNELS: usize = 5_000;

/// Draws the network. Also returns the ids of incidents with more than [`MOST_CHANNELS`] recurring channels, whose pairs
/// were left out. Incidents with the same id are one.
pub fn network(incidents: &[Incident], thresholds: &Thresholds) -> (Network, Vec<String>) {
    // Channel and incident numbers in the order of their ids, so that the result does not depend on the input's order.
    let mut merged: BTreeMap<&str, HashSet<&str>> = BTreeMap::new();
    for incident in incidents {
        merged.entry(&incident.id).or_default().extend(incident.channels.iter().map(String::as_str));
    }
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    merged.values().flatten().for_each(|channel| *seen.entry(channel).or_insert(0) += 1);
    let channels = seen.len();
    let recurring: Vec<(&str, u32)> = seen.into_iter().filter(|(_, count)| *count > 1).collect();
    let number: HashMap<&str, u32> =
        recurring.iter().enumerate().map(|(at, (name, _))| (*name, at as u32)).collect();
    let mut weights: HashMap<(u32, u32), u32> = HashMap::new();
    let mut left_out = Vec::new();
    for (id, members) in &merged {
        let mut these: Vec<u32> = members.iter().filter_map(|name| number.get(name).copied()).collect();
        if these.len() > MOST_CHANNELS {
            left_out.push((*id).to_owned());
            continue;
        }
        these.sort_unstable();
        for (at, a) in these.iter().enumerate() {
            these[at + 1..].iter().for_each(|b| *weights.entry((*a, *b)).or_insert(0) += 1);
        }
    }
    let kept = core(recurring.len(), weights.keys().copied());
    let place: Vec<Option<u32>> = kept
        .iter()
        .scan(0, |next, kept| {
            let place = kept.then_some(*next);
            *next += u32::from(*kept);
            Some(place)
        })
        .collect();
    let renumbered = weights
        .into_iter()
        .filter_map(|((a, b), weight)| Some(Edge { a: place[a as usize]?, b: place[b as usize]?, weight }));
    let mut edges: Vec<Edge> = renumbered.collect();
    edges.sort_unstable_by_key(|edge| (edge.a, edge.b));
    let named = recurring.iter().zip(&kept).filter(|(_, kept)| **kept).map(|(one, _)| *one);
    let nodes = roles::nodes(named, &edges, thresholds);
    (Network { nodes, edges, incidents: merged.len(), channels }, left_out)
}

/// Which of `count` vertices stay when those with fewer than two neighbours are taken out until none is left.
fn core(count: usize, edges: impl Iterator<Item = (u32, u32)>) -> Vec<bool> {
    let mut neighbours: Vec<Vec<u32>> = vec![Vec::new(); count];
    for (a, b) in edges {
        neighbours[a as usize].push(b);
        neighbours[b as usize].push(a);
    }
    let mut degree: Vec<usize> = neighbours.iter().map(Vec::len).collect();
    let mut kept = vec![true; count];
    let mut open: Vec<usize> = (0..count).filter(|at| degree[*at] < 2).collect();
    open.iter().for_each(|at| kept[*at] = false);
    while let Some(at) = open.pop() {
        for &next in &neighbours[at] {
            let next = next as usize;
            degree[next] -= 1;
            if kept[next] && degree[next] < 2 {
                kept[next] = false;
                open.push(next);
            }
        }
    }
    kept
}

#[cfg(test)]
mod tests;
