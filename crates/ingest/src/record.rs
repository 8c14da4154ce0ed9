//! A record between framing and mapping: what a reader hands to a preset.
//!
//! Readers (one a container: CSV, NDJSON, …) know nothing of platforms, presets know nothing of containers; this
//! is the only type both see.

use ostrakon_model::withdrawn::Withdrawal;
use std::borrow::Cow;

/// One record of a source, before a preset maps it. Copied freely: it only points into the block.
#[derive(Clone, Copy, Debug)]
pub enum Row<'a> {
    /// A row of a table, in the order of the header; unquoted, decoded.
    Table(&'a [Cow<'a, str>]),
    /// An object of NDJSON, of a JSON array, or of a document's list of records.
    Json(&'a serde_json::Value),
}

/// What the mapper made of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mapped {
    /// The post is filled.
    Post,
    /// No post, but word that one, or an account, is gone or back: its id is the post's item id, or its author.
    Withdrawn(Withdrawal, &'static str),
    /// A record that is well-formed and no post (a like, a heartbeat, a service message). Counted by this name,
    /// not rejected.
    NotAPost(&'static str),
}

/// Why a record cannot be taken. The reader adds file and line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRow {
    /// Column or JSON path at fault, by the source's own name.
    pub column: String,
    /// What is wrong, with the value (cut to 80 characters) and what would be right.
    pub reason: String,
}
