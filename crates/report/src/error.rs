//! What can go wrong while writing results, and what to do about it.

use std::path::PathBuf;

/// A result that could not be written. Nothing is left half-written: the file is either the old one or absent.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The file system said no.
    #[error("{}: cannot write ({source}); check that the folder exists, is writable and has space left", path.display())]
    Write {
        /// File that was to be written.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A result file could not be read back for its digest.
    #[error("{}: cannot read back ({source}); write it before asking for its digest", path.display())]
    Read {
        /// File that was to be read.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Two groups claim one place in the list.
    #[error(
        "group {group}: rank {rank} is taken by another group; give each group of the document its own rank"
    )]
    DuplicateRank {
        /// Id of the second group.
        group: String,
        /// The rank.
        rank: u32,
    },
    /// An index points past the end of its list.
    #[error(
        "group {group}: {place} points to {list}[{index}], but there are {len}; fill {list} before writing"
    )]
    Dangling {
        /// Id of the group.
        group: String,
        /// Where the index stands.
        place: &'static str,
        /// List it points into.
        list: &'static str,
        /// The index.
        index: u32,
        /// Length of the list.
        len: usize,
    },
    /// An activity profile is neither empty nor a week of hours.
    #[error("group {group}: activity has {len} counts; give 168 (Monday 00:00 UTC first) or none")]
    Activity {
        /// Id of the group.
        group: String,
        /// Counts given.
        len: usize,
    },
    /// A group names a method that has no card.
    #[error("group {group}: there is no method card `{method}`; add it to the document's methods")]
    NoMethod {
        /// Id of the group.
        group: String,
        /// The name.
        method: String,
    },
    /// A number that JSON cannot hold.
    #[error("finding {finding}: {field} is not a finite number; bound it before writing")]
    NotFinite {
        /// Id of the finding.
        finding: String,
        /// Which number.
        field: &'static str,
    },
    /// A list of texts for another language is incomplete.
    #[error("texts of language `{language}`: `{key}` is missing; take assets/en.json as the list of keys")]
    MissingText {
        /// The language.
        language: String,
        /// The key.
        key: String,
    },
    /// A list of texts is not a JSON object of strings.
    #[error("texts: not a JSON object of strings ({0}); take assets/en.json as the pattern")]
    Texts(serde_json::Error),
    /// A text is no situation report.
    #[error("situation report: not readable ({0}); give the JSON as it was written")]
    SituationJson(serde_json::Error),
    /// A situation report of another form or version.
    #[error("situation report: its format is {found:?}; this version reads \"ostrakon-situation-report/1\"")]
    SituationFormat {
        /// What the document says it is.
        found: String,
    },
    /// The typesetter refused.
    #[cfg(feature = "pdf")]
    #[error("situation report: no PDF ({reason}); the HTML and JSON renderings hold the same")]
    Pdf {
        /// What it said.
        reason: String,
    },
}
