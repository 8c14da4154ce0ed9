use super::*;
use proptest::prelude::*;

fn ours(text: &str) -> String {
    let mut out = String::from("left over");
    text_into(text, &mut out);
    out
}

fn tokens(text: &str) -> String {
    let mut out = String::from("left over");
    peer_tokens_into(text, &mut out);
    out
}

fn peer(text: &str) -> String {
    let mut out = String::from("left over");
    peer_text_into(text, &mut out);
    out
}

/// Expected values: printed by the peer's own functions (in the order of the text).
#[test]
fn tokens_are_the_peers() {
    assert_eq!(
        tokens("House Republicans, want 'new' DOJ's  probe https://t.co/KH_l #politics @a:b hi"),
        "house republicans , want new doj's probe https : / / t.co / kh_l # politics hi"
    );
    assert_eq!(
        tokens("3.14 1,000 a.b a:b 日本語 カタカナ한국어 นี่"),
        "3.14 1,000 a.b a:b 日 本 語 カタカナ 한국어 นี่"
    );
    assert_eq!(tokens("🇺🇸🇬🇧👨\u{200d}👩\u{200d}👧"), "🇺🇸 🇬🇧 👨\u{200d}👩\u{200d}👧");
    assert_eq!(tokens("''a'' '"), "a");
    assert_eq!(tokens("\u{a0}\u{3000}a\tb\u{1c}"), "a b");
    assert_eq!(tokens("@only @mentions"), "");
    assert_eq!(tokens("İSTANBUL ΣΑΣ"), "i\u{307}stanbul σας");
}

#[test]
fn text_keys_are_the_peers() {
    assert_eq!(peer("Hi  @anna:you\u{1c}there,\tOK"), "hi , ok".replace(" ,", ""));
    assert_eq!(peer("a@b c"), "a c");
    assert_eq!(peer("@x\u{2003}y"), "y");
    assert_eq!(peer("@x"), "");
}

#[test]
fn disguises_of_a_copy_fall_away() {
    let plain = "vote today, not tomorrow! #sunday";
    for copy in [
        "VOTE today,  not tomorrow! #Sunday",
        "@anna @bob@mastodon.example vote today, not tomorrow! #sunday https://t.co/abc",
        "vo\u{200b}te to\u{ad}day, not\u{feff} tomorrow! #sun\u{2060}day",
        "ｖｏｔｅ ｔｏｄａｙ, not tomorrow! ＃sunday www.example.org/x",
        "vote today, not tomorrow!\u{0}\n\t#sunday\u{202e}",
        "𝐯𝐨𝐭𝐞 𝐭𝐨𝐝𝐚𝐲, not tomorrow! #sunday",
    ] {
        assert_eq!(ours(copy), plain, "{copy}");
    }
    assert_eq!(ours("Straße ΟΔΟΣ οδοσ"), "strasse οδοσ οδοσ");
    assert_eq!(ours("write to anna@example.org @ noon"), "write to anna@example.org @ noon");
    assert_eq!(ours("(@anna) look:https://a.b/c next"), "() look: next");
}

#[test]
fn a_repost_prefix_goes_only_when_asked() {
    let mut out = String::new();
    repost_text_into("RT @anna: RT @bob : Vote today, not tomorrow", &mut out);
    assert_eq!(out, "vote today, not tomorrow");
    repost_text_into("rt this @anna", &mut out);
    assert_eq!(out, "rt this");
    assert_eq!(ours("RT @anna: vote today"), "rt : vote today");
}

#[test]
fn short_texts_are_no_evidence() {
    let mut out = String::new();
    for (text, evidence) in [
        ("", false),
        ("Good morning!", false),
        ("@a @b @c @d https://t.co/x", false),
        ("I do not know", true),
        ("congratulations everyone", true),
        ("投票日は日曜日", false),
        ("投票日は日曜日ではなく月曜日に変更されました", true),
    ] {
        assert_eq!(text_into(text, &mut out), evidence, "{text}");
    }
}

#[test]
fn words_lose_their_punctuation() {
    let mut out = String::new();
    words_into("vote! (now), don't wait … 3.5 % #sunday 🗳", &mut out);
    assert_eq!(out, "vote now don't wait 3.5 sunday");
}

proptest! {
    /// Given any characters, then normalising twice changes nothing more, and no link is left.
    #[test]
    fn normalising_is_idempotent(text in "\\PC{0,40}|[a-zA-Z@:/. \\u{200d}\\u{301}\\u{345}ΐßŉİıͅΣςＡ＠ﬀ가]{0,30}") {
        let once = ours(&text);
        prop_assert_eq!(ours(&once), once.clone());
        prop_assert!(!once.contains("https://"));
    }

    /// Peer tokens: none has white space, whatever the text; the text key has single spaces only.
    #[test]
    fn the_peers_reading_takes_any_text(text in any::<String>()) {
        let tokens = tokens(&text);
        prop_assert!(tokens.is_empty() || tokens.split(' ').all(|t| !t.is_empty() && !t.contains(is_peer_space)));
        let key = peer(&text);
        prop_assert!(!key.contains("  ") && !key.contains('@'));
    }
}

proptest! {
    /// The table and the definition fold alike, whatever the text.
    #[test]
    fn folding_by_table_is_folding_by_definition(
        text in prop::collection::vec(prop_oneof![
            any::<char>(),
            (0u32..0x3000).prop_filter_map("a character", char::from_u32),
            prop::char::range('\u{1f2f0}', '\u{1fb0f}'),
            prop::char::range('\u{fe00}', '\u{fe0f}'),
            prop::sample::select(vec!['\u{301}', '\u{130}', 'ß', 'ſ', 'ﬁ', '\u{200d}', '가', '\u{1161}', 'Σ', 'İ']),
        ], 0..12)
    ) {
        let text: String = text.into_iter().collect();
        prop_assert_eq!(fold(&text), fold_by_definition(&text));
    }
}
