//! Strings as dense numbers: an interner for ids, handles, URLs and tags.
//!
//! Useful for columns whose values repeat; not useful for texts (see [`StrColumn`]). Numbers are given in
//! the order of first sight, so they do not depend on the hash function or on its per-process seed, which is
//! random because inputs may be hostile.

use crate::flat::StrColumn;
use foldhash::quality::RandomState;
use hashbrown::HashTable;
use std::hash::BuildHasher;

/// A set of distinct strings, numbered from 0 in order of first sight.
#[derive(Clone, Default)]
pub struct Names {
    strings: StrColumn,
    table: HashTable<Entry>,
    state: RandomState,
}

/// A number with half of its string's hash, so that neither a growing table nor a look-up that misses has to fetch
/// strings from all over memory.
#[derive(Clone, Copy)]
struct Entry {
    hash: u32,
    id: u32,
}

impl Entry {
    /// The hash that the table sees: a function of the kept half alone, with entropy in its upper bits (multiplied
    /// by 2⁶⁴ divided by the golden ratio).
    fn spread(hash: u32) -> u64 {
        u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
    }
}

impl Names {
    /// The number of `name`, which is new if it was not seen before.
    ///
    /// # Panics
    /// After 2³² − 1 distinct strings.
    pub fn intern(&mut self, name: &str) -> u32 {
        let hash = self.hash(name);
        match self.find_hashed(hash, name) {
            Some(id) => id,
            None => self.add(hash, name),
        }
    }

    /// The number of `name`, if it was seen.
    pub fn find(&self, name: &str) -> Option<u32> {
        self.find_hashed(self.hash(name), name)
    }

    fn hash(&self, name: &str) -> u32 {
        self.state.hash_one(name) as u32
    }

    fn find_hashed(&self, hash: u32, name: &str) -> Option<u32> {
        let same = |entry: &Entry| entry.hash == hash && self.strings.get(entry.id as usize) == name;
        self.table.find(Entry::spread(hash), same).map(|entry| entry.id)
    }

    fn add(&mut self, hash: u32, name: &str) -> u32 {
        let id = u32::try_from(self.strings.len())
            .ok()
            .filter(|&id| id != crate::NONE)
            .expect("fewer than 2^32 - 1 names");
        self.strings.push(name);
        self.table.insert_unique(Entry::spread(hash), Entry { hash, id }, |entry| Entry::spread(entry.hash));
        id
    }

    /// The string with this number.
    pub fn get(&self, id: u32) -> &str {
        self.strings.get(id as usize)
    }

    /// How many distinct strings there are.
    pub fn len(&self) -> usize {
        self.strings.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.strings.len() == 0
    }

    /// All strings in order of their numbers.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.strings.len()).map(|i| self.strings.get(i))
    }

    /// The strings renamed one by one, keeping their numbers (pseudonyms). Two names may become equal; their
    /// numbers stay apart.
    #[must_use]
    pub fn renamed(&self, mut rename: impl FnMut(&str) -> String) -> Self {
        let mut out = Self::default();
        for name in self.iter() {
            let new = rename(name);
            out.add(out.hash(&new), &new);
        }
        out
    }

    /// Forgets all strings, keeping the memory.
    pub fn clear(&mut self) {
        self.strings.clear();
        self.table.clear();
    }

    /// Makes room for the strings of so many samples as if none came twice. Room that is not used is never touched and costs
    /// nothing; moving the strings each time that they outgrow their place costs fresh pages. The table grows by itself:
    /// in one that is too large, equal names lie on pages of their own.
    pub(crate) fn reserve_like(&mut self, sample: &Self, times: f64) {
        self.strings.reserve_like(&sample.strings, times);
    }

    /// Numbers of `other`'s strings here, in `other`'s order; strings that are new are added.
    pub fn merge(&mut self, other: &Self) -> Vec<u32> {
        other.iter().map(|name| self.intern(name)).collect()
    }
}

impl std::fmt::Debug for Names {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Names({})", self.len())
    }
}

/// Hashes item ids to 128 bits, to tell repeated ids without keeping a table of strings: with 10⁹ ids the chance
/// of one false repeat is below 10⁻²⁰. Clones agree with each other; two new ones do not.
#[derive(Clone, Default)]
pub struct IdHasher(RandomState, RandomState);

impl IdHasher {
    /// The 128-bit digest of an id.
    pub fn digest(&self, id: &str) -> u128 {
        u128::from(self.0.hash_one(id)) << 64 | u128::from(self.1.hash_one(id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_follow_first_sight_and_merge_keeps_them() {
        let mut a = Names::default();
        assert_eq!(["x", "y", "x", "z"].map(|s| a.intern(s)), [0, 1, 0, 2]);
        let mut b = Names::default();
        b.intern("z");
        b.intern("new");
        assert_eq!(a.merge(&b), [2, 3]);
        assert_eq!(a.iter().collect::<Vec<_>>(), ["x", "y", "z", "new"]);
        assert_eq!(a.find("new"), Some(3));
        assert_eq!(a.find("none"), None);
        let renamed = a.renamed(|s| format!("p-{s}"));
        assert_eq!(renamed.get(1), "p-y");
    }
}
