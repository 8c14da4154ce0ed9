//! Proofs: that an entry is in a log of a size, and that a log of one size is the beginning of a larger one.
//!
//! Made as RFC 6962 §2.1.1 and §2.1.2 define them; verified by the algorithms of RFC 9162 §2.1.3.2 and §2.1.4.2, which need
//! nothing of the log.

use super::tree::split;
use super::{Hash, Log, LogError, node_hash};

impl Log {
    /// The proof that entry `index` is in the log of `size` entries: sibling hashes, from the leaf up.
    ///
    /// # Errors
    /// [`LogError::Beyond`].
    pub fn inclusion(&self, index: u64, size: u64) -> Result<Vec<Hash>, LogError> {
        self.within(size)?;
        if index >= size {
            return Err(LogError::Beyond { asked: index, size });
        }
        let mut path = Vec::new();
        let (mut from, mut to) = (0, size);
        while to - from > 1 {
            let middle = from + split(to - from);
            if index < middle {
                path.extend(self.range(middle, to));
                to = middle;
            } else {
                path.extend(self.range(from, middle));
                from = middle;
            }
        }
        path.reverse();
        Ok(path)
    }

    /// The proof that the log of `old` entries is the beginning of that of `new`. Empty for equal sizes and for an empty
    /// old log.
    ///
    /// # Errors
    /// [`LogError::Beyond`].
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<Hash>, LogError> {
        self.within(new)?;
        if old > new {
            return Err(LogError::Beyond { asked: old, size: new });
        }
        let mut path = Vec::new();
        if old == 0 || old == new {
            return Ok(path);
        }
        // Down the way on which the end of the old log lies; whether what is left is a whole old subtree decides if its
        // hash is known to who verifies.
        let (mut from, mut to, mut whole) = (0, new, true);
        while old != to {
            let middle = from + split(to - from);
            if old <= middle {
                path.extend(self.range(middle, to));
                to = middle;
            } else {
                path.extend(self.range(from, middle));
                (from, whole) = (middle, false);
            }
        }
        if !whole {
            path.extend(self.range(from, to));
        }
        path.reverse();
        Ok(path)
    }
}

/// Checks that an entry is in the log of `size` entries with this root.
///
/// # Errors
/// [`LogError`].
pub fn verify_inclusion(
    leaf: &Hash,
    index: u64,
    size: u64,
    proof: &[Hash],
    root: &Hash,
) -> Result<(), LogError> {
    if index >= size {
        return Err(LogError::Beyond { asked: index, size });
    }
    let length = || LogError::Length { found: proof.len() };
    let (mut node, mut last, mut hash) = (index, size - 1, *leaf);
    for sibling in proof {
        if last == 0 {
            return Err(length());
        }
        if node % 2 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            // Rows in which the node is the last and has no sibling are passed over.
            while node % 2 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last != 0 {
        return Err(length());
    }
    if hash == *root { Ok(()) } else { Err(LogError::Mismatch) }
}

/// Checks that the log of `new` entries with the root `new_root` begins with that of `old` entries and `old_root`.
///
/// # Errors
/// [`LogError`].
pub fn verify_consistency(
    old: u64,
    new: u64,
    proof: &[Hash],
    old_root: &Hash,
    new_root: &Hash,
) -> Result<(), LogError> {
    if old > new {
        return Err(LogError::Beyond { asked: old, size: new });
    }
    let length = || LogError::Length { found: proof.len() };
    if old == 0 || old == new {
        if !proof.is_empty() {
            return Err(length());
        }
        let same = if old == 0 { *old_root == super::empty_root() } else { old_root == new_root };
        return if same { Ok(()) } else { Err(LogError::Mismatch) };
    }
    // A complete old tree is a node of the new one, and its hash is the old root itself.
    let mut hashes = old.is_power_of_two().then_some(old_root).into_iter().chain(proof);
    let (mut node, mut last) = (old - 1, new - 1);
    while node % 2 == 1 {
        (node, last) = (node >> 1, last >> 1);
    }
    let first = hashes.next().ok_or_else(length)?;
    let (mut old_hash, mut new_hash) = (*first, *first);
    for sibling in hashes {
        if last == 0 {
            return Err(length());
        }
        if node % 2 == 1 || node == last {
            old_hash = node_hash(sibling, &old_hash);
            new_hash = node_hash(sibling, &new_hash);
            while node % 2 == 0 && node != 0 {
                (node, last) = (node >> 1, last >> 1);
            }
        } else {
            new_hash = node_hash(&new_hash, sibling);
        }
        (node, last) = (node >> 1, last >> 1);
    }
    if last != 0 {
        return Err(length());
    }
    if old_hash == *old_root && new_hash == *new_root { Ok(()) } else { Err(LogError::Mismatch) }
}
