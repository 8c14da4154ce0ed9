//! coordination-network-toolkit 1.5.2: directed, weight = distinct messages of the source that the target matches.
//!
//! One difference is wanted: the peer takes a post without any link as sharing the link "", so that all such posts
//! match; here a post without a link shares none.

use crate::coordination::{DirectedEdge, Matching, Reading, Shares, directed_edges, triples};
use ostrakon_model::{Columns, Signal};

/// The peer's parameters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// Signal; the peer knows co-repost, co-reply, co-post, co-text, co-link and co-similar-text.
    pub signal: Signal,
    /// Window in ms, inclusive.
    pub window_ms: i64,
    /// Edges below this weight are left out, in each direction by itself.
    pub min_weight: u32,
    /// Least Jaccard similarity of token sets, for co-similar-text.
    pub similarity: f64,
}

/// The peer's edges, self-loops included, by account number.
pub fn edges(columns: &Columns, params: &Params) -> Vec<DirectedEdge> {
    let matching = Matching { window_ms: params.window_ms, neighbours: None };
    let triples = triples(columns, params.signal, Reading::Peer);
    directed_edges(&Shares::group(&triples, columns.accounts.len()), matching, params.min_weight)
}
