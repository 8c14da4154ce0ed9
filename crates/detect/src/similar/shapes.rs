//! Texts to shapes: distinct sets of interned tokens, rarest token first.
//!
//! The problem: ten million texts of fifteen tokens must become integers without a table per text and without the
//! result hanging on threads. The choice: rows go through in waves of blocks. Within a wave, threads tokenise blocks
//! and look tokens up in the vocabulary of the waves before; what is new gets a provisional number in its block.
//! Then the blocks are merged in order, so that numbers follow first sight. Hashes only find: tokens are equal when
//! their strings are, sets when their numbers are.
//!
//! Rejected: a shared concurrent vocabulary (numbers would follow the race); a vocabulary a thread merged at the end
//! (every thread would hold all frequent tokens and every set would be renumbered once more).

use super::{Params, Unit};
use crate::{Error, normalise::is_peer_space};
use foldhash::quality::RandomState;
use hashbrown::HashTable;
use ostrakon_model::{NONE, Names, columns::NO_TIME};
use rayon::prelude::*;
use std::hash::BuildHasher;

/// Rows of a block: enough to pay for handing it to a thread.
const BLOCK: usize = 2_048;
/// Rows of a wave: what is held twice while it is merged.
const WAVE: usize = 128 * BLOCK;
/// Marks a number as the block's own.
const PROVISIONAL: u32 = 1 << 31;

/// The shapes of a join.
pub struct Shapes {
    /// Shape of each row, or [`NONE`].
    pub of_row: Vec<u32>,
    /// Token set of each shape.
    pub sets: Sets,
    /// Number of distinct tokens.
    pub vocabulary: usize,
}

/// Sets of numbers in one allocation, each ascending.
#[derive(Default)]
pub struct Sets {
    tokens: Vec<u32>,
    ends: Vec<u64>,
}

impl Sets {
    /// The set with number `i`.
    pub fn get(&self, i: u32) -> &[u32] {
        let i = i as usize;
        let start = if i == 0 { 0 } else { self.ends[i - 1] as usize };
        &self.tokens[start..self.ends[i] as usize]
    }

    /// How many sets there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    fn push(&mut self, set: &[u32]) {
        self.tokens.extend_from_slice(set);
        self.ends.push(self.tokens.len() as u64);
    }
}

/// One block of rows while its wave is read.
#[derive(Default)]
struct Block {
    tokens: Vec<u32>,
    /// Per row how many tokens it has and, once they are a set, its hash; `None`: takes no part.
    rows: Vec<Option<(usize, u64)>>,
    fresh: Names,
}

/// Reads all rows.
pub fn read(
    time: &[i64],
    text: impl Fn(usize, &mut String) -> bool + Sync,
    params: &Params,
) -> Result<Shapes, Error> {
    let mut vocabulary = Names::default();
    let mut of_row = Vec::with_capacity(time.len());
    let mut sets = Sets::default();
    let state = RandomState::default();
    let mut known: HashTable<u32> = HashTable::new();
    for wave in (0..time.len()).step_by(WAVE) {
        let end = time.len().min(wave + WAVE);
        let mut blocks: Vec<Block> = (wave..end)
            .into_par_iter()
            .step_by(BLOCK)
            .map(|start| {
                let rows = start..end.min(start + BLOCK);
                read_block(rows, time, &text, &vocabulary, params.unit)
            })
            .collect();
        let numbers: Vec<Vec<u32>> = blocks.iter().map(|block| vocabulary.merge(&block.fresh)).collect();
        if vocabulary.len() >= PROVISIONAL as usize {
            return Err(Error::TooManyTokens { rows: end });
        }
        blocks.par_iter_mut().zip(&numbers).for_each(|(block, numbers)| to_sets(block, numbers, &state));
        for block in &blocks {
            let mut start = 0;
            for row in &block.rows {
                let Some((len, hash)) = *row else {
                    of_row.push(NONE);
                    continue;
                };
                let set = &block.tokens[start..start + len];
                start += len;
                if set.is_empty() && !params.empty_texts_match {
                    of_row.push(NONE);
                    continue;
                }
                let shape = known.find(hash, |&shape| sets.get(shape) == set).copied();
                of_row.push(shape.unwrap_or_else(|| {
                    let shape = sets.len() as u32;
                    sets.push(set);
                    known.insert_unique(hash, shape, |&shape| state.hash_one(sets.get(shape)));
                    shape
                }));
            }
        }
    }
    drop(known);
    let vocabulary = vocabulary.len();
    order_by_rarity(&mut sets, vocabulary);
    Ok(Shapes { of_row, sets, vocabulary })
}

fn read_block(
    rows: std::ops::Range<usize>,
    time: &[i64],
    text: &(impl Fn(usize, &mut String) -> bool + Sync),
    vocabulary: &Names,
    unit: Unit,
) -> Block {
    let mut block = Block::default();
    let mut buffer = String::new();
    for row in rows {
        buffer.clear();
        if time[row] == NO_TIME || !text(row, &mut buffer) {
            block.rows.push(None);
            continue;
        }
        let start = block.tokens.len();
        each_token(&buffer, unit, |token| {
            let number = vocabulary.find(token);
            block.tokens.push(number.unwrap_or_else(|| PROVISIONAL | block.fresh.intern(token)));
        });
        block.rows.push(Some((block.tokens.len() - start, 0)));
    }
    block
}

/// Calls `each` with the tokens of `text`, repeated ones repeated.
pub fn each_token(text: &str, unit: Unit, mut each: impl FnMut(&str)) {
    match unit {
        Unit::Tokens => text.split(is_peer_space).filter(|token| !token.is_empty()).for_each(each),
        Unit::CharNgrams(n) => {
            let starts = text.char_indices().map(|(at, _)| at);
            let mut ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
            let Some(first) = ends.nth(n.saturating_sub(1)) else {
                if !text.is_empty() {
                    each(text);
                }
                return;
            };
            for (start, end) in starts.zip(std::iter::once(first).chain(ends)) {
                each(&text[start..end]);
            }
        }
    }
}

/// Final numbers for provisional ones; each row's tokens ascending, once each, hashed.
fn to_sets(block: &mut Block, numbers: &[u32], state: &RandomState) {
    let Block { tokens, rows, .. } = block;
    let (mut from, mut to) = (0, 0);
    for row in rows.iter_mut().flatten() {
        let all = &mut tokens[from..from + row.0];
        for token in all.iter_mut().filter(|token| **token & PROVISIONAL != 0) {
            *token = numbers[(*token & !PROVISIONAL) as usize];
        }
        all.sort_unstable();
        let start = to;
        for read in from..from + row.0 {
            if to == start || tokens[to - 1] != tokens[read] {
                tokens[to] = tokens[read];
                to += 1;
            }
        }
        from += row.0;
        *row = (to - start, state.hash_one(&tokens[start..to]));
    }
    tokens.truncate(to);
}

/// Renumbers tokens from the one in fewest shapes to the one in most (ties: first seen first) and sorts every set, so
/// that the first tokens of a set are those that tell most.
fn order_by_rarity(sets: &mut Sets, vocabulary: usize) {
    let mut frequency = vec![0u32; vocabulary];
    sets.tokens.iter().for_each(|&token| frequency[token as usize] += 1);
    let mut order: Vec<u32> = (0..vocabulary as u32).collect();
    order.par_sort_unstable_by_key(|&token| (frequency[token as usize], token));
    let mut rank = frequency;
    for (place, &token) in order.iter().enumerate() {
        rank[token as usize] = place as u32;
    }
    let Sets { tokens, ends } = sets;
    let mut rest: &mut [u32] = tokens;
    let mut pieces = Vec::new();
    let mut done = 0;
    for ends in ends.chunks(1 << 14) {
        let (piece, after) = rest.split_at_mut((ends[ends.len() - 1] - done) as usize);
        pieces.push((done, ends, piece));
        done = ends[ends.len() - 1];
        rest = after;
    }
    pieces.into_par_iter().for_each(|(base, ends, piece)| {
        for token in piece.iter_mut() {
            *token = rank[*token as usize];
        }
        let mut start = 0;
        for end in ends {
            let end = (end - base) as usize;
            piece[start..end].sort_unstable();
            start = end;
        }
    });
}
