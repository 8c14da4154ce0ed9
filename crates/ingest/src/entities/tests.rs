//! Examples from the scripts of our users, then what holds for every text.

use super::*;
use proptest::prelude::*;

fn tags(text: &str) -> Vec<&str> {
    hashtags(text).collect()
}

fn handles(text: &str) -> Vec<&str> {
    mentions(text).collect()
}

fn addresses(text: &str) -> Vec<&str> {
    links(text).collect()
}

#[test]
fn hashtags_of_all_scripts() {
    assert_eq!(
        tags("#Wahl2024, #выборы! #انتخابات؟ #არჩევნები #ընտրություններ։"),
        ["Wahl2024", "выборы", "انتخابات", "არჩევნები", "ընտրություններ"]
    );
    assert_eq!(
        tags("見て#選挙。＃日本 #हिन्दी_में #เลือกตั้ง"),
        ["日本", "हिन्दी_में", "เลือกตั้ง"],
        "選挙 is glued to a word"
    );
    assert_eq!(tags("見て #選挙。"), ["選挙"]);
    assert_eq!(tags("#می\u{200C}خواهم #col·legi #a\u{200C}"), ["می\u{200C}خواهم", "col·legi", "a"]);
    assert_eq!(tags("#a#b"), ["a", "b"]);
}

#[test]
fn what_is_no_hashtag() {
    for text in [
        "#1",
        "#2024",
        "#_",
        "#",
        "# a",
        "a#b",
        "&#39;",
        "#️⃣",
        "https://example.org/#top",
        "www.example.org#top",
        "c#",
    ] {
        assert_eq!(tags(text), [""; 0], "{text}");
    }
    assert_eq!(tags("#1a #_a"), ["1a", "_a"]);
}

#[test]
fn mentions_of_all_platforms() {
    assert_eq!(
        handles(
            "@müller @Søren, @josé_1: @AnnaKöhler @jose\u{301}_1 @łukasz@świat.example @Åseさん @aliceさん"
        ),
        ["müller", "Søren", "josé_1", "AnnaKöhler", "jose\u{301}_1", "łukasz@świat.example", "Åse", "alice"],
        "letters with diacritics belong to a handle, letters of another script end it"
    );
    assert_eq!(handles(".@alice, (@bob_1) ＠carol：@danさん"), ["alice", "bob_1", "carol", "dan"]);
    assert_eq!(
        handles("@dave@mastodon.example! @eve.bsky.social. @my-name.example.social"),
        ["dave@mastodon.example", "eve.bsky.social", "my-name.example.social"]
    );
    assert_eq!(handles("@alice-like @имя"), ["alice", "имя"]);
    assert_eq!(handles("@alice's @bob... @carol@ x"), ["alice", "bob", "carol"]);
}

#[test]
fn what_is_no_mention() {
    for text in [
        "a@b.example",
        "first.last@example.org",
        "@",
        "@ a",
        "https://medium.com/@someone/x",
        "tiktok.com/@someone",
        "@@a",
        "@-",
    ] {
        assert_eq!(handles(text), [""; 0], "{text}");
    }
}

#[test]
fn links_end_where_a_reader_would_end_them() {
    for (text, link) in [
        ("see https://example.org/a.", "https://example.org/a"),
        ("(https://en.wikipedia.org/wiki/A_(b)), and", "https://en.wikipedia.org/wiki/A_(b)"),
        ("[HTTP://example.org/a?b=c&d=e#f]", "HTTP://example.org/a?b=c&d=e#f"),
        ("Www.example.org/a!", "Www.example.org/a"),
        ("見てhttps://t.co/abcこれ", "https://t.co/abc"),
        ("https://ja.wikipedia.org/wiki/選挙。", "https://ja.wikipedia.org/wiki/選挙"),
        ("https://ru.wikipedia.org/wiki/Выборы, да", "https://ru.wikipedia.org/wiki/Выборы"),
        ("انظر https://example.org/a؟", "https://example.org/a"),
        ("იხილეთ:https://example.ge/ა.", "https://example.ge/ა"),
        ("Տես՝https://example.am/a։", "https://example.am/a"),
        ("“https://example.org”", "https://example.org"),
        ("https://example.org/a🔥", "https://example.org/a"),
        ("https://пример.рф/путь!", "https://пример.рф/путь"),
    ] {
        assert_eq!(addresses(text), [link], "{text}");
    }
}

#[test]
fn what_is_no_link() {
    for text in [
        "https://",
        "http:// a",
        "https://t.co/ab…",
        "https://t…",
        "xhttps",
        "ftp://example.org",
        "awww.example",
        "http",
        "://",
        "ww.",
    ] {
        assert_eq!(addresses(text), [""; 0], "{text}");
    }
    assert_eq!(addresses("https://t.co/ab… https://t.co/cd"), ["https://t.co/cd"]);
}

#[test]
fn lower_case_by_unicode() {
    for (raw, lower) in [
        ("ABC", "abc"),
        ("ВЫБОРЫ", "выборы"),
        ("ＡＢＣ", "abc"),
        ("İSTANBUL", "istanbul"),
        ("BARIŞ", "bariş"),
        ("ΕΚΛΟΓΕΣ", "εκλογες"),
        ("e\u{301}", "é"),
        ("ᲐᲠᲩᲔᲕᲜᲔᲑᲘ", "არჩევნები"),
    ] {
        assert_eq!(lowercase(raw), lower);
    }
    assert!(matches!(lowercase("abc"), Cow::Borrowed(_)));
}

#[test]
fn reposts_by_text() {
    assert_eq!(repost_by_text("RT @alice: vote #now"), Some(("alice", "vote #now")));
    assert_eq!(repost_by_text("  RT @alice vote"), Some(("alice", "vote")));
    assert_eq!(repost_by_text("RT ＠alice：vote"), Some(("alice", "vote")));
    for text in [
        "",
        "RT",
        "RT@alice: a",
        "RT alice: a",
        "rt @alice: a",
        "see RT @alice: a",
        "RT @: a",
        "ART @alice: a",
    ] {
        assert_eq!(repost_by_text(text), None, "{text}");
    }
}

#[test]
fn hostile_texts_cost_one_pass() {
    let n = 200_000;
    for piece in ["www.a ", "https://a ", ")", "#a", "a#", "@a.", "@", "://", "ww.", "a.", "…"] {
        let text = format!("https://example.org/{}", piece.repeat(n));
        assert!(entities(&text).count() <= n + 1, "{piece}");
        assert!(entities(&piece.repeat(n)).count() <= n, "{piece}");
    }
}

fn texts() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "#",
        "@",
        "＃",
        "＠",
        "https://",
        "http://",
        "www.",
        "a",
        "Z1",
        "_",
        ".",
        "-",
        "…",
        "...",
        " ",
        "\n",
        "(",
        ")",
        "]",
        "見",
        "선",
        "ü",
        "ა",
        "ա",
        "ا",
        "\u{301}",
        "\u{200C}",
        "\u{FE0F}",
        "/",
        "&",
        "RT ",
        ":",
        "example.org",
        "🔥",
        "。",
        "́",
        "w",
        "://",
    ]);
    prop::collection::vec(prop_oneof![8 => piece.prop_map(str::to_owned), 1 => ".{0,2}".boxed()], 0..24)
        .prop_map(|list| list.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    /// Slices in order, never overlapping, and never a mark inside a name.
    #[test]
    fn entities_are_slices_in_order(text in texts()) {
        let mut end = text.as_ptr() as usize;
        for entity in entities(&text) {
            let slice = entity.text();
            prop_assert!(!slice.is_empty());
            prop_assert!(slice.as_ptr() as usize >= end);
            end = slice.as_ptr() as usize + slice.len();
            if let Entity::Hashtag(tag) = entity {
                prop_assert!(!tag.contains(['#', '@', ' ', '/']));
            }
        }
        prop_assert!(end <= text.as_ptr() as usize + text.len());
    }

    /// The filtered iterators, which have shortcuts, say what the plain scanner says.
    #[test]
    fn shortcuts_agree_with_the_scanner(text in texts()) {
        let all: Vec<_> = entities(&text).collect();
        let of = |pick: fn(&Entity) -> bool| all.iter().filter(|e| pick(e)).map(|e| e.text()).collect::<Vec<_>>();
        prop_assert_eq!(tags(&text), of(|e| matches!(e, Entity::Hashtag(_))));
        prop_assert_eq!(handles(&text), of(|e| matches!(e, Entity::Mention(_))));
        prop_assert_eq!(addresses(&text), of(|e| matches!(e, Entity::Link(_))));
    }

    #[test]
    fn lower_case_twice_changes_nothing(text in "\\PC{0,12}") {
        let once = lowercase(&text).into_owned();
        prop_assert_eq!(lowercase(&once).into_owned(), once.clone());
    }

    #[test]
    fn any_text_is_read_without_panic(text in "\\PC{0,80}") {
        let _ = (entities(&text).count(), repost_by_text(&text));
    }
}
