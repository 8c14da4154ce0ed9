//! A layer: one signal, grouped, with everything that is asked of it again and again.

use super::{
    moments::Moments,
    null::Null,
    pairs::{Least, Pair, pairs},
    shares::{ByAccount, Shares},
    triples::{Reading, Triples, triples},
};
use ostrakon_model::{Columns, Signal};

/// The shares of one signal in default mode: one share a post, so that moments are disjoint in posts.
#[derive(Debug)]
pub struct Layer {
    /// The signal.
    pub signal: Signal,
    /// Its shares.
    pub shares: Shares,
    /// Positions by account.
    pub by_account: ByAccount,
    /// Group of each share.
    pub group_of: Vec<u32>,
}

impl Layer {
    /// Reads a signal off the columns.
    pub fn new(columns: &Columns, signal: Signal) -> Self {
        let triples = rarest_of_each_post(triples(columns, signal, Reading::Own));
        let shares = Shares::group(&triples, columns.accounts.len());
        Self::of(signal, shares)
    }

    fn of(signal: Signal, shares: Shares) -> Self {
        let by_account = shares.by_account();
        let mut group_of = vec![0; shares.len()];
        for g in 0..shares.groups() {
            group_of[shares.range(g)].fill(g as u32);
        }
        Self { signal, shares, by_account, group_of }
    }

    /// Whether two shares of one group are of the same thing.
    pub fn matches(&self, _p: usize, _q: usize) -> bool {
        true
    }

    /// Cuts the moments of a window and fits the null model.
    pub fn at(&self, window_ms: i64, crowd: u32) -> (Moments, Null) {
        let moments = Moments::cut(&self.shares, window_ms, crowd, |p, q| self.matches(p, q));
        let null = Null::fit(&self.shares, &moments);
        (moments, null)
    }

    /// Pairs that reach `least`.
    pub fn pairs(&self, moments: &Moments, null: &Null, window_ms: i64, least: Least) -> Vec<Pair> {
        pairs(&self.shares, moments, null, window_ms, least, |p, q| self.matches(p, q))
    }

    /// Accounts with at least `least` shares.
    pub fn active(&self, least: u32) -> impl Iterator<Item = u32> + '_ {
        (0..self.shares.activity.len() as u32).filter(move |&a| self.shares.activity[a as usize] >= least)
    }
}

/// Keeps, of a post with several objects, the one that the fewest posts share (but at least two), the first on a tie.
/// The choice looks at posts only, never at accounts: the null model needs that.
fn rarest_of_each_post(triples: Triples) -> Triples {
    if !triples.several_per_post {
        return triples;
    }
    let mut popularity = vec![0u32; triples.objects];
    triples.object.iter().for_each(|&o| popularity[o as usize] += 1);
    let rank = |object: u32| match popularity[object as usize] {
        1 => u32::MAX,
        n => n,
    };
    let mut kept = Triples { objects: triples.objects, ..Triples::default() };
    let mut i = 0;
    while i < triples.len() {
        let end = i + triples.post[i..].iter().take_while(|&&p| p == triples.post[i]).count();
        let best = (i..end).min_by_key(|&k| rank(triples.object[k])).unwrap_or(i);
        kept.account.push(triples.account[best]);
        kept.object.push(triples.object[best]);
        kept.time.push(triples.time[best]);
        kept.post.push(triples.post[best]);
        i = end;
    }
    kept
}
