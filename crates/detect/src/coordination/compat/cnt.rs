//! coordination-network-toolkit 1.5.2: directed, weight = distinct messages of the source that the target matches.
//!
//! The peer joins messages with themselves too, so every account matches itself with as many messages as it has in the
//! signal; those self-loops are in its output when they are asked for, and here.
//!
//! One difference is wanted: the peer takes a post without any link as sharing the link "", so that all such posts
//! match; here a post without a link shares none.

use crate::{
    Error,
    coordination::{DirectedEdge, Matching, Reading, Shares, Triples, directed_edges, is_repost, triples},
    normalise::peer_tokens_into,
    similar::{self, Unit, similar},
};
use ostrakon_model::{Columns, NONE, Signal, columns::NO_TIME};

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
///
/// # Errors
/// Those of [`crate::similar::similar`], for co-similar-text.
pub fn edges(columns: &Columns, params: &Params) -> Result<Vec<DirectedEdge>, Error> {
    let accounts = columns.accounts.len();
    let matching = Matching { window_ms: params.window_ms, neighbours: None };
    if params.signal != Signal::CoSimilarText {
        let triples = triples(columns, params.signal, Reading::Peer);
        let edges = directed_edges(&Shares::group(&triples, accounts), matching, params.min_weight);
        return Ok(with_self_loops(edges, &triples, accounts, params.min_weight));
    }
    let rows: Vec<u32> = (0..columns.len() as u32)
        .filter(|&row| columns.time[row as usize] != NO_TIME && !is_repost(columns, row as usize))
        .collect();
    let time: Vec<i64> = rows.iter().map(|&row| columns.time[row as usize]).collect();
    let text = |i: usize, out: &mut String| {
        peer_tokens_into(columns.text.get(rows[i] as usize), out);
        true
    };
    let found =
        similar(&time, text, &similar::Params::exact(params.window_ms, params.similarity, Unit::Tokens))?;
    let mut triples = Triples { objects: found.neighbours.len(), ..Triples::default() };
    for (i, &row) in rows.iter().enumerate().filter(|(i, _)| found.shape[*i] != NONE) {
        triples.account.push(columns.account[row as usize]);
        triples.object.push(found.shape[i]);
        triples.time.push(time[i]);
        triples.post.push(row);
    }
    // Every shape has a row, so shapes and groups have the same numbers.
    let shares = Shares::group_all(&triples, accounts, 1);
    let edges = directed_edges(
        &shares,
        Matching { neighbours: Some(&found.neighbours), ..matching },
        params.min_weight,
    );
    Ok(with_self_loops(edges, &triples, accounts, params.min_weight))
}

/// Replaces self-loops by the peer's: the number of distinct messages of each account in the signal.
fn with_self_loops(
    edges: Vec<DirectedEdge>,
    triples: &Triples,
    accounts: usize,
    min_weight: u32,
) -> Vec<DirectedEdge> {
    let mut messages = vec![0u32; accounts];
    let mut last = vec![u32::MAX; accounts];
    for (&account, &post) in triples.account.iter().zip(&triples.post) {
        // The shares of one post stand together, so a new post is one that differs from the account's last.
        if std::mem::replace(&mut last[account as usize], post) != post {
            messages[account as usize] += 1;
        }
    }
    let loops = (0..accounts as u32)
        .map(|a| DirectedEdge { source: a, target: a, weight: messages[a as usize] })
        .filter(|edge| edge.weight > 0 && edge.weight >= min_weight);
    let mut all: Vec<DirectedEdge> =
        edges.into_iter().filter(|e| e.source != e.target).chain(loops).collect();
    all.sort_unstable();
    all
}
