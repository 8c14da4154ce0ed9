//! Exports as people hand them in: through a spreadsheet, a data frame, two platforms in one file, pages without posts.

use crate::{Files, assert_nothing_lost, ids, read_one, rejected};
use arrow::array::{ArrayRef, BinaryArray, Int64Array, ListArray, RecordBatch, StringArray, StructArray};
use arrow::datatypes::{DataType, Field};
use ostrakon_ingest::{ReadOptions, Reading, read};
use std::sync::Arc;

fn names(reading: &Reading) -> Vec<&str> {
    reading.columns.mention_names.iter().collect()
}

fn parquet(columns: Vec<(&str, ArrayRef)>) -> Vec<u8> {
    let batch = RecordBatch::try_from_iter(columns).expect("columns of one length");
    let mut out = Vec::new();
    let mut writer =
        parquet::arrow::ArrowWriter::try_new(&mut out, batch.schema(), None).expect("a writer in memory");
    writer.write(&batch).expect("written");
    writer.close().expect("closed");
    out
}

fn strings(values: [&str; 2]) -> ArrayRef {
    Arc::new(StringArray::from(values.to_vec()))
}

fn times() -> ArrayRef {
    Arc::new(Int64Array::from(vec![1_717_927_200, 1_717_927_201]))
}

#[test]
fn bytes_in_parquet_are_the_text_that_they_are() {
    let bytes = |values: [&[u8]; 2]| -> ArrayRef { Arc::new(BinaryArray::from(values.to_vec())) };
    let file = parquet(vec![
        ("message_id", bytes([b"10", b"11"])),
        ("user_id", bytes([b"ann", b"bob"])),
        ("message", bytes([b"See https://x.example/a", b"\xff\xfe"])),
        ("timestamp", times()),
        ("thumbnail", bytes([b"\xff\xd8", b""])),
    ]);
    let reading = read_one(&file).expect("a table");
    assert_eq!(ids(&reading), ["10"]);
    assert_eq!(reading.columns.url_names.iter().collect::<Vec<_>>(), ["https://x.example/a"]);
    assert_eq!(reading.rejects.len(), 1);
    assert!(reading.rejects[0].reason.contains("UTF-8"), "{}", reading.rejects[0].reason);
    assert_nothing_lost(&reading);
}

#[test]
fn lists_of_objects_are_refused_and_lists_of_texts_read_in_every_container() {
    let link: ArrayRef = Arc::new(StringArray::from(vec!["https://x.example/a", "https://y.example/a"]));
    let list = |items: ArrayRef| -> ArrayRef {
        let field = Arc::new(Field::new("item", items.data_type().clone(), true));
        let offsets = arrow::buffer::OffsetBuffer::from_lengths([1, 1]);
        Arc::new(ListArray::new(field, offsets, items, None))
    };
    let field = Arc::new(Field::new("expanded_url", DataType::Utf8, true));
    let objects: ArrayRef = Arc::new(StructArray::from(vec![(field, link.clone())]));
    let with = |urls: ArrayRef| {
        parquet(vec![
            ("message_id", strings(["1", "2"])),
            ("user_id", strings(["a", "b"])),
            ("message", strings(["x", "y"])),
            ("timestamp", times()),
            ("urls", urls),
        ])
    };
    let refused = read_one(&with(list(objects))).expect_err("no row can be read").to_string();
    assert!(refused.contains("is no list"), "{refused}");
    let reading = read_one(&with(list(link))).expect("a table");
    assert_eq!(reading.columns.url_names.len(), 2);
    let json = r#"{"message_id":"1","user_id":"a","message":"x","timestamp":1717927200,"urls":[{"expanded_url":"https://x.example/a"}]}"#;
    let refused = read_one(format!("{json}\n").as_bytes()).expect_err("no record can be read").to_string();
    assert!(refused.contains("list or object"), "{refused}");
}

#[test]
fn dates_as_a_spreadsheet_counts_them_are_refused_with_the_mend() {
    let text =
        "message_id,user_id,message,timestamp\n1,a,x,45413.860683\n2,a,x,1717927200\n3,a,x,1717927200.5\n";
    let reading = read_one(text.as_bytes()).expect("a table");
    assert_eq!(ids(&reading), ["2", "3"]);
    assert_eq!(rejected(&reading), [(2, "timestamp")]);
    assert!(reading.rejects[0].reason.contains("spreadsheet"), "{}", reading.rejects[0].reason);
}

#[test]
fn whole_days_of_a_spreadsheet_are_told_from_seconds_by_the_column() {
    let table = |times: [&str; 5]| {
        let rows: Vec<String> = times.iter().map(|time| format!("{time},a,x,{time}")).collect();
        let text = format!("message_id,user_id,message,timestamp\n{}\n", rows.join("\n"));
        read_one(text.as_bytes()).expect("a row is left")
    };
    let reading = table(["45413", "45414", "45415.25", "45416", "2024-05-05T10:00:00Z"]);
    assert_eq!(reading.rejects.len(), 4);
    assert!(
        reading.rejects[0].reason.contains("`45413` is a date as a spreadsheet"),
        "{:?}",
        reading.rejects[0]
    );
    // Among seconds since whatever the data begin with, one may have five digits.
    let reading = table(["9000", "45413", "128000", "131000", "140000"]);
    assert!(reading.rejects.is_empty(), "{:?}", reading.rejects);
}

#[test]
fn media_ids_that_a_spreadsheet_rounded_are_refused() {
    let line = |id: &str, music: &str| {
        format!(
            r#"{{"id":"{id}","create_time":1717927200,"username":"ann","video_description":"d","music_id":"{music}"}}"#
        )
    };
    let ids_of = |music: &str| {
        let lines = format!("{}\n{}\n", line("1", music), line("2", "7100000000000000001"));
        read_one(lines.as_bytes()).expect("the second can be read")
    };
    for mangled in ["7.10E+18", "7.1E+18", "7100000000000000001.0"] {
        let reading = ids_of(mangled);
        assert_eq!(rejected(&reading), [(1, "music_id")], "{mangled}");
        assert!(reading.rejects[0].reason.contains("as text"));
    }
    let reading = ids_of("7100000000000000001");
    assert_eq!(reading.columns.media_names.iter().collect::<Vec<_>>(), ["7100000000000000001"]);
}

#[test]
fn a_line_that_names_the_separator_is_no_header() {
    for start in ["sep=;\r\n", "\u{feff}SEP=;\n", "\"sep=;\"\n"] {
        let text =
            format!("{start}message_id;user_id;message;timestamp\n1;a;\"x, y\";1717927200\n2;b;c;soon\n");
        let reading = read_one(text.as_bytes()).expect(start);
        assert_eq!(ids(&reading), ["1"]);
        assert_eq!(rejected(&reading), [(3, "timestamp")], "lines are those of the file");
    }
}

#[test]
fn a_capture_of_another_platform_in_the_same_file_is_rejected() {
    let line = |platform: &str, code: &str| {
        format!(
            r#"{{"item_id":"{code}","timestamp_collected":1717927200000,"source_platform":"{platform}","data":{{"code":"{code}","taken_at":1717927200,"user":{{"pk":"7","username":"ann"}},"caption":{{"text":"by @bob"}}}}}}"#
        )
    };
    let both = [line("instagram.com", "A"), line("threads.net", "A"), line("instagram.com", "B")].join("\n");
    let reading = read_one(format!("{both}\n").as_bytes()).expect("records");
    assert_eq!(ids(&reading), ["A", "B"]);
    assert_eq!(rejected(&reading), [(2, "source_platform")]);
    assert!(reading.rejects[0].reason.contains("threads.net"));
    assert_nothing_lost(&reading);
}

#[test]
fn older_posts_of_instagram_have_their_counts_and_the_mentions_of_caption_and_tags() {
    let line = r#"{"item_id":"A","timestamp_collected":1717927200000,"source_platform":"instagram.com","data":{"shortcode":"A","taken_at_timestamp":1717927200,"owner":{"id":"7","username":"ann"},"edge_media_to_caption":{"edges":[{"node":{"text":"by @bob and @carl"}}]},"edge_media_to_tagged_user":{"edges":[{"node":{"user":{"username":"carl"}}}]},"edge_media_preview_like":{"count":12},"edge_media_to_comment":{"count":3}}}"#;
    let reading = read_one(format!("{line}\n").as_bytes()).expect("a record");
    assert_eq!(names(&reading), ["carl", "bob"], "each once");
}

#[test]
fn pages_without_posts_are_empty_pages_whatever_else_is_read() {
    let page = r#"{"data":[{"id":"1","text":"x","author_id":"7","created_at":"2024-06-09T20:00:00Z"}],"meta":{"result_count":1}}"#;
    let empty = r#"{"meta":{"result_count":0}}"#;
    for lines in [vec![empty], vec![empty, empty, empty, page], vec![page, empty]] {
        let reading = read_one(format!("{}\n", lines.join("\n")).as_bytes()).expect("pages");
        assert_eq!(ids(&reading).len(), lines.iter().filter(|&&line| line == page).count());
        assert!(reading.rejects.is_empty());
        assert_nothing_lost(&reading);
    }
    let files = Files::new();
    let paths = [files.file("1.json", page.as_bytes()), files.file("2.json", empty.as_bytes())];
    assert_eq!(ids(&read(&paths, &ReadOptions::default(), &()).expect("both")), ["1"]);
}

#[test]
fn an_error_in_place_of_a_page_is_rejected_in_the_words_of_the_api() {
    let ok = r#"{"data":{},"error":{"code":"ok","message":"","log_id":"y"}}"#;
    let limited = r#"{"data":{},"error":{"code":"rate_limit_exceeded","message":"the daily quota is used up","log_id":"y"}}"#;
    let reading = read_one(format!("{ok}\n{limited}\n").as_bytes()).expect("pages");
    assert_eq!(rejected(&reading), [(2, "error.code")]);
    let reason = &reading.rejects[0].reason;
    assert!(reason.contains("rate_limit_exceeded") && reason.contains("daily quota"), "{reason}");
    assert_nothing_lost(&reading);
}

#[test]
fn accounts_of_two_instances_are_two_in_mentions_and_a_boost_has_what_it_repeats() {
    let status = |n: u32, host: &str, inner: &str| {
        format!(
            r#"{{"uri":"https://{host}/s/{n}","created_at":"2024-06-09T20:00:00Z","account":{{"acct":"ann","url":"https://{host}/@ann"}},"content":"","tags":[],"media_attachments":[],{inner}}}"#
        )
    };
    let mention = |host: &str| {
        format!(r#"{{"id":"1","username":"admin","acct":"admin","url":"https://{host}/@admin"}}"#)
    };
    let lines = [
        status(1, "a.social", &format!(r#""mentions":[{}],"reblog":null"#, mention("a.social"))),
        status(2, "b.social", &format!(r#""mentions":[{}],"reblog":null"#, mention("b.social"))),
        status(
            3,
            "b.social",
            &format!(
                r#""mentions":[],"reblog":{{"uri":"https://c.social/s/9","content":"<p>x</p>","tags":[{{"name":"vote"}}],"mentions":[{}],"media_attachments":[{{"type":"image","url":"https://c.social/p.png"}}]}}"#,
                mention("b.social")
            ),
        ),
    ];
    let reading = read_one(format!("{}\n", lines.join("\n")).as_bytes()).expect("statuses");
    assert_eq!(names(&reading), ["admin@a.social", "admin@b.social"]);
    assert_eq!(reading.columns.mentions.get(2), [1]);
    assert_eq!(reading.columns.media_names.iter().collect::<Vec<_>>(), ["https://c.social/p.png"]);
    assert_eq!(reading.columns.hashtag_names.iter().collect::<Vec<_>>(), ["vote"]);
}
