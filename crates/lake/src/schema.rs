//! The Parquet schema: a column for each field of [`ostrakon_model::Post`], named like it.
//!
//! Absent and empty differ: a missing text is null, an empty text is an empty string. Kinds, precisions and states of
//! metrics are words, not codes, so that the files explain themselves to other tools; dictionary encoding makes them
//! as small as codes. Strings have 64-bit offsets: a batch of long texts may exceed 2 GiB.

use arrow::datatypes::{DataType, Field, Fields as Columns, Schema, TimeUnit};
use ostrakon_model::{Fields, Kind, Precision};
use std::sync::Arc;

/// Kinds as words.
pub(crate) const KINDS: [(Kind, &str); 6] = [
    (Kind::Post, "post"),
    (Kind::Repost, "repost"),
    (Kind::Reply, "reply"),
    (Kind::Quote, "quote"),
    (Kind::Comment, "comment"),
    (Kind::Article, "article"),
];

/// Precisions as words.
pub(crate) const PRECISIONS: [(Precision, &str); 5] = [
    (Precision::Millisecond, "millisecond"),
    (Precision::Second, "second"),
    (Precision::Minute, "minute"),
    (Precision::Hour, "hour"),
    (Precision::Day, "day"),
];

/// States of a metric as words.
pub(crate) const VALUE: &str = "value";
pub(crate) const INTERVAL: &str = "interval";
pub(crate) const HIDDEN: &str = "hidden";

/// The word for a value of a small closed set.
pub(crate) fn word<T: PartialEq>(words: &[(T, &'static str)], value: &T) -> &'static str {
    words.iter().find(|(v, _)| v == value).map_or("", |(_, word)| word)
}

fn text(name: &str) -> Field {
    Field::new(name, DataType::LargeUtf8, true)
}

fn must(name: &str, kind: DataType) -> Field {
    Field::new(name, kind, false)
}

fn time(name: &str) -> Field {
    Field::new(name, DataType::Timestamp(TimeUnit::Millisecond, Some("UTC".into())), true)
}

fn list(name: &str, item: Field) -> Field {
    must(name, DataType::List(Arc::new(item)))
}

fn texts(name: &str) -> Field {
    list(name, must("item", DataType::LargeUtf8))
}

fn record(fields: Vec<Field>) -> Field {
    must("item", DataType::Struct(Columns::from(fields)))
}

/// All columns, in the order of the struct's fields, each with the set of fields it belongs to.
pub(crate) fn columns() -> Vec<(Field, Fields)> {
    let label = || record(vec![must("name", DataType::LargeUtf8), must("value", DataType::LargeUtf8)]);
    let media = record(vec![must("key", DataType::LargeUtf8), text("kind")]);
    let metric = record(vec![
        must("name", DataType::LargeUtf8),
        must("state", DataType::LargeUtf8),
        Field::new("min", DataType::Int64, true),
        Field::new("max", DataType::Int64, true),
    ]);
    vec![
        (must("platform", DataType::LargeUtf8), Fields::BASE),
        (must("item_id", DataType::LargeUtf8), Fields::BASE),
        (must("kind", DataType::LargeUtf8), Fields::BASE),
        (must("author_id", DataType::LargeUtf8), Fields::BASE),
        (text("author_handle"), Fields::AUTHOR),
        (text("author_name"), Fields::AUTHOR),
        (Field::new("author_declared_bot", DataType::Boolean, true), Fields::AUTHOR),
        (time("created_at"), Fields::BASE),
        (text("created_precision"), Fields::BASE),
        // With the creation time: for posts from the wire both together say when they appeared.
        (time("seen_at"), Fields::BASE),
        (text("seen_precision"), Fields::BASE),
        (text("text"), Fields::TEXT),
        (text("lang"), Fields::REST),
        (text("url"), Fields::REST),
        (text("reply_to"), Fields::REPLY),
        (text("repost_of"), Fields::REPOST),
        (text("quote_of"), Fields::QUOTE),
        (text("thread_id"), Fields::REPLY),
        (texts("urls"), Fields::URLS),
        (texts("hashtags"), Fields::HASHTAGS),
        (texts("mentions"), Fields::MENTIONS),
        (list("media", media), Fields::MEDIA),
        (list("metrics", metric), Fields::REST),
        (list("labels", label()), Fields::REST),
        (must("source_file", DataType::UInt32), Fields::BASE),
        (must("source_line", DataType::UInt64), Fields::BASE),
        (must("source_offset", DataType::UInt64), Fields::BASE),
        (must("source_len", DataType::UInt32), Fields::BASE),
        (Field::new("raw_sha256", DataType::FixedSizeBinary(32), true), Fields::REST),
        // New columns come last, so that files without them are read by the same indices; there it is null: false.
        (Field::new("seen_live", DataType::Boolean, true), Fields::BASE),
    ]
}

/// The schema of every file.
pub(crate) fn schema() -> Arc<Schema> {
    Arc::new(Schema::new(columns().into_iter().map(|(field, _)| field).collect::<Vec<_>>()))
}

/// Indices of the columns that belong to `fields`, in a file that has `there` columns.
pub(crate) fn projection(fields: Fields, there: usize) -> impl Iterator<Item = usize> {
    columns()
        .into_iter()
        .take(there)
        .enumerate()
        .filter(move |(_, (_, set))| fields.has(*set))
        .map(|(i, _)| i)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_the_newest_columns_is_asked_for_none_of_them() {
        let all = columns().len();
        assert_eq!(projection(Fields::ALL, all).count(), all);
        assert_eq!(projection(Fields::ALL, all - 1).max(), Some(all - 2));
        assert_eq!(columns().last().map(|(field, _)| field.name().clone()).as_deref(), Some("seen_live"));
    }
}
