//! Inputs to posts, on all cores, with a result that does not depend on their number.
//!
//! The problem: ten million rows in seconds and in bounded memory, in the order of the input, each id once. The
//! choice: one thread cuts blocks, some map them, the caller's thread takes the results in order and drops repeated
//! ids. Blocks are a fixed set of buffers that go round, which bounds memory and saves the system from handing out
//! fresh pages. A block with repeated ids, which is rare, is mapped a second time without them; so a batch never has
//! to forget a post, and names are numbered as if the repeats had never been there.
//! Rejected: a shared concurrent set of ids (the first of two equal ids would depend on timing).

use crate::{
    error::IngestError,
    open::{Input, Load, Opened},
    reject::{Reject, RejectSink},
    source::is_stdin,
    work::{self, Batch, Yield},
};
use ostrakon_model::{Columns, Fields, IdHasher, Post, columns::SeenIds};
use serde::Serialize;
use std::{
    collections::{BTreeMap, HashMap},
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    },
    thread,
};

/// How to read.
#[derive(Clone, Debug)]
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
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: None,
            map: Vec::new(),
            fields: Fields::ALL,
            raw_urls: false,
            reposts_by_text: false,
            threads: 0,
            max_record: 16 << 20,
            max_document: 2 << 30,
            max_expansion: 512,
            block: 2 << 20,
        }
    }
}

/// Is told how far reading came. Called from a thread of the reader, once a block.
pub trait Progress: Sync {
    /// `done` of `total` bytes of all inputs, as they are on disk; `total` is unknown where a pipe is among them.
    fn bytes(&self, done: u64, total: Option<u64>);
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
    /// SHA-256 of the file as it is on disk, in hexadecimal digits.
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
    let summaries = read_batches(inputs, options, progress, rejects, &mut |block: Columns| {
        if columns.is_empty() {
            columns = block;
        } else {
            columns.append(&block);
        }
        Ok(())
    })?;
    columns.duplicates = summaries.iter().map(|summary| summary.duplicates).sum();
    Ok((columns, summaries))
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
    read_batches(inputs, options, progress, rejects, &mut |posts: Vec<Post<'static>>| {
        posts.iter().try_for_each(&mut *receive)
    })
}

/// As [`read_posts`], but posts are collected into batches by the threads that map them, and whole batches are
/// received. Where the batches begin and end means nothing.
///
/// # Errors
/// As [`read_posts`].
pub fn read_batches<B: Batch>(
    inputs: &[PathBuf],
    options: &ReadOptions,
    progress: &dyn Progress,
    rejects: &mut dyn RejectSink,
    receive: &mut dyn FnMut(B) -> Received,
) -> Result<Vec<InputSummary>, IngestError> {
    let threads = match options.threads {
        0 => thread::available_parallelism().map_or(1, usize::from),
        n => n,
    };
    let mut seen = SeenIds::default();
    let hasher = seen.hasher();
    thread::scope(|scope| {
        // All buffers there are: who wants to read ahead must wait for one to come back.
        let buffers = 2 * threads + 2;
        let (give_back, take_buffer) = sync_channel(buffers);
        for _ in 0..buffers {
            let _ = give_back.send(Vec::new());
        }
        let (to_workers, work) = sync_channel(buffers);
        let (to_caller, results) = channel();
        let work = Arc::new(Mutex::new(work));
        let cutter = scope.spawn(move || cut(inputs, options, progress, &take_buffer, &to_workers));
        for _ in 0..threads {
            let (work, to_caller, hasher) = (Arc::clone(&work), to_caller.clone(), hasher.clone());
            scope.spawn(move || map_all(&work, &to_caller, &hasher));
        }
        drop((to_caller, work));
        let mut caller =
            Caller { counts: vec![InputSummary::default(); inputs.len()], seen: &mut seen, rejects, receive };
        let taken = caller.take_all(&results, &give_back, &hasher);
        let mut summaries = std::mem::take(&mut caller.counts);
        // Ends the threads if the caller gave up.
        drop((results, give_back));
        let cut = cutter.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        taken?;
        match cut {
            Err((file, error)) => Err(error.after(summaries[file].rows)),
            Ok(heads) => {
                for (summary, head) in summaries.iter_mut().zip(heads) {
                    *summary = InputSummary {
                        rows: summary.rows,
                        posts: summary.posts,
                        rejected: summary.rejected,
                        duplicates: summary.duplicates,
                        not_posts: std::mem::take(&mut summary.not_posts),
                        ..head
                    };
                }
                Ok(summaries)
            }
        }
    })
}

struct Piece {
    number: u64,
    input: Arc<Input>,
    load: Load,
}

struct Done<B> {
    piece: Piece,
    out: Yield<B>,
}

/// Opens the inputs one after the other and cuts them into pieces. An error comes with the number of its input.
fn cut(
    inputs: &[PathBuf],
    options: &ReadOptions,
    progress: &dyn Progress,
    buffers: &Receiver<Vec<u8>>,
    workers: &SyncSender<Piece>,
) -> Result<Vec<InputSummary>, (usize, IngestError)> {
    let total = total_bytes(inputs);
    let (mut done, mut number, mut heads) = (0, 0, Vec::with_capacity(inputs.len()));
    // A buffer that the end of an input left unused.
    let mut spare = None;
    for (file, path) in inputs.iter().enumerate() {
        let mut opened = Opened::new(file as u32, path, options).map_err(|error| (file, error))?;
        loop {
            // Closed channels mean that the caller gave up and says why.
            let Some(mut buffer) = spare.take().or_else(|| buffers.recv().ok()) else { return Ok(heads) };
            let load = opened.next(&mut buffer).map_err(|error| (file, error))?;
            progress.bytes(done + opened.bytes_read(), total);
            let Some(load) = load else {
                spare = Some(buffer);
                break;
            };
            let piece = Piece { number, input: Arc::clone(&opened.input), load };
            if workers.send(piece).is_err() {
                return Ok(heads);
            }
            number += 1;
        }
        let digested = opened.digested();
        done += digested.bytes;
        heads.push(InputSummary {
            path: path.clone(),
            sha256: hex(&digested.sha256),
            bytes: digested.bytes,
            format: opened.input.layout.name().to_owned(),
            compression: opened.codec().name().to_owned(),
            preset: opened.input.preset.map(|preset| preset.name().to_owned()),
            ..InputSummary::default()
        });
    }
    Ok(heads)
}

fn total_bytes(inputs: &[PathBuf]) -> Option<u64> {
    let size = |path: &PathBuf| {
        let meta = std::fs::metadata(path).ok().filter(|meta| !is_stdin(path) && meta.is_file())?;
        Some(meta.len())
    };
    inputs.iter().map(size).sum()
}

fn hex(digest: &[u8; 32]) -> String {
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn map_all<B: Batch>(work: &Mutex<Receiver<Piece>>, results: &Sender<Done<B>>, hasher: &IdHasher) {
    loop {
        let piece = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(piece) = piece else { return };
        let out = work::map(&piece.input, &piece.load, hasher, None);
        if results.send(Done { piece, out }).is_err() {
            return;
        }
    }
}

/// The caller's side: takes results in order.
struct Caller<'c, B> {
    counts: Vec<InputSummary>,
    seen: &'c mut SeenIds,
    rejects: &'c mut dyn RejectSink,
    receive: &'c mut dyn FnMut(B) -> Received,
}

impl<B: Batch> Caller<'_, B> {
    fn take_all(
        &mut self,
        results: &Receiver<Done<B>>,
        buffers: &SyncSender<Vec<u8>>,
        hasher: &IdHasher,
    ) -> Result<(), IngestError> {
        let mut waiting = HashMap::new();
        let mut next = 0;
        for result in results {
            waiting.insert(result.piece.number, result);
            while let Some(result) = waiting.remove(&next) {
                next += 1;
                let buffer = self.take(result, hasher)?;
                // Never full: there are no more buffers than places.
                let _ = buffers.try_send(buffer);
            }
        }
        Ok(())
    }

    fn take(&mut self, result: Done<B>, hasher: &IdHasher) -> Result<Vec<u8>, IngestError> {
        let Done { piece: Piece { input, load, .. }, mut out } = result;
        let posts = out.digests.len();
        let mut repeats: Vec<usize> = Vec::new();
        for (i, &digest) in out.digests.iter().enumerate() {
            if !self.seen.first(digest) {
                repeats.push(i);
            }
        }
        if !repeats.is_empty() {
            let mut keep = vec![true; posts];
            for &i in &repeats {
                keep[i] = false;
            }
            out.batch = work::map(&input, &load, hasher, Some(&keep)).batch;
        }
        let counts = &mut self.counts[input.file as usize];
        counts.rows += out.rows;
        counts.posts += (posts - repeats.len()) as u64;
        counts.duplicates += repeats.len() as u64;
        counts.rejected += out.rejects.len() as u64;
        for (name, count) in out.not_posts {
            *counts.not_posts.entry(name.to_owned()).or_default() += count;
        }
        self.reject(&input.path, out.rejects)?;
        (self.receive)(out.batch).map_err(IngestError::Receiver)?;
        Ok(match load {
            Load::Block(block) => block.bytes,
            Load::Values(..) | Load::Batch(..) => Vec::new(),
        })
    }

    fn reject(&mut self, path: &Arc<Path>, rejects: Vec<work::BadLine>) -> Result<(), IngestError> {
        for (line, bad) in rejects {
            let reject = Reject { path: Arc::clone(path), line, column: bad.column, reason: bad.reason };
            self.rejects.reject(reject).map_err(IngestError::Rejects)?;
        }
        Ok(())
    }
}
