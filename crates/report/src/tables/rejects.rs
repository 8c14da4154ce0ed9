//! `rejects.csv`: every row that could not be read, and why, so that nothing of a source is lost unseen.

use super::cell;
use crate::{atomic, error::Error};
use std::path::Path;

/// A row that could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RejectRow<'a> {
    /// The file, as given.
    pub file: &'a str,
    /// Its line, from 1; 0 where the fault is the whole file's.
    pub line: u64,
    /// The column at fault; empty where it is the whole row's.
    pub column: &'a str,
    /// What is wrong and how to mend it.
    pub reason: &'a str,
}

/// Writes `file,line,column,reason`; only the heading when nothing was rejected.
///
/// # Errors
/// [`Error::Write`].
pub fn write_rejects<'a>(path: &Path, rows: impl IntoIterator<Item = RejectRow<'a>>) -> Result<(), Error> {
    atomic::write(path, |out| {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record(["file", "line", "column", "reason"])?;
        for row in rows {
            csv.write_record([
                &*cell::guard(row.file),
                &row.line.to_string(),
                &*cell::guard(row.column),
                &*cell::guard(row.reason),
            ])?;
        }
        csv.flush()
    })
}
