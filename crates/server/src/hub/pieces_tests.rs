//! Files in pieces and exercises, asked over HTTP.

use super::testing::{NOW, Node, node};
use axum::http::StatusCode;
use ostrakon_app::people::access::{Role, Scope};
use ostrakon_app::people::{Actor, NewPerson};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

fn account(node: &Node, organisation: &str, role: Role) -> String {
    let name = format!("{} of {organisation}", role.name());
    let person = NewPerson {
        name: &name,
        organisation,
        roles: BTreeSet::from([role]),
        password: Some("a heron over grey water"),
        ..NewPerson::default()
    };
    let person = node.hub.people().add_person(&person, &Actor::command_line(), NOW).expect("a person").0;
    node.token_of(&person.id, &Scope::ALL)
}

async fn patch(node: &Node, token: &str, id: &str, from: usize, bytes: &[u8]) -> (StatusCode, Value) {
    let path = format!("/api/v1/transfers/{id}?from={from}");
    let (status, body) = node.ask(token, "PATCH", &path, "application/octet-stream", bytes.to_vec()).await;
    (status, serde_json::from_slice(&body).unwrap_or(Value::Null))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_comes_in_pieces_and_becomes_an_upload() {
    let node = node("North");
    let (partner, ..) = node.admits("South");
    let token = node.token();
    let rows = (0..200).map(|n| format!("{n},user{},text {n},{}\n", n % 7, 1_700_000_000 + n));
    let file = format!("message_id,user_id,message,timestamp\n{}", rows.collect::<String>());
    let bytes = file.as_bytes();
    let wish = json!({ "name": "posts.csv", "bytes": bytes.len() });
    let (status, begun) = node.json(&token, "POST", "/api/v1/transfers", Some(&wish)).await;
    assert_eq!((status, &begun["received"]), (StatusCode::CREATED, &json!(0)), "{begun}");
    let id = begun["id"].as_str().expect("an id").to_owned();
    // When pieces come, then each goes on where the last ended, and elsewhere none.
    let (status, shown) = patch(&node, &token, &id, 0, &bytes[..1_000]).await;
    assert_eq!(
        (status, &shown["received"], shown.get("upload")),
        (StatusCode::OK, &json!(1_000), None),
        "{shown}"
    );
    let (status, refused) = patch(&node, &token, &id, 900, &bytes[900..]).await;
    assert_eq!(status, StatusCode::CONFLICT);
    assert!(refused["detail"].as_str().is_some_and(|text| text.contains("received = 1000")), "{refused}");
    let (_, all) = node.json(&token, "GET", "/api/v1/transfers", None).await;
    assert_eq!((&all[0]["id"], &all[0]["received"]), (&json!(id), &json!(1_000)));
    // Another organisation does not know of it, nor does a reader write.
    let theirs = account(&node, &partner, Role::Analyst);
    assert_eq!(patch(&node, &theirs, &id, 1_000, b"x").await.0, StatusCode::FORBIDDEN);
    let auditor = account(&node, &node.own, Role::Auditor);
    assert_eq!(patch(&node, &auditor, &id, 1_000, b"x").await.0, StatusCode::FORBIDDEN);
    let one = format!("/api/v1/transfers/{id}");
    assert_eq!(node.json(&auditor, "GET", &one, None).await.0, StatusCode::OK);
    // When the last piece comes, then it is an upload under the same id.
    let (status, whole) = patch(&node, &token, &id, 1_000, &bytes[1_000..]).await;
    assert_eq!((status, &whole["upload"]["id"]), (StatusCode::OK, &json!(id)), "{whole}");
    assert_eq!(node.json(&token, "GET", &format!("/api/v1/uploads/{id}"), None).await.0, StatusCode::OK);
    assert_eq!(node.json(&token, "GET", &one, None).await.0, StatusCode::NOT_FOUND);
    // What makes no sense is refused with its place.
    for (bad, status) in [
        (json!({ "name": "x", "bytes": 0 }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "name": "x", "bytes": -1 }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!({ "name": "x", "bytes": 1, "sha256": "abc" }), StatusCode::UNPROCESSABLE_ENTITY),
        (json!([]), StatusCode::UNPROCESSABLE_ENTITY),
    ] {
        assert_eq!(node.json(&token, "POST", "/api/v1/transfers", Some(&bad)).await.0, status, "{bad}");
    }
    for path in ["/api/v1/transfers/none?from=0", "/api/v1/transfers/00000000000000000000000000000000?from=0"]
    {
        let (status, _) = node.ask(&token, "PATCH", path, "application/octet-stream", "x").await;
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}");
    }
    let (status, _) = node.ask(&token, "PATCH", &one, "application/octet-stream", "x").await;
    assert_eq!(status, StatusCode::BAD_REQUEST, "a piece says where it begins");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_exercise_is_played_in_the_background_and_scored() {
    let node = node("North");
    let token = node.token();
    let (status, scenarios) = node.json(&token, "GET", "/api/v1/exercises/scenarios", None).await;
    assert_eq!((status, &scenarios[0]["name"]), (StatusCode::OK, &json!("default")), "{scenarios}");
    let wish = json!({ "scenario": "default", "posts": 2_000, "seed": 3 });
    let (status, begun) = node.json(&token, "POST", "/api/v1/exercises", Some(&wish)).await;
    assert_eq!((status, &begun["exercise"]["seed"]), (StatusCode::ACCEPTED, &json!(3)), "{begun}");
    let path = format!("/api/v1/analyses/{}", begun["id"].as_str().expect("an id"));
    let summary = loop {
        let (_, summary) = node.json(&token, "GET", &path, None).await;
        if ["done", "failed"].iter().any(|state| summary["analysis"]["state"] == *state) {
            break summary;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    };
    assert_eq!(summary["analysis"]["state"], "done", "{summary}");
    assert!(summary["score"]["accounts"]["recall"].is_number(), "{summary}");
    // Who may not hand in posts plays none, and what cannot be played is refused.
    let auditor = account(&node, &node.own, Role::Auditor);
    assert_eq!(node.json(&auditor, "POST", "/api/v1/exercises", Some(&wish)).await.0, StatusCode::FORBIDDEN);
    for bad in [
        json!({ "scenario": "none", "posts": 2_000, "seed": 3 }),
        json!({ "scenario": "default", "posts": 1, "seed": 3 }),
        json!({ "scenario": "default", "posts": 2_000 }),
    ] {
        let (status, _) = node.json(&token, "POST", "/api/v1/exercises", Some(&bad)).await;
        assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
}
