//! Rows of a table (CSV, TSV and kin) into fields.
//!
//! The problem: most of the time goes here. The choice: fields are found as byte ranges ([`super::scan`]) and turned
//! into strings only by those who want them; a field that needs no unescaping is borrowed from the block.
//! Rejected: a byte-wise state machine (`csv-core`), about three times slower on posts, and one that accepts what
//! [`super::quote`] calls broken.

use super::quote::{Closing, closing, resume};
use super::scan::Scan;
use memchr::{memchr, memchr_iter};
use std::borrow::Cow;

/// Bytes between fields, and whether quotes mean anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// `,`, `;`, tab or `|`.
    pub delimiter: u8,
    /// Whether fields may be quoted.
    pub quotes: bool,
    /// Byte behind which a quote inside of a quoted field is a character like any other.
    pub escape: Option<u8>,
}

/// A field: a range of the block, without its quotes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// Byte behind the last.
    pub end: u32,
    /// Whether `""` stands for one quote in it.
    pub doubled: bool,
    /// The byte behind which a quote is one too.
    pub escape: Option<u8>,
}

impl Span {
    /// The field as it stands between its quotes.
    pub fn raw(self, text: &str, base: usize) -> &str {
        &text[self.start as usize - base..self.end as usize - base]
    }

    /// The field's text, where `text` starts at byte `base` of the block.
    pub fn text(self, text: &str, base: usize) -> Cow<'_, str> {
        let field = self.raw(text, base);
        match self.escape {
            _ if !self.doubled => Cow::Borrowed(field),
            None => Cow::Owned(field.replace("\"\"", "\"")),
            Some(escape) => {
                let plain = field.replace(&*String::from_utf8_lossy(&[escape, b'"']), "\"\"");
                Cow::Owned(plain.replace("\"\"", "\""))
            }
        }
    }
}

/// What is wrong with a row, as far as its container can tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A quote opens field number `field` (from 0) and does not close before other text or the end of the row.
    Quote {
        /// The field.
        field: usize,
    },
    /// The row is longer than the limit.
    TooLong,
}

/// A row as bytes of the block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// First byte.
    pub start: usize,
    /// Byte behind the last, without the line end.
    pub end: usize,
    /// Physical line of the first byte, counted from 0 within the block.
    pub line: u64,
    /// What is wrong with it, if anything; the fields are then not all there.
    pub fault: Option<Fault>,
}

/// Splits a block of whole records.
pub struct Rows<'b> {
    bytes: &'b [u8],
    dialect: Dialect,
    limit: usize,
    at: usize,
    line: u64,
    /// Up to here every physical line is a row of its own: a record before it was broken.
    lines_until: usize,
    scan: Scan,
}

impl<'b> Rows<'b> {
    /// The rows of `bytes`, which hold whole records of at most `limit` bytes each.
    pub fn new(bytes: &'b [u8], dialect: Dialect, limit: usize) -> Self {
        Self {
            bytes,
            dialect,
            limit,
            at: 0,
            line: 0,
            lines_until: 0,
            scan: Scan::new(dialect.delimiter, b'\n'),
        }
    }

    /// First byte of what was not split yet.
    pub fn offset(&self) -> usize {
        self.at
    }

    /// Physical line of that byte, counted from 0 within the block.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// The next row that is not blank; its fields go to `fields`.
    pub fn next(&mut self, fields: &mut Vec<Span>) -> Option<Row> {
        while self.at < self.bytes.len() {
            let start = self.at;
            let row =
                if start < self.lines_until { Some(self.one_line(fields)) } else { self.record(fields) };
            let Some(row) = row else { continue };
            let blank = matches!(fields[..], [Span { start: a, end: b, .. }] if a == b && row.end == start);
            if !blank || row.fault.is_some() {
                return Some(row);
            }
        }
        None
    }

    /// The record from here on, which may span lines; `None` if it is broken and its lines are to be read alone.
    fn record(&mut self, fields: &mut Vec<Span>) -> Option<Row> {
        let (start, line) = (self.at, self.line);
        let split = split(self.bytes, start, self.dialect, &mut self.scan, fields);
        let noticed = match split.broken {
            None if split.line_end - start <= self.limit => {
                self.at = split.next;
                self.line += 1;
                if split.quoted {
                    self.line += memchr_iter(b'\n', &self.bytes[start..split.end]).count() as u64;
                }
                return Some(Row { start, end: split.end, line, fault: None });
            }
            Some(at) if at - start <= self.limit => at,
            _ => (start + self.limit + 1).min(self.bytes.len()),
        };
        self.lines_until = resume(self.bytes, start, noticed).unwrap_or(self.bytes.len());
        None
    }

    fn one_line(&mut self, fields: &mut Vec<Span>) -> Row {
        let (start, line) = (self.at, self.line);
        let end = memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |found| start + found);
        self.at = (end + 1).min(self.bytes.len());
        self.line += 1;
        // A scan of its own: these bytes end earlier.
        let mut scan = Scan::new(self.dialect.delimiter, b'\n');
        let split = split(&self.bytes[..end], start, self.dialect, &mut scan, fields);
        let fault = if end - start > self.limit {
            Some(Fault::TooLong)
        } else {
            split.broken.map(|_| Fault::Quote { field: fields.len() })
        };
        Row { start, end: if fault.is_some() { end } else { split.end }, line, fault }
    }
}

struct Split {
    /// Byte behind the record's last, without the line end.
    end: usize,
    /// Index of the line feed behind it, or of the end of the bytes; the record's size counts up to here.
    line_end: usize,
    /// First byte of the next record.
    next: usize,
    /// Whether a field is quoted, so that the record may span lines.
    quoted: bool,
    /// Where a quoted field was noticed not to close.
    broken: Option<usize>,
}

/// Splits the record at `start` into `fields`.
fn split(bytes: &[u8], start: usize, dialect: Dialect, scan: &mut Scan, fields: &mut Vec<Span>) -> Split {
    fields.clear();
    let (mut at, mut quoted) = (start, false);
    loop {
        let (end, field) = if dialect.quotes && bytes.get(at) == Some(&b'"') {
            quoted = true;
            match closing(bytes, at, dialect.delimiter, dialect.escape, true) {
                Closing::Closed { after, doubled } => {
                    let escape = dialect.escape;
                    (after, Span { start: at as u32 + 1, end: after as u32 - 1, doubled, escape })
                }
                Closing::Stray { at } => {
                    return Split { end: at, line_end: at, next: at, quoted, broken: Some(at) };
                }
                Closing::Open => {
                    return Split { end: at, line_end: at, next: at, quoted, broken: Some(bytes.len()) };
                }
            }
        } else {
            let end = scan.next(bytes, at);
            (end, Span { start: at as u32, end: end as u32, doubled: false, escape: None })
        };
        fields.push(field);
        match bytes.get(end) {
            Some(&b) if b == dialect.delimiter => at = end + 1,
            Some(b'\r') => {
                // Only behind a closing quote: an unquoted field takes the carriage return along.
                let line_end = (end + 1).min(bytes.len());
                return Split { end, line_end, next: (end + 2).min(bytes.len()), quoted, broken: None };
            }
            byte => {
                let mut stop = end;
                if let Some(last) = fields.last_mut()
                    && last.end as usize == end
                    && last.end > last.start
                    && bytes[end - 1] == b'\r'
                {
                    last.end -= 1;
                    stop -= 1;
                }
                let next = end + usize::from(byte.is_some());
                return Split { end: stop, line_end: end, next, quoted, broken: None };
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::frame::quote::whole_records;
    use proptest::prelude::*;

    const COMMA: Dialect = Dialect { delimiter: b',', quotes: true, escape: None };
    const ESCAPED: Dialect = Dialect { escape: Some(b'\\'), ..COMMA };

    type Seen = (u64, Result<Vec<String>, Fault>);

    fn rows(text: &[u8], limit: usize) -> Vec<Seen> {
        rows_as(COMMA, text, limit)
    }

    fn rows_as(dialect: Dialect, text: &[u8], limit: usize) -> Vec<Seen> {
        let (mut rows, mut fields, mut out) = (Rows::new(text, dialect, limit), Vec::new(), Vec::new());
        while let Some(row) = rows.next(&mut fields) {
            let text = std::str::from_utf8(text).unwrap();
            let values = || fields.iter().map(|f| f.text(text, 0).into_owned()).collect();
            out.push((row.line, row.fault.map_or_else(|| Ok(values()), Err)));
        }
        out
    }

    fn rows_in_blocks(dialect: Dialect, text: &[u8], limit: usize, block: usize) -> Vec<Seen> {
        let (mut out, mut at, mut line, mut want) = (Vec::new(), 0, 0, block);
        while at < text.len() {
            let end = (at + want).min(text.len());
            let cut = whole_records(&text[at..end], b',', dialect.escape, limit, end == text.len());
            if cut.too_long {
                let next = memchr(b'\n', &text[at..]).map_or(text.len(), |found| at + found + 1);
                out.push((line, Err(Fault::TooLong)));
                (at, line, want) = (next, line + 1, block);
            } else if cut.at == 0 {
                want = (want * 2).min(limit + 1).max(want + 1);
            } else {
                let part = &text[at..at + cut.at];
                out.extend(rows_as(dialect, part, limit).into_iter().map(|(l, row)| (line + l, row)));
                line += memchr_iter(b'\n', part).count() as u64;
                (at, want) = (at + cut.at, block);
            }
        }
        out
    }

    #[test]
    fn a_quote_that_never_closes_costs_its_own_line_only() {
        let text = b"a,b\n1,\"never closed\n2,x\n3,\"y\nz\"\n4,\"w\"\n";
        let seen = rows(text, 1 << 20);
        let kept: Vec<_> =
            seen.iter().filter_map(|(line, row)| row.clone().ok().map(|r| (*line, r.join("|")))).collect();
        let lost: Vec<_> = seen.iter().filter(|(_, row)| row.is_err()).map(|(line, _)| *line).collect();
        assert_eq!(lost, [1]);
        assert_eq!(kept, [(0, "a|b".into()), (2, "2|x".into()), (3, "3|y\nz".into()), (5, "4|w".into())]);
    }

    #[test]
    fn a_quote_open_at_the_end_of_the_file_loses_no_row_behind_it() {
        let seen = rows(b"1,\"open\n2,x\n3,y", 1 << 20);
        assert_eq!(seen[0], (0, Err(Fault::Quote { field: 1 })));
        assert_eq!(seen[1..], [(1, Ok(vec!["2".into(), "x".into()])), (2, Ok(vec!["3".into(), "y".into()]))]);
    }

    #[test]
    fn line_ends_of_either_kind_and_blank_lines() {
        let seen = rows(b"a,b\r\n\r\n\"c\",\"d\"\r\n\ne,\r\n,f", 1 << 20);
        let lines: Vec<_> = seen.iter().map(|(line, row)| (*line, row.clone().unwrap().join("|"))).collect();
        assert_eq!(lines, [(0, "a|b".into()), (2, "c|d".into()), (4, "e|".into()), (5, "|f".into())]);
    }

    #[test]
    fn a_quote_behind_a_backslash_closes_nothing_where_a_tool_writes_so() {
        let one = |text: &str| {
            rows_as(ESCAPED, text.as_bytes(), 1 << 20).into_iter().map(|(_, row)| row).collect::<Vec<_>>()
        };
        let is = |fields: &[&str]| vec![Ok(fields.iter().map(|f| (*f).to_owned()).collect())];
        assert_eq!(one(r#""say \"hi\", ""you""",2"#), is(&["say \"hi\", \"you\"", "2"]));
        assert_eq!(one("\"two\nlines \\\"\",2"), is(&["two\nlines \"", "2"]));
        assert_eq!(one(r#""a\\",b"#), is(&["a\\\\", "b"]));
        assert_eq!(one(r#""a\\"b",c"#), is(&["a\\\"b", "c"]));
        assert_eq!(one(r#"x\"y,"z""#), is(&["x\\\"y", "z"]));
    }

    proptest! {
        /// Whatever the bytes, blocks of any size give what one block gives.
        #[test]
        fn the_size_of_blocks_changes_nothing(
            text in "[a,\"\n\r\\\\]{0,80}", limit in 1usize..40, block in 1usize..60, escaped in any::<bool>(),
        ) {
            let dialect = if escaped { ESCAPED } else { COMMA };
            let whole = rows_as(dialect, text.as_bytes(), limit);
            prop_assert_eq!(rows_in_blocks(dialect, text.as_bytes(), limit, block), whole);
        }

        /// No byte is swallowed: rows are in order and only line ends stand between them.
        #[test]
        fn every_byte_is_in_a_row_or_a_line_end(text in "[a,\"\n\r]{0,80}", limit in 1usize..40) {
            let (mut it, mut fields, mut at) = (Rows::new(text.as_bytes(), COMMA, limit), Vec::new(), 0);
            while let Some(row) = it.next(&mut fields) {
                prop_assert!(text[at..row.start].bytes().all(|b| b == b'\n' || b == b'\r'));
                at = row.end;
            }
            prop_assert!(text[at..].bytes().all(|b| b == b'\n' || b == b'\r'));
        }

        /// What a CSV writer writes comes back as it was.
        #[test]
        fn written_tables_are_read_as_the_csv_crate_reads_them(
            table in prop::collection::vec(prop::collection::vec("[a,\"\n\r é]{0,6}", 3), 1..8), always in any::<bool>(),
        ) {
            let style = if always { csv::QuoteStyle::Always } else { csv::QuoteStyle::Necessary };
            let mut writer = csv::WriterBuilder::new().quote_style(style).from_writer(Vec::new());
            for row in &table {
                writer.write_record(row).unwrap();
            }
            let bytes = writer.into_inner().unwrap();
            let theirs: Vec<Vec<String>> = csv::ReaderBuilder::new().has_headers(false).from_reader(&bytes[..])
                .records().map(|r| r.unwrap().iter().map(str::to_owned).collect()).collect();
            let ours: Vec<Vec<String>> = rows(&bytes, 1 << 20).into_iter().map(|(_, row)| row.unwrap()).collect();
            prop_assert_eq!(&ours, &theirs);
            prop_assert_eq!(&ours, &table);
        }
    }
}
