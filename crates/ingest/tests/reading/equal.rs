//! The same rows are the same posts, whatever holds them: nothing that a post says depends on the container.

use super::*;
use arrow::{
    array::{
        ArrayRef, Float32Array, Float64Array, RecordBatch, StringArray, TimestampMicrosecondArray,
        TimestampMillisecondArray, TimestampNanosecondArray, TimestampSecondArray,
    },
    datatypes::{Field, Schema},
};
use parquet::arrow::ArrowWriter;
use std::{fmt::Debug, sync::Arc};

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let fields: Vec<Field> =
        columns.iter().map(|(name, values)| Field::new(*name, values.data_type().clone(), true)).collect();
    let schema = Arc::new(Schema::new(fields));
    let batch = RecordBatch::try_new(Arc::clone(&schema), columns.into_iter().map(|(_, c)| c).collect());
    let mut writer = ArrowWriter::try_new(Vec::new(), schema, None).expect("a writer");
    writer.write(&batch.expect("a batch")).expect("written");
    writer.into_inner().expect("closed")
}

fn texts(values: &[&str]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn names<'c>(names: &'c ostrakon_model::Names, rows: &'c ostrakon_model::ListColumn) -> Vec<Vec<&'c str>> {
    (0..rows.len()).map(|row| rows.get(row).iter().map(|&id| names.get(id)).collect()).collect()
}

/// All that columns say of their posts, as text.
fn said(reading: &Reading) -> String {
    let c = &reading.columns;
    let item = |ids: &[u32]| -> Vec<String> {
        ids.iter()
            .map(|&id| if id == ostrakon_model::NONE { "-".into() } else { c.items.get(id).into() })
            .collect()
    };
    let parts: [&dyn Debug; 9] = [
        &ids(reading),
        &c.account.iter().map(|&a| c.accounts.get(a)).collect::<Vec<_>>(),
        &c.time,
        &(0..c.len()).map(|i| c.text.get(i)).collect::<Vec<_>>(),
        &names(&c.url_names, &c.urls),
        &names(&c.hashtag_names, &c.hashtags),
        &names(&c.mention_names, &c.mentions),
        &item(&c.repost_of),
        &item(&c.reply_to),
    ];
    parts.map(|part| format!("{part:?}")).join("\n")
}

#[test]
fn csv_ndjson_and_parquet_of_the_same_rows_say_the_same() {
    // given the same rows with and without columns of links and tags, which the texts hold too
    let rows = [
        ["1", "a", "2024-06-05T10:00:00Z", "#Vote now https://a.example/x @Bob", "m9", ""],
        ["2", "b", "2024-06-05T10:00:05Z", "nothing", "", "m1"],
        ["3", "c", "2024-06-05T10:00:09Z", "#other #tags", "", ""],
    ];
    let base = ["id", "author_id", "created_at", "text", "repost_id", "reply_id"];
    for (more, values) in [
        (&[][..], [&[][..]; 3]),
        (&["urls", "hashtags"], [&["https://b.example/", "mine"][..], &["", ""], &["", "one"]]),
    ] {
        let header: Vec<&str> = base.iter().chain(more).copied().collect();
        let cells: Vec<Vec<&str>> =
            rows.iter().zip(values).map(|(row, more)| row.iter().chain(more).copied().collect()).collect();
        let lines = cells.iter().map(|row| format!("{}\n", row.join(",")));
        let csv = format!("{}\n{}", header.join(","), lines.collect::<String>());
        let record = |row: &Vec<&str>| {
            let fields = header.iter().zip(row);
            serde_json::Value::Object(fields.map(|(k, v)| ((*k).to_owned(), (*v).into())).collect())
                .to_string()
        };
        let ndjson: Vec<String> = cells.iter().map(record).collect();
        let columns = header
            .iter()
            .enumerate()
            .map(|(at, name)| (*name, texts(&cells.iter().map(|row| row[at]).collect::<Vec<_>>())));
        // when each is read
        let csv = read_one(csv.as_bytes()).expect("CSV");
        let others = [ndjson.join("\n").into_bytes(), parquet(columns.collect())];
        // then they are the same posts, and the texts are looked at only where there is no column
        assert_eq!(csv.columns.hashtag_names.iter().any(|tag| tag == "vote"), more.is_empty());
        for other in others {
            assert_eq!(said(&read_one(&other).expect("a reading")), said(&csv));
        }
    }
}

#[test]
fn a_time_in_parquet_is_an_instant_whatever_its_zone_is_called() {
    const SECOND: i64 = 1_717_581_600;
    let seconds =
        |zone: &str| Arc::new(TimestampSecondArray::from(vec![SECOND]).with_timezone(zone)) as ArrayRef;
    let columns: [(ArrayRef, i64); 7] = [
        (seconds("UTC"), 0),
        (seconds("+02:00"), 0),
        (seconds("Europe/Tallinn"), 0),
        (Arc::new(TimestampMillisecondArray::from(vec![SECOND * 1_000 + 5]).with_timezone("UTC")), 5),
        (Arc::new(TimestampMicrosecondArray::from(vec![SECOND * 1_000_000 + 7_000]).with_timezone("UTC")), 7),
        (
            Arc::new(
                TimestampNanosecondArray::from(vec![SECOND * 1_000_000_000]).with_timezone("Asia/Tokyo"),
            ),
            0,
        ),
        (Arc::new(TimestampMillisecondArray::from(vec![SECOND * 1_000])), 0),
    ];
    for (column, ms) in columns {
        let kind = column.data_type().to_string();
        let file = parquet(vec![("id", texts(&["1"])), ("author_id", texts(&["a"])), ("created_at", column)]);
        let reading = read_one(&file).expect("a reading");
        assert_eq!(reading.columns.time, [SECOND * 1_000 + ms], "{kind}");
    }
}

#[test]
fn an_id_in_a_column_of_floats_is_whole_or_refused_row_by_row() {
    let times = || texts(&["2024-06-05T10:00:00Z"; 4]);
    // given what a data frame makes of integers with a gap
    let whole: ArrayRef = Arc::new(Float64Array::from(vec![
        Some(906_000_001.0),
        None,
        Some(0.0),
        Some(9_007_199_254_740_991.0),
    ]));
    let file = |author: ArrayRef, repost: ArrayRef| {
        let id = texts(&["1", "2", "3", "4"]);
        parquet(vec![("id", id), ("author_id", author), ("created_at", times()), ("repost_id", repost)])
    };
    let reading = read_one(&file(texts(&["a"; 4]), whole)).expect("a reading");
    assert_eq!(reading.columns.items.iter().collect::<Vec<_>>(), ["906000001", "0", "9007199254740991"]);
    // given ids that have more digits than a float
    let lost: [(ArrayRef, usize); 2] = [
        (Arc::new(Float64Array::from(vec![1.8e18, 2e18, 1_234_567_890_123_456_789.0, 17.0])), 3),
        (Arc::new(Float32Array::from(vec![16_777_216.0, 2e9, 1.5e18, 17.0])), 3),
    ];
    for (authors, refused) in lost {
        let reading = read_one(&file(authors, texts(&[""; 4]))).expect("a reading");
        assert_eq!((ids(&reading), reading.rejects.len()), (vec!["4"], refused));
        assert!(reading.rejects.iter().all(|r| r.column == "author_id" && r.reason.contains("as text")));
    }
}
