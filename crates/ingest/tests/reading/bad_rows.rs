//! A row that does not fit is rejected with its line, column and reason; the rows around it are kept.

use super::*;
use proptest::prelude::*;

#[test]
fn a_row_with_too_few_or_too_many_fields_is_rejected() {
    let reading = read_one(&table(&[
        row("m1", "a", "x"),
        "m2,a,short".into(),
        row("m3", "a", "a comma, unquoted"),
        row("m4", "a", "\"a comma, quoted\""),
    ]))
    .unwrap();
    assert_eq!(ids(&reading), ["m1", "m4"]);
    assert_eq!(rejected(&reading), [(3, ""), (4, "")]);
    assert!(reading.rejects[0].reason.contains("3 fields") && reading.rejects[0].reason.contains('8'));
    assert_nothing_lost(&reading);
}

#[test]
fn lines_are_physical_lines_even_behind_texts_that_span_some() {
    let reading = read_one(&table(&[
        row("m1", "a", "\"one\ntwo\n\nfour\""),
        row("", "a", "no id"),
        row("m3", "a", "x"),
    ]));
    let reading = reading.unwrap();
    assert_eq!(rejected(&reading), [(6, "message_id")]);
    assert_eq!(reading.columns.text.get(0), "one\ntwo\n\nfour");
    assert_eq!(reading.columns.source[1].line, 7);
}

#[test]
fn invalid_utf8_costs_its_own_row() {
    let mut content = table(&[row("m1", "a", "caf\u{e9}")]);
    content.extend_from_slice(b"m2,a,a,,,caf\xe9,1700000000,\n");
    content.extend_from_slice(format!("{}\n", row("m3", "a", "é")).as_bytes());
    let reading = read_one(&content).unwrap();
    assert_eq!(ids(&reading), ["m1", "m3"]);
    assert_eq!(reading.columns.text.get(1), "é");
    assert_eq!(rejected(&reading), [(3, "")]);
    assert!(reading.rejects[0].reason.contains("iconv"), "{}", reading.rejects[0].reason);
}

#[test]
fn a_nul_byte_costs_its_own_row() {
    let rows: Vec<String> =
        (0..100).map(|i| row(&format!("m{i}"), "a", if i == 50 { "x\0y" } else { "xy" })).collect();
    let reading = read_one(&table(&rows)).unwrap();
    assert_eq!((reading.columns.len(), rejected(&reading)), (99, vec![(52, "")]));
}

#[test]
fn a_nul_byte_in_the_first_rows_costs_its_own_row_too() {
    let reading =
        read_one(&table(&[row("m1", "a", "\"a\0b\""), row("m\x002", "a", "x"), row("m3", "a", "x")]))
            .unwrap();
    assert_eq!((ids(&reading), rejected(&reading)), (vec!["m3"], vec![(2, ""), (3, "")]));
    let record = |id: &str| format!("{{\"id\":\"{id}\",\"author_id\":\"a\",\"created_at\":1700000000}}");
    let reading = read_one(format!("{}\n{}\n", record("m\x001"), record("m2")).as_bytes()).unwrap();
    assert_eq!((ids(&reading), rejected(&reading)), (vec!["m2"], vec![(1, "")]));
}

#[test]
fn what_programs_write_beside_the_standard_of_json_costs_nothing() {
    let record = |id: u8, text: &str, likes: &str| {
        format!(
            "{{\"id\":\"m{id}\",\"author_id\":\"a\",\"created_at\":1700000000,\"text\":\"{text}\",\"likes\":{likes}}}"
        )
    };
    let records = [record(1, "half \\ud83d", "1"), record(2, "x", "NaN"), record(3, "x", "-Infinity")];
    for content in [records.join("\n"), format!("[{}]", records.join(","))] {
        let reading = read_one(content.as_bytes()).unwrap();
        assert_eq!((ids(&reading), reading.rejects.len()), (vec!["m1", "m2", "m3"], 0), "{content}");
        assert_eq!(reading.columns.text.get(0), "half \u{fffd}");
    }
    // One message of an export that is one document.
    let message = |id: u8, text: &str| {
        format!(
            "{{\"id\": {id}, \"type\": \"message\", \"date_unixtime\": \"1700000000\", \"from_id\": \"user1\", \"text\": \"{text}\"}}"
        )
    };
    let messages = [message(1, "a"), message(2, "\\ud83d"), message(3, "\0")].join(",\n");
    let export =
        format!("{{\"name\": \"C\", \"type\": \"public_channel\", \"id\": 7, \"messages\": [\n{messages}]}}");
    let reading = read_one(export.as_bytes()).unwrap();
    assert_eq!(ids(&reading), ["7/1", "7/2", "7/3"]);
    assert_eq!(reading.columns.text.get(1), "\u{fffd}");
}

#[test]
fn the_first_line_is_bound_by_the_limit_of_every_record() {
    let record = |id: &str, bytes: usize| {
        format!(
            "{{\"id\":\"{id}\",\"author_id\":\"a\",\"created_at\":\"2024-06-05T10:00:00Z\",\"text\":\"{}\"}}",
            "y".repeat(bytes)
        )
    };
    let long = record("m1", 20_000_000);
    let reading = read_one(format!("{long}\n{}\n{}\n", record("m2", 1), record("m3", 1)).as_bytes()).unwrap();
    assert_eq!((ids(&reading), rejected(&reading)), (vec!["m2", "m3"], vec![(1, "")]));
    let alone = read_one(long.as_bytes()).expect_err("no row of it could be taken").to_string();
    assert!(alone.contains("16777216"), "{alone}");
    // A document of as many bytes on one line is no record.
    let many: Vec<String> = (0..300).map(|i| record(&format!("p{i}"), 100_000)).collect();
    let page = format!("{{\"data\":[{}],\"meta\":{{\"result_count\":300}}}}\n", many.join(","));
    assert_eq!(read_one(page.as_bytes()).unwrap().columns.len(), 300);
}

#[test]
fn a_quote_behind_a_backslash_is_one_of_youtube_data_tools() {
    const TOP: &str =
        "id\treplyCount\tlikeCount\tpublishedAt\tauthorName\ttext\tauthorChannelId\tisReply\tisReplyTo\n";
    let comment =
        |id: usize, text: &str| format!("{id}\t1\t0\t2024-06-05 10:00:00\tN\t\"{text}\"\tUC{id}\t0\t\n");
    for odd in [1, 300, 600] {
        let rows: String = (0..602)
            .map(|i| {
                comment(
                    i,
                    if i == odd { "say \\\"hi\\\" there\nsecond" } else { "say \"\"hi\"\" there\nsecond" },
                )
            })
            .collect();
        for content in [format!("{TOP}{rows}"), format!("{TOP}{rows}").replace('\t', ",")] {
            let reading = read_one(content.as_bytes()).unwrap();
            assert_eq!((reading.columns.len(), reading.rejects.len()), (602, 0));
            assert!((0..602).all(|i| reading.columns.text.get(i) == "say \"hi\" there\nsecond"));
        }
    }
}

#[test]
fn a_quote_that_never_closes_costs_its_own_row() {
    let reading = read_one(&table(&[
        row("m1", "a", "x"),
        row("m2", "a", "\"never closed"),
        row("m3", "a", "x"),
        row("m4", "a", "\"quoted, and closed\""),
        row("m5", "a", "x"),
    ]))
    .unwrap();
    assert_eq!(ids(&reading), ["m1", "m3", "m4", "m5"]);
    assert_eq!(rejected(&reading), [(3, "message")]);
    assert!(reading.rejects[0].reason.contains("does not close"));
    assert_nothing_lost(&reading);
}

#[test]
fn a_quote_that_runs_into_the_size_limit_costs_its_own_row() {
    let mut rows = vec![row("m0", "a", "\"never closed")];
    rows.extend((1..5_000).map(|i| row(&format!("m{i}"), "a", "x")));
    let options = ReadOptions { max_record: 10_000, block: 4_096, ..ReadOptions::default() };
    let reading = read_with(&table(&rows), &options).unwrap();
    assert_eq!((reading.columns.len(), rejected(&reading)), (4_999, vec![(2, "message")]));
}

#[test]
fn a_line_of_50_mb_is_rejected_without_being_held() {
    let mut content = table(&[row("m1", "a", "x")]);
    content.extend_from_slice(b"m2,a,a,,,");
    content.resize(content.len() + 50_000_000, b'x');
    content.extend_from_slice(format!(",1700000000,\n{}\n", row("m3", "a", "x")).as_bytes());
    let reading = read_one(&content).unwrap();
    assert_eq!(ids(&reading), ["m1", "m3"]);
    assert_eq!(rejected(&reading), [(3, "")]);
    assert!(reading.rejects[0].reason.contains("16777216"), "{}", reading.rejects[0].reason);
    assert_eq!(reading.columns.source[1].line, 4);
}

#[test]
fn records_above_the_limit_are_rejected_in_json_too() {
    let record = |id: &str, text: &str| {
        format!(
            "{{\"message_id\":\"{id}\",\"user_id\":\"a\",\"message\":\"{text}\",\"timestamp\":1700000000}}"
        )
    };
    let records = [record("m1", "x"), record("m2", &"[\\\"".repeat(9_000)), record("m3", "x")];
    let options = ReadOptions {
        max_record: 5_000,
        block: 1_000,
        format: Some("ostrakon".into()),
        ..ReadOptions::default()
    };
    for content in [records.join("\n"), format!("[\n{}\n]", records.join(",\n"))] {
        let reading = read_with(content.as_bytes(), &options).unwrap();
        assert_eq!((ids(&reading), reading.rejects.len()), (vec!["m1", "m3"], 1), "{content:.20}");
        assert_nothing_lost(&reading);
    }
}

#[test]
fn a_broken_json_line_is_rejected_and_the_next_is_read() {
    let good = |id: u8| format!("{{\"message_id\":\"m{id}\",\"user_id\":\"a\",\"timestamp\":1700000000}}");
    let content = format!("{}\n{{\"message_id\":\n\n{}\n\u{7}\n{}", good(1), good(2), good(3));
    let options = ReadOptions { format: Some("ostrakon".into()), ..ReadOptions::default() };
    let reading = read_with(content.as_bytes(), &options).unwrap();
    assert_eq!((ids(&reading), rejected(&reading)), (vec!["m1", "m2", "m3"], vec![(2, ""), (5, "")]));
}

#[test]
fn a_time_in_the_year_50000_is_rejected() {
    let reading =
        read_one(&table(&[row("m1", "a", "x"), "m2,a,a,,,x,1515740400000,".into(), row("m3", "a", "x")]));
    let reading = reading.unwrap();
    assert_eq!(ids(&reading), ["m1", "m3"]);
    assert_eq!(rejected(&reading), [(3, "timestamp")]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the bytes: an error or a reading, no panic, nothing lost.
    #[test]
    fn random_bytes_never_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        if let Ok(reading) = read_one(&bytes) {
            assert_nothing_lost(&reading);
        }
    }

    /// The same behind a header that is right, with the bytes that matter to the reader.
    #[test]
    fn random_rows_never_panic(rows in "[m1a,\"\n\r\u{0}é]{0,400}", block in 1usize..200, limit in 1usize..300) {
        let content = format!("{HEADER}\n{}\n{rows}", row("m1", "a", "x"));
        let options = ReadOptions { block, max_record: limit + 80, threads: 1, ..ReadOptions::default() };
        if let Ok(reading) = read_with(content.as_bytes(), &options) {
            assert_nothing_lost(&reading);
        }
    }

    #[test]
    fn random_json_never_panics(text in "[\\[\\]{}\",:a1 \n\\\\]{0,200}", array in any::<bool>()) {
        let first = "{\"message_id\":\"m1\",\"user_id\":\"a\",\"timestamp\":1700000000}";
        let content = if array { format!("[{first},{text}") } else { format!("{first}\n{text}") };
        let options = ReadOptions { format: Some("ostrakon".into()), ..ReadOptions::default() };
        if let Ok(reading) = read_with(content.as_bytes(), &options) {
            assert_nothing_lost(&reading);
        }
    }
}
