//! What goes in comes out: every field, absent and empty apart.

mod common;
use common::{append_from, intake, new_dataset, read, source};
use ostrakon_lake::{Intake, Scan};
use ostrakon_model::{Columns, Fields, Kind, Media, Metric, Post, Precision, SourceRef, Timestamp};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;
use std::borrow::Cow;

type Text = Cow<'static, str>;

fn text() -> impl Strategy<Value = Text> {
    prop_oneof![Just(String::new()), "\\PC{0,12}", "[\\x00-\\x1f\u{feff}\u{10ffff}\"',\n]{1,4}"]
        .prop_map(Cow::Owned)
}

fn time() -> impl Strategy<Value = Timestamp> {
    let precision = prop_oneof![
        Just(Precision::Millisecond),
        Just(Precision::Second),
        Just(Precision::Minute),
        Just(Precision::Hour),
        Just(Precision::Day),
    ];
    let ms = prop_oneof![8 => 1_472_688_000_000i64..1_473_000_000_000, 1 => any::<i64>()];
    (ms, precision).prop_map(|(ms, precision)| Timestamp { ms, precision })
}

fn kind() -> impl Strategy<Value = Kind> {
    prop_oneof![
        Just(Kind::Post),
        Just(Kind::Repost),
        Just(Kind::Reply),
        Just(Kind::Quote),
        Just(Kind::Comment),
        Just(Kind::Article),
    ]
}

fn metric() -> impl Strategy<Value = Metric> {
    prop_oneof![
        any::<i64>().prop_map(Metric::Value),
        (of(any::<i64>()), of(any::<i64>())).prop_map(|(min, max)| Metric::Interval { min, max }),
        Just(Metric::Hidden),
    ]
}

fn post() -> impl Strategy<Value = Post<'static>> {
    let author = (text(), of(text()), of(text()), of(any::<bool>()));
    let what = (kind(), text(), of(time()), of(time()), of(text()), of(text()), of(text()));
    let links = (of(text()), of(text()), of(text()), of(text()));
    let lists = (vec(text(), 0..3), vec(text(), 0..3), vec(text(), 0..3));
    let media = vec((text(), of(text())).prop_map(|(key, kind)| Media { key, kind }), 0..3);
    let rest = (media, vec((text(), metric()), 0..3), vec((text(), text()), 0..3));
    let source = (0u32..2, any::<u64>(), any::<u64>(), any::<u32>(), of(any::<[u8; 32]>()), any::<bool>());
    (author, what, links, lists, rest, source).prop_map(|(author, what, links, lists, rest, source)| Post {
        platform: what.1,
        item_id: Cow::Borrowed(""),
        kind: what.0,
        author_id: author.0,
        author_handle: author.1,
        author_name: author.2,
        author_declared_bot: author.3,
        created_at: what.2,
        seen_at: what.3,
        text: what.4,
        lang: what.5,
        url: what.6,
        reply_to: links.0,
        repost_of: links.1,
        quote_of: links.2,
        thread_id: links.3,
        urls: lists.0,
        hashtags: lists.1,
        mentions: lists.2,
        media: rest.0,
        metrics: rest.1,
        labels: rest.2,
        source: SourceRef { file: source.0, line: source.1, offset: source.2, len: source.3 },
        raw_sha256: source.4,
        seen_live: source.5,
        channel: None,
    })
}

fn posts() -> impl Strategy<Value = Vec<Post<'static>>> {
    vec(post(), 0..12).prop_map(|mut posts| {
        for (i, post) in posts.iter_mut().enumerate() {
            post.item_id = format!("m{i:02}").into();
        }
        posts
    })
}

fn two_sources() -> Intake {
    Intake { sources: vec![source("a.csv"), source("b.csv")], ..intake() }
}

fn sorted(mut posts: Vec<Post<'static>>) -> Vec<Post<'static>> {
    posts.sort_by(|a, b| a.item_id.cmp(&b.item_id));
    posts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_post_comes_back_equal(given in posts()) {
        let folder = tempfile::tempdir().unwrap();
        let dataset = new_dataset(folder.path());
        let done = append_from(&dataset, two_sources(), &given).unwrap();
        prop_assert_eq!(done.stored, given.len() as u64);
        prop_assert_eq!(dataset.rows().unwrap(), given.len() as u64);
        prop_assert_eq!(sorted(read(&dataset, &Scan::default()).unwrap()), given);
        dataset.verify().unwrap();
    }

    /// Without its optional fields a post keeps what every reader needs; with one group it has that group.
    #[test]
    fn a_projection_is_the_post_without_the_rest(given in posts()) {
        let folder = tempfile::tempdir().unwrap();
        let dataset = new_dataset(folder.path());
        append_from(&dataset, two_sources(), &given).unwrap();
        let scan = Scan { fields: Fields::REPOST | Fields::HASHTAGS, ..Scan::default() };
        let expected: Vec<_> = given.into_iter().map(|post| Post {
            platform: post.platform,
            item_id: post.item_id,
            kind: post.kind,
            author_id: post.author_id,
            created_at: post.created_at,
            seen_at: post.seen_at,
            seen_live: post.seen_live,
            repost_of: post.repost_of,
            hashtags: post.hashtags,
            source: post.source,
            ..Post::default()
        }).collect();
        prop_assert_eq!(sorted(read(&dataset, &scan).unwrap()), expected);
    }

    /// A slice of time is what a filter over everything would give, in the same order; blocks are the same again.
    #[test]
    fn a_slice_is_a_filter(given in posts(), from in of(0i64..400_000_000), until in of(0i64..400_000_000), undated: bool) {
        let folder = tempfile::tempdir().unwrap();
        let dataset = new_dataset(folder.path());
        append_from(&dataset, two_sources(), &given).unwrap();
        let base = 1_472_688_000_000;
        let (from_ms, until_ms) = (from.map(|ms| base + ms), until.map(|ms| base + ms));
        let scan = Scan { from_ms, until_ms, undated, ..Scan::default() };
        let expected: Vec<_> = read(&dataset, &Scan::default()).unwrap().into_iter().filter(|post| match post.moment() {
            None => undated,
            Some(t) => from_ms.is_none_or(|from| t.ms >= from) && until_ms.is_none_or(|end| t.ms < end),
        }).collect();
        prop_assert_eq!(&read(&dataset, &scan).unwrap(), &expected);
        let mut whole = Columns::default();
        for post in &expected {
            whole.push(post);
        }
        let mut blocks = Columns::default();
        for block in dataset.blocks(&scan).unwrap() {
            blocks.append(&block.unwrap());
        }
        let columns = dataset.columns(&scan).unwrap();
        prop_assert_eq!(&columns.item_id, &whole.item_id);
        prop_assert_eq!(&columns.text, &whole.text);
        prop_assert_eq!(&columns.account, &whole.account);
        prop_assert_eq!(&blocks.item_id, &whole.item_id);
        prop_assert_eq!(&blocks.urls, &whole.urls);
        prop_assert_eq!(&blocks.account, &whole.account);
    }
}
