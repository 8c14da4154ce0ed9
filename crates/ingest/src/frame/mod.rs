//! Containers: where one record ends and the next begins.
//!
//! The problem: files larger than memory, read by several threads, with the same result on any number of them.
//! The choice: one thread cuts the stream into blocks of whole records ([`carve`]); any thread may then split its
//! block ([`table`], `lines`, …) without knowing what came before. The two sides share one set of rules
//! ([`quote`]), and a property test holds that the size of the blocks changes nothing.
//! Rejected: guessing record boundaries in the middle of a file. A text that contains line breaks and quotes, which
//! strangers can write, would decide what is a row.

pub mod carve;
pub mod dialect;
pub mod elements;
pub mod parquet;
pub mod quote;
mod scan;
pub mod table;

/// What the cutting side needs to know of a container.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A record a line (NDJSON, tables without quotes).
    Lines,
    /// A table whose quoted fields may hold line breaks.
    Quoted {
        /// Byte between fields.
        delimiter: u8,
        /// Byte that takes a quote its meaning, beside a second quote; none in most tables.
        escape: Option<u8>,
    },
    /// Elements of a JSON array.
    Elements,
}

/// A run of whole records.
#[derive(Debug, Default)]
pub struct Block {
    /// Buffer; only the first `len` bytes are the block's.
    pub bytes: Vec<u8>,
    /// Bytes of the block.
    pub len: usize,
    /// Offset of the first byte in the decompressed stream.
    pub offset: u64,
    /// Physical line of the first byte, from 1.
    pub line: u64,
    /// Ends of the array's elements in the block; empty for other containers.
    pub ends: Vec<u32>,
    /// Records before this block that were too long to be held.
    pub too_long: Vec<TooLong>,
}

impl Block {
    /// The block's bytes.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }
}

/// A record above the size limit, skipped without being held.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooLong {
    /// Physical line of its first byte, from 1.
    pub line: u64,
    /// Its size in bytes.
    pub bytes: u64,
}
