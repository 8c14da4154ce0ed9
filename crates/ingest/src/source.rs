//! An input as a stream of decompressed bytes.
//!
//! The problem: inputs are files or standard input, plain, gzip or zstd, UTF-8 or UTF-16, and as large as they
//! like. The choice: one `Read` for all of them. Compression and encoding are told from the first bytes, never from
//! the name; compressed inputs are decoded on a thread of their own, so that decoding and reading overlap.
//! Rejected: memory maps for plain files. They need `unsafe`, a file cut short by another process kills ours, and
//! they do not exist for pipes; copying out of the page cache into reused buffers costs about 0.02 µs a row.

use crate::{error::IngestError, utf16::Utf16};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, Read},
    path::{Path, PathBuf},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{Receiver, SyncSender, sync_channel},
    },
    thread,
};

/// Decompressed output below this is never called an expansion.
const EXPANSION_FLOOR: u64 = 256 << 20;
/// Bytes a decoding thread hands over at once.
const CHUNK: usize = 512 << 10;
/// Chunks a decoding thread may be ahead.
const AHEAD: usize = 4;

/// How an input is packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// Not compressed.
    Plain,
    /// RFC 1952, one or more members.
    Gzip,
    /// RFC 8878, one or more frames.
    Zstd,
}

impl Codec {
    /// The codec's name, as its tool is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }

    /// The codec that these first bytes announce.
    pub fn of(head: &[u8]) -> Self {
        match head {
            [0x1f, 0x8b, 0x08, ..] => Self::Gzip,
            // A frame, or a skippable frame before it.
            [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Self::Zstd,
            _ => Self::Plain,
        }
    }
}

/// Counts and digests the bytes of the file as it is on disk.
#[derive(Default)]
struct Meter {
    bytes: AtomicU64,
    /// `None` where nobody asked.
    digest: Option<Mutex<Sha256>>,
}

struct Metered<R> {
    inner: R,
    meter: Arc<Meter>,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buf)?;
        self.meter.bytes.fetch_add(n as u64, Ordering::Relaxed);
        if let Some(digest) = &self.meter.digest {
            digest.lock().unwrap_or_else(PoisonError::into_inner).update(&buf[..n]);
        }
        Ok(n)
    }
}

/// A stream grew beyond the limit; travels inside an [`io::Error`].
#[derive(Debug, thiserror::Error)]
#[error("expands to {expanded} bytes")]
struct TooMuch {
    expanded: u64,
}

/// Size and digest of an input, known once it was read to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digested {
    /// Bytes on disk.
    pub bytes: u64,
    /// SHA-256 of these bytes, where it was asked for.
    pub sha256: Option<[u8; 32]>,
}

/// An open input. Reads as decompressed bytes, UTF-16 turned into UTF-8.
pub struct Source {
    path: PathBuf,
    codec: Codec,
    max_expansion: u32,
    meter: Arc<Meter>,
    stream: Box<dyn Read + Send>,
    head: Vec<u8>,
    head_at: usize,
    /// What ended the peeking; delivered once the head was read.
    pending: Option<io::Error>,
}

/// Whether this path stands for standard input.
pub fn is_stdin(path: &Path) -> bool {
    path == Path::new("-")
}

/// Whether there is something to open; asked of all inputs before the first is read, so that a misspelt tenth name
/// does not cost the time of nine.
///
/// # Errors
/// `Open`, `Directory`.
pub fn check(path: &Path) -> Result<(), IngestError> {
    if is_stdin(path) {
        return Ok(());
    }
    match std::fs::metadata(path) {
        Ok(meta) if meta.is_dir() => Err(IngestError::Directory { path: path.to_owned() }),
        Ok(_) => Ok(()),
        Err(source) => Err(IngestError::Open { path: path.to_owned(), source }),
    }
}

impl Source {
    /// Opens an input, whose SHA-256 is taken on the way.
    ///
    /// # Errors
    /// `Open`, `Directory`, `Read`.
    pub fn open(path: &Path, max_expansion: u32) -> Result<Self, IngestError> {
        Self::open_as(path, max_expansion, true)
    }

    /// As [`Source::open`]; `digest` says whether the SHA-256 will be asked for (a seventh of the time of reading).
    ///
    /// # Errors
    /// As [`Source::open`].
    pub fn open_as(path: &Path, max_expansion: u32, digest: bool) -> Result<Self, IngestError> {
        let failed = |source| IngestError::Open { path: path.to_owned(), source };
        check(path)?;
        let file: Box<dyn Read + Send> =
            if is_stdin(path) { Box::new(io::stdin()) } else { Box::new(File::open(path).map_err(failed)?) };
        let meter = Arc::new(Meter { digest: digest.then(Mutex::default), ..Meter::default() });
        let mut raw = Metered { inner: file, meter: Arc::clone(&meter) };
        let mut magic = Vec::with_capacity(4);
        (&mut raw).take(4).read_to_end(&mut magic).map_err(|source| IngestError::Read {
            path: path.to_owned(),
            offset: 0,
            source,
        })?;
        let codec = Codec::of(&magic);
        let raw = io::Cursor::new(magic).chain(raw);
        let stream: Box<dyn Read + Send> = match codec {
            Codec::Plain => Box::new(raw),
            Codec::Gzip => decode_aside(
                flate2::read::MultiGzDecoder::new(io::BufReader::with_capacity(CHUNK, raw)),
                &meter,
                max_expansion,
            ),
            Codec::Zstd => {
                decode_aside(zstd::stream::read::Decoder::new(raw).map_err(failed)?, &meter, max_expansion)
            }
        };
        let mut source = Self {
            path: path.to_owned(),
            codec,
            max_expansion,
            meter,
            stream,
            head: Vec::new(),
            head_at: 0,
            pending: None,
        };
        if let Some(bom) = Utf16::of(source.peek(2)) {
            let units = std::mem::replace(&mut source.stream, Box::new(io::empty()));
            let head = std::mem::take(&mut source.head);
            source.stream = Box::new(Utf16::new(io::Cursor::new(head).chain(units), bom));
        }
        Ok(source)
    }

    /// From here on the stream is what `turn` makes of it.
    pub(crate) fn turned<R: Read + Send + 'static>(&mut self, turn: impl FnOnce(Box<dyn Read + Send>) -> R) {
        let rest = std::mem::replace(&mut self.stream, Box::new(io::empty()));
        let mut head = std::mem::take(&mut self.head);
        head.drain(..std::mem::take(&mut self.head_at));
        // What ended the peeking comes behind what was peeked at.
        let ended = Failing(self.pending.take());
        self.stream = Box::new(turn(Box::new(io::Cursor::new(head).chain(ended).chain(rest))));
    }

    /// The input, as the caller named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// How it is packed.
    pub fn codec(&self) -> Codec {
        self.codec
    }

    /// Bytes of the file read so far.
    pub fn bytes_read(&self) -> u64 {
        self.meter.bytes.load(Ordering::Relaxed)
    }

    /// The next bytes without taking them: `count` of them, or all there are.
    pub fn peek(&mut self, count: usize) -> &[u8] {
        while self.head.len() - self.head_at < count && self.pending.is_none() {
            let before = self.head.len();
            let missing = count - (before - self.head_at);
            if let Err(error) = (&mut self.stream).take(missing as u64).read_to_end(&mut self.head) {
                self.pending = Some(error);
            }
            if self.head.len() == before {
                break;
            }
        }
        let end = self.head.len().min(self.head_at + count);
        &self.head[self.head_at..end]
    }

    /// Takes bytes that were peeked at.
    pub fn skip_peeked(&mut self, count: usize) {
        self.head_at = (self.head_at + count).min(self.head.len());
    }

    /// The error that ended the peeking, if there was one, instead of `other`: a stream that is cut off within its
    /// first record is no unknown format.
    pub fn blame(&mut self, other: IngestError) -> IngestError {
        match self.pending.take() {
            Some(error) => self.explain(error),
            None => other,
        }
    }

    /// The error that a failed read means for this input.
    pub fn explain(&self, error: io::Error) -> IngestError {
        let (path, offset) = (self.path.clone(), self.bytes_read());
        if let Some(TooMuch { expanded }) = error.get_ref().and_then(|inner| inner.downcast_ref()) {
            return IngestError::Expansion {
                path,
                codec: self.codec.name(),
                compressed: offset,
                expanded: *expanded,
                limit: self.max_expansion,
            };
        }
        if self.codec == Codec::Plain || error.raw_os_error().is_some() {
            return IngestError::Read { path, offset, source: error };
        }
        IngestError::Compressed { path, codec: self.codec.name(), offset, rows: 0, source: error }
    }

    /// Size and digest of what was read; the whole input, once reading has come to its end.
    pub fn digested(&self) -> Digested {
        let digest = self.meter.digest.as_ref();
        let sha256 = digest
            .map(|digest| digest.lock().unwrap_or_else(PoisonError::into_inner).clone().finalize().into());
        Digested { bytes: self.bytes_read(), sha256 }
    }
}

/// Fails once with the error that it holds; else it is empty.
struct Failing(Option<io::Error>);

impl Read for Failing {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

impl Read for Source {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let left = &self.head[self.head_at..];
        if left.is_empty() {
            return match self.pending.take() {
                Some(error) => Err(error),
                None => self.stream.read(buf),
            };
        }
        let n = left.len().min(buf.len());
        buf[..n].copy_from_slice(&left[..n]);
        self.head_at += n;
        Ok(n)
    }
}

/// Decodes on a thread of its own, which ends when the stream does or when nobody listens any more.
fn decode_aside(decoder: impl Read + Send + 'static, meter: &Arc<Meter>, limit: u32) -> Box<dyn Read + Send> {
    let (send, receive) = sync_channel(AHEAD);
    let meter = Arc::clone(meter);
    thread::spawn(move || decode(decoder, &meter, u64::from(limit), &send));
    Box::new(Aside { receive, chunk: Vec::new(), at: 0 })
}

fn decode(mut decoder: impl Read, meter: &Meter, limit: u64, send: &SyncSender<io::Result<Vec<u8>>>) {
    let mut expanded = 0;
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        let result = (&mut decoder).take(CHUNK as u64).read_to_end(&mut chunk);
        expanded += chunk.len() as u64;
        let ended = result.is_ok() && chunk.is_empty();
        // What was decoded before an error is still handed over: rows in it are readable.
        if !chunk.is_empty() && send.send(Ok(chunk)).is_err() {
            return;
        }
        if let Err(error) = result {
            let _ = send.send(Err(error));
            return;
        }
        if ended {
            return;
        }
        if expanded > EXPANSION_FLOOR && expanded / meter.bytes.load(Ordering::Relaxed).max(1) > limit {
            let _ = send.send(Err(io::Error::other(TooMuch { expanded })));
            return;
        }
    }
}

/// The reading end of a decoding thread.
struct Aside {
    receive: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    at: usize,
}

impl Read for Aside {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        if self.at == self.chunk.len() {
            match self.receive.recv() {
                Ok(chunk) => (self.chunk, self.at) = (chunk?, 0),
                Err(_) => return Ok(0),
            }
        }
        let n = buf.len().min(self.chunk.len() - self.at);
        buf[..n].copy_from_slice(&self.chunk[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}
