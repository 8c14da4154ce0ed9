//! Parquet rows back to posts, borrowing every string from the batch.

use crate::error::{Error, Result};
use crate::schema::{HIDDEN, INTERVAL, KINDS, PRECISIONS, VALUE};
use arrow::array::{
    Array, BooleanArray, FixedSizeBinaryArray, Int64Array, LargeStringArray, ListArray, RecordBatch,
    StructArray, TimestampMillisecondArray, UInt32Array, UInt64Array,
};
use ostrakon_model::{Media, Metric, Post, SourceRef, Timestamp};
use std::borrow::Cow;
use std::ops::Range;
use std::path::Path;

/// A list column: where each row's items stand, and the items.
struct Lists<'b>(&'b ListArray);

impl Lists<'_> {
    fn range(&self, row: usize) -> Range<usize> {
        let offsets = self.0.value_offsets();
        offsets[row] as usize..offsets[row + 1] as usize
    }
}

type TextLists<'b> = Option<(Lists<'b>, &'b LargeStringArray)>;
type Text<'b> = Option<&'b LargeStringArray>;

/// A batch with its columns found and typed once, not per row. Columns that were not asked for are `None`.
pub(crate) struct Rows<'b> {
    path: &'b Path,
    platform: Text<'b>,
    item_id: Text<'b>,
    kind: Text<'b>,
    author_id: Text<'b>,
    author_handle: Text<'b>,
    author_name: Text<'b>,
    author_declared_bot: Option<&'b BooleanArray>,
    created: Times<'b>,
    seen: Times<'b>,
    text: Text<'b>,
    lang: Text<'b>,
    url: Text<'b>,
    reply_to: Text<'b>,
    repost_of: Text<'b>,
    quote_of: Text<'b>,
    thread_id: Text<'b>,
    urls: TextLists<'b>,
    hashtags: TextLists<'b>,
    mentions: TextLists<'b>,
    media: Option<(Lists<'b>, &'b LargeStringArray, &'b LargeStringArray)>,
    metrics: Option<Metrics<'b>>,
    labels: Option<(Lists<'b>, &'b LargeStringArray, &'b LargeStringArray)>,
    source: Option<(&'b UInt32Array, &'b UInt64Array, &'b UInt64Array, &'b UInt32Array)>,
    raw_sha256: Option<&'b FixedSizeBinaryArray>,
    seen_live: Option<&'b BooleanArray>,
}

struct Metrics<'b> {
    lists: Lists<'b>,
    name: &'b LargeStringArray,
    state: &'b LargeStringArray,
    min: &'b Int64Array,
    max: &'b Int64Array,
}

type Times<'b> = Option<(&'b TimestampMillisecondArray, &'b LargeStringArray)>;

fn typed<'b, A: 'static>(array: Option<&'b dyn Array>, path: &Path, name: &str) -> Result<Option<&'b A>> {
    let Some(array) = array else { return Ok(None) };
    match array.as_any().downcast_ref() {
        Some(array) => Ok(Some(array)),
        None => Err(Error::Damaged {
            path: path.to_owned(),
            reason: format!("column `{name}` has type {}", array.data_type()),
        }),
    }
}

impl<'b> Rows<'b> {
    /// Finds the columns.
    ///
    /// # Errors
    /// [`Error::Damaged`] where one has another type than the schema's.
    pub fn new(batch: &'b RecordBatch, path: &'b Path) -> Result<Self> {
        let column = |name: &str| batch.column_by_name(name).map(|c| &**c as &dyn Array);
        let text = |name: &str| typed::<LargeStringArray>(column(name), path, name);
        let times = |at: &str, precision: &str| -> Result<Times<'b>> {
            Ok(typed(column(at), path, at)?.zip(text(precision)?))
        };
        let lists = |name: &str| typed::<ListArray>(column(name), path, name);
        let texts = |name: &str| -> Result<TextLists<'b>> {
            let Some(list) = lists(name)? else { return Ok(None) };
            Ok(typed(Some(&**list.values()), path, name)?.map(|values| (Lists(list), values)))
        };
        let record = |name: &str| -> Result<Option<(Lists<'b>, &'b StructArray)>> {
            let Some(list) = lists(name)? else { return Ok(None) };
            Ok(typed(Some(&**list.values()), path, name)?.map(|values| (Lists(list), values)))
        };
        let member = |of: &'b StructArray, name: &str| -> Option<&'b dyn Array> {
            of.column_by_name(name).map(|c| &**c as &dyn Array)
        };
        let pairs = |list: &str, first: &str, second: &str| {
            let Some((lists, values)) = record(list)? else { return Ok(None) };
            let first = typed(member(values, first), path, list)?;
            let second = typed(member(values, second), path, list)?;
            Ok::<_, Error>(first.zip(second).map(|(a, b)| (lists, a, b)))
        };
        let metrics = match record("metrics")? {
            None => None,
            Some((lists, of)) => {
                let (name, state) = (typed(member(of, "name"), path, "metrics")?, member(of, "state"));
                let (min, max) = (typed(member(of, "min"), path, "metrics")?, member(of, "max"));
                let state = typed(state, path, "metrics")?;
                let max = typed(max, path, "metrics")?;
                match (name, state, min, max) {
                    (Some(name), Some(state), Some(min), Some(max)) => {
                        Some(Metrics { lists, name, state, min, max })
                    }
                    _ => None,
                }
            }
        };
        let source = typed(column("source_file"), path, "source_file")?
            .zip(typed(column("source_line"), path, "source_line")?)
            .zip(typed(column("source_offset"), path, "source_offset")?)
            .zip(typed(column("source_len"), path, "source_len")?)
            .map(|(((file, line), offset), len)| (file, line, offset, len));
        Ok(Self {
            path,
            platform: text("platform")?,
            item_id: text("item_id")?,
            kind: text("kind")?,
            author_id: text("author_id")?,
            author_handle: text("author_handle")?,
            author_name: text("author_name")?,
            author_declared_bot: typed(column("author_declared_bot"), path, "author_declared_bot")?,
            created: times("created_at", "created_precision")?,
            seen: times("seen_at", "seen_precision")?,
            text: text("text")?,
            lang: text("lang")?,
            url: text("url")?,
            reply_to: text("reply_to")?,
            repost_of: text("repost_of")?,
            quote_of: text("quote_of")?,
            thread_id: text("thread_id")?,
            urls: texts("urls")?,
            hashtags: texts("hashtags")?,
            mentions: texts("mentions")?,
            media: pairs("media", "key", "kind")?,
            metrics,
            labels: pairs("labels", "name", "value")?,
            source,
            raw_sha256: typed(column("raw_sha256"), path, "raw_sha256")?,
            seen_live: typed(column("seen_live"), path, "seen_live")?,
        })
    }

    /// When the post of a row appeared, ms.
    ///
    /// # Errors
    /// As [`Rows::post`].
    pub fn moment_ms(&self, row: usize) -> Result<Option<i64>> {
        if !self.live(row) {
            return Ok(self.created.and_then(|(ms, _)| ms.is_valid(row).then(|| ms.value(row))));
        }
        let (created_at, seen_at) = (self.time(self.created, row)?, self.time(self.seen, row)?);
        let clocks = Post { created_at, seen_at, seen_live: true, ..Post::default() };
        Ok(clocks.moment().map(|time| time.ms))
    }

    fn live(&self, row: usize) -> bool {
        self.seen_live.is_some_and(|c| c.is_valid(row) && c.value(row))
    }

    /// Platform and item id of a row: what makes a post the same post.
    pub fn identity(&self, row: usize) -> (&'b str, &'b str) {
        let (platform, item) = (self.platform, self.item_id);
        (platform.map_or("", |c| c.value(row)), item.map_or("", |c| c.value(row)))
    }

    /// The post of a row.
    ///
    /// # Errors
    /// [`Error::Damaged`] where a word of a closed set is unknown.
    pub fn post(&self, row: usize) -> Result<Post<'b>> {
        let (platform, item_id) = self.identity(row);
        Ok(Post {
            platform: platform.into(),
            item_id: item_id.into(),
            kind: self.meaning(&KINDS, self.kind.map_or("", |c| c.value(row)))?,
            author_id: self.author_id.map_or("", |c| c.value(row)).into(),
            author_handle: optional(self.author_handle, row),
            author_name: optional(self.author_name, row),
            author_declared_bot: self.author_declared_bot.and_then(|c| c.is_valid(row).then(|| c.value(row))),
            created_at: self.time(self.created, row)?,
            seen_at: self.time(self.seen, row)?,
            seen_live: self.live(row),
            text: optional(self.text, row),
            lang: optional(self.lang, row),
            url: optional(self.url, row),
            reply_to: optional(self.reply_to, row),
            repost_of: optional(self.repost_of, row),
            quote_of: optional(self.quote_of, row),
            thread_id: optional(self.thread_id, row),
            urls: strings(self.urls.as_ref(), row),
            hashtags: strings(self.hashtags.as_ref(), row),
            mentions: strings(self.mentions.as_ref(), row),
            media: self.media.as_ref().map_or_else(Vec::new, |(lists, key, kind)| {
                let item = |i| Media { key: key.value(i).into(), kind: optional(Some(kind), i) };
                lists.range(row).map(item).collect()
            }),
            metrics: match &self.metrics {
                None => Vec::new(),
                Some(m) => m.lists.range(row).map(|i| self.metric(m, i)).collect::<Result<_>>()?,
            },
            labels: self.labels.as_ref().map_or_else(Vec::new, |(lists, name, value)| {
                lists.range(row).map(|i| (name.value(i).into(), value.value(i).into())).collect()
            }),
            channel: None,
            source: self.source.map_or_else(SourceRef::default, |(file, line, offset, len)| SourceRef {
                file: file.value(row),
                line: line.value(row),
                offset: offset.value(row),
                len: len.value(row),
            }),
            raw_sha256: match self.raw_sha256 {
                Some(c) if c.is_valid(row) => c.value(row).try_into().ok(),
                _ => None,
            },
        })
    }

    fn time(&self, column: Times<'b>, row: usize) -> Result<Option<Timestamp>> {
        match column {
            Some((ms, precision)) if ms.is_valid(row) => {
                let precision = self.meaning(&PRECISIONS, precision.value(row))?;
                Ok(Some(Timestamp { ms: ms.value(row), precision }))
            }
            _ => Ok(None),
        }
    }

    fn metric(&self, m: &Metrics<'b>, i: usize) -> Result<(Cow<'b, str>, Metric)> {
        let end = |column: &Int64Array| column.is_valid(i).then(|| column.value(i));
        let metric = match (m.state.value(i), end(m.min)) {
            (VALUE, Some(value)) => Metric::Value(value),
            (INTERVAL, min) => Metric::Interval { min, max: end(m.max) },
            (HIDDEN, _) => Metric::Hidden,
            (other, _) => return Err(self.unknown(other)),
        };
        Ok((m.name.value(i).into(), metric))
    }

    fn meaning<T: Copy>(&self, words: &[(T, &str)], word: &str) -> Result<T> {
        words.iter().find(|(_, w)| *w == word).map(|(value, _)| *value).ok_or_else(|| self.unknown(word))
    }

    fn unknown(&self, word: &str) -> Error {
        Error::Damaged { path: self.path.to_owned(), reason: format!("it has the unknown word `{word}`") }
    }
}

fn optional(column: Text<'_>, row: usize) -> Option<Cow<'_, str>> {
    column.and_then(|c| c.is_valid(row).then(|| Cow::Borrowed(c.value(row))))
}

fn strings<'b>(column: Option<&(Lists<'b>, &'b LargeStringArray)>, row: usize) -> Vec<Cow<'b, str>> {
    column.map_or_else(Vec::new, |(lists, values)| {
        lists.range(row).map(|i| Cow::Borrowed(values.value(i))).collect()
    })
}
