//! Situation reports over REST: looked at before they are out, approved by another person, frozen, and asked for in three forms.

use super::testing::{NOW, Node, node};
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use ostrakon_app::people::access::{Role, Scope};
use ostrakon_app::people::{Actor, NewPerson};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use tower::ServiceExt;

const DAY: i64 = 86_400_000;

/// Token of a second person of the house.
fn second(node: &Node) -> String {
    let new = NewPerson {
        name: "second",
        organisation: &node.own,
        roles: BTreeSet::from([Role::Approver]),
        password: Some("a heron over grey water"),
        ..NewPerson::default()
    };
    let person = node.hub.people().add_person(&new, &Actor::command_line(), NOW).expect("a person").0;
    node.token_of(&person.id, &Scope::ALL)
}

async fn election(node: &Node, token: &str) -> String {
    let details = json!({ "title": "The vote", "country": "AT", "first_day": "2025-06-20", "last_day": "2025-06-20",
        "marking": "TLP:CLEAR" });
    let open = json!({ "details": details });
    let (status, made) = node.json(token, "POST", "/api/v1/casework/election", Some(&open)).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    made["id"].as_str().expect("an id").to_owned()
}

async fn get(
    node: &Node,
    token: &str,
    path: &str,
    more: &[(&str, &str)],
) -> (StatusCode, HeaderMap, Vec<u8>) {
    let mut request = Request::builder().uri(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
    for (name, value) in more {
        request = request.header(*name, *value);
    }
    let response = node
        .router
        .clone()
        .oneshot(request.body(Body::empty()).expect("a request"))
        .await
        .expect("an answer");
    let (status, headers) = (response.status(), response.headers().clone());
    (status, headers, to_bytes(response.into_body(), 1 << 26).await.expect("a body").to_vec())
}

#[tokio::test]
async fn an_issue_is_read_approved_and_frozen() {
    // Given an election and a draft with a paragraph,
    let node = node("North");
    let (token, other) = (node.token(), second(&node));
    let election = election(&node, &token).await;
    let outline =
        json!({ "title": "Situation", "election": election, "cut_off": NOW, "marking": "TLP:AMBER" });
    let (status, made) =
        node.json(&token, "POST", "/api/v1/casework/report", Some(&json!({ "outline": outline }))).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let record = format!("/api/v1/casework/report/{}", made["id"].as_str().expect("an id"));
    let commands = format!("{record}/commands");
    let paragraph = json!({ "section": "summary", "text": "Nothing <b>moves</b>." });
    let add = json!({ "command": "add-paragraph", "paragraph": paragraph });
    assert_eq!(node.json(&token, "POST", &commands, Some(&add)).await.0, StatusCode::OK);
    // it is read as a page and as JSON,
    let path = record.replace("casework/report", "reports") + "/document";
    let (status, headers, page) = get(&node, &other, &path, &[("accept", "text/html")]).await;
    assert_eq!(
        (status, headers["content-type"].to_str().ok()),
        (StatusCode::OK, Some("text/html; charset=utf-8"))
    );
    let page = String::from_utf8(page).expect("UTF-8");
    assert!(page.contains("Nothing &lt;b&gt;moves") && page.contains("TLP:AMBER"), "{page}");
    let (_, headers, body) = get(&node, &other, &path, &[]).await;
    let digest = headers["etag"].to_str().expect("a tag").trim_matches('"').to_owned();
    assert_eq!(serde_json::from_slice::<Value>(&body).expect("JSON")["head"]["issued_at"], Value::Null);
    // approved by the second person only, and as it was read,
    let approve = |content: &str| json!({ "command": "approve", "content": content });
    let (status, refusal) = node.json(&token, "POST", &commands, Some(&approve(&digest))).await;
    assert_eq!((status, &refusal["rule"]), (StatusCode::CONFLICT, &json!("acting-without-a-role")));
    let (status, _) = node.json(&other, "POST", &commands, Some(&approve(&"0".repeat(64)))).await;
    assert_eq!(status, StatusCode::PRECONDITION_FAILED);
    assert_eq!(node.json(&other, "POST", &commands, Some(&approve(&digest))).await.0, StatusCode::OK);
    let (status, issued) = node.json(&token, "POST", &commands, Some(&json!({ "command": "issue" }))).await;
    assert_eq!(status, StatusCode::OK, "{issued}");
    // and then its bytes are those of the digest in its record, for ever.
    let (_, headers, frozen) = get(&node, &token, &path, &[]).await;
    let tag = headers["etag"].to_str().expect("a tag").to_owned();
    assert_eq!(json!(tag.trim_matches('"')), issued["record"]["issued"]["document"]);
    let (status, _, nothing) = get(&node, &token, &path, &[("if-none-match", &tag)]).await;
    assert_eq!((status, nothing.len()), (StatusCode::NOT_MODIFIED, 0));
    let correction = json!({ "command": "correct", "correction": { "was": "a", "is": "b", "reason": "c" } });
    assert_eq!(node.json(&token, "POST", &commands, Some(&correction)).await.0, StatusCode::OK);
    assert_eq!(get(&node, &token, &path, &[]).await.2, frozen);
    // In another language it is another rendering of the same document.
    let (_, headers, german) = get(&node, &token, &format!("{path}?format=html&lang=de"), &[]).await;
    assert!(String::from_utf8_lossy(&german).contains("Lagebericht"));
    assert_ne!(headers["etag"].to_str().ok(), Some(tag.as_str()));
}

#[tokio::test]
async fn a_report_is_looked_at_and_each_of_its_figures_asked_for() {
    let node = node("North");
    let token = node.token();
    let election = election(&node, &token).await;
    node.add(&[json!({
        "type": "incident", "spec_version": "2.1", "id": "incident--00000000-0000-4000-8000-000000000001",
        "created": "2025-06-15T00:00:00.000Z", "modified": "2025-06-15T00:00:00.000Z", "name": "Posts in step",
        "object_marking_refs": ["marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421"],
    })]);
    let ask = json!({ "election": election, "marking": "TLP:AMBER" });
    let (status, report) = node.json(&token, "POST", "/api/v1/reports/preview", Some(&ask)).await;
    assert_eq!(
        (status, &report["format"]),
        (StatusCode::OK, &json!("ostrakon-situation-report/1")),
        "{report}"
    );
    let figure = &report["figures"][0];
    assert_eq!(figure["value"], json!(1.0), "{report}");
    let (status, again) = node.json(&token, "GET", figure["query"].as_str().expect("an address"), None).await;
    assert_eq!((status, &again), (StatusCode::OK, figure));
    // The next report is compared with the one that is handed in.
    let next = json!({ "election": "the vote", "marking": "TLP:AMBER", "previous": report });
    let (_, compared) = node.json(&token, "POST", "/api/v1/reports/preview", Some(&next)).await;
    assert_eq!(compared["changes"]["since_version"], json!(1));
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_what_would_be_right() {
    let node = node("North");
    let token = node.token();
    let election = election(&node, &token).await;
    let preview = "/api/v1/reports/preview";
    let of = |field: &str, value: Value| {
        let mut ask = json!({ "election": election });
        ask[field] = value;
        ask
    };
    for (ask, expected) in [
        (json!({}), 422),
        (json!([]), 422),
        (json!({ "election": "nowhere" }), 404),
        (json!({ "election": "x".repeat(100_000) }), 404),
        (of("cut_off", json!(NOW + DAY)), 422),
        (of("cut_off", json!(-1)), 422),
        (of("cut_off", json!("soon")), 422),
        (of("marking", json!("SECRET")), 422),
        (of("previous", json!({ "head": 7 })), 422),
        (of("surprise", json!(1)), 422),
    ] {
        let (status, problem) = node.json(&token, "POST", preview, Some(&ask)).await;
        assert!(status.is_client_error(), "{ask}: {status} {problem}");
        if expected == 404 {
            assert_eq!(status, StatusCode::NOT_FOUND, "{problem}");
        }
        assert!(problem["detail"].as_str().is_some_and(|text| text.len() > 10), "{problem}");
    }
    let (status, bytes) = node.ask(&token, "POST", preview, "application/json", "{\"election\":").await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "{}", String::from_utf8_lossy(&bytes));
    let ask = json!({ "election": election });
    let forms =
        [("?format=exe", StatusCode::UNPROCESSABLE_ENTITY), ("?formaat=html", StatusCode::BAD_REQUEST)];
    for (query, expected) in forms {
        let (status, _) = node.json(&token, "POST", &format!("{preview}{query}"), Some(&ask)).await;
        assert_eq!(status, expected, "{query}");
    }
    let path = "/api/v1/reports/none/document";
    assert_eq!(get(&node, &token, path, &[]).await.0, StatusCode::NOT_FOUND);
    assert_eq!(get(&node, &token, path, &[("accept", "image/png")]).await.0, StatusCode::NOT_ACCEPTABLE);
    for query in [
        "",
        "?election=x",
        &format!("?election={election}&figure=figures/none"),
        "?figure=a&election=b&cut_off=x",
    ] {
        let (status, _, _) = get(&node, &token, &format!("/api/v1/reports/figures{query}"), &[]).await;
        assert!(status.is_client_error(), "{query}: {status}");
    }
    // Without PDF in the program the answer names the mend.
    if cfg!(not(feature = "pdf")) {
        let (status, problem) = node.json(&token, "POST", &format!("{preview}?format=pdf"), Some(&ask)).await;
        assert_eq!(status, StatusCode::NOT_IMPLEMENTED);
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains("FEATURES=pdf")), "{problem}");
    }
}
