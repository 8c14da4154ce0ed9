//! Tokens as dense numbers, tuned for looking up hundreds of millions of them.
//!
//! The problem: most of a join's time goes into comparing tokens with strings somewhere else in memory. The choice: a
//! token of up to 15 bytes, which most are, *is* an integer, and so equal to another or not without a string; longer ones
//! keep their string. The integers stand in order of first sight, so that frequent tokens share cache lines. Rejected:
//! integers inside the hash table (it scatters the frequent ones: slower than strings); trusting 64-bit hashes, under which two
//! different tokens could be one and no test would show it.

use foldhash::fast::RandomState;
use hashbrown::HashTable;
use ostrakon_model::StrColumn;
use std::hash::BuildHasher;

/// Up to 15 bytes of a token with their number in the top byte; or [`LONG`] there, a place in `strings` below it.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Packed {
    low: u64,
    high: u64,
}

/// Top byte of a token that is too long to be an integer; `low` is its hash.
const LONG: u64 = 0xff << 56;

/// A set of distinct tokens, numbered from 0 in order of first sight.
#[derive(Default)]
pub struct Vocabulary {
    table: HashTable<u32>,
    packed: Vec<Packed>,
    strings: StrColumn,
    state: RandomState,
}

impl Vocabulary {
    /// How many tokens there are.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// The number of `token`, if it was seen.
    pub fn find(&self, token: &str) -> Option<u32> {
        if let Some(packed) = pack(token) {
            let same = |&number: &u32| self.packed[number as usize] == packed;
            return self.table.find(hash(&self.state, packed), same).copied();
        }
        let hash = self.state.hash_one(token);
        let same = |&number: &u32| {
            let Packed { low, high } = self.packed[number as usize];
            low == hash && high >= LONG && self.strings.get((high & !LONG) as usize) == token
        };
        self.table.find(hash, same).copied()
    }

    /// The number of `token`, and whether it is new.
    pub fn intern(&mut self, token: &str) -> (u32, bool) {
        if let Some(number) = self.find(token) {
            return (number, false);
        }
        let number = self.packed.len() as u32;
        self.packed.push(pack(token).unwrap_or_else(|| {
            self.strings.push(token);
            Packed { low: self.state.hash_one(token), high: LONG | (self.strings.len() - 1) as u64 }
        }));
        let of = |number: u32| hash(&self.state, self.packed[number as usize]);
        self.table.insert_unique(of(number), number, |&number| of(number));
        (number, true)
    }
}

fn hash(state: &RandomState, Packed { low, high }: Packed) -> u64 {
    if high >= LONG { low } else { state.hash_one(u128::from(high) << 64 | u128::from(low)) }
}

/// The token as an integer if it has at most 15 bytes; the length keeps apart what differs by zero bytes only.
fn pack(token: &str) -> Option<Packed> {
    let bytes = token.as_bytes();
    let len = bytes.len();
    if len > 15 {
        return None;
    }
    let (low, high) = if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // Two overlapping reads of eight bytes; what the second repeats is shifted out.
        let high = u64::from_le_bytes(*last).checked_shr(8 * (16 - len) as u32).unwrap_or(0);
        (u64::from_le_bytes(*first), high)
    } else {
        (bytes.iter().rev().fold(0, |low, &byte| low << 8 | u64::from(byte)), 0)
    };
    Some(Packed { low, high: high | (len as u64) << 56 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Short and long tokens, zero bytes among them, get the numbers that a plain list gives.
        #[test]
        fn numbers_follow_first_sight(tokens in prop::collection::vec("[a\\x00é]{0,9}|[ab]{14,17}", 0..60)) {
            let mut vocabulary = Vocabulary::default();
            let mut seen: Vec<&String> = Vec::new();
            for token in &tokens {
                let known = seen.iter().position(|other| *other == token);
                prop_assert_eq!(vocabulary.find(token), known.map(|number| number as u32));
                let number = known.unwrap_or(seen.len()) as u32;
                prop_assert_eq!(vocabulary.intern(token), (number, known.is_none()));
                if known.is_none() {
                    seen.push(token);
                }
            }
            prop_assert_eq!(vocabulary.len(), seen.len());
        }
    }
}
