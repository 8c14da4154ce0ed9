//! What is wrong in a mechanism's file: where, and what would be right.

use std::fmt;

/// An error in a file, with its place and its mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// The key, dotted, such as `clock.within`; empty when the file cannot be read at all.
    pub key: String,
    /// What is wrong.
    pub problem: String,
    /// What to do.
    pub mend: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, key, problem, mend } = self;
        write!(f, "{file}, line {line}")?;
        if !key.is_empty() {
            write!(f, ", `{key}`")?;
        }
        write!(f, ": {problem}; {mend}")
    }
}
