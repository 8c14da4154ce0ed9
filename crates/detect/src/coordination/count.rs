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
//! Going account by account jumps through the shares at random, and each jump would wait for the memory. So an
//! account's shares are asked for [`AHEAD`] at a time before the first of them is scanned: the waits run side by side.

use super::shares::{Share, Shares};
use crate::parallel::{even_ranges, map_pieces};
use ostrakon_model::ListColumn;

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
    let sources: Vec<u32> = (0..accounts as u32).filter(|&a| live[a as usize] >= min_weight.max(1)).collect();
    let ranges = even_ranges(sources.iter().map(|&a| u64::from(live[a as usize])), 256);
    let pieces = map_pieces(
        ranges.len(),
        || Counters::new(accounts),
        |counters, piece| {
            let mut edges = Vec::new();
            for &source in &sources[ranges[piece].clone()] {
                counters.count(shares, by_account.of(source as usize), matching);
                counters.drain(source, min_weight, &mut edges);
            }
            edges
        },
    );
    pieces.concat()
}

/// Shares of an account that are asked for at a time.
const AHEAD: usize = 16;

/// Per account: how many of its shares have any other share inside the window. An upper bound of every weight the
/// account can have as a source.
fn live_shares(shares: &Shares, window_ms: i64) -> Vec<u32> {
    let mut live = vec![0u32; shares.activity.len()];
    for g in 0..shares.groups() {
        let group = shares.of_group(g);
        for (i, share) in group.iter().enumerate() {
            let before = i > 0 && share.time.saturating_sub(group[i - 1].time) <= window_ms;
            let after =
                group.get(i + 1).is_some_and(|next| next.time.saturating_sub(share.time) <= window_ms);
            live[share.account() as usize] += u32::from(before || after);
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

    fn count(&mut self, shares: &Shares, positions: &[u32], matching: Matching<'_>) {
        if shares.several_per_post {
            let mut messages = std::mem::take(&mut self.messages);
            messages.clear();
            messages.extend_from_slice(positions);
            messages.sort_unstable_by_key(|&p| (shares.post(p as usize), p));
            self.scan_all(shares, &messages, matching);
            self.messages = messages;
        } else {
            self.scan_all(shares, positions, matching);
        }
    }

    fn scan_all(&mut self, shares: &Shares, positions: &[u32], matching: Matching<'_>) {
        let mut asked = [Share::default(); AHEAD];
        for positions in positions.chunks(AHEAD) {
            asked.iter_mut().zip(positions).for_each(|(share, &p)| *share = shares.all()[p as usize]);
            asked
                .iter()
                .zip(positions)
                .for_each(|(&share, &p)| self.scan(shares, share, p as usize, matching));
        }
    }

    #[inline]
    fn scan(&mut self, shares: &Shares, share: Share, p: usize, matching: Matching<'_>) {
        let all = shares.all();
        let earliest = share.time.saturating_sub(matching.window_ms);
        let latest = share.time.saturating_add(matching.window_ms);
        let (mut q, mut first) = (p, share.is_first());
        while !first {
            q -= 1;
            let other = all[q];
            if other.time < earliest {
                break;
            }
            first = other.is_first();
            self.meet(other, share.post);
        }
        for &other in &all[p + 1..] {
            if other.is_first() || other.time > latest {
                break;
            }
            self.meet(other, share.post);
        }
        let Some(neighbours) = matching.neighbours else { return };
        for &other in neighbours.get(shares.group_of(p)) {
            let group = shares.of_group(other as usize);
            let from = group.partition_point(|share| share.time < earliest);
            for &other in &group[from..] {
                if other.time > latest {
                    break;
                }
                self.meet(other, share.post);
            }
        }
    }

    #[inline]
    fn meet(&mut self, other: Share, message: u32) {
        // A message with several links does not match itself.
        if other.post == message {
            return;
        }
        let target = other.account();
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
