use super::{Review, Severity, check, from_stix, read, to_stix, write};
use crate::input::Limits;
use proptest::prelude::*;
use serde_json::{Value, json};

fn review() -> Value {
    json!({"@context": "https://schema.org", "@type": "ClaimReview", "url": "https://check.example/1",
        "datePublished": "2026-02-28", "claimReviewed": "The poll is on Monday", "inLanguage": "en",
        "author": {"@type": "Organization", "name": "Check Example"},
        "itemReviewed": {"@type": "Claim", "author": {"name": "a channel", "sameAs": ["https://t.example/c"]},
            "firstAppearance": {"@type": "CreativeWork", "url": "https://post.example/9"},
            "appearance": ["https://post.example/10", {"url": "https://post.example/9"}]},
        "reviewRating": {"@type": "Rating", "ratingValue": "1", "bestRating": 5, "worstRating": 1,
            "alternateName": "False"}, "x:unknown": {"kept": [1, null]}})
}

fn bytes(value: &Value) -> Vec<u8> {
    serde_json::to_vec(value).expect("JSON")
}

#[test]
fn what_a_review_says_is_found() {
    let read = read(&bytes(&review()), Limits::default()).expect("a review");
    let one = &read[0];
    assert_eq!(one.claim().as_deref(), Some("The poll is on Monday"));
    assert_eq!(one.checkers(), ["Check Example"]);
    assert_eq!(one.rating().name.as_deref(), Some("False"));
    assert_eq!(one.rating().truth, Some(0.0));
    assert_eq!(
        one.appearances(),
        ["https://post.example/9", "https://post.example/10", "https://t.example/c"]
    );
    assert_eq!(one.claimants(), ["a channel"]);
    assert!(check(one).is_empty(), "{:?}", check(one));
    assert_eq!(write(&read), review(), "written as it was");
}

#[test]
fn every_shape_of_the_field_is_read() {
    let one = review();
    let page = format!(
        "<html><SCRIPT type=\"application/ld+json\">{one}</script><script>let a = 1 < 2;</script></html>"
    );
    let lines = format!("{one}\n{one}\n");
    let shapes: Vec<(Vec<u8>, usize)> = vec![
        (bytes(&json!([one, one])), 2),
        (bytes(&json!({"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle"}, one]})), 1),
        (
            bytes(&json!({"@type": "DataFeed", "dataFeedElement": [{"@type": "DataFeedItem", "item": [one]},
            {"@type": "DataFeedItem", "item": one}]})),
            2,
        ),
        (bytes(&json!({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": one}]})), 1),
        (
            bytes(
                &json!({"@type": ["Article", "schema:ClaimReview"], "schema:claimReviewed": {"@value": "x"},
            "http://schema.org/reviewRating": [{"ratingValue": "Faux"}], "url": "https://c.example"}),
            ),
            1,
        ),
        (
            bytes(
                &json!({"claims": [{"text": "x", "claimant": "y", "claimReview": [{"publisher": {"name": "p"},
            "url": "https://c.example", "textualRating": "Falsch", "extra": 1}]}]}),
            ),
            1,
        ),
        (page.into_bytes(), 1),
        (lines.into_bytes(), 2),
    ];
    for (given, count) in shapes {
        let read = read(&given, Limits::default()).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(read.len(), count, "{}", String::from_utf8_lossy(&given));
        assert!(read.iter().all(|one| one.claim().is_some() && one.rating().name.is_some()));
    }
}

#[test]
fn what_is_useless_is_refused_with_its_path() {
    let error = read(&bytes(&json!([review(), {"@type": "ClaimReview", "url": "x"}])), Limits::default())
        .expect_err("no claim")
        .to_string();
    assert!(error.contains("$[1].claimReviewed"), "{error}");
    assert!(read(b"{}", Limits::default()).is_err());
    assert!(read(b"<p>no review</p>", Limits::default()).is_err());
    let mut poor = review();
    poor["datePublished"] = "yesterday".into();
    poor["reviewRating"]["ratingValue"] = 9.into();
    poor["author"] = Value::Null;
    let found = check(&Review::new(poor.as_object().cloned().unwrap_or_default()));
    let paths: Vec<&str> = found.iter().map(|one| one.problem.path.as_str()).collect();
    assert_eq!(paths, ["reviewRating.ratingValue", "author", "datePublished"]);
    assert!(found.iter().all(|one| one.severity == Severity::Warning));
}

#[test]
fn stix_carries_the_review_whole_and_twice_is_once() {
    let one = &read(&bytes(&review()), Limits::default()).expect("a review")[0];
    let marking = crate::gate::marking_id(ostrakon_model::Tlp::Clear);
    let objects = to_stix(one, marking, "2026-03-01T00:00:00.000Z");
    let kinds: Vec<&str> = objects.iter().filter_map(|one| one["type"].as_str()).collect();
    assert_eq!(kinds, ["url", "url", "url", "identity", "note", "report"]);
    assert_eq!(objects[5]["published"], "2026-02-28T00:00:00.000Z");
    assert_eq!(from_stix(&objects[5]).as_ref(), Some(one));
    assert_eq!(objects, to_stix(one, marking, "2026-04-01T00:00:00.000Z"));
    assert!(from_stix(&objects[4]).is_none());
}

proptest! {
    #[test]
    fn no_text_panics(text in "(<script ld\\+json>|\\{|\\[|\"@type\":\"ClaimReview\"|,|:|\"[a-z]*\"|\\}|\\]|\\n|</script|ſ){0,30}") {
        if let Ok(read) = read(text.as_bytes(), Limits::default()) {
            for one in read {
                let _ = to_stix(&one, "m", "2026-03-01T00:00:00.000Z");
            }
        }
    }
}
