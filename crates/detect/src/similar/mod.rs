//! Nearly the same text at nearly the same time: an exact join.
//!
//! The problem: of n posts, find every two whose texts overlap by at least a threshold (Jaccard: shared tokens over
//! all tokens) and whose times differ by at most a window. The peer compares every two posts in the window, 124 CPU
//! seconds for 18,000 posts. The moral version is five lines:
//!
//! ```text
//! for each row i, for each row j:
//!     if |time(i) - time(j)| <= window and |A(i) ∩ A(j)| / |A(i) ∪ A(j)| >= threshold:
//!         i and j are neighbours
//! ```
//!
//! The choice: rows with the same token set are first grouped into a *shape*, so that 100,000 equal posts cost one
//! join; shapes enter an index when a row of theirs comes inside the window and leave it with the last one. On entry
//! a shape is joined with those inside, through its rarest tokens only: two sets that overlap enough must share one of
//! the first few in one fixed order (prefix filter), have like sizes (length filter), and leave enough tokens behind
//! the one they share (positional filter). This is the PPJoin family (Xiao et al., ACM TODS 36(3), 2011) with a time
//! window in place of its sort by size, and every candidate is verified by intersecting the sets: no result is
//! approximate.
//!
//! Rejected: MinHash with banding (misses pairs near the threshold: peers lose 0.4 to 3 % of lightly edited copies;
//! and it is no faster where a window already keeps the candidates few); sorting by size as PPJoin does (it would
//! need an index over all times at once); hashes in the place of tokens (two tokens with one hash would be one).
//!
//! A flood of variants of one template has as many pairs as the square of its posts. [`Params::max_neighbours`] bounds
//! that by a rule that is stated there and reported in [`Similar::bounded`]; without it the join is exact, and a
//! result too large to hold is an error, never a crash.

mod components;
mod fraction;
mod index;
mod join;
mod shapes;

pub use fraction::Fraction;

use crate::Error;
use ostrakon_model::{ListColumn, NONE};

/// What a text is made of. Sets: a token counts once, however often it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// What stands between white space.
    Tokens,
    /// All runs of this many characters, spaces included; a shorter text is one gram. Light edits inside words keep
    /// most of them, and scripts without spaces have them too. About as many per post as it has characters, so a
    /// join takes several times the time and memory of one by tokens.
    CharNgrams(usize),
}

/// Above this many neighbours found at one entry a shape is bounded, in the default mode.
pub const DEFAULT_MAX_NEIGHBOURS: usize = 64;

/// What counts as nearly the same.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Params {
    /// Largest time difference in ms, inclusive. Not negative.
    pub window_ms: i64,
    /// Smallest Jaccard coefficient, inclusive, from 0.01 to 1. Read as the decimal it is written as: 0.8 is 4/5.
    pub threshold: f64,
    /// What is compared.
    pub unit: Unit,
    /// Whether texts without any token are equal to each other. `false`: they take no part (the peer's command
    /// line does so, since its smallest document has one token).
    pub empty_texts_match: bool,
    /// `None`: exact. `Some(k)`: a shape that enters the window is joined with the first `k` of its neighbours there,
    /// those by its rarest tokens first and among those the latest seen first; if there are more, it is listed in
    /// [`Similar::bounded`]. So at most `k` pairs a row are held, and the search for more stops there too. A pair is
    /// missing only if one of its two shapes is listed; a component then may be split.
    pub max_neighbours: Option<usize>,
}

impl Params {
    /// Exact: the peer's reading with its usual threshold 0.8.
    pub const fn exact(window_ms: i64, threshold: f64, unit: Unit) -> Self {
        Self { window_ms, threshold, unit, empty_texts_match: false, max_neighbours: None }
    }

    /// The same, safe against floods: bounded by [`DEFAULT_MAX_NEIGHBOURS`].
    pub const fn bounded(window_ms: i64, threshold: f64, unit: Unit) -> Self {
        Self { max_neighbours: Some(DEFAULT_MAX_NEIGHBOURS), ..Self::exact(window_ms, threshold, unit) }
    }
}

/// Which rows have nearly the same text at nearly the same time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Similar {
    /// Per row its shape: the number of its distinct token set, from 0 in order of first sight; [`NONE`] when it takes
    /// no part.
    pub shape: Vec<u32>,
    /// Per shape the other shapes that are similar to it and have at least one row within the window of one of its
    /// own; ascending, without itself, symmetric.
    pub neighbours: ListColumn,
    /// Per shape its connected component under `neighbours`, numbered from 0 in order of the lowest shape.
    pub cluster: Vec<u32>,
    /// Shapes with more neighbours than [`Params::max_neighbours`] at one entry, ascending.
    pub bounded: Vec<u32>,
}

/// Joins rows by text and time.
///
/// Row `i` has time `time[i]` in ms; a row without a time (`ostrakon_model::columns::NO_TIME`) takes no part. `text`
/// writes the row's normalised text into an empty buffer and says whether the row takes part; it is called once a
/// row, from several threads. The result is the same for any number of threads.
///
/// # Errors
/// Parameters out of their range; more than 2³² − 2 rows; more tokens or pairs than fit ([`Error::TooManyTokens`],
/// [`Error::TooManyPairs`]).
///
/// # Examples
/// ```
/// use ostrakon_detect::similar::{Params, Unit, similar};
/// let texts = ["vote for anna on sunday", "vote for anna on sunday!", "vote for anna on sunday please"];
/// let text = |row: usize, out: &mut String| { out.push_str(texts[row]); true };
/// let found = similar(&[0, 1_000, 2_000], text, &Params::exact(60_000, 0.8, Unit::Tokens)).unwrap();
/// assert_eq!(found.shape, [0, 1, 2]);
/// assert_eq!(found.neighbours.get(0), [2]);
/// assert_eq!(found.cluster, [0, 1, 0]);
/// ```
pub fn similar(
    time: &[i64],
    text: impl Fn(usize, &mut String) -> bool + Sync,
    params: &Params,
) -> Result<Similar, Error> {
    let threshold = Fraction::of(params.threshold)?;
    if params.window_ms < 0 {
        return Err(Error::Window { window_ms: params.window_ms });
    }
    if params.unit == Unit::CharNgrams(0) {
        return Err(Error::Ngrams);
    }
    if time.len() >= NONE as usize {
        return Err(Error::TooManyRows { rows: time.len() });
    }
    let shapes = shapes::read(time, text, params)?;
    let (pairs, bounded) = join::pairs(time, &shapes, threshold, params)?;
    let cluster = components::of(&pairs, shapes.sets.len());
    let neighbours = components::lists(pairs, shapes.sets.len());
    Ok(Similar { shape: shapes.of_row, neighbours, cluster, bounded })
}

#[cfg(test)]
mod tests;
