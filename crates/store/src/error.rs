//! What can go wrong in the store, in words that name the input, the place and the mend.
//!
//! **The choice.** One enum; callers tell apart what they answer differently (a conflict is HTTP 412, a reused key is
//! 409 or 422, damage is 500). **Rejected.** Passing the drivers' own error types through: they differ by backend, and a
//! caller that matched on one would work with one database only.

use std::path::PathBuf;

/// The result of everything in this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// An error of the store.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The database could not be opened.
    #[error("{place}: the store cannot be opened: {reason}")]
    Open {
        /// Directory or address (without password).
        place: String,
        /// What the database says.
        reason: String,
    },
    /// There is no store where one was to be read.
    #[error(
        "{place}: there is no store here; name the directory that `ostrakon serve` or `ostrakon demo` was given, or make one by `--data`"
    )]
    NotFound {
        /// Directory or address.
        place: String,
    },
    /// The store was written by a later version of Ostrakon.
    #[error("{place}: the store has schema {found}, this program knows {known}; use a newer ostrakon")]
    TooNew {
        /// Directory or address.
        place: String,
        /// Schema version found.
        found: i64,
        /// Newest schema version that this program knows.
        known: i64,
    },
    /// The store must be migrated, but was opened for reading only.
    #[error(
        "{place}: the store has schema {found} and {known} is needed; open it once for writing (`ostrakon doctor` does), which migrates it"
    )]
    NeedsMigration {
        /// Directory or address.
        place: String,
        /// Schema version found.
        found: i64,
        /// Schema version needed.
        known: i64,
    },
    /// A statement failed.
    #[error("database: {reason} (while {doing})")]
    Database {
        /// What was being done.
        doing: String,
        /// What the database says.
        reason: String,
    },
    /// A record is not at the revision that the caller expects. Nothing was written.
    #[error("{kind} {id} is {}, expected {}: read it again and repeat the change", revision(*.found), revision(*.expected))]
    Conflict {
        /// Kind of the record.
        kind: String,
        /// Its id.
        id: String,
        /// What the caller expected; `None`: that there is no such record.
        expected: Option<i64>,
        /// What there is.
        found: Option<i64>,
    },
    /// An idempotency key was used before for another request. Nothing was written.
    #[error("idempotency key {key} was used before for another request: send a new key with a new request")]
    KeyReused {
        /// Who uses the key.
        scope: String,
        /// The key.
        key: String,
    },
    /// A value that cannot be stored or asked for. Nothing was written.
    #[error("{what}: {why}")]
    Input {
        /// Which value.
        what: String,
        /// What is wrong with it and what to do.
        why: String,
    },
    /// What was asked for was erased on purpose.
    #[error("{what} was erased (receipt: log entry {receipt})")]
    Erased {
        /// What was asked for.
        what: String,
        /// Log entry that says so.
        receipt: i64,
    },
    /// Stored bytes are not what was stored.
    #[error("{place}: {what}; run `ostrakon audit verify`, then restore a backup from before the damage")]
    Damaged {
        /// Where.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// A signature or an exported checkpoint that does not hold.
    #[error("checkpoint: {0}")]
    Checkpoint(String),
    /// A file could not be read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The store was opened for reading only.
    #[error("the store was opened for reading only; open it with Store::open to write")]
    ReadOnly,
}

fn revision(rev: Option<i64>) -> String {
    rev.map_or_else(|| "absent".to_owned(), |rev| format!("at revision {rev}"))
}

impl Error {
    pub(crate) fn input(what: impl Into<String>, why: impl Into<String>) -> Self {
        Self::Input { what: what.into(), why: why.into() }
    }

    pub(crate) fn io(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { path, source }
    }

    pub(crate) fn damaged(place: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Damaged { place: place.into(), what: what.into() }
    }
}
