//! A layer: one signal, grouped, with everything that is asked of it again and again.

use super::{
    moments::Moments,
    null::Null,
    pairs::{Least, Pair, pairs},
    shares::{ByAccount, Shares},
    triples::{Reading, TextDigests, Triples, is_repost, text_triples, triples},
};
use crate::{
    Error, normalise,
    similar::{self, Unit},
};
use ostrakon_model::{Columns, ListColumn, NONE, Signal, columns::NO_TIME};
use rayon::prelude::*;

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
    /// Distinct accounts of each group.
    pub audience: Vec<u32>,
    /// For nearly equal texts, whose objects are clusters: which shares of a cluster really match.
    shapes: Option<Shapes>,
}

/// Distinct texts of a cluster and which of them are similar.
#[derive(Debug)]
struct Shapes {
    of_share: Vec<u32>,
    neighbours: ListColumn,
}

thread_local! {
    /// Scratch space for a normalised text.
    static NORMAL: std::cell::RefCell<String> = const { std::cell::RefCell::new(String::new()) };
}

/// A shape is compared with at most so many others in default mode; parity mode has no bound.
const MOST_NEIGHBOURS: usize = 64;

impl Layer {
    /// Reads a signal off the columns. `similarity` and `window_ms` are for nearly equal texts only.
    ///
    /// # Errors
    /// Those of [`crate::similar::similar`].
    pub fn new(columns: &Columns, signal: Signal, similarity: f64, window_ms: i64) -> Result<Self, Error> {
        if signal == Signal::CoSimilarText {
            return Self::of_similar_texts(columns, similarity, window_ms, None);
        }
        let triples = rarest_of_each_post(triples(columns, signal, Reading::Own));
        Ok(Self::of(signal, Shares::group(&triples, columns.accounts.len()), None))
    }

    /// The layers of several signals; texts are read once, whether for equal or for nearly equal ones.
    ///
    /// # Errors
    /// As [`Layer::new`].
    pub fn several(
        columns: &Columns,
        signals: &[Signal],
        similarity: f64,
        window_ms: i64,
    ) -> Result<Vec<Self>, Error> {
        let both = [Signal::CoText, Signal::CoSimilarText].iter().all(|signal| signals.contains(signal));
        let digests = both.then(|| TextDigests::new(columns.len()));
        let mut similar = match &digests {
            Some(digests) => Some(Self::of_similar_texts(columns, similarity, window_ms, Some(digests))?),
            None => None,
        };
        let layer = |&signal: &Signal| match (signal, &digests) {
            (Signal::CoSimilarText, Some(_)) => Ok(None),
            (Signal::CoText, Some(digests)) => {
                let triples = text_triples(columns, digests);
                Ok(Some(Self::of(signal, Shares::group(&triples, columns.accounts.len()), None)))
            }
            _ => Self::new(columns, signal, similarity, window_ms).map(Some),
        };
        let layers: Vec<Option<Self>> = signals.par_iter().map(layer).collect::<Result<_, Error>>()?;
        Ok(layers.into_iter().filter_map(|layer| layer.or_else(|| similar.take())).collect())
    }

    fn of_similar_texts(
        columns: &Columns,
        similarity: f64,
        window_ms: i64,
        digests: Option<&TextDigests>,
    ) -> Result<Self, Error> {
        let rows: Vec<u32> = (0..columns.len() as u32)
            .filter(|&row| columns.time[row as usize] != NO_TIME && !is_repost(columns, row as usize))
            .collect();
        let time: Vec<i64> = rows.iter().map(|&row| columns.time[row as usize]).collect();
        let text = |i: usize, out: &mut String| {
            NORMAL.with_borrow_mut(|normal| {
                let evidence = normalise::text_into(columns.text.get(rows[i] as usize), normal);
                if evidence {
                    if let Some(digests) = digests {
                        digests.keep(rows[i] as usize, normal);
                    }
                    normalise::words_into(normal, out);
                }
                evidence
            })
        };
        let params = similar::Params {
            max_neighbours: Some(MOST_NEIGHBOURS),
            ..similar::Params::exact(window_ms, similarity, Unit::Tokens)
        };
        let found = similar::similar(&time, text, &params)?;
        let clusters = found.cluster.iter().max().map_or(0, |&c| c as usize + 1);
        let mut triples = Triples { objects: clusters, ..Triples::default() };
        for (i, &row) in rows.iter().enumerate().filter(|(i, _)| found.shape[*i] != NONE) {
            triples.account.push(columns.account[row as usize]);
            triples.object.push(found.cluster[found.shape[i] as usize]);
            triples.time.push(time[i]);
            triples.post.push(row);
        }
        let mut shape_of_row = vec![NONE; columns.len()];
        rows.iter().zip(&found.shape).for_each(|(&row, &shape)| shape_of_row[row as usize] = shape);
        let shares = Shares::group(&triples, columns.accounts.len());
        let of_share = shares.all().iter().map(|share| shape_of_row[share.post as usize]).collect();
        Ok(Self::of(Signal::CoSimilarText, shares, Some(Shapes { of_share, neighbours: found.neighbours })))
    }

    fn of(signal: Signal, shares: Shares, shapes: Option<Shapes>) -> Self {
        let by_account = shares.by_account();
        let mut group_of = vec![0; shares.len()];
        for g in 0..shares.groups() {
            group_of[shares.range(g)].fill(g as u32);
        }
        let audience = audiences(&shares);
        Self { signal, shares, by_account, group_of, audience, shapes }
    }

    /// Whether two shares of one group are of the same thing.
    #[inline]
    pub fn matches(&self, p: usize, q: usize) -> bool {
        let Some(shapes) = &self.shapes else { return true };
        let (x, y) = (shapes.of_share[p], shapes.of_share[q]);
        x == y || shapes.neighbours.get(x as usize).binary_search(&y).is_ok()
    }

    /// Cuts the moments of a window and fits the null model.
    pub fn at(&self, window_ms: i64, crowd: u32) -> (Moments, Null) {
        let matches = |p: usize, q: usize| self.matches(p, q);
        let moments = Moments::cut(&self.shares, window_ms, crowd, self.shapes.as_ref().map(|_| &matches));
        let null = Null::fit(&self.shares, &moments);
        (moments, null)
    }

    /// Pairs that reach `least`.
    pub fn pairs(&self, moments: &Moments, null: &Null, window_ms: i64, least: Least) -> Vec<Pair> {
        pairs(&self.shares, &self.by_account, moments, null, window_ms, least, |p, q| self.matches(p, q))
    }

    /// Accounts with at least `least` shares.
    pub fn active(&self, least: u32) -> impl Iterator<Item = u32> + '_ {
        (0..self.shares.activity.len() as u32).filter(move |&a| self.shares.activity[a as usize] >= least)
    }
}

fn audiences(shares: &Shares) -> Vec<u32> {
    let mut seen_in = vec![u32::MAX; shares.activity.len()];
    let mut distinct = |g: usize| {
        let accounts = shares.of_group(g).iter().map(|share| share.account());
        accounts.filter(|&a| std::mem::replace(&mut seen_in[a as usize], g as u32) != g as u32).count() as u32
    };
    (0..shares.groups()).map(&mut distinct).collect()
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
