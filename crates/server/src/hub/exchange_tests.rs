//! Files of every tongue over REST: in whole or not at all, known the second time, and out again.

use super::testing::{Node, node};
use axum::http::StatusCode;
use ostrakon_app::hub::exports::{Recipient, Shape};
use ostrakon_app::hub::{Agreement, Tlp};
use serde_json::{Value, json};
use std::collections::BTreeSet;

const CLEAR: &str = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";

fn incident(n: u32) -> Value {
    json!({
        "type": "incident", "spec_version": "2.1", "id": format!("incident--00000000-0000-4000-8000-{n:012}"),
        "created": "2024-06-01T00:00:00.000Z", "modified": "2024-06-01T00:00:00.000Z", "name": format!("Incident {n}"),
        "object_marking_refs": [CLEAR],
    })
}

fn statement() -> Value {
    json!({
        "decision_visibility": ["DECISION_VISIBILITY_CONTENT_LABELLED"],
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT", "incompatible_content_ground": "Terms, 4.2",
        "incompatible_content_explanation": "coordinated accounts",
        "category": "STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS",
        "content_type": ["CONTENT_TYPE_TEXT"], "content_date": "2026-02-28", "application_date": "2026-03-01",
        "decision_facts": "posted in step", "source_type": "SOURCE_TRUSTED_FLAGGER", "automated_detection": "No",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED", "puid": "a-1", "platform_name": "Forum",
    })
}

fn review() -> Value {
    json!({
        "@context": "https://schema.org", "@type": "ClaimReview", "claimReviewed": "Polling closes at noon.",
        "url": "https://check.example/1", "datePublished": "2024-06-08", "author": {"@type": "Organization", "name": "Checkers"},
        "reviewRating": {"@type": "Rating", "alternateName": "False", "ratingValue": 1, "bestRating": 5, "worstRating": 1},
        "itemReviewed": {"@type": "Claim", "appearance": [{"url": "https://post.example/1"}]},
    })
}

fn event() -> Value {
    json!({"Event": {"uuid": "5f6f0c3e-8d5a-4d0e-9f0e-0a1b2c3d4e5f", "info": "Spoofed news site", "date": "2024-06-01",
        "timestamp": "1717200000", "distribution": "3", "published": true, "Attribute": [
            {"uuid": "5f6f0c3e-8d5a-4d0e-9f0e-0a1b2c3d4e60", "type": "domain", "category": "Network activity",
             "value": "spoof.example", "to_ids": true, "timestamp": "1717200000"}]}})
}

async fn import(node: &Node, token: &str, query: &str, body: &str) -> (StatusCode, Value) {
    let path = format!("/api/v1/collections/{}/imports{query}", node.shelf);
    let (status, bytes) = node.ask(token, "POST", &path, "application/json", body.to_owned()).await;
    (status, serde_json::from_slice(&bytes).expect("JSON"))
}

async fn export(node: &Node, token: &str, format: &str) -> (StatusCode, String) {
    let path = format!("/api/v1/collections/{}/export?format={format}", node.shelf);
    let (status, bytes) = node.ask(token, "GET", &path, "application/json", "").await;
    (status, String::from_utf8(bytes).expect("UTF-8"))
}

#[tokio::test]
async fn what_comes_is_recognised_is_known_the_second_time_and_goes_out_as_it_came() {
    let node = node("North");
    let token = node.token();
    let bundle = json!({"type": "bundle", "id": "bundle--1", "objects": [incident(1), incident(2)]});
    let csv = "platform_name,platform_uid,decision_facts,uuid\r\nSquare,b-2,because,u-2\r\n";
    for (format, body) in [
        ("stix", bundle.to_string()),
        ("misp", event().to_string()),
        ("claimreview", review().to_string()),
        ("dsa", json!({"statements": [statement()]}).to_string()),
        ("dsa", csv.to_owned()),
    ] {
        // Given a file whose kind nobody names, when it comes, then it is taken, and the second time it is known.
        let (status, first) = import(&node, &token, "", &body).await;
        assert_eq!(status, StatusCode::OK, "{format}: {first}");
        assert_eq!((&first["format"], &first["known"]), (&json!(format), &json!(0)), "{first}");
        let (_, again) = import(&node, &token, &format!("?format={format}"), &body).await;
        assert_eq!((&again["added"], &again["known"]), (&json!(0), &first["objects"]), "{format}: {again}");
    }
    // Then each goes out in its own tongue.
    let out: Value = serde_json::from_str(&export(&node, &token, "stix").await.1).expect("a bundle");
    assert!(out["objects"].as_array().is_some_and(|all| all.contains(&incident(1))));
    let reviews: Value =
        serde_json::from_str(&export(&node, &token, "claimreview").await.1).expect("JSON-LD");
    assert_eq!(reviews, review());
    let events: Value = serde_json::from_str(&export(&node, &token, "misp").await.1).expect("events");
    assert!(events.to_string().contains("spoof.example"));
    assert!(export(&node, &token, "csv").await.1.contains("Incident 2"));
    let table = export(&node, &token, "dsa-csv").await.1;
    assert!(table.contains("a-1") && table.contains("b-2"), "{table}");
    // The statement of the light dump lacks what the database asks for today, and is there already.
    let (status, out) = export(&node, &token, "dsa").await;
    assert!(status == StatusCode::OK && out.contains("a-1") && !out.contains("b-2"), "{out}");
    assert_eq!(export(&node, &token, "pdf").await.0, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn a_statement_that_the_database_takes_goes_out_as_it_came() {
    let node = node("North");
    let token = node.token();
    import(&node, &token, "", &statement().to_string()).await;
    let (status, out) = export(&node, &token, "dsa").await;
    assert_eq!(status, StatusCode::OK, "{out}");
    let out: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!(out, json!({"statements": [statement()]}));
}

#[tokio::test]
async fn what_is_corrected_at_its_source_is_a_new_version_here_and_the_same_correction_adds_nothing() {
    let node = node("North");
    let token = node.token();
    let mut corrected = review();
    corrected["reviewRating"]["alternateName"] = "Half true".into();
    // An event as PyMISP makes it without a server: nothing says when anything was changed.
    let mut event = event();
    for stamped in ["/Event", "/Event/Attribute/0"] {
        event.pointer_mut(stamped).and_then(Value::as_object_mut).expect("a map").remove("timestamp");
    }
    let mut renamed = event.clone();
    renamed["Event"]["info"] = "Spoofed news sites".into();
    let mut decided = statement();
    decided["decision_facts"] = "posted in step, for weeks".into();
    for (first, second, says) in [
        (review(), corrected, "Half true"),
        (event, renamed, "Spoofed news sites"),
        (statement(), decided, "posted in step, for weeks"),
    ] {
        assert_eq!(import(&node, &token, "", &first.to_string()).await.0, StatusCode::OK);
        // When it comes again with other content and no later date, then it is taken.
        let (status, answer) = import(&node, &token, "", &second.to_string()).await;
        assert!(status == StatusCode::OK && answer["added"].as_u64() > Some(0), "{answer}");
        assert!(export(&node, &token, "stix").await.1.contains(says), "{says}");
        let (_, again) = import(&node, &token, "", &second.to_string()).await;
        assert_eq!(again["added"], 0, "{again}");
    }
    // Two reviews of one claim in one feed: the last holds, and the answer says so.
    let mut last = review();
    last["reviewRating"]["alternateName"] = "Satire".into();
    let (status, answer) = import(&node, &token, "", &json!([review(), last]).to_string()).await;
    assert!(
        status == StatusCode::OK && answer["warnings"].to_string().contains("the last of each"),
        "{answer}"
    );
    assert!(export(&node, &token, "claimreview").await.1.contains("Satire"));
}

#[tokio::test]
async fn a_statement_of_reasons_that_is_none_is_refused_field_by_field() {
    let node = node("North");
    let token = node.token();
    let mut wrong = statement();
    wrong["puid"] = "a-2".into();
    wrong["category"] = "STATEMENT_CATEGORY_FOO".into();
    wrong["automated_detection"] = "yes".into();
    for (body, field) in [
        (json!({ "statements": [statement(), wrong] }), "category"),
        (json!({ "puid": "x1" }), "decision_ground"),
    ] {
        let (status, refusal) = import(&node, &token, "?format=dsa", &body.to_string()).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{refusal}");
        assert!(refusal.to_string().contains(field), "{refusal}");
    }
    assert_eq!(import(&node, &token, "?format=dsa", &statement().to_string()).await.1["added"], 2);
}

#[tokio::test]
async fn a_file_with_one_fault_is_not_taken_and_every_fault_is_named() {
    let node = node("North");
    let token = node.token();
    import(&node, &token, "", &incident(3).to_string()).await;
    let mut other = incident(3);
    other["name"] = "another".into();
    let mut twice = incident(4);
    twice["name"] = "another".into();
    let bundle =
        json!({"objects": [incident(1), {"type": "incident", "id": "tool--1"}, other, incident(4), twice]});
    let (status, refusal) = import(&node, &token, "", &bundle.to_string()).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    let text = refusal.to_string();
    for place in ["object 1 ", "object 2 ", "object 4 "] {
        assert!(text.contains(place), "{place} in {text}");
    }
    assert_eq!(node.holds(&node.shelf).len(), 1);
    // What is nothing at all is refused as well.
    let deep = "[".repeat(200_000);
    let mut wrong = statement();
    wrong["decision_facts"] = "x".repeat(5_001).into();
    let cut = &event().to_string()[..100];
    for body in [
        "",
        "{}",
        "null",
        "\u{0}",
        "{\"type\":\"bundle\",\"objects\":[{\"id\":",
        cut,
        &deep,
        &wrong.to_string(),
    ] {
        let (status, answer) = import(&node, &token, "", body).await;
        assert!(status.is_client_error(), "{status} {answer}");
    }
    assert_eq!(import(&node, &token, "?format=xml", "{}").await.0, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(node.holds(&node.shelf).len(), 1);
}

#[tokio::test]
async fn a_signed_bundle_is_taken_once_from_whom_it_is_and_a_forged_one_never() {
    // Given two nodes that have told each other their keys.
    let (north, south) = (node("North"), node("South"));
    let (partner, _, _) = north.admits("South");
    let (back, _, _) = south.admits("North");
    let agreed = |node: &Node, with: &str, other: &Node| {
        let told = other.hub.node().expect("a node");
        let found = node.hub.agreement(with).expect("read").expect("there");
        let keys = told.key.into_iter().collect::<BTreeSet<_>>();
        let agreement = Agreement { identity: Some(told.identity), keys, ..found.value };
        node.hub.agree(&node.me, &agreement, Some(found.rev)).expect("agreed");
    };
    agreed(&north, &partner, &south);
    agreed(&south, &back, &north);
    // When North writes a signed bundle for South.
    north.add(&[incident(1)]);
    let key = ostrakon_app::hub::signed::key(&key_file(&north)).expect("a key");
    let mut bundle = Vec::new();
    let to = Recipient::Organisation(partner);
    north
        .hub
        .export(&north.shelf, &to, Some("agreed"), Shape::Signed, Some(&key), &mut bundle)
        .expect("written");
    let bundle = String::from_utf8(bundle).expect("UTF-8");
    // Then a forged one is refused, the true one is taken, and a second time it is refused.
    let token = south.token();
    let forged = bundle.replace("Incident 1", "Incident 9");
    let (status, answer) = import(&south, &token, "", &forged).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{answer}");
    let (status, answer) = import(&south, &token, "", &bundle).await;
    assert_eq!((status, &answer["added"]), (StatusCode::OK, &json!(1)), "{answer}");
    let (status, answer) = import(&south, &token, "", &bundle).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answer["detail"].as_str().is_some_and(|text| text.contains("second time")), "{answer}");
    // Both refusals are in the log, and what came is North's, not South's own.
    let events = south.hub.log(0, None, 1_000).expect("read");
    let rules: Vec<_> =
        events.iter().filter(|one| one.kind == "bundle.refused").map(|one| &one.data).collect();
    assert_eq!(format!("{rules:?}").matches("altered").count(), 1, "{rules:?}");
    assert_eq!(format!("{rules:?}").matches("replayed").count(), 1, "{rules:?}");
    assert_eq!(south.holds(&format!("origin/{back}")).len(), 1);
    // A stranger's is refused.
    let stranger = node("West");
    assert!(import(&stranger, &stranger.token(), "", &bundle).await.0.is_client_error());
}

fn key_file(node: &Node) -> std::path::PathBuf {
    match node.hub.store().location() {
        ostrakon_app::hub::Location::Sqlite(folder) => folder.join("node.key"),
        ostrakon_app::hub::Location::Postgres(_) => panic!("the test's node lies in a folder"),
    }
}

#[tokio::test]
async fn an_incident_is_tagged_by_name_and_the_official_technique_comes_in_its_place_later() {
    let node = node("North");
    let token = node.token();
    node.add(&[incident(1)]);
    let (status, found) = node.json(&token, "GET", "/api/v1/knowledge/disarm?q=clickbait", None).await;
    assert_eq!((status, &found["entries"][0]["id"]), (StatusCode::OK, &json!("T0016")), "{found}");
    let path = format!(
        "/api/v1/collections/{}/objects/{}/techniques",
        node.shelf,
        incident(1)["id"].as_str().expect("an id")
    );
    // When it is tagged by an id and by a name, and again.
    let wish = json!({"techniques": ["T0049", "Create Clickbait", "t0016"]});
    let (status, tags) = node.json(&token, "POST", &path, Some(&wish)).await;
    assert_eq!(status, StatusCode::OK, "{tags}");
    assert_eq!(tags.as_array().map(Vec::len), Some(2));
    let (_, again) = node.json(&token, "POST", &path, Some(&wish)).await;
    assert!(again.as_array().is_some_and(|all| all.iter().all(|tag| tag["known"] == true)), "{again}");
    assert_eq!(node.holds(&node.shelf).len(), 5);
    // Then whoever imports the bundle later gets the official technique under the same id.
    let id = found["entries"][0]["stix"].clone();
    let official = json!({"type": "attack-pattern", "spec_version": "2.1", "id": id,
        "created": "2024-11-22T16:43:58.079782Z", "modified": "2024-11-22T16:43:58.079782Z", "name": "Create Clickbait",
        "description": "official", "object_marking_refs": [CLEAR]});
    node.add(&[official]);
    let newest = node.hub.store().object(id.as_str().expect("an id")).expect("read").expect("there");
    assert!(String::from_utf8_lossy(&newest.bytes).contains("official"));
    // What is no technique, or no incident, is refused, and nothing is added.
    for wish in
        [json!({"techniques": ["T9999"]}), json!({"techniques": []}), json!({"techniques": ["Create"]})]
    {
        assert_eq!(
            node.json(&token, "POST", &path, Some(&wish)).await.0,
            StatusCode::UNPROCESSABLE_ENTITY,
            "{wish}"
        );
    }
    let nobody = path.replace("000000000001", "000000000009");
    assert_eq!(node.json(&token, "POST", &nobody, Some(&wish)).await.0, StatusCode::NOT_FOUND);
    assert_eq!(node.holds(&node.shelf).len(), 6);
}

#[tokio::test]
async fn who_wrote_it_is_told_where_it_may_be_told() {
    // Given an incident of ours for everybody.
    let north = node("North");
    let (_, token, _) = north.admits("South");
    let mut ours = incident(1);
    ours["created_by_ref"] = north.own.clone().into();
    ours["object_marking_refs"] = json!([ostrakon_app::hub::marking_id(Tlp::Green)]);
    north.add(&[ours.clone()]);
    // When a partner reads it, then it says that it is ours.
    let path = format!("/taxii2/ostrakon/collections/{}/objects/", north.shelf);
    let (status, page) = north.ask(&token, "GET", &path, "application/json", "").await;
    let page: Value = serde_json::from_slice(&page).expect("JSON");
    assert_eq!((status, &page["objects"][0]), (StatusCode::OK, &ours), "{page}");
}
