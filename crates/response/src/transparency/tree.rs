//! The tree: RFC 6962 §2.1.
//!
//! Definition: `MTH({}) = SHA-256()`, `MTH({d}) = SHA-256(0x00 ‖ d)`, and for more than one entry
//! `MTH(D) = SHA-256(0x01 ‖ MTH(D[0..k]) ‖ MTH(D[k..n]))` with k the largest power of two smaller than n. The tests hold the
//! recursion; here each complete subtree is hashed once and kept, so that an append costs one hash on average, and a
//! root or a proof of any earlier size O(log² n).

use super::{Hash, LogError};
use sha2::{Digest, Sha256};

/// Root of an empty tree.
pub fn empty_root() -> Hash {
    Sha256::digest([]).into()
}

/// Hash of an entry.
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

/// Hash of two subtrees.
pub fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// An append-only log: the hashes of its entries and of all complete subtrees.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Log {
    /// `levels[h][i]` is the hash of the complete subtree over entries `i·2^h .. (i+1)·2^h`.
    levels: Vec<Vec<Hash>>,
}

impl Log {
    /// The log of these hashes of entries, in order.
    pub fn of(leaves: impl IntoIterator<Item = Hash>) -> Self {
        let mut log = Self::default();
        for leaf in leaves {
            log.append_hash(leaf);
        }
        log
    }

    /// How many entries it has.
    pub fn size(&self) -> u64 {
        self.levels.first().map_or(0, |leaves| leaves.len() as u64)
    }

    /// Appends an entry; answers its index, counted from 0.
    pub fn append(&mut self, entry: &[u8]) -> u64 {
        self.append_hash(leaf_hash(entry))
    }

    /// Appends an entry by its hash ([`leaf_hash`]).
    pub fn append_hash(&mut self, leaf: Hash) -> u64 {
        let index = self.size();
        let (mut height, mut hash) = (0, leaf);
        loop {
            if self.levels.len() == height {
                self.levels.push(Vec::new());
            }
            let level = &mut self.levels[height];
            level.push(hash);
            if level.len() % 2 == 1 {
                return index;
            }
            hash = node_hash(&level[level.len() - 2], &level[level.len() - 1]);
            height += 1;
        }
    }

    /// Root of the whole log.
    pub fn root(&self) -> Hash {
        self.range(0, self.size()).unwrap_or_else(empty_root)
    }

    /// Root of the log when it had `size` entries.
    ///
    /// # Errors
    /// [`LogError::Beyond`].
    pub fn root_at(&self, size: u64) -> Result<Hash, LogError> {
        self.within(size)?;
        Ok(self.range(0, size).unwrap_or_else(empty_root))
    }

    /// Hash of an entry.
    ///
    /// # Errors
    /// [`LogError::Beyond`].
    pub fn leaf(&self, index: u64) -> Result<Hash, LogError> {
        let found = self.levels.first().and_then(|leaves| leaves.get(usize::try_from(index).ok()?));
        found.copied().ok_or(LogError::Beyond { asked: index, size: self.size() })
    }

    /// Hash of the complete subtree of height `height`, the `index`th of its row.
    pub(super) fn node(&self, height: usize, index: u64) -> Option<Hash> {
        self.levels.get(height)?.get(usize::try_from(index).ok()?).copied()
    }

    pub(super) fn within(&self, size: u64) -> Result<(), LogError> {
        if size <= self.size() { Ok(()) } else { Err(LogError::Beyond { asked: size, size: self.size() }) }
    }

    /// Hash of entries `from..to`, where `from` is a multiple of the largest power of two below `to - from`, as in every
    /// part that RFC 6962 divides a tree into. `None` for an empty range.
    pub(super) fn range(&self, from: u64, to: u64) -> Option<Hash> {
        let count = to.checked_sub(from).filter(|count| *count > 0)?;
        if count.is_power_of_two() {
            return self.node(count.trailing_zeros() as usize, from / count);
        }
        let half = split(count);
        Some(node_hash(&self.range(from, from + half)?, &self.range(from + half, to)?))
    }
}

/// The largest power of two smaller than `count`, which is at least 2.
pub(super) fn split(count: u64) -> u64 {
    1 << (count - 1).ilog2()
}
