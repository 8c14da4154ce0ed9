//! What an input is, told from its content: the container by its first bytes, the preset by its header or keys.
//!
//! Names lie (`export.csv` that is gzip, `data.json` that is NDJSON), so they are not looked at. A file that is
//! something else altogether is refused here, before the first row, by a message that says what it is and what to do:
//! most such files are a download page saved instead of the download, or a workbook.

use crate::{
    error::IngestError,
    frame::{
        dialect,
        elements::Elements,
        table::{Dialect, Rows, Span},
    },
    source::Source,
    sse,
};
use serde_json::Value;

/// Bytes looked at, unless the first record is longer.
const SAMPLE: usize = 256 << 10;
/// JSON records looked at.
pub const RECORDS: usize = 50;
/// Rows of a table looked at.
const ROWS: usize = 200;

/// The container of an input, with what its first records say.
pub enum Container {
    /// Rows with fields.
    Table {
        /// How it is written.
        dialect: Dialect,
        /// Its first rows.
        first: FirstRows,
    },
    /// A JSON record a line.
    Lines {
        /// The first records.
        sample: Vec<Value>,
    },
    /// One JSON array, its opening bracket taken already.
    Array {
        /// The first elements.
        sample: Vec<Value>,
    },
    /// JSON documents that span lines; usually one.
    Document,
    /// Parquet.
    Parquet,
}

/// The first rows of a table.
#[derive(Default)]
pub struct FirstRows {
    /// Their fields; the first of them is the header, if there is one.
    pub rows: Vec<Vec<String>>,
    /// Bytes of the first row with its line end.
    pub bytes: usize,
    /// Physical lines of the first row.
    pub lines: u64,
}

/// Kinds of files that people take for an export.
const FOREIGN: &[(&[u8], &str, &str)] = &[
    (
        b"PK\x03\x04",
        "a ZIP archive or an Excel workbook (.xlsx)",
        "unpack it, or save the sheet as CSV UTF-8",
    ),
    (b"PK\x05\x06", "an empty ZIP archive", "fetch the file again"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.xls)", "save the sheet as CSV UTF-8"),
    (b"%PDF", "a PDF", "ask for the data itself"),
    (b"SQLite format 3", "an SQLite database", "export its table as CSV"),
    (b"\x1f\x8b", "compressed twice", "decompress it once"),
    (b"\x28\xb5\x2f\xfd", "compressed twice", "decompress it once"),
    (b"BZh", "compressed with bzip2", "decompress it, or use gzip or zstd"),
    (b"\xfd7zXZ", "compressed with xz", "decompress it, or use gzip or zstd"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it"),
    (b"Rar!", "a RAR archive", "unpack it"),
    (b"\x89PNG", "a picture", "give the export, not its screenshot"),
    (b"\xff\xd8\xff", "a picture", "give the export, not its screenshot"),
    (b"GIF8", "a picture", "give the export, not its screenshot"),
    (b"\x7fELF", "a program", "give the export"),
    (b"MZ\x90", "a program", "give the export"),
    (b"ARROW1", "an Arrow IPC file", "save it as Parquet"),
    (b"Obj\x01", "an Avro file", "save it as Parquet"),
    (b"ORC", "an ORC file", "save it as Parquet"),
];

const MARKUP: &[(&str, &str, &str)] = &[
    ("<!doctype html", "a web page", "the download failed or wanted a login: fetch the export itself"),
    ("<html", "a web page", "the download failed or wanted a login: fetch the export itself"),
    ("<?xml", "XML", "export as CSV or JSON"),
];

/// Looks at the start of `source` and takes what comes before the first record (byte-order mark, `[`). Returns the
/// container, and the bytes and lines taken.
///
/// # Errors
/// `Empty`, `Foreign`, `Encoding`, or why reading failed.
pub fn container(source: &mut Source, max_record: usize) -> Result<(Container, usize, u64), IngestError> {
    let path = source.path().to_owned();
    if sse::looks_like(source.peek(SAMPLE)) {
        source.turned(sse::Events::new);
    }
    let head = source.peek(SAMPLE);
    let bom = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = head[bom..].trim_ascii_start();
    if text.is_empty() && head.len() < SAMPLE {
        return Err(source.blame(IngestError::Empty { path }));
    }
    if text.starts_with(crate::frame::parquet::MAGIC) {
        return Ok((Container::Parquet, 0, 0));
    }
    if let Some((what, mend)) = foreign(head, text) {
        return Err(IngestError::Foreign { path, what, mend });
    }
    let first = text.first().copied();
    match first {
        Some(b'[') => {
            let open = head.len() - text.len() + 1;
            let lines = memchr::memchr_iter(b'\n', &head[..open]).count() as u64;
            source.skip_peeked(open);
            let sample = array_sample(source, max_record);
            Ok((Container::Array { sample }, open, lines))
        }
        Some(b'{') => {
            source.skip_peeked(bom);
            Ok((json(source, max_record), bom, 0))
        }
        _ => {
            let named = separator_line(&head[bom..]);
            source.skip_peeked(bom + named);
            let table = table(source, max_record).map_err(|error| source.blame(error))?;
            Ok((table, bom + named, u64::from(named > 0)))
        }
    }
}

/// Bytes of a line `sep=;` at the start, which tells a spreadsheet the delimiter and is no header.
fn separator_line(text: &[u8]) -> usize {
    let Some(end) = memchr::memchr(b'\n', text) else { return 0 };
    let line = text[..end].strip_suffix(b"\r").unwrap_or(&text[..end]);
    let line = line.strip_prefix(b"\"").and_then(|l| l.strip_suffix(b"\"")).unwrap_or(line);
    let named = line.len() == 5
        && line[..4].eq_ignore_ascii_case(b"sep=")
        && matches!(line[4], b',' | b';' | b'\t' | b'|');
    if named { end + 1 } else { 0 }
}

fn foreign(head: &[u8], text: &[u8]) -> Option<(&'static str, &'static str)> {
    for (magic, what, mend) in FOREIGN {
        if head.starts_with(magic) {
            return Some((what, mend));
        }
    }
    if head.get(257..262) == Some(b"ustar") {
        return Some(("a tar archive", "unpack it"));
    }
    for (start, what, mend) in MARKUP {
        if text.get(..start.len()).is_some_and(|t| t.eq_ignore_ascii_case(start.as_bytes())) {
            return Some((what, mend));
        }
    }
    let nuls = memchr::memchr_iter(0, head).count();
    if nuls * 3 > head.len() && nuls * 3 < head.len() * 2 {
        // Latin letters have their zero byte in front where the high byte comes first.
        let in_front = head.iter().step_by(2).filter(|&&b| b == 0).count();
        let mend = if in_front * 2 > nuls {
            "convert it: `iconv -f UTF-16BE -t UTF-8`"
        } else {
            "convert it: `iconv -f UTF-16LE -t UTF-8`"
        };
        return Some(("UTF-16 without a byte-order mark", mend));
    }
    // A stray NUL costs its row; a header with one, or a file that is made of them, is no text.
    let line = memchr::memchr(b'\n', head).map_or(head, |end| &head[..end]);
    let has_header = !matches!(text.first(), Some(b'{' | b'['));
    if nuls * 2 > head.len() || (has_header && line.contains(&0)) {
        return Some(("binary data (NUL bytes)", "give the export as text or Parquet"));
    }
    None
}

/// Peeks until a whole line is in sight, the limit is reached or the stream ends. `true`: the stream ended.
fn peek_line(source: &mut Source, limit: usize) -> (&[u8], bool) {
    let mut want = SAMPLE;
    while want <= limit {
        let head = source.peek(want);
        if head.len() < want || head.contains(&b'\n') {
            break;
        }
        want *= 2;
    }
    let head = source.peek(want);
    let ended = head.len() < want;
    (head, ended)
}

/// Times the size of a record that is looked through for the end of a first line that is too long to be one.
const FIRST_LINE: usize = 8;

fn json(source: &mut Source, limit: usize) -> Container {
    let (head, _) = peek_line(source, limit);
    let mut long = 0;
    if memchr::memchr(b'\n', head).is_none_or(|end| end > limit) {
        // One record that is too long and others behind it, or one document on one line: what follows the line tells.
        let (head, _) = peek_line(source, limit.saturating_mul(FIRST_LINE));
        long = memchr::memchr(b'\n', head).map_or(0, |end| end + 1);
    }
    let head = if long > 0 { source.peek(long + SAMPLE) } else { peek_line(source, limit).0 };
    let mut lines = head[long..].split_inclusive(|&b| b == b'\n').take(RECORDS);
    let record = |line: &[u8]| {
        // A document printed over several lines has whole objects too, but indented ones.
        (line.ends_with(b"\n") && line.starts_with(b"{")).then(|| crate::json::parse(line).ok()).flatten()
    };
    let sample: Vec<Value> = lines.by_ref().filter_map(record).collect();
    if sample.is_empty() { Container::Document } else { Container::Lines { sample } }
}

fn array_sample(source: &mut Source, limit: usize) -> Vec<Value> {
    let mut want = SAMPLE;
    loop {
        let head = source.peek(want);
        let (mut scan, mut ends) = (Elements::default(), Vec::new());
        scan.feed(head, 0, &mut ends);
        if ends.is_empty() && head.len() == want && want <= limit {
            want *= 2;
            continue;
        }
        let mut start = 0;
        let element = |end: &u32| {
            let element = &head[start..*end as usize];
            start = *end as usize + 1;
            crate::json::parse(element).ok()
        };
        return ends.iter().take(RECORDS).filter_map(element).collect();
    }
}

fn table(source: &mut Source, limit: usize) -> Result<Container, IngestError> {
    let path = source.path().to_owned();
    let (head, ended) = peek_line(source, limit);
    if !head.contains(&b'\n') && head.trim_ascii_end().contains(&b'\r') {
        return Err(IngestError::Foreign {
            path,
            what: "text whose lines end in CR alone",
            mend: "convert it: `tr '\\r' '\\n'`",
        });
    }
    let dialect = dialect::sniff(head, ended);
    let first = first_rows(source, dialect, limit)?;
    Ok(Container::Table { dialect, first })
}

/// The first rows of a table that is written in this way.
///
/// # Errors
/// `Empty`, `Encoding`, and `Mapping` for a first row whose quote does not close.
pub fn first_rows(source: &mut Source, dialect: Dialect, limit: usize) -> Result<FirstRows, IngestError> {
    let path = source.path().to_owned();
    let (head, ended) = peek_line(source, limit);
    let (mut split, mut fields) = (Rows::new(head, dialect, limit), Vec::new());
    let mut first = FirstRows::default();
    while first.rows.len() <= ROWS
        && let Some(row) = split.next(&mut fields)
    {
        let whole = ended || split.offset() < head.len();
        if first.rows.is_empty() {
            let line = row.line + 1;
            let texts = texts(head, &fields).ok_or(IngestError::Encoding { path: path.clone(), line })?;
            if row.fault.is_some() {
                let reason = format!("the first row (line {line}) has a quote that does not close");
                return Err(IngestError::Mapping { path, reason: format!("{reason}; escape it as \"\"") });
            }
            (first.bytes, first.lines) = (split.offset(), split.line());
            first.rows.push(texts);
        } else if row.fault.is_none()
            && whole
            && let Some(texts) = texts(head, &fields)
        {
            first.rows.push(texts);
        }
    }
    if first.rows.is_empty() {
        return Err(IngestError::Empty { path });
    }
    Ok(first)
}

fn texts(head: &[u8], fields: &[Span]) -> Option<Vec<String>> {
    fields
        .iter()
        .map(|field| {
            let bytes = &head[field.start as usize..field.end as usize];
            let text = std::str::from_utf8(bytes).ok()?;
            Some(field.text(text, field.start as usize).into_owned())
        })
        .collect()
}
