//! What can go wrong, said with the input, the place and the mend.

use std::path::PathBuf;

/// Why an exercise could not be generated or scored.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ExerciseError {
    /// Too few posts to hold one group of every kind.
    #[error("{0} posts are too few for an exercise; ask for at least {least}", least = crate::MIN_POSTS)]
    TooFewPosts(u64),
    /// More posts than seconds and ids can tell apart.
    #[error("{0} posts are too many for one exercise; ask for at most {most}", most = crate::MAX_POSTS)]
    TooManyPosts(u64),
    /// A scenario's parameter is out of its range.
    #[error("the scenario's `{name}` is out of range; it must be {range}")]
    Parameter {
        /// Name of the parameter.
        name: &'static str,
        /// What it must be.
        range: &'static str,
    },
    /// The sink of the posts failed.
    #[error("the posts could not be written after {written}: {source}")]
    Sink {
        /// Posts that were written.
        written: u64,
        /// What the sink said.
        source: std::io::Error,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}; check that it exists and that you may use it")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A table lacks a column.
    #[error("{path}: there is no column `{column}` in the first line; it needs {needed}")]
    MissingColumn {
        /// The file.
        path: PathBuf,
        /// The column.
        column: &'static str,
        /// All that are needed.
        needed: &'static str,
    },
    /// A line of a file is not what it should be.
    #[error("{path}, line {line}: {reason}")]
    Line {
        /// The file.
        path: PathBuf,
        /// Line, from 1.
        line: u64,
        /// What is wrong and how to mend it.
        reason: String,
    },
    /// A file without any data.
    #[error("{path} holds no rows; {mend}")]
    Empty {
        /// The file.
        path: PathBuf,
        /// What to do.
        mend: &'static str,
    },
    /// Accounts of the result that the truth does not know.
    #[error(
        "{count} of {total} accounts, for instance `{example}`, are not in the truth; score a result of the same \
         exercise, and where it bears pseudonyms (`acc_…`) name their key with --key"
    )]
    UnknownAccounts {
        /// How many.
        count: usize,
        /// Of how many.
        total: usize,
        /// One of them.
        example: String,
    },
}
