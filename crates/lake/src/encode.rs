//! Posts to Parquet bytes: builders for one batch, and the writer's settings.
//!
//! Files are encoded in memory and written in one go. A streaming writer would save the copy, and would make every
//! page a step at which a crash can stop; a part is small (see `append`).

use crate::error::Result;
use crate::schema::{HIDDEN, INTERVAL, KINDS, PRECISIONS, VALUE, schema, word};
use arrow::array::{
    ArrayRef, BooleanBuilder, FixedSizeBinaryBuilder, Int64Builder, LargeStringBuilder, ListArray,
    ListBuilder, RecordBatch, StructArray, TimestampMillisecondBuilder, UInt32Builder, UInt64Builder,
};
use arrow::buffer::OffsetBuffer;
use arrow::datatypes::{DataType, Field};
use arrow::error::ArrowError;
use ostrakon_model::{Metric, Post, Timestamp};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding, ZstdLevel};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use std::borrow::Cow;
use std::sync::Arc;

/// A column of optional strings.
type Texts = LargeStringBuilder;

struct TextLists(ListBuilder<Texts>);

impl Default for TextLists {
    fn default() -> Self {
        let item = Field::new("item", DataType::LargeUtf8, false);
        Self(ListBuilder::new(Texts::new()).with_field(Arc::new(item)))
    }
}

impl TextLists {
    fn push(&mut self, list: &[Cow<'_, str>]) {
        for text in list {
            self.0.values().append_value(text);
        }
        self.0.append(true);
    }
}

#[derive(Default)]
struct Times(TimestampMillisecondBuilder, Texts);

impl Times {
    fn push(&mut self, time: Option<Timestamp>) {
        self.0.append_option(time.map(|t| t.ms));
        self.1.append_option(time.map(|t| word(&PRECISIONS, &t.precision)));
    }

    fn finish(mut self) -> [ArrayRef; 2] {
        [Arc::new(self.0.finish().with_timezone("UTC")), Arc::new(self.1.finish())]
    }
}

/// A batch being filled.
#[derive(Default)]
pub(crate) struct Batch {
    platform: Texts,
    item_id: Texts,
    kind: Texts,
    author_id: Texts,
    author_handle: Texts,
    author_name: Texts,
    author_declared_bot: BooleanBuilder,
    created: Times,
    seen: Times,
    text: Texts,
    lang: Texts,
    url: Texts,
    reply_to: Texts,
    repost_of: Texts,
    quote_of: Texts,
    thread_id: Texts,
    urls: TextLists,
    hashtags: TextLists,
    mentions: TextLists,
    media: (Vec<usize>, Texts, Texts),
    metrics: (Vec<usize>, Texts, Texts, Int64Builder, Int64Builder),
    labels: (Vec<usize>, Texts, Texts),
    source_file: UInt32Builder,
    source_line: UInt64Builder,
    source_offset: UInt64Builder,
    source_len: UInt32Builder,
    raw_sha256: Digests,
    seen_live: BooleanBuilder,
}

struct Digests(FixedSizeBinaryBuilder);

impl Default for Digests {
    fn default() -> Self {
        Self(FixedSizeBinaryBuilder::new(32))
    }
}

impl Batch {
    /// Adds a row; `file` is the index of its source in the data set's list.
    pub fn push(&mut self, post: &Post<'_>, file: u32) -> Result<(), ArrowError> {
        match &post.raw_sha256 {
            Some(digest) => self.raw_sha256.0.append_value(digest)?,
            None => self.raw_sha256.0.append_null(),
        }
        self.platform.append_value(&post.platform);
        self.item_id.append_value(&post.item_id);
        self.kind.append_value(word(&KINDS, &post.kind));
        self.author_id.append_value(&post.author_id);
        self.author_declared_bot.append_option(post.author_declared_bot);
        self.created.push(post.created_at);
        self.seen.push(post.seen_at);
        self.seen_live.append_value(post.seen_live);
        for (column, value) in [
            (&mut self.author_handle, &post.author_handle),
            (&mut self.author_name, &post.author_name),
            (&mut self.text, &post.text),
            (&mut self.lang, &post.lang),
            (&mut self.url, &post.url),
            (&mut self.reply_to, &post.reply_to),
            (&mut self.repost_of, &post.repost_of),
            (&mut self.quote_of, &post.quote_of),
            (&mut self.thread_id, &post.thread_id),
        ] {
            column.append_option(value.as_deref());
        }
        self.urls.push(&post.urls);
        self.hashtags.push(&post.hashtags);
        self.mentions.push(&post.mentions);
        self.media.0.push(post.media.len());
        for media in &post.media {
            self.media.1.append_value(&media.key);
            self.media.2.append_option(media.kind.as_deref());
        }
        self.metrics.0.push(post.metrics.len());
        for (name, metric) in &post.metrics {
            let (state, min, max) = match *metric {
                Metric::Value(value) => (VALUE, Some(value), Some(value)),
                Metric::Interval { min, max } => (INTERVAL, min, max),
                Metric::Hidden => (HIDDEN, None, None),
            };
            self.metrics.1.append_value(name);
            self.metrics.2.append_value(state);
            self.metrics.3.append_option(min);
            self.metrics.4.append_option(max);
        }
        self.labels.0.push(post.labels.len());
        for (name, value) in &post.labels {
            self.labels.1.append_value(name);
            self.labels.2.append_value(value);
        }
        self.source_file.append_value(file);
        self.source_line.append_value(post.source.line);
        self.source_offset.append_value(post.source.offset);
        self.source_len.append_value(post.source.len);
        Ok(())
    }

    /// The rows as one record batch of [`schema`].
    pub fn finish(mut self) -> Result<RecordBatch, ArrowError> {
        let schema = schema();
        let records =
            |name: &str, lengths: Vec<usize>, columns: Vec<ArrayRef>| -> Result<ArrayRef, ArrowError> {
                let DataType::List(item) = schema.field_with_name(name)?.data_type() else {
                    return Err(ArrowError::SchemaError(format!("{name} is no list")));
                };
                let DataType::Struct(fields) = item.data_type() else {
                    return Err(ArrowError::SchemaError(format!("{name} holds no records")));
                };
                let values = StructArray::try_new(fields.clone(), columns, None)?;
                let offsets = OffsetBuffer::from_lengths(lengths);
                Ok(Arc::new(ListArray::try_new(item.clone(), offsets, Arc::new(values), None)?))
            };
        let text = |mut column: Texts| -> ArrayRef { Arc::new(column.finish()) };
        let [created_at, created_precision] = self.created.finish();
        let [seen_at, seen_precision] = self.seen.finish();
        let (lengths, key, kind) = self.media;
        let media = records("media", lengths, vec![text(key), text(kind)])?;
        let (lengths, name, state, mut min, mut max) = self.metrics;
        let range: [ArrayRef; 2] = [Arc::new(min.finish()), Arc::new(max.finish())];
        let [min, max] = range;
        let metrics = records("metrics", lengths, vec![text(name), text(state), min, max])?;
        let (lengths, name, value) = self.labels;
        let labels = records("labels", lengths, vec![text(name), text(value)])?;
        let columns = vec![
            text(self.platform),
            text(self.item_id),
            text(self.kind),
            text(self.author_id),
            text(self.author_handle),
            text(self.author_name),
            Arc::new(self.author_declared_bot.finish()),
            created_at,
            created_precision,
            seen_at,
            seen_precision,
            text(self.text),
            text(self.lang),
            text(self.url),
            text(self.reply_to),
            text(self.repost_of),
            text(self.quote_of),
            text(self.thread_id),
            Arc::new(self.urls.0.finish()),
            Arc::new(self.hashtags.0.finish()),
            Arc::new(self.mentions.0.finish()),
            media,
            metrics,
            labels,
            Arc::new(self.source_file.finish()),
            Arc::new(self.source_line.finish()),
            Arc::new(self.source_offset.finish()),
            Arc::new(self.source_len.finish()),
            Arc::new(self.raw_sha256.0.finish()),
            Arc::new(self.seen_live.finish()),
        ];
        RecordBatch::try_new(schema, columns)
    }
}

/// A batch as the bytes of a Parquet file.
pub(crate) fn parquet(batch: &RecordBatch) -> Result<Vec<u8>, ParquetError> {
    let mut properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(3)?))
        .set_created_by(concat!("ostrakon-lake ", env!("CARGO_PKG_VERSION")).to_owned());
    // Values that hardly ever repeat: a dictionary would be built only to be thrown away.
    for unique in ["item_id", "text", "raw_sha256"] {
        properties = properties.set_column_dictionary_enabled(unique.into(), false);
    }
    for rising in ["source_line", "source_offset"] {
        properties = properties
            .set_column_dictionary_enabled(rising.into(), false)
            .set_column_encoding(rising.into(), Encoding::DELTA_BINARY_PACKED);
    }
    let mut bytes = Vec::new();
    let mut writer = ArrowWriter::try_new(&mut bytes, batch.schema(), Some(properties.build()))?;
    writer.write(batch)?;
    writer.close()?;
    Ok(bytes)
}
