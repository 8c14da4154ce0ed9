//! Pair counting: how often two accounts act on the same object within a window.
//!
//! The moral version, quadratic in the size of a group:
//!
//! ```text
//! for each message i of u:  for each account v with a message j on the same object, |t(i) - t(j)| <= window:
//!     weight(u, v) += 1
//! ```
//!
//! The fast version goes through the accounts, not the objects: for one account `u` at a time, every share of `u`
//! scans its neighbours inside the window in the grouped, time-ordered shares, and counts into one dense row of
//! counters indexed by `v`. So no pair is ever materialised that is not in the output: memory is O(accounts) a
//! thread, time is O(n log n) for the grouping plus the pairs truly inside the window. Rejected: a hash map over
//! pairs (the peers' way) needs memory for every pair that ever meets, most of which meet once and are thrown away
//! at the end; sorting emitted pairs has the same peak.
//!
//! Before that, accounts that cannot reach the minimum weight are pruned as sources: an account with fewer shares
//! that have any neighbour than the minimum weight has no edge that survives, so it is never scanned.
//!
//! Going account by account jumps through the shares at random, so what a scan reads of a share lies in one place
//! ([`Step`]): a share and its neighbours are one or two cache lines, where separate columns are five.

use super::shares::Shares;
use crate::parallel::{even_ranges, map_pieces};
use ostrakon_model::ListColumn;
use rayon::prelude::*;

/// A directed edge of the peers' kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct DirectedEdge {
    /// Account whose messages are counted.
    pub source: u32,
    /// Account they are matched by.
    pub target: u32,
    /// Distinct messages of `source` with at least one message of `target` inside the window.
    pub weight: u32,
}

/// Which shares match.
#[derive(Clone, Copy, Debug)]
pub struct Matching<'a> {
    /// Largest time difference, ms, inclusive.
    pub window_ms: i64,
    /// For objects that match others besides themselves (similar texts): per group of the shares, the other groups
    /// that match it.
    pub neighbours: Option<&'a ListColumn>,
}

/// Counts directed edges of at least `min_weight`, self-loops included, ascending by (source, target).
///
/// # Examples
/// Two accounts share one object twice each, 10 s apart: each has two messages matched by the other, and none
/// matched by its own (its two are 100 s apart).
/// ```
/// use ostrakon_detect::coordination::{Matching, Shares, Triples, directed_edges};
/// let triples = Triples {
///     account: vec![0, 1, 0, 1],
///     object: vec![0; 4],
///     time: vec![0, 10_000, 100_000, 110_000],
///     objects: 1,
///     ..Triples::default()
/// };
/// let edges = directed_edges(&Shares::group(&triples, 2), Matching { window_ms: 60_000, neighbours: None }, 2);
/// assert_eq!(edges.iter().map(|e| (e.source, e.target, e.weight)).collect::<Vec<_>>(), [(0, 1, 2), (1, 0, 2)]);
/// ```
pub fn directed_edges(shares: &Shares, matching: Matching<'_>, min_weight: u32) -> Vec<DirectedEdge> {
    let accounts = shares.activity.len();
    let live = if matching.neighbours.is_none() {
        live_shares(shares, matching.window_ms)
    } else {
        shares.activity.clone()
    };
    let by_account = shares.by_account();
    let steps = steps(shares);
    let sources: Vec<u32> = (0..accounts as u32).filter(|&a| live[a as usize] >= min_weight.max(1)).collect();
    let ranges = even_ranges(sources.iter().map(|&a| u64::from(live[a as usize])), 256);
    let pieces = map_pieces(
        ranges.len(),
        || Counters::new(accounts),
        |counters, piece| {
            let mut edges = Vec::new();
            for &source in &sources[ranges[piece].clone()] {
                counters.count(shares, &steps, by_account.of(source as usize), matching);
                counters.drain(source, min_weight, &mut edges);
            }
            edges
        },
    );
    pieces.concat()
}

/// A share as the scan reads it.
#[derive(Clone, Copy)]
struct Step {
    time: i64,
    /// The account; [`FIRST`] is set at the first share of a group.
    account: u32,
    post: u32,
}

/// Marks the first share of a group.
const FIRST: u32 = 1 << 31;

/// The shares as steps.
///
/// # Panics
/// With 2³¹ accounts or more, for whose counters no machine has the memory.
fn steps(shares: &Shares) -> Vec<Step> {
    assert!(shares.activity.len() < FIRST as usize, "fewer than 2^31 accounts");
    (0..shares.len())
        .into_par_iter()
        .map(|p| Step {
            time: shares.time[p],
            account: shares.account[p] | if shares.is_first(p) { FIRST } else { 0 },
            post: shares.post[p],
        })
        .collect()
}

/// Per account: how many of its shares have any other share inside the window. An upper bound of every weight the
/// account can have as a source.
fn live_shares(shares: &Shares, window_ms: i64) -> Vec<u32> {
    let mut live = vec![0u32; shares.activity.len()];
    for g in 0..shares.groups() {
        let range = shares.range(g);
        let times = &shares.time[range.clone()];
        for (i, &t) in times.iter().enumerate() {
            let before = i > 0 && t.saturating_sub(times[i - 1]) <= window_ms;
            let after = i + 1 < times.len() && times[i + 1].saturating_sub(t) <= window_ms;
            live[shares.account[range.start + i] as usize] += u32::from(before || after);
        }
    }
    live
}

/// One row of the matrix of weights, dense, with the list of cells that are not zero.
struct Counters {
    /// Per target: the last message that counted, and the count.
    cells: Vec<(u32, u32)>,
    touched: Vec<u32>,
    /// Positions of one account in order of messages, where a message has several shares.
    messages: Vec<u32>,
}

/// "No message yet".
const NEVER: u32 = u32::MAX;

impl Counters {
    fn new(accounts: usize) -> Self {
        Self { cells: vec![(NEVER, 0); accounts], touched: Vec::new(), messages: Vec::new() }
    }

    fn count(&mut self, shares: &Shares, steps: &[Step], positions: &[u32], matching: Matching<'_>) {
        if shares.several_per_post {
            let mut messages = std::mem::take(&mut self.messages);
            messages.clear();
            messages.extend_from_slice(positions);
            messages.sort_unstable_by_key(|&p| (shares.post[p as usize], p));
            messages.iter().for_each(|&p| self.scan(shares, steps, p as usize, matching));
            self.messages = messages;
        } else {
            positions.iter().for_each(|&p| self.scan(shares, steps, p as usize, matching));
        }
    }

    #[inline]
    fn scan(&mut self, shares: &Shares, steps: &[Step], p: usize, matching: Matching<'_>) {
        let Step { time, account, post } = steps[p];
        let (earliest, latest) =
            (time.saturating_sub(matching.window_ms), time.saturating_add(matching.window_ms));
        let (mut q, mut first) = (p, account & FIRST != 0);
        while !first {
            q -= 1;
            let step = steps[q];
            if step.time < earliest {
                break;
            }
            first = step.account & FIRST != 0;
            self.meet(step, post);
        }
        for &step in &steps[p + 1..] {
            if step.account & FIRST != 0 || step.time > latest {
                break;
            }
            self.meet(step, post);
        }
        let Some(neighbours) = matching.neighbours else { return };
        for &other in neighbours.get(shares.group_of(p)) {
            let range = shares.range(other as usize);
            let from = range.start + shares.time[range.clone()].partition_point(|&t| t < earliest);
            for &step in &steps[from..range.end] {
                if step.time > latest {
                    break;
                }
                self.meet(step, post);
            }
        }
    }

    #[inline]
    fn meet(&mut self, step: Step, message: u32) {
        // A message with several links does not match itself.
        if step.post == message {
            return;
        }
        let target = step.account & !FIRST;
        let cell = &mut self.cells[target as usize];
        if cell.0 != message {
            if cell.1 == 0 {
                self.touched.push(target);
            }
            *cell = (message, cell.1 + 1);
        }
    }

    fn drain(&mut self, source: u32, min_weight: u32, edges: &mut Vec<DirectedEdge>) {
        let first = edges.len();
        for target in self.touched.drain(..) {
            let (_, weight) = std::mem::replace(&mut self.cells[target as usize], (NEVER, 0));
            if weight >= min_weight {
                edges.push(DirectedEdge { source, target, weight });
            }
        }
        edges[first..].sort_unstable_by_key(|e| e.target);
    }
}
