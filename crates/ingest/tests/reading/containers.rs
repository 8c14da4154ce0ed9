//! The same posts come out of every container, however it is packed and named.

use super::*;
use arrow::{
    array::{ArrayRef, Int64Array, RecordBatch, StringArray, TimestampMillisecondArray},
    datatypes::DataType,
};
use parquet::arrow::ArrowWriter;
use std::sync::Arc;

fn posts() -> Vec<u8> {
    table(&[row("m1", "a", "\"a \"\"b\"\", c\""), row("m2", "b", "é")])
}

fn check(reading: &Reading) {
    assert_eq!(ids(reading), ["m1", "m2"]);
    assert_eq!(reading.columns.text.get(0), "a \"b\", c");
    assert_eq!(reading.columns.text.get(1), "é");
    assert_eq!(reading.columns.time, [1_700_000_000_000; 2]);
    assert_nothing_lost(reading);
}

#[test]
fn delimiters_line_ends_byte_order_marks_and_utf16() {
    let text = String::from_utf8(posts()).unwrap();
    let crlf = text.replace('\n', "\r\n");
    let utf16 = |text: &str| {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        (
            units.clone().flat_map(u16::to_le_bytes).collect::<Vec<_>>(),
            units.flat_map(u16::to_be_bytes).collect::<Vec<_>>(),
        )
    };
    let (little, big) = utf16(&crlf);
    let tabs = format!(
        "{}\nm1\ta\ta\t\t\t\"a \"\"b\"\", c\"\t1700000000\t\nm2\tb\tb\t\t\té\t1700000000\t",
        HEADER.replace(',', "\t")
    );
    let semicolons = format!(
        "{}\nm1;a;a;;;\"a \"\"b\"\", c\";1700000000;\nm2;b;b;;;é;1700000000;",
        HEADER.replace(',', ";")
    );
    let variants: [Vec<u8>; 7] = [
        text.clone().into_bytes(),
        crlf.into_bytes(),
        format!("\u{feff}{text}").into_bytes(),
        little,
        big,
        tabs.into_bytes(),
        semicolons.into_bytes(),
    ];
    for content in variants {
        check(&read_one(&content).unwrap());
    }
}

#[test]
fn a_header_that_comes_again_is_no_post() {
    let more = table(&[row("m3", "c", "x")]);
    let marked = [b"\xef\xbb\xbf".to_vec(), table(&[row("m4", "d", "x")])].concat();
    let quoted = [
        b"\xef\xbb\xbf".to_vec(),
        String::from_utf8(more.clone()).unwrap().replacen("message_id", "\"message_id\"", 1).into_bytes(),
    ];
    for second in [more, marked, quoted.concat()] {
        for whole in [[posts(), second.clone()].concat(), [gzip(&posts()), gzip(&second)].concat()] {
            let reading = read_one(&whole).unwrap();
            assert_eq!((reading.columns.len(), reading.rejects.len()), (3, 0));
            assert_eq!(reading.inputs[0].not_posts["repeated header"], 1);
        }
    }
}

#[test]
fn a_recorded_stream_of_events_is_read_as_its_frames() {
    let status = |id: u8| {
        serde_json::json!({"id": id.to_string(), "uri": format!("https://m.example/users/a/statuses/{id}"),
            "created_at": "2024-06-05T10:00:00Z", "content": "<p>hi</p>",
            "account": {"id": "1", "acct": "a", "url": "https://m.example/@a"}})
    };
    let recorded = format!(
        ":)\n\nevent: update\ndata: {}\n\n:thump\n\nevent: delete\ndata: 11\n\nevent: update\ndata: {{\"id\n\nevent: update\ndata: {}\n\n",
        status(1),
        status(2)
    );
    for content in [
        recorded.clone().into_bytes(),
        gzip(recorded.as_bytes()),
        recorded.replace('\n', "\r\n").into_bytes(),
    ] {
        let reading = read_one(&content).unwrap();
        assert_eq!((reading.columns.len(), reading.inputs[0].preset.as_deref()), (2, Some("mastodon")));
        assert_eq!(reading.columns.source.iter().map(|place| place.line).collect::<Vec<_>>(), [4, 15]);
        assert_eq!(reading.inputs[0].not_posts["frame without a status"], 2);
        assert_nothing_lost(&reading);
    }
}

#[test]
fn compression_is_told_from_the_content_not_from_the_name() {
    let files = Files::new();
    let double_member = [gzip(&posts()[..60]), gzip(&posts()[60..])].concat();
    for (name, content) in [
        ("plain.gz", posts()),
        ("gz.csv", gzip(&posts())),
        ("zst.csv", zstd(&posts())),
        ("members.csv", double_member),
    ] {
        let reading = read(&[files.file(name, &content)], &ReadOptions::default(), &()).unwrap();
        check(&reading);
        assert_eq!(reading.inputs[0].bytes, content.len() as u64, "{name}");
        assert_eq!(reading.inputs[0].sha256.len(), 64);
    }
}

#[test]
fn ndjson_arrays_and_documents() {
    let record = |id: &str, text: &str| serde_json::json!({"message_id": id, "user_id": "a", "message": text, "timestamp": 1_700_000_000});
    let all = [record("m1", "a \"b\", c"), record("m2", "é")];
    let lines = format!("{}\n{}\n", all[0], all[1]);
    let options = ReadOptions { format: Some("ostrakon".into()), ..ReadOptions::default() };
    for (content, format) in [
        (lines.clone(), "ndjson"),
        (lines.trim_end().to_owned(), "ndjson"),
        (serde_json::to_string(&all).unwrap(), "json"),
        (format!("\n {}\n", serde_json::to_string_pretty(&all).unwrap()), "json"),
        (format!("{:#}\n{:#}", all[0], all[1]), "json"),
    ] {
        let reading = read_with(content.as_bytes(), &options).unwrap();
        check(&reading);
        assert_eq!(reading.inputs[0].format, format, "{content}");
    }
}

fn parquet() -> Vec<u8> {
    let text = |values: [&str; 2]| Arc::new(StringArray::from(values.to_vec())) as ArrayRef;
    let batch = RecordBatch::try_from_iter([
        ("message_id", text(["m1", "m2"])),
        ("user_id", Arc::new(Int64Array::from(vec![1_234_567_890_123_456_789, 2])) as ArrayRef),
        ("message", text(["a \"b\", c", "é"])),
        ("repost_id", arrow::array::new_null_array(&DataType::Utf8, 2)),
        ("timestamp", Arc::new(TimestampMillisecondArray::from(vec![1_700_000_000_000; 2]))),
    ])
    .unwrap();
    let mut writer = ArrowWriter::try_new(Vec::new(), batch.schema(), None).unwrap();
    writer.write(&batch).unwrap();
    writer.into_inner().unwrap()
}

#[test]
fn parquet_plain_and_packed_with_exact_ids() {
    let options = ReadOptions { format: Some("ostrakon".into()), ..ReadOptions::default() };
    for content in [parquet(), gzip(&parquet()), zstd(&parquet())] {
        let reading = read_with(&content, &options).unwrap();
        check(&reading);
        assert_eq!(reading.columns.accounts.get(0), "1234567890123456789");
        assert_eq!(reading.columns.source[1].line, 2);
        assert_eq!(reading.inputs[0].format, "parquet");
    }
}

#[test]
fn files_of_differing_formats_in_one_run() {
    let files = Files::new();
    let json = "{\"message_id\":\"m3\",\"user_id\":\"c\",\"timestamp\":1700000000}\n{\"message_id\":\"m4\",\"user_id\":\"c\",\"timestamp\":1700000000}\n";
    let inputs =
        [files.file("a", &gzip(&posts())), files.file("b", json.as_bytes()), files.file("c", &parquet())];
    let options = ReadOptions { format: Some("ostrakon".into()), ..ReadOptions::default() };
    let reading = read(&inputs, &options, &()).unwrap();
    assert_eq!(ids(&reading), ["m1", "m2", "m3", "m4"]);
    assert_eq!(reading.columns.source[3].file, 1);
    assert_eq!(reading.inputs[2].duplicates, 2);
    assert_nothing_lost(&reading);
}

#[test]
fn a_header_or_an_empty_array_alone_is_an_export_without_posts() {
    for content in [format!("{HEADER}\n"), HEADER.to_owned(), "[]".to_owned(), " [ \n ] ".to_owned()] {
        let reading = read_one(content.as_bytes()).unwrap();
        assert_eq!((reading.columns.len(), reading.inputs[0].rows), (0, 0), "{content}");
    }
}

#[test]
fn a_header_repeated_between_files_put_together_is_no_post() {
    let content = [posts(), table(&[row("m3", "c", "x")])].concat();
    let reading = read_one(&content).unwrap();
    assert_eq!(ids(&reading), ["m1", "m2", "m3"]);
    assert_eq!(reading.inputs[0].not_posts["repeated header"], 1);
    assert_nothing_lost(&reading);
}

#[test]
fn the_raw_record_can_be_found_again() {
    let content = posts();
    let reading = read_one(&content).unwrap();
    let place = reading.columns.source[0];
    let raw = &content[place.offset as usize..place.offset as usize + place.len as usize];
    assert_eq!(raw, row("m1", "a", "\"a \"\"b\"\", c\"").as_bytes());
    assert_eq!((place.file, place.line), (0, 2));
}

#[test]
fn the_shared_sample_is_read_whole() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/coordination/ira_100000.csv.gz");
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return;
    }
    let reading = read(&[path], &ReadOptions::default(), &()).unwrap();
    assert_nothing_lost(&reading);
    assert_eq!((reading.inputs[0].rows, reading.rejects.len()), (100_000, 0));
    assert_eq!(reading.inputs[0].preset.as_deref(), Some("coordination-network-toolkit"));
}
