//! The list of files that count. Replacing it is the one moment at which an append or an expiry happens.
//!
//! JSON and one file, not a log of changes: it is read by people in trouble, and 10,000 files make 3 MB.

use crate::disk::{Disk, replace};
use crate::error::{Error, Result};
use crate::expire::DeletionReceipt;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::path::Path;

/// A file or stream that posts were read from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Its name as the operator gave it.
    pub name: String,
    /// SHA-256 of its bytes, in hexadecimal; empty where the source was a live stream.
    pub sha256: String,
    /// Its length in bytes, as it lay (compressed or not).
    pub bytes: u64,
}

/// One Parquet file of a data set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartFile {
    /// File name in `posts/`.
    pub name: String,
    /// Posts in it; never 0.
    pub rows: u64,
    /// Length in bytes.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
    /// Earliest creation time of a post in it, ms; none when no post has one.
    pub min_ms: Option<i64>,
    /// Latest creation time, ms.
    pub max_ms: Option<i64>,
    /// Posts in it without a creation time.
    pub undated: u64,
    /// When its posts were taken in, ms.
    pub taken_ms: i64,
}

/// The state of a data set.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    /// Appends and expiries so far: names new files, so that no name is used twice.
    pub version: u64,
    /// In the order in which scans read them.
    pub files: Vec<PartFile>,
    /// All sources, over all appends; a post's `source.file` counts in this list.
    pub sources: Vec<Source>,
    /// Posts created before this have expired and are not taken in again, ms.
    pub expired_before_ms: Option<i64>,
    /// What was deleted, in order.
    pub receipts: Vec<DeletionReceipt>,
}

impl Manifest {
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = std::fs::read(path).map_err(Error::io(path))?;
        serde_json::from_slice(&bytes).map_err(Error::damaged(path))
    }

    pub fn write(&self, disk: &dyn Disk, path: &Path) -> Result<()> {
        let bytes = serde_json::to_vec_pretty(self).map_err(Error::damaged(path))?;
        replace(disk, path, &bytes).map_err(Error::io(path))
    }
}

/// SHA-256 in hexadecimal.
pub(crate) fn sha256(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}
