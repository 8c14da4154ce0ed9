//! One piece of an input, mapped: what every thread does.
//!
//! The result depends on the piece alone. Posts are pushed into a [`Batch`] of the caller's choice, so that nothing
//! between the bytes and the columns (or the lake's Parquet rows) is ever copied.

use crate::{
    frame::{
        Block,
        parquet::TextColumn,
        table::{Dialect, Fault, Rows, Span},
    },
    open::{Input, Layout, Load},
    record::{BadRow, Mapped, Row},
};
use ostrakon_model::withdrawn::{Withdrawal, Withdrawn};
use ostrakon_model::{Columns, Fields, IdHasher, Post, SourceRef};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::borrow::Cow;

/// Collects the posts of a block, on any thread. Blocks reach the caller in the order of the input.
pub trait Batch: Default + Send {
    /// Takes a post, which borrows from the block.
    fn push(&mut self, post: &Post<'_>);

    /// Takes word that a post or an account is gone, or back. Who does not ask keeps the posts as they were.
    fn withdraw(&mut self, _: Withdrawn) {}

    /// Forgets all posts, keeping the memory: batches go round like buffers, since fresh pages are dear.
    fn clear(&mut self);
}

impl Batch for Columns {
    fn push(&mut self, post: &Post<'_>) {
        Columns::push(self, post);
    }

    fn withdraw(&mut self, event: Withdrawn) {
        self.withdrawn.push(event);
    }

    fn clear(&mut self) {
        Columns::clear(self);
    }
}

impl Batch for Vec<Post<'static>> {
    fn push(&mut self, post: &Post<'_>) {
        Vec::push(self, post.clone().into_owned());
    }

    fn clear(&mut self) {
        Vec::clear(self);
    }
}

/// A bad row and the line of its first byte.
pub type BadLine = (u64, BadRow);

/// What came of a piece.
#[derive(Default)]
pub struct Yield<B> {
    /// The posts.
    pub batch: B,
    /// Digest of platform and item id of each post, in order.
    pub digests: Vec<u128>,
    /// Rows that could not be taken.
    pub rejects: Vec<BadLine>,
    /// Records that are no posts, by name.
    pub not_posts: Vec<(&'static str, u64)>,
    /// Records in the piece.
    pub rows: u64,
}

impl<B: Batch> Yield<B> {
    /// Empties it for the next piece, keeping the memory.
    pub fn clear(&mut self) {
        self.batch.clear();
        self.digests.clear();
        self.rejects.clear();
        self.not_posts.clear();
        self.rows = 0;
    }
}

/// Maps a piece into `out`, which is empty. `keep`: only these posts (in the order of [`Yield::digests`]) go into
/// the batch; all if `None`.
pub fn map<B: Batch>(
    input: &Input,
    load: &Load,
    hasher: &IdHasher,
    keep: Option<&[bool]>,
    out: Yield<B>,
) -> Yield<B> {
    let mut taker =
        Taker { input, hasher, keep, seen: 0, key: String::new(), raw: input.raw, fields: input.fields, out };
    match load {
        Load::Block(block) => {
            for long in &block.too_long {
                taker.out.rows += 1;
                taker.reject(long.line, "", too_long(long.bytes, input.max_record));
            }
            match &input.layout {
                Layout::Table { dialect, columns, header } => {
                    taker.table(block, *dialect, columns, *header);
                }
                Layout::Lines => taker.lines(block),
                _ => taker.elements(block),
            }
        }
        Load::Values(first, values) => taker.values(*first, values),
        Load::Batch(first, batch) => {
            if let Err(reason) = taker.batch(*first, batch) {
                taker.out.rows += 1;
                taker.reject(*first, "", format!("these rows cannot be decoded: {reason}"));
            }
        }
    }
    taker.out
}

/// Whether the first field of a row is the name of the first column. A quote behind a byte-order mark opens no field.
fn repeats(field: &str, name: &str) -> bool {
    field == name || field.strip_prefix('\u{feff}').is_some_and(|field| field.trim_matches('"') == name)
}

fn too_long(bytes: u64, limit: usize) -> String {
    format!("the record has {bytes} bytes, more than the {limit} allowed; a quote or bracket may be missing")
}

fn not_utf8(error: std::str::Utf8Error) -> String {
    let at = error.valid_up_to() + 1;
    format!(
        "byte {at} of the record is not UTF-8; convert the file, for example `iconv -f WINDOWS-1252 -t UTF-8`"
    )
}

struct Taker<'p, B> {
    input: &'p Input,
    hasher: &'p IdHasher,
    keep: Option<&'p [bool]>,
    seen: usize,
    key: String,
    raw: bool,
    fields: Fields,
    out: Yield<B>,
}

impl<B: Batch> Taker<'_, B> {
    fn reject(&mut self, line: u64, column: &str, reason: String) {
        self.out.rejects.push((line, BadRow { column: column.to_owned(), reason }));
    }

    /// Maps one record.
    fn take(&mut self, row: Row<'_>, source: SourceRef, raw: &[u8]) {
        self.out.rows += 1;
        let Some(mapper) = &self.input.mapper else { return };
        let mut post = Post::default();
        match mapper.map(row, &mut post) {
            Ok(Mapped::Post) => {
                if let Some(keep) = self.keep {
                    let kept = keep[self.seen];
                    self.seen += 1;
                    if !kept {
                        return;
                    }
                } else {
                    self.key.clear();
                    self.key.push_str(&post.platform);
                    self.key.push('\0');
                    self.key.push_str(&post.item_id);
                    self.out.digests.push(self.hasher.digest(&self.key));
                }
                if self.input.shares_only && !post.shares() {
                    return;
                }
                if self.fields.has(Fields::PLACE) {
                    post.source = source;
                }
                if !self.fields.has(Fields::ID) && !self.input.withdraws {
                    post.item_id = Cow::Borrowed("");
                }
                if self.raw && !raw.is_empty() {
                    post.raw_sha256 = Some(Sha256::digest(raw).into());
                }
                self.out.batch.push(&post);
            }
            Ok(Mapped::Withdrawn(what, name)) => {
                self.not_a_post(name);
                let id = if what == Withdrawal::Item { post.item_id } else { post.author_id };
                let at_ms = post.seen_at.map(|time| time.ms);
                self.out.batch.withdraw(Withdrawn { what, id: id.into_owned(), at_ms });
            }
            Ok(Mapped::NotAPost(name)) => self.not_a_post(name),
            Err(bad) => self.out.rejects.push((source.line, bad)),
        }
    }

    fn not_a_post(&mut self, name: &'static str) {
        match self.out.not_posts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => self.out.not_posts.push((name, 1)),
        }
    }

    fn place(&self, block: &Block, start: usize, end: usize, line: u64) -> SourceRef {
        SourceRef {
            file: self.input.file,
            line: block.line + line,
            offset: block.offset + start as u64,
            len: (end - start) as u32,
        }
    }

    fn table(&mut self, block: &Block, dialect: Dialect, columns: &[String], header: bool) {
        let bytes = block.bytes();
        let whole = simdutf8::basic::from_utf8(bytes).ok();
        let clean = memchr::memchr(0, bytes).is_none();
        let mut rows = Rows::new(bytes, dialect, self.input.max_record);
        // Most of a row is text, which most signals do not read: what nobody reads is not unescaped.
        let read: Vec<bool> = (0..columns.len())
            .map(|column| self.input.mapper.as_ref().is_none_or(|mapper| mapper.reads(column)))
            .collect();
        let mut spans: Vec<Span> = Vec::with_capacity(columns.len());
        let mut fields: Vec<Cow<'_, str>> = Vec::with_capacity(columns.len());
        while let Some(row) = rows.next(&mut spans) {
            let place = self.place(block, row.start, row.end, row.line);
            let raw = &bytes[row.start..row.end];
            let bad = match row.fault {
                Some(Fault::TooLong) => Some(("", too_long(raw.len() as u64, self.input.max_record))),
                Some(Fault::Quote { field }) => {
                    let column = columns.get(field).map_or("", String::as_str);
                    let reason = "a quote opens here and does not close before other text or the end of the row; \
                                  write a quote inside of a quoted field as \"\"";
                    Some((column, reason.to_owned()))
                }
                None if spans.len() != columns.len() => {
                    let (has, wants) = (spans.len(), columns.len());
                    let lines = memchr::memchr_iter(b'\n', raw).count() as u64;
                    let over = if lines == 0 {
                        String::new()
                    } else {
                        format!(" (up to line {})", place.line + lines)
                    };
                    let reason = format!(
                        "the row{over} has {has} fields, the first row has {wants}; quote fields that hold the delimiter"
                    );
                    Some(("", reason))
                }
                None if !clean && raw.contains(&0) => {
                    Some(("", "the row holds a NUL byte; the file may be damaged: fetch it again".to_owned()))
                }
                None => None,
            };
            if let Some((column, reason)) = bad {
                self.out.rows += 1;
                self.reject(place.line, column, reason);
                continue;
            }
            let (text, base) = match whole {
                Some(text) => (text, 0),
                None => match std::str::from_utf8(raw) {
                    Ok(text) => (text, row.start),
                    Err(error) => {
                        self.out.rows += 1;
                        self.reject(place.line, "", not_utf8(error));
                        continue;
                    }
                },
            };
            fields.clear();
            fields.extend(
                spans.iter().zip(&read).map(
                    |(span, &read)| {
                        if read { span.text(text, base) } else { Cow::Borrowed("") }
                    },
                ),
            );
            // Files that were put together with `cat` repeat their header, some with a byte-order mark before it.
            if header
                && spans.first().is_some_and(|span| repeats(&span.text(text, base), &columns[0]))
                && fields
                    .iter()
                    .zip(columns)
                    .skip(1)
                    .zip(&read[1..])
                    .all(|((field, name), read)| !read || field == name)
            {
                self.out.rows += 1;
                self.not_a_post("repeated header");
                continue;
            }
            self.take(Row::Table(&fields), place, raw);
        }
    }

    fn lines(&mut self, block: &Block) {
        let (bytes, mut start, mut line) = (block.bytes(), 0, 0);
        while start < bytes.len() {
            let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |found| start + found);
            self.json(block, start, start, end, line);
            (start, line) = (end + 1, line + 1);
        }
    }

    fn elements(&mut self, block: &Block) {
        let (bytes, mut start, mut line) = (block.bytes(), 0, 0);
        for &end in &block.ends {
            let end = end as usize;
            let blank = bytes[start..end].iter().take_while(|b| b.is_ascii_whitespace()).count();
            line += memchr::memchr_iter(b'\n', &bytes[start..start + blank]).count() as u64;
            self.json(block, start, start + blank, end, line);
            line += memchr::memchr_iter(b'\n', &bytes[start + blank..end]).count() as u64;
            start = end + 1;
        }
    }

    /// A JSON value between two bytes of the block, with white space from `from` on; blank ones are nothing.
    fn json(&mut self, block: &Block, from: usize, start: usize, end: usize, line: u64) {
        let raw = block.bytes()[start..end].trim_ascii_end();
        if raw.trim_ascii_start().is_empty() {
            return;
        }
        let place = self.place(block, start, start + raw.len(), line);
        let bad = if end - from > self.input.max_record {
            Some(too_long((end - from) as u64, self.input.max_record))
        } else {
            simdutf8::compat::from_utf8(raw).err().map(|_| match std::str::from_utf8(raw) {
                Err(error) => not_utf8(error),
                Ok(_) => String::new(),
            })
        };
        let value = match bad {
            Some(reason) => Err(reason),
            None => crate::json::parse(raw)
                .map_err(|error| format!("not a JSON value ({error}); the record is cut off or not escaped")),
        };
        match value {
            Ok(value) => self.exploded(value, place, raw),
            Err(reason) => {
                self.out.rows += 1;
                self.reject(place.line, "", reason);
            }
        }
    }

    fn exploded(&mut self, value: Value, place: SourceRef, raw: &[u8]) {
        match self.input.preset {
            Some(preset) if preset.explodes() => {
                for record in preset.explode(value) {
                    self.take(Row::Json(&record), place, raw);
                }
            }
            _ => self.take(Row::Json(&value), place, raw),
        }
    }

    /// Records of a document have no bytes of their own: their digest is of the record written as compact JSON.
    fn values(&mut self, first: u64, values: &[Value]) {
        for (line, value) in (first..).zip(values) {
            let raw = if self.raw { value.to_string() } else { String::new() };
            let place = SourceRef { file: self.input.file, line, ..SourceRef::default() };
            self.take(Row::Json(value), place, raw.as_bytes());
        }
    }

    fn batch(&mut self, first: u64, batch: &arrow::array::RecordBatch) -> Result<(), String> {
        let columns =
            batch.columns().iter().map(|column| TextColumn::new(column)).collect::<Result<Vec<_>, _>>()?;
        let mut fields: Vec<Cow<'_, str>> = Vec::with_capacity(columns.len());
        for (row, line) in (0..batch.num_rows()).zip(first..) {
            fields.clear();
            let mut bad = None;
            for (column, at) in columns.iter().zip(0..) {
                let read = |at| self.input.mapper.as_ref().is_none_or(|mapper| mapper.reads(at));
                match column.text(row) {
                    Ok(text) => fields.push(text),
                    // A column of pictures beside the posts costs no post.
                    Err(_) if !read(at) => fields.push(Cow::Borrowed("")),
                    Err(reason) => bad = Some((at, reason)),
                }
            }
            if let Some((at, reason)) = bad {
                self.out.rows += 1;
                let name = batch.schema_ref().field(at).name().clone();
                self.reject(line, &name, reason);
                continue;
            }
            let place = SourceRef { file: self.input.file, line, ..SourceRef::default() };
            self.take(Row::Table(&fields), place, &[]);
        }
        Ok(())
    }
}
