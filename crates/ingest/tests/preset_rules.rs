//! The rules that hold for every preset, whatever the format: ids are texts, missing is not zero, two clocks,
//! ranges stay ranges, headers are compared tolerantly, hostile records end as a reason and never as a panic.

use ostrakon_ingest::preset::{self, MapError, MapOptions, Mapper, Shape};
use ostrakon_ingest::record::{BadRow, Mapped, Row};
use ostrakon_model::{Fields, Kind, Metric, Post, Precision};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::borrow::Cow;

fn header(names: &str) -> Vec<String> {
    names.split(',').map(str::to_owned).collect()
}

fn bind(preset: &str, names: &str, options: MapOptions) -> Mapper {
    let preset = preset::by_name(preset).expect("a preset");
    preset.mapper(Some(&header(names)), &[], &options).expect("the header fits")
}

const TOOLKIT: &str = "message_id,user_id,username,repost_id,reply_id,message,timestamp,urls";

fn toolkit(options: MapOptions) -> Mapper {
    bind("coordination-network-toolkit", TOOLKIT, options)
}

fn cells<'a>(values: &[&'a str]) -> Vec<Cow<'a, str>> {
    values.iter().map(|value| Cow::Borrowed(*value)).collect()
}

fn map_cells(mapper: &Mapper, values: &[&str]) -> Result<Post<'static>, BadRow> {
    let cells = cells(values);
    let mut post = Post::default();
    mapper.map(Row::Table(&cells), &mut post)?;
    Ok(post.into_owned())
}

fn map_json(preset: &str, record: &Value) -> Result<Post<'static>, BadRow> {
    let preset = preset::by_name(preset).expect("a preset");
    let mapper = preset.mapper(None, &[], &MapOptions::default()).expect("JSON needs no header");
    let mut post = Post::default();
    assert_eq!(mapper.map(Row::Json(record), &mut post)?, Mapped::Post);
    Ok(post.into_owned())
}

#[test]
fn ids_are_texts_and_keep_every_digit() {
    let record: Value = serde_json::from_str(
        r#"{"id": 7377000000000000001, "username": "ana", "create_time": 1717963200, "video_description": ""}"#,
    )
    .expect("JSON");
    assert_eq!(map_json("tiktok-research-videos", &record).expect("a post").item_id, "7377000000000000001");
    let post = map_cells(&toolkit(MapOptions::default()), &["007", " 42 ", "", "", "", "", "1717963200", ""]);
    let post = post.expect("a post");
    assert_eq!((&*post.item_id, &*post.author_id), ("007", "42"));
}

#[test]
fn ids_that_a_spreadsheet_or_data_frame_destroyed_are_refused_in_every_column() {
    let mapper = toolkit(MapOptions::default());
    for at in [0, 1, 3, 4] {
        for mangled in ["1.23E+18", "9.06000000000e+08", "906000000.0"] {
            let mut row = ["m1", "u1", "ana", "", "", "", "1717963200", ""];
            row[at] = mangled;
            let fault = map_cells(&mapper, &row).expect_err("refused");
            assert_eq!(fault.column, header(TOOLKIT)[at]);
            assert!(fault.reason.contains(mangled) && fault.reason.contains("as text"), "{}", fault.reason);
        }
    }
}

#[test]
fn a_display_name_or_text_that_looks_like_a_number_is_none_of_that() {
    let mut row = ["m1", "u1", "8e+17", "", "", "1.23E+18", "1717963200", ""];
    let post = map_cells(&toolkit(MapOptions::default()), &row).expect("a post");
    assert_eq!(post.text.as_deref(), Some("1.23E+18"));
    assert_eq!(post.author_handle.as_deref(), Some("8e+17"));
    row[5] = "None";
    let post = map_cells(&toolkit(MapOptions::default()), &row).expect("a post");
    assert_eq!(post.text.as_deref(), Some("None"), "a text is what somebody wrote");
}

#[test]
fn a_post_needs_an_id_and_an_author_but_no_time() {
    let mapper = toolkit(MapOptions::default());
    let fault = map_cells(&mapper, &["", "u1", "", "", "", "", "1717963200", ""]).expect_err("no id");
    assert_eq!((&*fault.column, &*fault.reason), ("message_id", "empty: a post needs an id"));
    let fault = map_cells(&mapper, &["m1", "None", "", "", "", "", "1717963200", ""]).expect_err("no author");
    assert_eq!(fault.column, "user_id");
    let post = map_cells(&mapper, &["m1", "u1", "", "", "", "", "", ""]).expect("a post");
    assert_eq!(post.created_at, None);
}

#[test]
fn missing_is_not_zero_and_hidden_is_neither() {
    let names = "id,mcl_url,creation_time,post_owner.id,statistics.views,statistics.like_count,statistics.share_count";
    let mapper = bind("meta-content-library", names, MapOptions::default());
    let row =
        |views, likes| ["1", "https://www.facebook.com/x", "2024-06-09T20:00:00Z", "9", views, likes, ""];
    let metrics = |views, likes| map_cells(&mapper, &row(views, likes)).expect("a post").metrics;
    let named = |name: &'static str, metric| (Cow::Borrowed(name), metric);
    assert_eq!(metrics("100", "0"), [named("likes", Metric::Value(0)), named("views", Metric::Value(100))]);
    assert_eq!(metrics("99", ""), [named("views", Metric::Interval { min: Some(0), max: Some(99) })]);
    assert_eq!(metrics("", ""), [named("views", Metric::Hidden)]);
    assert_eq!(
        metrics("10k–100k", ""),
        [named("views", Metric::Interval { min: Some(10_000), max: Some(100_000) })]
    );
    let fault = map_cells(&mapper, &row("many", "")).expect_err("no count");
    assert_eq!(fault.column, "statistics.views");
}

#[test]
fn the_authors_clock_and_the_collectors_clock_are_two() {
    let record = json!({
        "did": "did:plc:a", "time_us": 1_717_963_300_000_000_i64, "kind": "commit",
        "commit": {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k", "record":
            {"text": "backdated", "createdAt": "2019-01-01T00:00:00Z"}},
    });
    let post = map_json("bluesky-jetstream-v1", &record).expect("a post");
    assert_eq!(post.created_at.map(|t| t.ms), Some(1_546_300_800_000));
    assert_eq!(post.seen_at.map(|t| t.ms), Some(1_717_963_300_000));
}

#[test]
fn a_creation_time_that_is_none_costs_the_time_and_not_a_post_from_the_wire() {
    for claimed in
        [json!("1969-01-01T00:00:00Z"), json!("9999-12-31T23:59:59Z"), json!("not a date"), json!(7.5)]
    {
        let record = json!({
            "did": "did:plc:a", "time_us": 1_717_963_300_000_000_i64, "kind": "commit",
            "commit": {"operation": "create", "collection": "app.bsky.feed.post", "rkey": "3k", "record":
                {"text": "t", "createdAt": claimed.clone()}},
        });
        let post = map_json("bluesky-jetstream-v1", &record).expect("a post");
        assert_eq!((post.created_at, post.moment().map(|t| t.ms)), (None, Some(1_717_963_300_000)));
        assert!(post.labels.iter().any(|(name, _)| name == "claimed_created_at"), "{claimed}");
        let mut unseen = record;
        unseen["time_us"] = Value::Null;
        let preset = preset::by_name("bluesky-jetstream-v1").expect("a preset");
        let mapper = preset.mapper(None, &[], &MapOptions::default()).expect("JSON");
        let fault = mapper.map(Row::Json(&unseen), &mut Post::default()).expect_err("no clock at all");
        assert_eq!(fault.column, "commit.record.createdAt");
    }
}

#[test]
fn minutes_are_not_treated_as_seconds() {
    let names = "tweetid,userid,tweet_time,is_retweet,retweet_tweetid,tweet_text";
    let mapper = bind("x-information-operations", names, MapOptions::default());
    for printed in ["2019-06-14 15:07", "2019-06-14 15:07:00"] {
        let post = map_cells(&mapper, &["1", "2", printed, "False", "", "t"]).expect("a post");
        assert_eq!(post.created_at.map(|t| t.precision), Some(Precision::Minute), "{printed}");
    }
}

#[test]
fn a_local_time_is_never_read() {
    let message = json!({"id": 1, "type": "message", "date": "2024-06-09T22:00:00", "from_id": "user1",
        "text": "no unix time", "chat": {"id": 7, "name": "C", "type": "public_channel"}});
    assert_eq!(map_json("telegram-desktop", &message).expect("a post").created_at, None);
    let chosen = preset::by_name("x-api-v2").expect("a preset");
    let record = json!({"id": "1", "author_id": "2", "text": "t", "created_at": "2024-06-09T20:00:00"});
    let mapper = chosen.mapper(None, &[], &MapOptions::default()).expect("JSON");
    let fault = mapper.map(Row::Json(&record), &mut Post::default()).expect_err("refused");
    assert!(fault.reason.contains("names no zone"), "{}", fault.reason);
}

#[test]
fn a_unit_error_is_refused_and_named() {
    let triple = "object_id,account_id,content_id,timestamp_share";
    let mapper = bind("coortweet", triple, MapOptions::default());
    let fault = map_cells(&mapper, &["o", "a", "c", "1623881091000"]).expect_err("milliseconds");
    assert_eq!(fault.column, "timestamp_share");
    assert!(fault.reason.contains("probably in milliseconds"), "{}", fault.reason);
}

#[test]
fn a_column_of_seconds_stays_one_when_a_row_claims_the_year_50000() {
    let mut mapper = toolkit(MapOptions::default());
    let year_50000 = ["m3", "u1", "", "", "", "", "1515704313600", ""];
    // Alone, the digits are 2018 in milliseconds …
    assert!(map_cells(&mapper, &year_50000).is_ok());
    // … in a column of seconds they are an error, while written-out times stay readable.
    let sample = [
        cells(&["m1", "u1", "", "", "", "", "1717963200", ""]),
        cells(&["m2", "u1", "", "", "", "", "", ""]),
    ];
    mapper.settle_units(sample.iter().map(|row| Row::Table(row)));
    let fault = map_cells(&mapper, &year_50000).expect_err("refused");
    assert!(fault.reason.contains("probably in milliseconds"), "{}", fault.reason);
    assert!(map_cells(&mapper, &["m4", "u1", "", "", "", "", "2024-06-09T20:00:00Z", ""]).is_ok());
}

#[test]
fn headers_are_compared_without_blanks_marks_and_capitals() {
    let names = header("\u{feff}OBJECT_ID , Account_Id,content_id,timestamp_share");
    let preset = preset::recognise(&Shape::Table { header: &names }).expect("known");
    assert_eq!(preset.name(), "coortweet");
    let mapper = preset.mapper(Some(&names), &[], &MapOptions::default()).expect("the header fits");
    let post = map_cells(&mapper, &["o", "a", "c", "1623881091"]).expect("a post");
    assert_eq!((&*post.author_id, post.repost_of.as_deref()), ("a", Some("o")));
}

#[test]
fn an_unknown_header_is_answered_with_what_is_there_and_what_can_be_mapped() {
    let names = header("postnummer,konto,tidspunkt,tekst");
    let fault = preset::recognise(&Shape::Table { header: &names }).expect_err("unknown").to_string();
    for part in ["postnummer, konto, tidspunkt, tekst", "--map COLUMN=FIELD", "message_id, user_id"] {
        assert!(fault.contains(part), "{part} is not in: {fault}");
    }
    let nearly = header("referenced_tweets.retweeted.id,id,text");
    let fault = preset::recognise(&Shape::Table { header: &nearly }).expect_err("unknown").to_string();
    assert!(fault.contains("nearest is `twarc-csv`, which also has __twarc.version"), "{fault}");
    let empty = preset::recognise(&Shape::Json { sample: &[] }).expect_err("unknown").to_string();
    assert!(empty.contains("none"), "{empty}");
}

#[test]
fn a_capture_that_is_not_read_is_told_with_those_that_are() {
    let capture = json!({"item_id": "1", "timestamp_collected": 1_717_581_700_000_i64, "source_platform": "9gag.com", "data": {"id": "1"}});
    let told = |record: &Value| {
        preset::recognise(&Shape::Json { sample: std::slice::from_ref(record) })
            .expect_err("unknown")
            .to_string()
    };
    let handed_on = json!({"id": "1", "__import_meta": capture.clone()});
    for record in [capture, handed_on] {
        let fault = told(&record);
        assert!(
            fault.contains("`9gag.com`") && fault.contains("tiktok.com") && fault.contains("4CAT"),
            "{fault}"
        );
    }
}

#[test]
fn renames_fill_the_canonical_fields() {
    let names = header("postnummer,konto,tidspunkt,tekst,lenker");
    let ostrakon = preset::by_name("ostrakon").expect("a preset");
    let rename = |pairs: &[(&str, &str)]| {
        let renames: Vec<(String, String)> =
            pairs.iter().map(|(old, new)| ((*old).to_owned(), (*new).to_owned())).collect();
        ostrakon.mapper(Some(&names), &renames, &MapOptions::default())
    };
    let mapper = rename(&[
        ("postnummer", "message_id"),
        ("Konto", "user_id"),
        ("tidspunkt", "timestamp"),
        ("tekst", "message"),
        ("lenker", "urls"),
    ])
    .expect("complete");
    let row = ["1", "2", "2024-06-09 20:00", "hei", "https://a.example/ https://b.example/"];
    let post = map_cells(&mapper, &row).expect("a post");
    assert_eq!(post.created_at.map(|t| t.precision), Some(Precision::Minute));
    assert_eq!(post.urls.len(), 2);

    let fault = rename(&[("postnummer", "message_id")]).expect_err("incomplete").to_string();
    assert!(
        fault.contains("`user_id`") && fault.contains("`timestamp`") && fault.contains("tidspunkt"),
        "{fault}"
    );
    assert!(matches!(rename(&[("nummer", "message_id")]), Err(MapError::NoSuchColumn { .. })));
    assert!(matches!(rename(&[("tekst", "opinion")]), Err(MapError::UnknownField { .. })));
    let twice = rename(&[("tekst", "message"), ("lenker", "text")]);
    assert!(matches!(twice, Err(MapError::FilledTwice { new: "message", .. })));
}

#[test]
fn reposts_by_text_only_when_asked() {
    let row = ["m1", "u1", "ana", "", "", "RT @Ben: Polls  are closed", "1717963200", ""];
    let plain = map_cells(&toolkit(MapOptions::default()), &row).expect("a post");
    assert_eq!((plain.kind, plain.repost_of), (Kind::Post, None));
    let asked = toolkit(MapOptions { reposts_by_text: true, ..MapOptions::default() });
    let first = map_cells(&asked, &row).expect("a post");
    assert_eq!(first.kind, Kind::Repost);
    let other = ["m2", "u2", "eve", "", "", "RT @ben: Polls are closed", "1717963260", ""];
    assert_eq!(map_cells(&asked, &other).expect("a post").repost_of, first.repost_of);
    let by_id = ["m3", "u3", "eve", "m0", "", "RT @ben: Polls are closed", "1717963260", ""];
    assert_eq!(map_cells(&asked, &by_id).expect("a post").repost_of.as_deref(), Some("m0"), "an id wins");
}

#[test]
fn an_empty_link_is_no_link() {
    for (urls, count) in [("", 0), ("   ", 0), ("https://a.example/", 1), ("javascript:alert(1)", 0)] {
        let row = ["m1", "u1", "", "", "", "", "1717963200", urls];
        assert_eq!(
            map_cells(&toolkit(MapOptions::default()), &row).expect("a post").urls.len(),
            count,
            "{urls:?}"
        );
    }
}

#[test]
fn cells_used_as_they_are_are_borrowed() {
    let mapper = toolkit(MapOptions {
        fields: Fields::REPOST | Fields::TEXT | Fields::AUTHOR,
        ..MapOptions::default()
    });
    let cells = cells(&["m1", "u1", "ana", "m0", "", "words", "1717963200", ""]);
    let mut post = Post::default();
    mapper.map(Row::Table(&cells), &mut post).expect("a post");
    let owned = |text: &Cow<'_, str>| matches!(text, Cow::Owned(_));
    assert!(![&post.platform, &post.item_id, &post.author_id].into_iter().any(owned));
    assert!(![&post.author_handle, &post.repost_of, &post.text].into_iter().flatten().any(owned));
}

#[test]
fn private_conversations_and_contacts_never_become_posts() {
    let export = json!({"contacts": {"list": [{"phone_number": "+3725550000"}]}, "chats": {"list": [
        {"id": 5, "name": "Friend", "type": "personal_chat", "messages": [
            {"id": 1, "type": "message", "date_unixtime": "1717963200", "from_id": "user5", "text": "private"}]}]}});
    let preset = preset::recognise(&Shape::Json { sample: std::slice::from_ref(&export) }).expect("known");
    let mapper = preset.mapper(None, &[], &MapOptions::default()).expect("JSON");
    for record in preset.explode(export) {
        let mapped = mapper.map(Row::Json(&record), &mut Post::default());
        assert_eq!(mapped, Ok(Mapped::NotAPost("private conversation")));
    }
}

#[test]
fn a_stream_line_of_the_x_api_is_one_post() {
    let preset = preset::by_name("x-api-v2").expect("a preset");
    let line = json!({"data": {"id": "1", "author_id": "2", "text": "t", "created_at": "2024-06-09T20:00:00Z"},
        "includes": {"users": [{"id": "2", "username": "ana"}]}, "matching_rules": [{"id": "9"}]});
    assert_eq!(
        preset::recognise(&Shape::Json { sample: std::slice::from_ref(&line) }).expect("known").name(),
        "x-api-v2"
    );
    let records = preset.explode(line);
    assert_eq!(records.len(), 1);
    assert_eq!(map_json("x-api-v2", &records[0]).expect("a post").author_handle.as_deref(), Some("ana"));
    let empty = json!({"meta": {"result_count": 0}});
    let mapper = preset.mapper(None, &[], &MapOptions::default()).expect("JSON");
    assert_eq!(
        mapper.map(Row::Json(&preset.explode(empty)[0]), &mut Post::default()),
        Ok(Mapped::NotAPost("empty page")),
    );
}

/// JSON of any shape, with the keys that presets look for.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        "[0-9]{1,19}".prop_map(Value::from),
    ];
    let key = prop::sample::select(vec![
        "id",
        "data",
        "text",
        "messages",
        "chat",
        "snippet",
        "commit",
        "record",
        "payload",
        "event",
        "account",
        "author_id",
        "created_at",
        "includes",
        "users",
        "items",
        "kind",
        "type",
        "did",
        "uri",
        "username",
    ]);
    leaf.prop_recursive(4, 40, 5, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(key.clone(), inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().map(|(k, v)| (k.to_owned(), v)).collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn hostile_json_ends_as_a_post_or_a_reason(document in any_json()) {
        let _ = preset::recognise(&Shape::Json { sample: std::slice::from_ref(&document) });
        for name in preset::names() {
            let preset = preset::by_name(name).expect("a preset");
            let Ok(mapper) = preset.mapper(None, &[], &MapOptions::default()) else { continue };
            for record in preset.explode(document.clone()) {
                let mut post = Post::default();
                if mapper.map(Row::Json(&record), &mut post) == Ok(Mapped::Post) {
                    prop_assert!(!post.item_id.is_empty() && !post.author_id.is_empty());
                }
            }
        }
    }

    #[test]
    fn hostile_rows_end_as_a_post_or_a_reason(row in prop::collection::vec(".{0,16}", 0..12), asked in any::<bool>()) {
        let mapper = toolkit(MapOptions { reposts_by_text: asked, raw_urls: asked, ..MapOptions::default() });
        let cells: Vec<Cow<'_, str>> = row.iter().map(|cell| Cow::Borrowed(cell.as_str())).collect();
        let mut post = Post::default();
        if mapper.map(Row::Table(&cells), &mut post).is_ok() {
            prop_assert!(!post.item_id.is_empty() && !post.author_id.is_empty());
            prop_assert!(post.urls.iter().chain(&post.hashtags).all(|item| !item.is_empty()));
        }
        let header: Vec<String> = row;
        let _ = preset::recognise(&Shape::Table { header: &header });
    }

    #[test]
    fn what_was_asked_for_does_not_depend_on_the_rest(
        text in "(RT @[a-z]{1,5}: )?[a-z#@ ]{0,20}",
        repost in prop::option::of("[0-9]{1,6}"),
    ) {
        let repost = repost.unwrap_or_default();
        let row = ["m1", "u1", "ana", &repost, "", &text, "1717963200", "https://a.example/x"];
        let whole = map_cells(&toolkit(MapOptions::default()), &row).expect("a post");
        for fields in [Fields::REPOST, Fields::TEXT, Fields::URLS, Fields::HASHTAGS, Fields::MENTIONS] {
            let part = map_cells(&toolkit(MapOptions { fields, ..MapOptions::default() }), &row).expect("a post");
            prop_assert_eq!(part.kind, whole.kind);
            prop_assert!(!fields.has(Fields::REPOST) || part.repost_of == whole.repost_of);
            prop_assert!(!fields.has(Fields::TEXT) || part.text == whole.text);
            prop_assert!(!fields.has(Fields::URLS) || part.urls == whole.urls);
            prop_assert!(!fields.has(Fields::HASHTAGS) || part.hashtags == whole.hashtags);
            prop_assert!(!fields.has(Fields::MENTIONS) || part.mentions == whole.mentions);
        }
    }
}
