//! Posts as Parquet: one directory a data set, appended to whole or not at all, expired with a receipt.
//!
//! **The problem.** Posts arrive as exports of a few thousand to some hundred million rows, are read many times by
//! detectors that want three of thirty columns and a slice of time, belong to somebody's legal basis for holding
//! them, and must be gone when that basis ends.
//!
//! **The choice.** Immutable Parquet files, each holding posts of one day of creation from one append, and one small
//! manifest that lists those which count. Only the manifest is ever replaced, by a rename, so each reader sees the
//! state before or after an append or an expiry and none between; any other tool reads the files as they are.
//!
//! **Rejected.** Rows in SQLite: detectors would pay for thirty columns to read three. Delta Lake or Iceberg: their
//! transaction logs solve concurrent writers on object stores, cost more code than all of this crate, and the
//! embedded engine has one writer. Appending to Parquet files in place: a crash would damage what was acknowledged.
//!
//! ```text
//! DIR/lake/<dataset>/
//!   dataset.json     name, access basis, purpose, retention class, whose ids these are (never changes)
//!   manifest.json    the files that count, the sources they came from, the receipts of what is gone
//!   writer.lock      held by the one process that appends or expires
//!   posts/           2016-09-01.000003-0000.parquet: day of creation, append, part
//! ```
//!
//! **The raw record** is kept by reference: each post has its source's name and digest, its own place in that source
//! (line, offset, length) and the SHA-256 of its bytes, so that it can be found again, shown to be the same, and
//! mapped again when a preset changes. Its bytes are not copied here: they hold the handles that the data set's
//! pseudonyms replace (invariant 6), and a copy would have to be found and erased once more when retention ends.
//!
//! Useful for: bulk appends, scans by time and column, deletion that can be shown. Not useful for: looking up single
//! posts, editing posts, many appends of a few rows each (every append writes at least one file a day it touches).

mod append;
mod dataset;
mod decode;
pub mod disk;
mod encode;
mod error;
mod expire;
mod info;
mod manifest;
mod part;
mod scan;
mod schema;

pub use append::{Appended, Appender, Intake, Taken};
pub use dataset::{Dataset, Lake};
pub use error::{Error, Result};
pub use expire::{DeletedFile, DeletionReceipt, Expiry, RetentionClock};
pub use info::{Accounts, DatasetInfo, SCHEMA_VERSION};
pub use manifest::{PartFile, Source};
pub use scan::Scan;
