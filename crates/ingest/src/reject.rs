//! Rows that could not be taken, with the place and the reason.
//!
//! Rejects leave the reader one by one through a [`RejectSink`], in the order of the input, so that a file of a
//! hundred million bad rows needs no memory for them. Collecting them is the sink's choice ([`Vec`]), not the rule.

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// One row that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// The input, as the caller named it.
    pub path: Arc<Path>,
    /// Physical line of the row's first byte, from 1; for Parquet and for one big JSON document the number of the
    /// row.
    pub line: u64,
    /// Column or JSON path at fault; empty where the row as a whole is.
    pub column: String,
    /// What is wrong and what would be right.
    pub reason: String,
}

/// Takes rejected rows as they come, in the order of the input.
pub trait RejectSink {
    /// Takes one.
    fn reject(&mut self, reject: Reject) -> io::Result<()>;
}

impl RejectSink for Vec<Reject> {
    fn reject(&mut self, reject: Reject) -> io::Result<()> {
        self.push(reject);
        Ok(())
    }
}

/// Writes rejects as CSV (RFC 4180): `file,line,column,reason`.
pub struct RejectCsv<W> {
    out: W,
    started: bool,
}

impl<W: Write> RejectCsv<W> {
    /// A list that is written to `out`.
    pub fn new(out: W) -> Self {
        Self { out, started: false }
    }

    /// Ends the list; it has its header even if nothing was rejected.
    pub fn finish(mut self) -> io::Result<W> {
        self.start()?;
        self.out.flush()?;
        Ok(self.out)
    }

    fn start(&mut self) -> io::Result<()> {
        if !self.started {
            self.started = true;
            self.out.write_all(b"file,line,column,reason\n")?;
        }
        Ok(())
    }
}

impl<W: Write> RejectSink for RejectCsv<W> {
    fn reject(&mut self, reject: Reject) -> io::Result<()> {
        self.start()?;
        let path = reject.path.to_string_lossy();
        writeln!(
            self.out,
            "{},{},{},{}",
            field(&path),
            reject.line,
            field(&reject.column),
            field(&reject.reason)
        )
    }
}

/// A CSV field. Spreadsheets run cells that start with `=`, `+`, `-` or `@` as formulas, and reasons quote what
/// strangers wrote: such a field gets an apostrophe in front.
fn field(text: &str) -> String {
    let text =
        if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) { format!("\"{}\"", text.replace('"', "\"\"")) } else { text }
}

/// A path shared by all rejects of one input.
pub(crate) fn shared(path: &Path) -> Arc<Path> {
    Arc::from(PathBuf::from(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_csv_that_a_spreadsheet_does_not_run() {
        let mut list = RejectCsv::new(Vec::new());
        let row = |column: &str, reason: &str| Reject {
            path: shared(Path::new("a,b.csv")),
            line: 7,
            column: column.into(),
            reason: reason.into(),
        };
        list.reject(row("text", "says \"no\"")).unwrap();
        list.reject(row("=HYPERLINK(1)", "bad")).unwrap();
        let text = String::from_utf8(list.finish().unwrap()).unwrap();
        assert_eq!(
            text,
            "file,line,column,reason\n\"a,b.csv\",7,text,\"says \"\"no\"\"\"\n\"a,b.csv\",7,'=HYPERLINK(1),bad\n"
        );
    }

    #[test]
    fn an_empty_list_still_has_its_header() {
        assert_eq!(RejectCsv::new(Vec::new()).finish().unwrap(), b"file,line,column,reason\n");
    }
}
