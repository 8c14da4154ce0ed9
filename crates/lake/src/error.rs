//! What can go wrong with a lake, each with the place and the mend.

use std::path::{Path, PathBuf};

/// Result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Errors of the lake. None of them leaves a data set in a state between two others.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The operating system refused.
    #[error("{path}: {source}; check that the folder exists, is writable and has space left")]
    Io {
        /// The file or folder concerned.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A data set's name cannot be a folder's name on every system.
    #[error(
        "`{0}` is no name for a data set; use 1 to 64 of a-z, 0-9, `-`, `_`, starting with a letter or digit"
    )]
    Name(String),
    /// A data set without a stated basis must not exist (invariant 7).
    #[error("the data set `{dataset}` has no {field}; state it (--{flag})")]
    Unstated {
        /// The data set.
        dataset: String,
        /// What is missing.
        field: &'static str,
        /// The command line's name for it.
        flag: &'static str,
    },
    /// The data set exists already.
    #[error("the data set `{0}` exists already; append to it, or choose another name")]
    Exists(String),
    /// The data set does not exist.
    #[error("there is no data set `{name}` in {lake}; there are: {known}")]
    Unknown {
        /// The name asked for.
        name: String,
        /// The lake's folder.
        lake: PathBuf,
        /// The names that exist, or `none`.
        known: String,
    },
    /// Another process appends or expires.
    #[error("the data set `{0}` is being written by another process; try again when that has ended")]
    Busy(String),
    /// Posts whose accounts are named by another key than the data set's.
    #[error(
        "the data set `{dataset}` holds {held}, these posts hold {offered}; the same account would appear twice: ingest them with the data set's own key, or into a data set of their own"
    )]
    Accounts {
        /// The data set.
        dataset: String,
        /// What it holds.
        held: String,
        /// What was offered.
        offered: String,
    },
    /// A step of this append failed before.
    #[error(
        "the append to `{0}` failed before, and nothing of it is stored; mend what failed and begin it again"
    )]
    Abandoned(String),
    /// A post that cannot be stored.
    #[error("the post `{item}` (line {line} of its source) cannot be stored: {reason}")]
    Post {
        /// Its item id, shortened.
        item: String,
        /// Line in its source.
        line: u64,
        /// Why.
        reason: &'static str,
    },
    /// A file is not what this crate wrote.
    #[error("{path} is damaged or foreign: {reason}; restore it from a backup")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// A file that was listed is gone: an expiry ran while the data set was read.
    #[error(
        "{0} is no longer there: the data set was expired while it was read, or the file was removed by hand; read again, and restore a backup if that does not help"
    )]
    Gone(PathBuf),
    /// The data set was written by a later version.
    #[error("{path} has schema version {found}, this program reads up to {known}; use a newer Ostrakon")]
    Version {
        /// The file.
        path: PathBuf,
        /// Its version.
        found: u32,
        /// The latest version known here.
        known: u32,
    },
}

impl Error {
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    pub(crate) fn damaged<E: std::fmt::Display>(path: &Path) -> impl FnOnce(E) -> Self + '_ {
        move |reason| Self::Damaged { path: path.to_owned(), reason: reason.to_string() }
    }
}
