//! Why a proof, a checkpoint or an entry is not what it says.

/// What is wrong with a log, a proof or a note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum LogError {
    /// An entry or a size beyond the log.
    #[error("the log has {size} entries, and {asked} was asked for: ask for what it has")]
    Beyond {
        /// What was asked for.
        asked: u64,
        /// How many there are.
        size: u64,
    },
    /// A proof that has too few or too many hashes.
    #[error("the proof has {found} hashes and another number is due: fetch it again for these sizes")]
    Length {
        /// How many it has.
        found: usize,
    },
    /// A proof that leads to another root.
    #[error(
        "the proof leads to another root: the entry or the checkpoint is not of this log, or the log was rewritten"
    )]
    Mismatch,
    /// A note or checkpoint that cannot be read.
    #[error("line {line} of the note: {what}")]
    Note {
        /// Line, counted from 1.
        line: usize,
        /// What is wrong, and what is right.
        what: String,
    },
    /// An entry that is longer than a bundle can carry.
    #[error("an entry has {0} bytes and at most 65,535 fit: log a commitment to it")]
    Entry(usize),
}
