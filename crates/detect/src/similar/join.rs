//! The join: rows in order of time through the index, in pieces side by side.
//!
//! A shape is joined with all others inside when it enters. That finds every pair: of two shapes with rows within the
//! window of each other, the one that entered later met the other inside, since both stayed until then. So a row of
//! a shape that is inside already needs no second join.
//!
//! A piece of the order of time can start anywhere: it first lets in, without joining, the rows one window back. What
//! is inside then, and the order in every list (latest row first), is what one thread would have arrived at; so the
//! pairs, and where a bound cut them, do not depend on the pieces.

use super::{Params, fraction::Fraction, index::Index, shapes::Shapes};
use crate::Error;
use ostrakon_model::NONE;
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Pieces of a join. Fixed, and not the number of threads, so that whether a result is too large does not hang on it.
const PIECES: usize = 16;
/// Fewest rows of a piece: below that, preparing an index costs more than it saves.
const MIN_PIECE: usize = 1_024;
/// Most pairs of a result: 4 GiB while it is built.
const MAX_PAIRS: usize = 1 << 28;

/// Two shapes, the lower one in the upper half: sorts as (lower, higher).
pub type Pair = u64;

/// The similar pairs, ascending and once each, and the shapes that were bounded, ascending.
pub fn pairs(
    time: &[i64],
    shapes: &Shapes,
    threshold: Fraction,
    params: &Params,
) -> Result<(Vec<Pair>, Vec<u32>), Error> {
    if threshold.is_one() {
        return Ok((Vec::new(), Vec::new())); // Equal sets are one shape.
    }
    let taking_part = shapes.of_row.iter().filter(|shape| **shape != NONE).count();
    pairs_in_pieces_of(taking_part.div_ceil(PIECES).max(MIN_PIECE), time, shapes, threshold, params)
}

/// The same in pieces of `piece` rows, at least one.
pub fn pairs_in_pieces_of(
    piece: usize,
    time: &[i64],
    shapes: &Shapes,
    threshold: Fraction,
    params: &Params,
) -> Result<(Vec<Pair>, Vec<u32>), Error> {
    let of_row = &shapes.of_row;
    let mut order: Vec<u32> = (0..time.len() as u32).filter(|&row| of_row[row as usize] != NONE).collect();
    if !order.is_sorted_by_key(|&row| time[row as usize]) {
        order.par_sort_by_key(|&row| time[row as usize]);
    }
    let held = AtomicUsize::new(0);
    let parts: Vec<Piece> = (0..order.len())
        .into_par_iter()
        .step_by(piece)
        .map(|start| {
            let end = order.len().min(start + piece);
            join_piece(start..end, &order, time, shapes, threshold, params, &held)
        })
        .collect::<Result<_, _>>()?;
    let mut pairs = Vec::with_capacity(parts.iter().map(|part| part.pairs.len()).sum());
    let mut bounded = Vec::new();
    for part in parts {
        pairs.extend_from_slice(&part.pairs);
        bounded.extend_from_slice(&part.bounded);
    }
    pairs.par_sort_unstable();
    pairs.dedup();
    bounded.sort_unstable();
    bounded.dedup();
    Ok((pairs, bounded))
}

#[derive(Default)]
struct Piece {
    pairs: Vec<Pair>,
    /// How many of them were sorted and counted at the last look.
    distinct: usize,
    bounded: Vec<u32>,
}

impl Piece {
    /// Sorts the pairs, drops repeated ones, and counts what came new into `held`, which is over all pieces.
    fn settle(&mut self, held: &AtomicUsize, params: &Params) -> Result<(), Error> {
        self.pairs.sort_unstable();
        self.pairs.dedup();
        let new = self.pairs.len() - self.distinct;
        self.distinct = self.pairs.len();
        if held.fetch_add(new, Ordering::Relaxed) + new > MAX_PAIRS {
            return Err(Error::TooManyPairs {
                limit: MAX_PAIRS,
                threshold: params.threshold,
                window_ms: params.window_ms,
            });
        }
        Ok(())
    }
}

fn join_piece(
    places: std::ops::Range<usize>,
    order: &[u32],
    time: &[i64],
    shapes: &Shapes,
    threshold: Fraction,
    params: &Params,
    held: &AtomicUsize,
) -> Result<Piece, Error> {
    let at = |place: usize| {
        let row = order[place] as usize;
        (shapes.of_row[row], time[row])
    };
    let mut index = Index::new(&shapes.sets, shapes.vocabulary, threshold);
    let mut piece = Piece::default();
    let horizon = at(places.start).1.saturating_sub(params.window_ms);
    let warm_up = order[..places.start].partition_point(|&row| time[row as usize] < horizon);
    let mut oldest = warm_up;
    for place in warm_up..places.end {
        let (shape, now) = at(place);
        while at(oldest).1 < now.saturating_sub(params.window_ms) {
            index.leave(at(oldest).0, oldest as u32);
            oldest += 1;
        }
        if index.holds(shape) {
            index.renew(shape, place as u32, params.max_neighbours.is_some());
            continue;
        }
        if place >= places.start {
            let mut left = params.max_neighbours.unwrap_or(usize::MAX);
            index.probe(shape, place as u32, |other| {
                if left == 0 {
                    piece.bounded.push(shape);
                    return false;
                }
                left -= 1;
                piece.pairs.push(u64::from(shape.min(other)) << 32 | u64::from(shape.max(other)));
                true
            });
            if piece.pairs.len() > 2 * piece.distinct + (1 << 20) {
                piece.settle(held, params)?;
            }
        }
        index.enter(shape, place as u32);
    }
    piece.settle(held, params)?;
    Ok(piece)
}
