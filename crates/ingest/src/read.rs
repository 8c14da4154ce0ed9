//! Reading: inputs to posts, and how.
//!
//! Three ways to receive the same posts: all of them as columns ([`read`], [`read_columns`]), one by one
//! ([`read_posts`]), or in batches that the mapping threads fill ([`crate::read_batches`]), which the other two stand on.
//! None of them depends on the number of threads or on the size of blocks.

use crate::{
    error::IngestError,
    pipeline::read_batches,
    reject::{Reject, RejectSink},
    source::is_stdin,
};
use ostrakon_model::{Columns, Fields, Post};
use serde::Serialize;
use std::{collections::BTreeMap, path::PathBuf};

/// How to read.
#[derive(Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own that a caller sets by name")]
pub struct ReadOptions {
    /// Name of the preset; recognised from the content if `None`.
    pub format: Option<String>,
    /// Columns that the caller names: (column of the file, canonical field).
    pub map: Vec<(String, String)>,
    /// What to read of each post; the rest costs nothing.
    pub fields: Fields,
    /// Keep links as they are instead of canonical.
    pub raw_urls: bool,
    /// Take "RT @…" for a repost where no id says so.
    pub reposts_by_text: bool,
    /// Take small numbers, zero and those below it for times in seconds, as peers do; else `0` is no time.
    pub relative_times: bool,
    /// Threads that map; 0: one a core.
    pub threads: usize,
    /// Bytes a record may have; longer ones are rejected without being held.
    pub max_record: usize,
    /// Bytes that one JSON document may have, which must be held as a whole.
    pub max_document: u64,
    /// How many times its size a compressed input may grow, beyond the first 256 MiB.
    pub max_expansion: u32,
    /// Bytes that a block aims at; no result depends on it.
    pub block: usize,
    /// Take the SHA-256 of each input.
    pub digest: bool,
    /// Leave posts out that share nothing, for who only looks at what is shared: those without a reference, link, tag,
    /// mention, text or medium among `fields`. They count as posts all the same, so that repeats of them are told.
    pub shares_only: bool,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: None,
            map: Vec::new(),
            fields: Fields::ALL,
            raw_urls: false,
            reposts_by_text: false,
            relative_times: false,
            threads: 0,
            max_record: 16 << 20,
            max_document: 2 << 30,
            max_expansion: 512,
            block: 512 << 10,
            digest: true,
            shares_only: false,
        }
    }
}

/// Is told how far reading came. Called from a thread of the reader, once a block.
pub trait Progress: Sync {
    /// `done` of `total` bytes of all inputs, as they are on disk; `total` is unknown where a pipe is among them.
    fn bytes(&self, done: u64, total: Option<u64>);

    /// So many more posts were taken and rows rejected. Called from the caller's thread, once a block.
    fn rows(&self, _posts: u64, _rejected: u64) {}

    /// Whether to go on: asked by the thread that reads, once a block. It may wait here for as long as it likes; `false`
    /// ends reading with [`IngestError::Stopped`].
    fn go_on(&self) -> bool {
        true
    }
}

/// Progress that nobody looks at.
impl Progress for () {
    fn bytes(&self, _: u64, _: Option<u64>) {}
}

/// What was read of one input. `rows = posts + rejected + duplicates + not_posts`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct InputSummary {
    /// The input, as the caller named it.
    pub path: PathBuf,
    /// SHA-256 of the file as it is on disk, in hexadecimal digits; empty where it was not asked for.
    pub sha256: String,
    /// Bytes on disk.
    pub bytes: u64,
    /// `csv`, `tsv`, `ndjson`, `json` or `parquet`.
    pub format: String,
    /// `plain`, `gzip` or `zstd`.
    pub compression: String,
    /// Name of the preset; `None` where there was no record to tell by.
    pub preset: Option<String>,
    /// Records.
    pub rows: u64,
    /// Posts taken.
    pub posts: u64,
    /// Records that could not be taken; each is in the list of rejects.
    pub rejected: u64,
    /// Posts left out because their id (with its platform) was seen before, in this or an earlier input.
    pub duplicates: u64,
    /// Records that are well-formed and no posts, by name.
    pub not_posts: BTreeMap<String, u64>,
}

/// Everything that was read.
#[derive(Debug, Default)]
pub struct Reading {
    /// The posts.
    pub columns: Columns,
    /// The rows that could not be taken, in the order of the input.
    pub rejects: Vec<Reject>,
    /// One summary an input.
    pub inputs: Vec<InputSummary>,
}

/// Reads all posts of all inputs (`-`: standard input) into columns.
///
/// # Errors
/// [`IngestError`] if an input is not what it claims to be; nothing is returned then.
pub fn read(
    inputs: &[PathBuf],
    options: &ReadOptions,
    progress: &dyn Progress,
) -> Result<Reading, IngestError> {
    let mut rejects = Vec::new();
    let (columns, inputs) = read_columns(inputs, options, progress, &mut rejects)?;
    Ok(Reading { columns, rejects, inputs })
}

/// As [`read`], but rejected rows go to `rejects` as they come instead of being held.
///
/// # Errors
/// As [`read`], and `Rejects`.
pub fn read_columns(
    inputs: &[PathBuf],
    options: &ReadOptions,
    progress: &dyn Progress,
    rejects: &mut dyn RejectSink,
) -> Result<(Columns, Vec<InputSummary>), IngestError> {
    let mut columns = Columns::default();
    let summaries = read_batches(inputs, options, progress, rejects, &mut |block: &mut Columns| {
        if columns.is_empty() {
            let bytes = total_bytes(inputs).unwrap_or(0).min(options.block as u64);
            let rows = expected_posts(inputs, block.len(), bytes);
            // A little more: a column that has to grow at the end is held twice while it moves.
            columns.reserve_like(block, rows + rows / 16);
        }
        columns.append(block);
        Ok(())
    })?;
    columns.withdraw();
    columns.duplicates = summaries.iter().map(|summary| summary.duplicates).sum();
    Ok((columns, summaries))
}

/// Guesses how many posts all inputs have when there are `posts` in `bytes`; 0 where nothing can be told. A bound
/// on the guess keeps a misleading first block from asking for more memory than the input could need.
pub(crate) fn expected_posts(inputs: &[PathBuf], posts: usize, bytes: u64) -> usize {
    const SMALLEST_ROW: u64 = 100;
    match total_bytes(inputs) {
        Some(total) if bytes > 0 => {
            let guess = u128::from(total) * posts as u128 / u128::from(bytes);
            guess.min(u128::from(total / SMALLEST_ROW)).min(1 << 26) as usize
        }
        _ => 0,
    }
}

/// What a receiver of batches or posts may fail with.
pub type Received = Result<(), Box<dyn std::error::Error + Send + Sync>>;

/// Hands every post of all inputs to `receive`, in the order of the input.
///
/// Posts reach the receiver before the end of the input is known to be whole: on an error the caller must undo what
/// it did with them.
///
/// # Errors
/// As [`read_columns`], and `Receiver`.
pub fn read_posts(
    inputs: &[PathBuf],
    options: &ReadOptions,
    progress: &dyn Progress,
    rejects: &mut dyn RejectSink,
    receive: &mut dyn FnMut(&Post<'_>) -> Received,
) -> Result<Vec<InputSummary>, IngestError> {
    read_batches(inputs, options, progress, rejects, &mut |posts: &mut Vec<Post<'static>>| {
        posts.iter().try_for_each(&mut *receive)
    })
}

/// Bytes of all inputs on disk, if they are all files.
pub(crate) fn total_bytes(inputs: &[PathBuf]) -> Option<u64> {
    let size = |path: &PathBuf| {
        let meta = std::fs::metadata(path).ok().filter(|meta| !is_stdin(path) && meta.is_file())?;
        Some(meta.len())
    };
    inputs.iter().map(size).sum()
}
