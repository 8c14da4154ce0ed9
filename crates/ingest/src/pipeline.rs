//! The threads behind reading, and the memory that goes round between them.
//!
//! The problem: ten million rows in seconds and in bounded memory, in the order of the input, each id once. The
//! choice: one thread cuts blocks, some map them, the caller's thread takes the results in order and drops repeated
//! ids. Blocks and batches are a fixed set of buffers that go round, which bounds memory and saves the system from
//! handing out fresh pages (a third of all time, before). A block with repeated ids, which is rare, is mapped a
//! second time without them; so a batch never has to forget a post, and names are numbered as if the repeats had
//! never been there.
//! Rejected: a shared concurrent set of ids (the first of two equal ids would depend on timing).

use crate::{
    error::IngestError,
    open::{Input, Load, Opened},
    read::{InputSummary, Progress, ReadOptions, Received, expected_posts, total_bytes},
    reject::{Reject, RejectSink},
    source,
    work::{self, Batch, Yield},
};
use ostrakon_model::{IdHasher, seen::SeenIds};
use std::{
    collections::HashMap,
    fmt::Write as _,
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        mpsc::{Receiver, Sender, SyncSender, channel, sync_channel},
    },
    thread,
};

/// As [`read_posts`](crate::read_posts), but posts are collected into batches by the threads that map them, and whole batches are
/// received (and may be taken; what is left of them is cleared and filled again). Where the batches begin and end
/// means nothing.
///
/// # Errors
/// As [`read_posts`](crate::read_posts).
pub fn read_batches<B: Batch>(
    inputs: &[PathBuf],
    options: &ReadOptions,
    progress: &dyn Progress,
    rejects: &mut dyn RejectSink,
    receive: &mut dyn FnMut(&mut B) -> Received,
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
            let _ = give_back.send(Memory::default());
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
        let mut caller = Caller {
            inputs,
            counts: vec![InputSummary::default(); inputs.len()],
            reasons: vec![Reasons::default(); inputs.len()],
            seen: &mut seen,
            progress,
            rejects,
            receive,
        };
        let taken = caller.take_all(&results, &give_back, &hasher);
        let mut summaries = std::mem::take(&mut caller.counts);
        let reasons = std::mem::take(&mut caller.reasons);
        // Ends the threads if the caller gave up.
        drop((results, give_back));
        let cut = cutter.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        taken?;
        match cut {
            Err((file, error)) => Err(error.after(summaries[file].rows)),
            Ok(heads) => {
                for ((path, counts), reasons) in inputs.iter().zip(&summaries).zip(reasons) {
                    if counts.rejected == counts.rows && counts.rows > 0 {
                        let (reason, line) = reasons.commonest();
                        let (path, rejected) = (path.clone(), counts.rejected);
                        return Err(IngestError::NothingTaken { path, rejected, line, reason });
                    }
                }
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

/// What goes round: the memory of a block, and of what comes of it.
struct Memory<B> {
    buffer: Vec<u8>,
    out: Yield<B>,
}

impl<B: Batch> Default for Memory<B> {
    fn default() -> Self {
        Self { buffer: Vec::new(), out: Yield::default() }
    }
}

/// Part of an input, before and after it was mapped.
struct Piece<B> {
    number: u64,
    input: Arc<Input>,
    load: Load,
    out: Yield<B>,
}

/// Opens the inputs one after the other and cuts them into pieces. An error comes with the number of its input.
fn cut<B: Batch>(
    inputs: &[PathBuf],
    options: &ReadOptions,
    progress: &dyn Progress,
    memory: &Receiver<Memory<B>>,
    workers: &SyncSender<Piece<B>>,
) -> Result<Vec<InputSummary>, (usize, IngestError)> {
    for (file, path) in inputs.iter().enumerate() {
        source::check(path).map_err(|error| (file, error))?;
    }
    let total = total_bytes(inputs);
    let (mut done, mut number, mut heads) = (0, 0, Vec::with_capacity(inputs.len()));
    // Memory that the end of an input left unused.
    let mut spare = None;
    for (file, path) in inputs.iter().enumerate() {
        let mut opened = Opened::new(file as u32, path, options).map_err(|error| (file, error))?;
        loop {
            // Closed channels mean that the caller gave up and says why.
            let Some(mut free) = spare.take().or_else(|| memory.recv().ok()) else { return Ok(heads) };
            let load = opened.next(&mut free.buffer).map_err(|error| (file, error))?;
            progress.bytes(done + opened.bytes_read(), total);
            if !progress.go_on() {
                return Err((file, IngestError::Stopped));
            }
            let Some(load) = load else {
                spare = Some(free);
                break;
            };
            let piece = Piece { number, input: Arc::clone(&opened.input), load, out: free.out };
            if workers.send(piece).is_err() {
                return Ok(heads);
            }
            number += 1;
        }
        let digested = opened.digested();
        done += digested.bytes;
        heads.push(InputSummary {
            path: path.clone(),
            sha256: digested.sha256.as_ref().map(hex).unwrap_or_default(),
            bytes: digested.bytes,
            format: opened.input.layout.name().to_owned(),
            compression: opened.codec().name().to_owned(),
            preset: opened.input.preset.map(|preset| preset.name().to_owned()),
            ..InputSummary::default()
        });
    }
    Ok(heads)
}

fn hex(digest: &[u8; 32]) -> String {
    digest.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

fn map_all<B: Batch>(work: &Mutex<Receiver<Piece<B>>>, results: &Sender<Piece<B>>, hasher: &IdHasher) {
    loop {
        let piece = work.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Piece { number, input, load, out }) = piece else { return };
        let out = work::map(&input, &load, hasher, None, out);
        if results.send(Piece { number, input, load, out }).is_err() {
            return;
        }
    }
}

/// Why rows of an input were rejected, for the case that all of them were.
#[derive(Clone, Default)]
struct Reasons(HashMap<String, (u64, u64)>);

impl Reasons {
    /// More kinds than this are not told apart: reasons name what they found.
    const KINDS: usize = 64;

    fn count(&mut self, rejects: &[work::BadLine]) {
        for (line, bad) in rejects {
            if self.0.len() < Self::KINDS || self.0.contains_key(&bad.reason) {
                self.0.entry(bad.reason.clone()).or_insert((0, *line)).0 += 1;
            }
        }
    }

    fn commonest(self) -> (String, u64) {
        let most = self.0.into_iter().max_by_key(|(_, (count, line))| (*count, std::cmp::Reverse(*line)));
        most.map(|(reason, (_, line))| (reason, line)).unwrap_or_default()
    }
}

/// The caller's side: takes results in order.
struct Caller<'c, B> {
    inputs: &'c [PathBuf],
    counts: Vec<InputSummary>,
    reasons: Vec<Reasons>,
    seen: &'c mut SeenIds,
    progress: &'c dyn Progress,
    rejects: &'c mut dyn RejectSink,
    receive: &'c mut dyn FnMut(&mut B) -> Received,
}

impl<B: Batch> Caller<'_, B> {
    fn take_all(
        &mut self,
        results: &Receiver<Piece<B>>,
        memory: &SyncSender<Memory<B>>,
        hasher: &IdHasher,
    ) -> Result<(), IngestError> {
        let mut waiting = HashMap::new();
        let mut next = 0;
        for piece in results {
            waiting.insert(piece.number, piece);
            while let Some(piece) = waiting.remove(&next) {
                if next == 0 {
                    self.expect(&piece);
                }
                next += 1;
                // Never full: there is no more memory than places for it.
                let _ = memory.try_send(self.take(piece, hasher)?);
            }
        }
        Ok(())
    }

    /// Makes room for as many ids as the first piece promises.
    fn expect(&mut self, piece: &Piece<B>) {
        if let Load::Block(block) = &piece.load {
            self.seen.reserve(expected_posts(self.inputs, piece.out.digests.len(), block.len as u64));
        }
    }

    fn take(&mut self, piece: Piece<B>, hasher: &IdHasher) -> Result<Memory<B>, IngestError> {
        let Piece { input, load, mut out, .. } = piece;
        let posts = out.digests.len();
        let repeats = self.seen.repeats(&out.digests);
        if !repeats.is_empty() {
            let mut keep = vec![true; posts];
            for &i in &repeats {
                keep[i] = false;
            }
            out.batch.clear();
            let again = Yield { batch: std::mem::take(&mut out.batch), ..Yield::default() };
            out.batch = work::map(&input, &load, hasher, Some(&keep), again).batch;
        }
        let counts = &mut self.counts[input.file as usize];
        counts.rows += out.rows;
        counts.posts += (posts - repeats.len()) as u64;
        counts.duplicates += repeats.len() as u64;
        counts.rejected += out.rejects.len() as u64;
        self.progress.rows((posts - repeats.len()) as u64, out.rejects.len() as u64);
        for (name, count) in &out.not_posts {
            *counts.not_posts.entry((*name).to_owned()).or_default() += count;
        }
        self.reasons[input.file as usize].count(&out.rejects);
        self.reject(&input.path, &mut out.rejects)?;
        (self.receive)(&mut out.batch).map_err(IngestError::Receiver)?;
        out.clear();
        let buffer = match load {
            Load::Block(block) => block.bytes,
            Load::Values(..) | Load::Batch(..) => Vec::new(),
        };
        Ok(Memory { buffer, out })
    }

    fn reject(&mut self, path: &Arc<Path>, rejects: &mut Vec<work::BadLine>) -> Result<(), IngestError> {
        for (line, bad) in rejects.drain(..) {
            let reject = Reject { path: Arc::clone(path), line, column: bad.column, reason: bad.reason };
            self.rejects.reject(reject).map_err(IngestError::Rejects)?;
        }
        Ok(())
    }
}
