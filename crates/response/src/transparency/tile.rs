//! Tiles: the log as files that never change, after C2SP `tlog-tiles` <https://c2sp.org/tlog-tiles>.
//!
//! A tile of level L holds up to 256 hashes of the row of height 8·L, at `tile/L/N`; one that is not full yet is
//! `tile/L/N.p/W`, with its width W. N is written in groups of three digits, all but the last with an `x`:
//! 1234067 is `x001/x234/067`. Entries lie in bundles of 256, `tile/entries/N`, each entry after its length (two bytes,
//! big-endian).

use super::{Hash, Log, LogError};
use std::fmt::Write;

/// Hashes in a full tile, and entries in a full bundle.
pub const ENTRIES_IN_A_TILE: u64 = 256;

/// A tile of hashes, or the place of a bundle of entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// Level: 0 for the hashes of entries; `None` for the entries themselves.
    pub level: Option<u8>,
    /// Which of its level, counted from 0.
    pub index: u64,
    /// How many it holds, 1 to 256.
    pub width: u16,
}

impl Tile {
    /// Its address below that of the log.
    pub fn path(&self) -> String {
        let mut path = String::from("tile/");
        match self.level {
            Some(level) => drop(write!(path, "{level}/")),
            None => path.push_str("entries/"),
        }
        let mut groups = vec![self.index % 1_000];
        let mut rest = self.index / 1_000;
        while rest > 0 {
            groups.push(rest % 1_000);
            rest /= 1_000;
        }
        for (n, group) in groups.iter().enumerate().rev() {
            let _ = if n == 0 { write!(path, "{group:03}") } else { write!(path, "x{group:03}/") };
        }
        if u64::from(self.width) < ENTRIES_IN_A_TILE {
            let _ = write!(path, ".p/{}", self.width);
        }
        path
    }

    /// Entries of the log that a bundle holds, or hashes of its row that a tile holds: from, and until before.
    pub fn range(&self) -> (u64, u64) {
        let from = self.index.saturating_mul(ENTRIES_IN_A_TILE);
        (from, from.saturating_add(u64::from(self.width)))
    }
}

/// All tiles and bundles of a log of a size, lowest level first.
pub fn tiles(size: u64) -> Vec<Tile> {
    let row = |level: Option<u8>, count: u64, all: &mut Vec<Tile>| {
        let full = count / ENTRIES_IN_A_TILE;
        all.extend((0..full).map(|index| Tile { level, index, width: 256 }));
        if !count.is_multiple_of(ENTRIES_IN_A_TILE) {
            all.push(Tile { level, index: full, width: (count % ENTRIES_IN_A_TILE) as u16 });
        }
    };
    let mut all = Vec::new();
    row(None, size, &mut all);
    let (mut level, mut count) = (0u8, size);
    while count > 0 {
        row(Some(level), count, &mut all);
        (level, count) = (level + 1, count / ENTRIES_IN_A_TILE);
    }
    all
}

impl Log {
    /// The bytes of a tile of hashes.
    ///
    /// # Errors
    /// [`LogError::Beyond`] for a tile that the log does not fill, or for a bundle, whose entries the log does not hold.
    pub fn tile(&self, tile: &Tile) -> Result<Vec<u8>, LogError> {
        let (from, to) = tile.range();
        let beyond = || LogError::Beyond { asked: to, size: self.size() };
        let height = usize::from(tile.level.ok_or_else(beyond)?) * 8;
        if to - from != u64::from(tile.width) {
            return Err(beyond());
        }
        let hashes: Option<Vec<Hash>> = (from..to).map(|index| self.node(height, index)).collect();
        Ok(hashes.ok_or_else(beyond)?.concat())
    }
}

/// The bytes of a bundle of entries.
///
/// # Errors
/// [`LogError::Entry`] for an entry that is too long.
pub fn bundle<'a>(entries: impl IntoIterator<Item = &'a [u8]>) -> Result<Vec<u8>, LogError> {
    let mut bytes = Vec::new();
    for entry in entries {
        let length = u16::try_from(entry.len()).map_err(|_| LogError::Entry(entry.len()))?;
        bytes.extend(length.to_be_bytes());
        bytes.extend(entry);
    }
    Ok(bytes)
}
