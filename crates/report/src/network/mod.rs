//! `network.graphml` and `network.gexf`: the groups as a graph that Gephi, igraph and NetworkX open.
//!
//! Both carry the same nodes and edges with the same attributes. Two accounts tied by two signals have two edges, with
//! the signal as attribute (and as `kind` in GEXF 1.3, which Gephi needs to keep parallel edges apart); summing them
//! would hide why the accounts are tied. Node places are those of the report, so that the drawing is recognised.

mod gexf;
mod graphml;
mod xml;

pub use gexf::write_gexf;
pub use graphml::write_graphml;

use crate::document::Document;
use ostrakon_model::Signal;
use std::collections::HashMap;

/// Nodes and edges of all groups of a document; an account that is in two groups is one node of the first.
struct Graph<'a> {
    nodes: Vec<Node<'a>>,
    edges: Vec<Tie>,
}

struct Node<'a> {
    account: &'a str,
    community: u32,
    flagged: bool,
    role: &'static str,
    posts: u64,
    strength: f64,
    x: f32,
    y: f32,
}

struct Tie {
    source: usize,
    target: usize,
    signal: Signal,
    weight: f64,
    p: f64,
    q: f64,
    surprise: f64,
}

/// Side of the drawing in Gephi's units: nodes a few units wide stand apart in it.
const EXTENT: f32 = 1_000.0;

impl<'a> Graph<'a> {
    fn of(document: &'a Document) -> Self {
        let mut graph = Self { nodes: Vec::new(), edges: Vec::new() };
        let mut places: HashMap<&str, usize> = HashMap::new();
        // Groups lie in a grid, or all would be drawn on top of each other.
        let side = (document.all_groups().count() as f32).sqrt().ceil().max(1.0);
        for (i, group) in document.all_groups().enumerate() {
            let (column, row) = (i as f32 % side, (i as f32 / side).floor());
            let at: Vec<usize> = group
                .members
                .iter()
                .map(|member| {
                    *places.entry(&member.account).or_insert_with(|| {
                        graph.nodes.push(Node {
                            account: &member.account,
                            community: group.rank,
                            flagged: group.flagged,
                            role: member.role.name(),
                            posts: member.posts,
                            strength: member.strength,
                            x: (column * 1.2 + member.x) * EXTENT,
                            y: -(row * 1.2 + member.y) * EXTENT,
                        });
                        graph.nodes.len() - 1
                    })
                })
                .collect();
            graph.edges.extend(group.edges.iter().map(|edge| Tie {
                source: at[edge.source as usize],
                target: at[edge.target as usize],
                signal: edge.signal,
                weight: edge.weight,
                p: edge.p,
                q: edge.q,
                surprise: edge.surprise,
            }));
        }
        graph
    }
}
