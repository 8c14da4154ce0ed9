//! Names in texts: which are masked, in whatever spelling, and which words are none.

use super::{Handles, Names};
use proptest::prelude::*;
use serde_json::json;

fn known(names: &[&str]) -> Handles {
    let mut handles = Handles::default();
    for name in names {
        let account = json!({"type": "user-account", "account_login": name});
        handles.add(account.as_object().expect("an object"));
    }
    handles
}

fn mask(names: &[&str], text: &str) -> Option<String> {
    Names::new([&known(names)], &|_| true).mask(text)
}

#[test]
fn names_go_as_whole_words_in_any_capitals() {
    let names = ["maria", "élise_99"];
    let masked = mask(&names, "Mariana met @MARIA, and ÉLISE_99.");
    assert_eq!(masked.as_deref(), Some("Mariana met @[…], and […]."));
    assert_eq!(mask(&names, "nobody"), None);
    assert_eq!(mask(&[], "maria"), None);
    // What is shorter than four letters is a word, unless it is addressed.
    assert_eq!(mask(&["ann"], "ann").as_deref(), None);
    assert_eq!(mask(&["ann"], "ask @ann").as_deref(), Some("ask @[…]"));
}

#[test]
fn a_longer_name_that_does_not_end_here_hides_no_shorter_one() {
    let names = ["maria", "maria lopez", "john.doe", "-dash-"];
    assert_eq!(mask(&names, "maria lopezz").as_deref(), Some("[…] lopezz"));
    assert_eq!(mask(&names, "maria lopez, maria").as_deref(), Some("[…], […]"));
    assert_eq!(mask(&names, "https://x.example/John.Doe/1").as_deref(), Some("https://x.example/[…]/1"));
    assert_eq!(mask(&names, "john.doey a-dash-b").as_deref(), Some("john.doey a[…]b"));
}

#[test]
fn a_plain_word_is_no_name_of_an_account_far_away() {
    let mut handles = Handles::default();
    for (login, shown) in [("plainword", "Europe"), ("second_1", "Greta Klein")] {
        let account = json!({"type": "user-account", "account_login": login, "display_name": shown});
        handles.add_far(account.as_object().expect("an object"));
    }
    let masked = |text: &str| Names::new([&handles], &|_| true).mask(text);
    assert_eq!(masked("Europe, plainword, greta klein").as_deref(), Some("Europe, plainword, […]"));
    assert_eq!(
        masked("@Europe, https://t.me/plainword, second_1").as_deref(),
        Some("@[…], https://t.me/[…], […]")
    );
}

#[test]
fn names_of_the_language_of_objects_are_never_free() {
    for name in ["https", "incident", "sha-256", "2025", "relationship"] {
        assert_eq!(mask(&[name], &format!("a {name} b")), None, "{name}");
        assert!(mask(&[name], &format!("a @{name} b")).is_some(), "{name}");
    }
    assert!(mask(&["77001122"], "account number 77001122").is_some());
}

#[test]
fn a_name_is_known_however_it_is_written() {
    for (name, text, masked) in [
        ("maria_lopez85", "by _maria_lopez85_ and **maria_lopez85**", "by _[…]_ and **[…]**"),
        ("maria_lopez85", "maria\\_lopez85, maria_lopez85s, maria_lopez85's", "[…], […]s, […]'s"),
        ("lopez85", "the lopez85s", "the […]s"),
        ("maria_lopez85", "https://medium.com/%40maria_lopez85/", "https://medium.com/%40[…]/"),
        ("maria_lopez85", "https://a.example/%6Daria%5Flopez85", "https://a.example/[…]"),
        ("jürgen müller", "J&uuml;rgen  Mu\u{308}ller", "[…]"),
        ("greta klein", "Greta\u{a0}\nKlein said", "[…] said"),
        ("maria_lopez85", "ｍａｒｉａ＿ｌｏｐｅｚ８５ said", "[…] said"),
        ("maria_lopez85", "maria\u{200b}_lo\u{ad}pez85 said", "[…] said"),
        ("田中太郎", "きのう田中太郎さんが", "きのう[…]さんが"),
        ("김민수진", "김민수진이 말했다", "[…]이 말했다"),
        ("maria77@mastodon.example", "as @maria77 wrote", "as @[…] wrote"),
    ] {
        assert_eq!(mask(&[name], text).as_deref(), Some(masked), "{name} in {text}");
    }
    for (name, text) in [("maria", "anna_maria"), ("maria_l", "maria_lopez"), ("lopez", "lopezs")] {
        assert_eq!(mask(&[name], text), None, "{name} in {text}");
    }
}

#[test]
fn numbers_aliases_and_accounts_within_other_objects_are_names() {
    let mut handles = Handles::default();
    handles.add_within(
        &json!({"type": "observed-data", "objects": {"0": {"type": "user-account", "user_id": 77_001_122},
        "1": {"type": "persona", "persona_name": "the_first_1", "aliases": ["the_second_2"]}}}),
    );
    let masked = Names::new([&handles], &|_| true).mask("77001122, the_first_1, the_second_2");
    assert_eq!(masked.as_deref(), Some("[…], […], […]"));
}

#[test]
fn a_name_is_told_where_its_account_may_be_known() {
    let mut handles = Handles::default();
    for (n, name) in ["open_one", "shut_one"].iter().enumerate() {
        let account = json!({"type": "persona", "id": format!("persona--{n}"), "persona_name": name});
        handles.add(account.as_object().expect("an object"));
    }
    let masked = Names::new([&handles], &|id| id == Some("persona--1")).mask("open_one, shut_one");
    assert_eq!(masked.as_deref(), Some("open_one, […]"));
}

proptest! {
    #[test]
    fn no_text_hides_a_name(before in "\\PC{0,12}", after in "\\PC{0,12}", name in "[a-z]{2}[a-zA-Z0-9_.]{2,10}[0-9]{2}", other in "[a-z ]{4,20}") {
        let names = [name.as_str(), other.as_str()];
        let text = format!("{before} {name} {after}");
        let masked = mask(&names, &text).expect("it names somebody");
        // It stands nowhere any more.
        prop_assert_eq!(mask(&names, &masked), None, "{} in {}", name, masked);
    }
}
