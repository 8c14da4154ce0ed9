//! Pages about a hostile text, in every language, by server and in files.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const ID: &str = "6a1f0a3e-8f0e-4a1c-9c35-0c1b5a6f2d10";
const DAY: i64 = 86_400_000;
const NOW: i64 = 1_717_545_600_000;

fn shown(title: &str) -> Shown {
    let text = |title: &str| Text {
        title: title.into(),
        summary: format!("In short: {title}"),
        body: format!("First.\n\n{title}"),
    };
    let entry = Entry {
        id: ID.into(),
        class: Class::Debunk,
        state: State::Corrected,
        version: 2,
        published: NOW,
        review_by: Some(NOW + 90 * DAY),
        language: "en".into(),
        texts: BTreeMap::from([("en".into(), text(title)), ("fr".into(), text("Le vote a lieu dimanche"))]),
        subjects: vec![Subject { kind: "behaviour".into(), name: title.into(), accounts: Some(120) }],
        technique: String::new(),
        claim: Some(Claim {
            claim: title.into(),
            appearances: vec!["https://clone.example/a".into(), "javascript:alert(1)".into()],
            value: 1,
            best: 5,
            worst: 1,
            name: "False".into(),
        }),
        error_rate: String::new(),
        legal_basis: "public task".into(),
        evidence: vec![title.into()],
        evidence_restricted: 2,
        election: Some("ep-2024".into()),
        outcomes: vec![Outcome {
            kind: "notification".into(),
            record: format!("notification/{ID}"),
            by: title.into(),
            to: vec![title.into()],
            to_others: 2,
            basis: title.into(),
            at: Some(NOW),
            state: "answered".into(),
            outcome: Some("removed-partly".into()),
            answered: Some(NOW + DAY),
            effects: BTreeMap::from([("volume".into(), "no-visible-effect".into())]),
        }],
        figures: Some(Figures {
            sent: 18,
            feedback: Some(14),
            removed_or_banned: None,
            by_outcome: BTreeMap::from([("removed-full".into(), 5)]),
            other_outcomes: 13,
            by_platform: BTreeMap::from([(title.into(), 18)]),
            other_platforms: 0,
            median_answer: Some(DAY),
        }),
        replies: vec![Reply {
            subject: title.into(),
            offered: NOW,
            until: NOW + DAY,
            said: Some((NOW, title.into())),
        }],
        appeals: Appeals { pending: 1, upheld: 1, rejected: 0 },
        corrections: vec![Correction { at: NOW, text: title.into() }],
        tombstones: vec![Tombstone {
            version: 1,
            title: Some(title.into()),
            published: NOW,
            at: NOW + DAY,
            code: "contestation-upheld".into(),
            reason: title.into(),
        }],
    };
    let line = LogLine { index: 3, at: NOW, commitment: "0".repeat(64), redacted: true };
    Shown { entry, updated: NOW + DAY, log: vec![line] }
}

fn site() -> Site {
    Site {
        title: "Observatory".into(),
        base: Some("https://hub.example.org".into()),
        origin: "hub.example.org/public/log".into(),
        feed: ID.into(),
        elections: BTreeMap::from([("ep-2024".into(), "European elections 2024".into())]),
        ..Site::default()
    }
}

const SERVED: Links = Links::Served { chosen: None };
const FILES: Links = Links::Files { root: "../", language: "en" };

/// Every page about one entry.
fn pages_of(links: Links, language: &str, one: &Shown) -> Vec<String> {
    let (site, all) = (site(), [one.clone()]);
    let typed = Typed {
        values: BTreeMap::from([("statement".into(), one.entry.legal_basis.clone())]),
        faults: BTreeMap::from([("title".into(), "missing".into())]),
    };
    let receipt_shown = Receipt {
        number: "1111 2222 3333 4444".into(),
        contested: one.entry.evidence[0].clone(),
        state: "rejected".into(),
        received: NOW,
        due: None,
        decided: Some((NOW, one.entry.evidence[0].clone())),
        correction: String::new(),
        may_appeal: true,
        may_withdraw: false,
    };
    let state = LogState { size: 4, root: "root".into(), last: Some(NOW) };
    vec![
        register(&site, links, language, &all, &Filter::default(), 1),
        entry(&site, links, language, one),
        methods(&site, links, language, &[], &all),
        prebunks(&site, links, language, &all),
        contest(&site, links, language, Some(ID), &typed),
        receipt(&site, links, language, &receipt_shown, None),
        log(&site, links, language, &state),
        message(&site, links, language, "missing", ""),
    ]
}

/// Names of elements, each opened as often as it is closed.
fn balanced(page: &str) {
    let mut open = Vec::new();
    for part in page.split('<').skip(1) {
        let name: String = part.chars().take_while(|c| !matches!(c, ' ' | '>' | '\n')).collect();
        if ["!doctype", "meta", "link", "input", "br"].contains(&name.as_str()) {
            continue;
        }
        match name.strip_prefix('/') {
            Some(closed) => assert_eq!(open.pop().as_deref(), Some(closed), "{page}"),
            None => open.push(name),
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn every_page_is_whole_in_every_language_and_says_what_it_is() {
    for (language, _) in LANGUAGES {
        for links in [SERVED, Links::Files { root: "../", language }] {
            for page in pages_of(links, language, &shown("Voting is on Sunday")) {
                balanced(&page);
                assert!(page.contains(&format!("<html lang=\"{language}\">")));
                assert!(page.contains("<meta name=\"description\"") && page.contains("name=\"viewport\""));
                assert_eq!(page.matches("<h1").count(), 1);
                let handler = page
                    .split(" on")
                    .skip(1)
                    .any(|rest| rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('='));
                assert!(!handler && !page.contains("style=\""), "nothing that a policy would stop");
                for script in page.split("<script").skip(1) {
                    assert!(script.starts_with(" type=\"application/ld+json\">"));
                }
            }
        }
    }
}

#[test]
fn an_entry_has_the_metadata_of_its_address_and_a_claim_review() {
    let page = entry(&site(), SERVED, "fr", &shown("Voting is on Sunday"));
    let own = format!("https://hub.example.org/public/entries/{ID}?lang=fr");
    assert!(page.contains(&format!("<link rel=\"canonical\" href=\"{own}\">")));
    assert!(page.contains(&format!("property=\"og:url\" content=\"{own}\"")));
    for tag in ["en", "fr", "de", "x-default"] {
        assert!(page.contains(&format!("hreflang=\"{tag}\"")), "{tag}");
    }
    assert!(page.contains("<h1>Le vote a lieu dimanche</h1>"));
    let data = page
        .split("ld+json\">")
        .nth(1)
        .and_then(|rest| rest.split("</script>").next())
        .expect("a data block");
    let data: serde_json::Value = serde_json::from_str(data).expect("JSON");
    assert_eq!((&data["@type"], &data["reviewRating"]["ratingValue"]), (&"ClaimReview".into(), &1.into()));
    // What is no address of a page is no appearance.
    assert_eq!(data["itemReviewed"]["appearance"].as_array().map(Vec::len), Some(1));
    assert!(!page.contains("href=\"https://clone.example"), "what is judged is not linked to");
}

#[test]
fn a_list_is_filtered_and_paged() {
    let all: Vec<Shown> = (0..45)
        .map(|n| {
            let mut one = shown(&format!("Entry number {n}"));
            one.entry.class = if n < 5 { Class::Prebunk } else { Class::Register };
            one
        })
        .collect();
    let everything = Filter::default();
    assert_eq!(pages(45), 3);
    let last = register(&site(), SERVED, "en", &all, &everything, 3);
    assert_eq!(last.matches("<li class=\"entry\">").count(), 5);
    assert!(last.contains("href=\"/public/?page=2\"") && !last.contains("rel=\"next\""));
    let some = Filter { class: Some(Class::Prebunk), election: Some("ep-2024".into()), state: None };
    let page = register(&site(), SERVED, "en", &all, &some, 1);
    assert_eq!(page.matches("<li class=\"entry\">").count(), 5);
    let none = Filter { election: Some("a\"b".into()), ..Filter::default() };
    assert!(register(&site(), SERVED, "en", &all, &none, 1).contains("0 entries"));
}

#[test]
fn files_lead_to_files_and_never_to_a_server() {
    for page in pages_of(FILES, "en", &shown("Voting is on Sunday")) {
        for address in page.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(!address.starts_with('/'), "{address}");
        }
    }
}

#[test]
fn the_feed_is_xml_with_ids_that_stay_and_tombstones_for_what_went() {
    let mut gone = shown("Taken \u{1} back");
    gone.entry.state = State::Retracted;
    gone.entry.id = "7b1f0a3e-8f0e-4a1c-9c35-0c1b5a6f2d10".into();
    gone.entry.texts.clear();
    let text = feed(&site(), SERVED, "en", &[shown("<b>&]]>\u{202E}"), gone]);
    let document = roxmltree::Document::parse(&text).expect("XML");
    let named = |name: &str| document.descendants().filter(|one| one.has_tag_name(name)).count();
    assert_eq!((named("entry"), named("deleted-entry")), (1, 1));
    let atom = "http://www.w3.org/2005/Atom";
    let title = document
        .descendants()
        .filter(|one| one.has_tag_name((atom, "title")))
        .nth(1)
        .and_then(|one| one.text());
    assert_eq!(title, Some("<b>&]]>[U+202E]"));
    for need in ["id", "title", "updated", "author"] {
        assert!(document.root_element().children().any(|one| one.has_tag_name((atom, need))), "{need}");
    }
    roxmltree::Document::parse(&feed(&site(), FILES, "de", &[])).expect("an empty feed is XML too");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever is written into an entry, pages stay whole, run nothing, and the feed stays XML.
    #[test]
    fn no_text_leaves_its_place(text in "(<script>|</textarea>|<|>|&|\"|'|-->|\\u{202E}|\\u{0}|\\u{FFFF}|\n|.){1,30}") {
        let mut one = shown(&text);
        one.entry.legal_basis.clone_from(&text);
        let plain = pages_of(SERVED, "en", &shown("x"));
        for (page, plain) in pages_of(SERVED, "en", &one).iter().zip(&plain) {
            prop_assert_eq!(page.matches("<script").count(), plain.matches("<script").count());
            prop_assert_eq!(page.matches("<textarea").count(), plain.matches("<textarea").count());
            let tricky = page.contains(['\u{202E}', '\u{0}']);
            prop_assert!(!tricky);
            balanced(page);
        }
        let text = feed(&site(), SERVED, "en", &[one]);
        let parsed = roxmltree::Document::parse(&text);
        prop_assert!(parsed.is_ok(), "{:?}", parsed.err());
    }
}
