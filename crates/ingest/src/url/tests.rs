//! One example a rule (the numbers are those of `docs/url-canonicalisation.md`), then the laws that hold for all.

use super::*;
use proptest::prelude::*;

fn same(raw: &str, expected: &str) {
    assert_eq!(canonical(raw).as_deref(), Some(expected), "{raw}");
}

fn none(raw: &str) {
    assert_eq!(canonical(raw), None, "{raw}");
}

#[test]
fn rule_1_what_is_no_address_is_none() {
    for raw in [
        "",
        "  ",
        "null",
        "mailto:a@example.org",
        "javascript:alert(1)",
        "ftp://example.org/a",
        "tg://join",
        "http://",
        "https:///",
        "http://t",
        "http://intranet/a",
        "readme.md",
        "example.org",
        "http://exa mple.org/",
        "http://a:b:c/",
    ] {
        none(raw);
    }
    none(&format!("https://example.org/{}", "a".repeat(MAX_LEN)));
    none(&format!("https://example.org/{}", "ü".repeat(MAX_LEN / 4)));
}

#[test]
fn rule_2_http_and_https_and_no_scheme_are_one() {
    for raw in [
        "http://example.org/a",
        "HTTPS://example.org/a",
        "//example.org/a",
        "example.org/a",
        " https:/example.org/a\n",
        "https:\\\\example.org\\a",
    ] {
        same(raw, "https://example.org/a");
    }
    same("www.example.org", "https://example.org/");
}

#[test]
fn rule_3_a_cut_off_address_is_none() {
    for raw in [
        "https://t.co/ab…",
        "https://t…",
        "https://exam…",
        "https://example.org/a...",
        "https://example.org/?id=1…",
    ] {
        none(raw);
    }
}

#[test]
fn rule_4_user_port_and_trailing_dot_go() {
    same("http://user:pw@example.org.:80/", "https://example.org/");
    same("https://example.org:8443/a", "https://example.org:8443/a");
    same("https://paypal.com@evil.example/", "https://evil.example/");
    same("https://good.example\\@evil.example/", "https://good.example/@evil.example");
    none("https://example.org:99999/");
}

#[test]
fn rule_5_hosts_are_lower_case_ascii() {
    same("https://ВЫБОРЫ.рф/путь", "https://xn--90ab1bi6cd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C");
    same("https://Bücher.example/", "https://xn--bcher-kva.example/");
}

#[test]
fn rule_6_www_and_mobile_hosts_are_the_site() {
    for raw in [
        "https://www.example.org/",
        "https://m.example.org/",
        "https://mobile.example.org",
        "https://amp.example.org",
        "https://www.m.example.org",
    ] {
        same(raw, "https://example.org/");
    }
    same("https://www.co.uk/", "https://www.co.uk/");
    same("https://mobile.de/a", "https://mobile.de/a");
    same("https://de.m.wikipedia.org/wiki/Wahl", "https://de.wikipedia.org/wiki/Wahl");
    same("https://de-de.facebook.com/page", "https://facebook.com/page");
}

#[test]
fn rule_7_aliases_are_the_site() {
    same("https://mobile.twitter.com/search?q=a", "https://x.com/search?q=a");
    same("https://telegram.me/rt", "https://t.me/rt");
}

#[test]
fn rule_8_wrappers_are_opened_without_a_network() {
    let page = "https://example.org/a?id=1";
    for raw in [
        "https://l.facebook.com/l.php?u=https%3A%2F%2Fexample.org%2Fa%3Fid%3D1%26fbclid%3Dx&h=AT0",
        "https://www.google.com/url?sa=t&url=http%3A%2F%2Fwww.example.org%2Fa%3Fid%3D1&usg=x",
        "https://www.google.co.uk/url?q=https://example.org/a?id=1",
        "https://www.youtube.com/redirect?event=x&q=https%3A%2F%2Fexample.org%2Fa%3Fid%3D1",
        "https://vk.com/away.php?to=http%3A%2F%2Fexample.org%2Fa%3Fid%3D1",
        "https://example-org.cdn.ampproject.org/c/s/example.org/a?id=1&usqp=x",
        "https://www.google.com/amp/s/www.example.org/amp/a?id=1",
    ] {
        same(raw, page);
    }
    same("https://google.com/url?q=javascript:alert(1)", "https://google.com/url?q=javascript:alert(1)");
    same(
        "https://google.evil.example/url?q=https://a.example/",
        "https://google.evil.example/url?q=https://a.example/",
    );
}

#[test]
fn rule_9_percent_encoding_has_one_form() {
    same("https://example.org/%7euser/%c3%bc?q=%41 b", "https://example.org/~user/%C3%BC?q=A%20b");
    same("https://example.org/100%", "https://example.org/100%");
}

#[test]
fn rules_10_and_11_paths() {
    same("https://example.org/a/../b//c/", "https://example.org/b/c");
    same("https://example.org", "https://example.org/");
    same("https://example.org/news/story/amp/?amp=1", "https://example.org/news/story");
}

#[test]
fn rule_12_fragments_go_unless_they_route() {
    same("https://example.org/a#part", "https://example.org/a");
    same("https://example.org/#!/page/1", "https://example.org/#!/page/1");
}

#[test]
fn rules_13_and_14_tracking_goes_and_parameters_are_sorted() {
    same("https://example.org/a?utm_source=x&gclid=1&igshid=2", "https://example.org/a");
    same("https://example.org/a?z=1&a=2&mc_cid=9", "https://example.org/a?a=2&z=1");
    same("https://example.org/a?", "https://example.org/a");
}

#[test]
fn rule_15_items_with_many_addresses_have_one() {
    for raw in [
        "https://twitter.com/Alice_1/status/123?s=20",
        "http://mobile.twitter.com/bob/statuses/123/photo/1",
        "https://x.com/i/web/status/123",
        "https://twitter.com/#!/alice/status/123",
    ] {
        same(raw, "https://x.com/i/status/123");
    }
    for raw in [
        "https://youtu.be/dQw4w9WgXcQ?t=3",
        "https://www.youtube.com/shorts/dQw4w9WgXcQ",
        "https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ",
        "https://m.youtube.com/watch?list=PL1&v=dQw4w9WgXcQ",
    ] {
        same(raw, "https://youtube.com/watch?v=dQw4w9WgXcQ");
    }
    same("https://t.me/s/RT_russian/12?single", "https://t.me/rt_russian/12");
    same("https://t.me/joinchat/AbC", "https://t.me/joinchat/AbC");
    same("https://www.instagram.com/someone/reel/Cxyz_12/?igsh=1", "https://instagram.com/p/Cxyz_12");
}

#[test]
fn a_canonical_address_is_returned_borrowed() {
    for url in ["https://t.co/SZM3gWddG8", "https://example.org/", "https://example.org/a/b.html?id=1&page=2"]
    {
        assert!(matches!(canonical(url), Some(Cow::Borrowed(u)) if u == url), "{url}");
    }
}

#[test]
fn host_and_registrable_domain() {
    assert_eq!(host("https://user@WWW.Example.org:8080/a"), Some("WWW.Example.org"));
    assert_eq!(host("mailto:a@example.org"), None);
    for (url, domain) in [
        ("https://a.b.example.co.uk/x", Some("example.co.uk")),
        ("https://News.Example.CO.UK/x", Some("Example.CO.UK")),
        ("https://someone.github.io/x", Some("someone.github.io")),
        ("https://a.выборы.рф/", Some("выборы.рф")),
        ("https://a.xn--90ab1bi6cd.xn--p1ai/", Some("xn--90ab1bi6cd.xn--p1ai")),
        ("https://192.0.2.1/", None),
        ("https://[2001:db8::1]/", None),
        ("https://co.uk/", None),
    ] {
        assert_eq!(registrable_domain(url), domain, "{url}");
    }
}

/// Pieces of addresses that rules look for, so that random strings meet the rules.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "https://",
        "http:",
        "//",
        "/",
        "\\",
        "?",
        "#",
        "#!",
        "&",
        "=",
        "@",
        ":",
        ":80",
        ".",
        "..",
        "/..",
        "%",
        "%2e",
        "%2F",
        "%41",
        "%25",
        "%c3%bc",
        "%3A%2F%2F",
        "amp",
        "/amp",
        ".amp",
        ".amp.html",
        "amp;",
        "www.",
        "m.",
        "x.com",
        "twitter.com",
        "status/12",
        "i/web/",
        "youtu.be/",
        "youtube.com/watch?v=",
        "dQw4w9WgXcQ",
        "t.me/",
        "s/",
        "google.com/url?q=",
        "google.com/amp/s/",
        "l.facebook.com/l.php?u=",
        "a.cdn.ampproject.org/c/s/",
        "vk.com/away.php?to=",
        "example.org",
        "co.uk",
        "utm_a=1",
        "b=2",
        "a=1",
        "ü",
        "…",
        "...",
        " ",
        "\t",
        "\n",
        "[",
        "]",
        "xn--",
        "рф",
        "。",
        "1",
        "a",
        "Z",
        "\u{200d}",
        "instagram.com/",
        "reel/",
        "p/",
    ]);
    prop::collection::vec(prop_oneof![9 => piece.prop_map(str::to_owned), 1 => ".{0,3}".boxed()], 0..14)
        .prop_map(|list| list.concat())
}

fn check_laws(raw: &str) -> Result<(), TestCaseError> {
    let Some(once) = canonical(raw) else { return Ok(()) };
    prop_assert!(once.starts_with("https://") && once.is_ascii() && once.len() <= MAX_LEN, "{once}");
    let twice = canonical(&once);
    prop_assert_eq!(twice.as_deref(), Some(&*once), "not idempotent from {:?}", raw);
    // The fast path says no more than the rules.
    let long_way = by_rules(&once);
    prop_assert_eq!(long_way.as_deref(), Some(&*once), "fast path from {:?}", raw);
    prop_assert!(host(&once).is_some());
    let _ = registrable_domain(&once);
    Ok(())
}

#[test]
fn a_mark_inside_of_a_caches_path_does_not_hide_the_page() {
    assert_eq!(canonical("a.cdn.ampproject.org/c/s/amp//x.com").as_deref(), Some("https://x.com/"));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn canonicalising_twice_changes_nothing(raw in pieces()) {
        check_laws(&raw)?;
        check_laws(&format!("https://{raw}"))?;
        check_laws(&format!("https://example.org/{raw}"))?;
        check_laws(&format!("https://google.com/url?q=https://{raw}"))?;
    }

    #[test]
    fn no_string_panics(raw in ".{0,60}") {
        check_laws(&raw)?;
        let _ = (host(&raw), registrable_domain(&raw));
    }

    #[test]
    fn the_fast_path_agrees_with_the_rules(path in "https://[a-z.]{1,8}\\.(org|com)(/[a-z.]{0,4}){0,4}(\\?[a-c]=[a-z]&?){0,2}") {
        if fast::is_canonical(&path) {
            let long_way = by_rules(&path);
            prop_assert_eq!(long_way.as_deref(), Some(&*path));
        }
    }
}
