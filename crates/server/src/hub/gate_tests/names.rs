//! Names of accounts in whatever form they are written, and words that are none.

use super::*;

fn account(n: u32, more: &Value) -> Value {
    let mut one = json!({"type": "user-account", "spec_version": "2.1", "id": id("user-account", n),
        "object_marking_refs": [marking_id(Tlp::Green)]});
    one.as_object_mut().expect("an object").extend(more.as_object().cloned().unwrap_or_default());
    one
}

#[tokio::test]
async fn a_partner_s_accounts_take_no_words_and_no_objects_away() {
    let place = place();
    let plain = incident(1, Tlp::Green, "Turnout of the election");
    let opinion = json!({"type": "opinion", "spec_version": "2.1", "id": id("opinion", 2), "opinion": "agree",
        "created": "2025-01-01T00:00:00.000Z", "modified": "2025-01-01T00:00:00.000Z", "object_refs": [plain["id"]],
        "object_marking_refs": [marking_id(Tlp::Green)]});
    let indicator = json!({"type": "indicator", "spec_version": "2.1", "id": id("indicator", 3), "name": "in 2025",
        "created": "2025-01-01T00:00:00.000Z", "modified": "2025-01-01T00:00:00.000Z", "pattern_type": "stix",
        "pattern": "[url:value = 'https://bad.example/']", "valid_from": "2025-01-01T00:00:00Z",
        "indicator_types": ["malicious-activity"], "object_marking_refs": [marking_id(Tlp::Green)]});
    let file = json!({"type": "file", "spec_version": "2.1", "id": id("file", 4), "hashes": {"SHA-256": "a".repeat(64)},
        "object_marking_refs": [marking_id(Tlp::Green)]});
    let all = [plain, opinion, indicator, file];
    assert!(place.post(&place.ours, &all.iter().collect::<Vec<_>>()).await.is_empty());
    // When a partner adds accounts that are called as these words are,
    let words = ["https", "agree", "election", "turnout", "sha-256", "2025", "malicious-activity"];
    let planted: Vec<Value> =
        words.iter().zip(10..).map(|(word, n)| account(n, &json!({"account_login": word}))).collect();
    assert!(place.post(&place.q.1, &planted.iter().collect::<Vec<_>>()).await.is_empty());
    // then the other partner gets everything as it stands, on the page of the accounts, too.
    let (_, page) = place.taxii(&place.p.1, "GET", "?limit=1000", String::new()).await;
    let got = page["objects"].as_array().cloned().unwrap_or_default();
    for one in &all {
        assert!(got.contains(one), "{one} in {page}");
        assert_eq!(place.sees(&place.p.1, one).await, std::slice::from_ref(one));
    }
}

#[tokio::test]
async fn a_name_goes_by_in_no_spelling() {
    let place = place();
    let embedded = json!({"type": "observed-data", "spec_version": "2.1", "id": id("observed-data", 5),
        "created": "2025-01-01T00:00:00.000Z", "modified": "2025-01-01T00:00:00.000Z", "number_observed": 1,
        "first_observed": "2025-01-01T00:00:00Z", "last_observed": "2025-01-01T00:00:00Z",
        "objects": {"0": {"type": "user-account", "account_login": "in_old_form_7"}},
        "object_marking_refs": [marking_id(Tlp::Red)]});
    let known = [
        account(1, &json!({"account_login": "maria_lopez85", "user_id": 77_001_122})),
        account(2, &json!({"display_name": "Jürgen Müller-Öz"})),
        account(3, &json!({"account_login": "maria77@mastodon.example"})),
        account(4, &json!({"display_name": "田中太郎"})),
        embedded,
    ];
    assert!(place.post(&place.ours, &known.iter().collect::<Vec<_>>()).await.is_empty());
    for (n, text) in [
        "by _maria_lopez85_ twice",
        "by maria\\_lopez85",
        "the maria_lopez85s",
        "https://medium.com/%40maria%5Flopez85/",
        "J&uuml;rgen  Mu\u{308}ller-Öz",
        "ｍａｒｉａ＿ｌｏｐｅｚ８５",
        "ma\u{200b}ria_lo\u{ad}pez85",
        "as @maria77 wrote",
        "きのう田中太郎さんが",
        "account 77001122",
        "seen as in_old_form_7",
    ]
    .iter()
    .zip(100..)
    .map(|(text, n)| (n, text))
    {
        let told = incident(n, Tlp::Green, text);
        assert!(place.post(&place.ours, &[&told]).await.is_empty());
        let got = place.sees(&place.q.1, &told).await;
        assert!(
            got.len() == 1 && got[0]["name"].as_str().is_some_and(|name| name.contains("[…]")),
            "{text}: {got:?}"
        );
    }
}
