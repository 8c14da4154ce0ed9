//! Reading small CSV tables with messages that name the file, the line and the mend.

use crate::ExerciseError;
use std::{
    io::Read,
    path::{Path, PathBuf},
};

/// A CSV table with a header.
pub(crate) struct Table<R> {
    reader: csv::Reader<R>,
    header: csv::ByteRecord,
    record: csv::ByteRecord,
    path: PathBuf,
    needed: &'static str,
}

/// One row.
pub(crate) struct Row<'a> {
    record: &'a csv::ByteRecord,
    /// Line of the row, from 1.
    pub line: u64,
}

impl Row<'_> {
    /// The cell of a column, trimmed; empty where the row is too short. Cells were checked to be UTF-8.
    pub fn get(&self, column: usize) -> &str {
        self.record.get(column).and_then(|cell| std::str::from_utf8(cell).ok()).unwrap_or("").trim()
    }
}

impl<R: Read> Table<R> {
    /// Reads the header; `needed` lists the columns for messages.
    pub fn new(input: R, path: &Path, needed: &'static str) -> Result<Self, ExerciseError> {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(input);
        let header = reader.byte_headers().cloned().map_err(|error| from_csv(error, path))?;
        Ok(Self { reader, header, record: csv::ByteRecord::new(), path: path.into(), needed })
    }

    /// The index of a column; case and a byte-order mark do not matter.
    pub fn column(&self, name: &'static str) -> Result<usize, ExerciseError> {
        self.header
            .iter()
            .position(|cell| {
                let cell = cell.strip_prefix(b"\xef\xbb\xbf").unwrap_or(cell);
                cell.trim_ascii().eq_ignore_ascii_case(name.as_bytes())
            })
            .ok_or(ExerciseError::MissingColumn {
                path: self.path.clone(),
                column: name,
                needed: self.needed,
            })
    }

    /// The next row, or `None` at the end. A row with more or fewer cells than the header is an error, since cells
    /// may then stand in the wrong column.
    pub fn next_row(&mut self) -> Result<Option<Row<'_>>, ExerciseError> {
        let more =
            self.reader.read_byte_record(&mut self.record).map_err(|error| from_csv(error, &self.path))?;
        let line = self.record.position().map_or(0, csv::Position::line);
        let bad = |reason: String| ExerciseError::Line { path: self.path.clone(), line, reason };
        if !more {
            return Ok(None);
        }
        if self.record.len() != self.header.len() {
            return Err(bad(format!(
                "{} cells where the first line has {}; the file may be cut off",
                self.record.len(),
                self.header.len()
            )));
        }
        if self.record.iter().any(|cell| std::str::from_utf8(cell).is_err()) {
            return Err(bad("not UTF-8; write the file in that encoding".to_owned()));
        }
        Ok(Some(Row { record: &self.record, line }))
    }
}

fn from_csv(error: csv::Error, path: &Path) -> ExerciseError {
    let line = error.position().map_or(0, csv::Position::line);
    match error.into_kind() {
        csv::ErrorKind::Io(source) => ExerciseError::File { path: path.into(), source },
        other => ExerciseError::Line { path: path.into(), line, reason: format!("no CSV: {other:?}") },
    }
}
