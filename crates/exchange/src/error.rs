//! Why a file of another system is refused. All or nothing: an importer that returns an error has taken nothing.

use std::fmt;

/// One thing that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Problem {
    /// Where: keys and positions, such as `Event.Attribute[3].type` or `row 12, column decision_facts`.
    pub path: String,
    /// What is wrong and what would be right.
    pub reason: String,
}

impl Problem {
    /// A problem at a path.
    pub fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.reason)
    }
}

/// Most problems that a message spells out; the error itself holds all that were found.
const SPELT_OUT: usize = 5;

/// Why nothing was taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ExchangeError {
    /// More bytes than one file may have.
    #[error("{what}: {bytes} bytes are more than the limit of {limit}; split the file or raise the limit")]
    TooLarge {
        /// What was read.
        what: &'static str,
        /// Its length.
        bytes: usize,
        /// The limit.
        limit: usize,
    },
    /// Nesting beyond the limit.
    #[error("{what}: nested deeper than {limit} levels at byte {at}; no such file is that deep")]
    TooDeep {
        /// What was read.
        what: &'static str,
        /// The limit.
        limit: usize,
        /// Where it is exceeded.
        at: usize,
    },
    /// The bytes are no text, no JSON or no CSV.
    #[error("{what}: {reason}; nothing was taken")]
    Unreadable {
        /// What was read.
        what: &'static str,
        /// What the reader says, with its place.
        reason: String,
    },
    /// It can be read, and is not right.
    #[error("{what}: {}; nothing was taken", spell(problems))]
    Invalid {
        /// What was read.
        what: &'static str,
        /// Everything that is wrong.
        problems: Vec<Problem>,
    },
}

fn spell(problems: &[Problem]) -> String {
    let mut text = problems.iter().take(SPELT_OUT).map(Problem::to_string).collect::<Vec<_>>().join("; ");
    if problems.len() > SPELT_OUT {
        text = format!("{text}; and {} more", problems.len() - SPELT_OUT);
    }
    text
}

impl ExchangeError {
    /// One problem at one place.
    pub(crate) fn at(what: &'static str, path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self::Invalid { what, problems: vec![Problem::new(path, reason)] }
    }
}
