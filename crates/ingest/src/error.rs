//! What can end a run of reading.
//!
//! A row that does not fit is never an error: it goes to the reject list ([`crate::Reject`]) and reading goes on.
//! An error means that an input is not what it claims to be, or cannot be read to its end; the caller then has
//! nothing half-taken, because posts are only handed over together with the summary of a run that ended well.
//! Every message names the input, the place and the mend.

use std::path::{Path, PathBuf};

/// Why reading ended without a result.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum IngestError {
    /// The input does not exist or may not be read.
    #[error("{path}: cannot be opened ({source}); check the path and the permissions")]
    Open {
        /// The input.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The input is a directory.
    #[error("{path}: is a directory; name the files in it, for example {path}/*.csv")]
    Directory {
        /// The input.
        path: PathBuf,
    },
    /// There is nothing in the input, not even a header.
    #[error("{path}: is empty; an export without posts still has a header line: fetch the file again")]
    Empty {
        /// The input.
        path: PathBuf,
    },
    /// The content is of a kind that holds no records.
    #[error("{path}: is {what}, not CSV, TSV, NDJSON, JSON or Parquet; {mend}")]
    Foreign {
        /// The input.
        path: PathBuf,
        /// What it is, by its first bytes.
        what: &'static str,
        /// What to do.
        mend: &'static str,
    },
    /// The storage failed while reading.
    #[error("{path}: reading failed at byte {offset} ({source}); check the disk or copy the file again")]
    Read {
        /// The input.
        path: PathBuf,
        /// Bytes of the file read before.
        offset: u64,
        /// What the system says.
        source: std::io::Error,
    },
    /// The compressed stream is damaged or ends too early.
    #[error(
        "{path}: the {codec} stream is damaged or cut off at byte {offset} of the file ({source}); {rows} rows were \
         readable before that and nothing was written; fetch the file again, or decompress what can be saved \
         (`{codec} -dc`) and read that"
    )]
    Compressed {
        /// The input.
        path: PathBuf,
        /// `gzip` or `zstd`.
        codec: &'static str,
        /// Compressed bytes read before.
        offset: u64,
        /// Rows that could be read before.
        rows: u64,
        /// What the decoder says.
        source: std::io::Error,
    },
    /// The compressed stream grows beyond what an export does.
    #[error(
        "{path}: {compressed} bytes of {codec} grew to {expanded} bytes, more than {limit} times; if you trust the \
         file, decompress it first and read the result"
    )]
    Expansion {
        /// The input.
        path: PathBuf,
        /// `gzip` or `zstd`.
        codec: &'static str,
        /// Compressed bytes read.
        compressed: u64,
        /// Bytes they became.
        expanded: u64,
        /// The ratio that is allowed.
        limit: u32,
    },
    /// The header, or the start of the file, is not text in UTF-8 or UTF-16.
    #[error(
        "{path}: line {line} is not UTF-8 text; convert it, for example `iconv -f WINDOWS-1252 -t UTF-8`"
    )]
    Encoding {
        /// The input.
        path: PathBuf,
        /// Physical line, from 1.
        line: u64,
    },
    /// No preset knows this header or these keys.
    #[error("{path}: {reason}; use --map old=new or --format NAME; known formats: {known}")]
    NotRecognised {
        /// The input.
        path: PathBuf,
        /// What was found and what is missing.
        reason: String,
        /// Names of all presets.
        known: String,
    },
    /// The caller named a format that does not exist.
    #[error("`{name}` is no format; known formats: {known}")]
    UnknownFormat {
        /// The name given.
        name: String,
        /// Names of all presets.
        known: String,
    },
    /// The preset, or the renames given, do not fit the header.
    #[error("{path}: {reason}")]
    Mapping {
        /// The input.
        path: PathBuf,
        /// What does not fit, and the mend.
        reason: String,
    },
    /// The file starts as JSON and does not stay it.
    #[error(
        "{path}: line {line}: {reason}; {rows} records were readable before that and nothing was written"
    )]
    Json {
        /// The input.
        path: PathBuf,
        /// Physical line, from 1.
        line: u64,
        /// What is wrong, and the mend.
        reason: String,
        /// Records that could be read before.
        rows: u64,
    },
    /// One JSON document that is too large to be held.
    #[error(
        "{path}: one JSON document of more than {limit} bytes; export fewer chats or a shorter time at once, or \
         turn it into one record a line (NDJSON)"
    )]
    DocumentTooLarge {
        /// The input.
        path: PathBuf,
        /// Bytes that are allowed.
        limit: u64,
    },
    /// The Parquet file is damaged or uses what cannot be read.
    #[error(
        "{path}: Parquet: {reason}; {rows} rows were readable before that and nothing was written; fetch the file \
         again, or export it as CSV"
    )]
    Parquet {
        /// The input.
        path: PathBuf,
        /// What the decoder says.
        reason: String,
        /// Rows that could be read before.
        rows: u64,
    },
    /// No row of the input could be taken: it is not what it claims to be.
    #[error(
        "{path}: none of its {rejected} rows could be taken and nothing was written; most often (line {line}): {reason}"
    )]
    NothingTaken {
        /// The input.
        path: PathBuf,
        /// Its rows.
        rejected: u64,
        /// Physical line of the first with the commonest reason.
        line: u64,
        /// The commonest reason, and the mend.
        reason: String,
    },
    /// The list of rejected rows cannot be written.
    #[error(
        "the list of rejected rows cannot be written ({0}); check the space and permissions of the output"
    )]
    Rejects(#[source] std::io::Error),
    /// The caller wished to stop (see [`crate::Progress::go_on`]).
    #[error("reading was stopped before its end, as asked; nothing of it was kept")]
    Stopped,
    /// The receiver of the posts gave up.
    #[error("the posts cannot be taken: {0}")]
    Receiver(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl IngestError {
    /// Exit code of a command that ends with this error: 2 bad usage, 3 bad input, 5 internal.
    pub const fn exit_code(&self) -> u8 {
        match self {
            Self::UnknownFormat { .. } => 2,
            Self::Rejects(_) | Self::Receiver(_) | Self::Stopped => 5,
            _ => 3,
        }
    }

    /// The same error, knowing how many rows of its input could be read before.
    #[must_use]
    pub(crate) fn after(mut self, read: u64) -> Self {
        if let Self::Compressed { rows, .. } | Self::Json { rows, .. } | Self::Parquet { rows, .. } =
            &mut self
        {
            *rows = read;
        }
        self
    }

    /// The input concerned, if it is one.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Open { path, .. }
            | Self::Directory { path }
            | Self::Empty { path }
            | Self::Foreign { path, .. }
            | Self::Read { path, .. }
            | Self::Compressed { path, .. }
            | Self::Expansion { path, .. }
            | Self::Encoding { path, .. }
            | Self::NotRecognised { path, .. }
            | Self::Mapping { path, .. }
            | Self::Json { path, .. }
            | Self::DocumentTooLarge { path, .. }
            | Self::NothingTaken { path, .. }
            | Self::Parquet { path, .. } => Some(path),
            Self::UnknownFormat { .. } | Self::Rejects(_) | Self::Receiver(_) | Self::Stopped => None,
        }
    }
}
