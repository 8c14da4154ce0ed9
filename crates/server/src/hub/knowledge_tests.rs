//! The registry, known claims and watch lists over HTTP: revisions, tables, and what another organisation gets of them.

use super::testing::node;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use ostrakon_app::people::access::Scope;
use serde_json::{Value, json};
use tower::ServiceExt;

fn newsroom(marking: &str) -> Value {
    json!({
        "name": "Example News", "kind": "media", "country": "FR", "domains": ["example-news.org"],
        "accounts": [{"platform": "x", "handle": "ExampleNews"}], "basis": "imprint",
        "source": "https://example-news.org/imprint", "marking": marking,
        "declarations": [{"platform": "x", "state": "accepted", "source": "https://x.com/declarations/1"}],
    })
}

#[tokio::test]
async fn an_entry_is_changed_over_the_revision_that_was_seen() {
    let node = node("House");
    let token = node.token();
    // Given an entry.
    let (status, made) = node.json(&token, "POST", "/api/v1/registry", Some(&newsroom("TLP:GREEN"))).await;
    assert_eq!(status, StatusCode::CREATED, "{made}");
    let seen = format!("\"{}\"", made["rev"]);
    let path = format!("/api/v1/registry/{}", made["id"].as_str().expect("an id"));
    let change = async |seen: Option<&str>| {
        let mut request = Request::builder()
            .method("PUT")
            .uri(&path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, "application/json");
        if let Some(seen) = seen {
            request = request.header(header::IF_MATCH, seen);
        }
        let body = Body::from(newsroom("TLP:CLEAR").to_string());
        node.router.clone().oneshot(request.body(body).expect("a request")).await.expect("an answer").status()
    };
    // Then a blind change and a late one are refused, and one over what was seen is taken.
    assert_eq!(change(None).await, StatusCode::PRECONDITION_REQUIRED);
    assert_eq!(change(Some(&seen)).await, StatusCode::OK);
    assert_eq!(change(Some(&seen)).await, StatusCode::PRECONDITION_FAILED);
    // To confirm it one says what one has seen, too.
    let (status, problem) = node.json(&token, "POST", &format!("{path}/verification"), None).await;
    assert_eq!(status, StatusCode::PRECONDITION_REQUIRED, "{problem}");
    // A private person is refused in words.
    let mut person = newsroom("TLP:GREEN");
    person["kind"] = "person".into();
    let (status, problem) = node.json(&token, "POST", "/api/v1/registry", Some(&person)).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        problem["detail"].as_str().is_some_and(|text| text.contains("never listed by name")),
        "{problem}"
    );
}

#[tokio::test]
async fn the_router_asks_for_the_reply_of_a_declared_provider() {
    let node = node("House");
    let token = node.token();
    let media = |routes: &Value| {
        let text = routes.to_string();
        (text.contains("media.declared"), text.contains("media.statement_sent_at"))
    };
    let situation = json!({
        "incident": "incident--1", "items": [{"id": "i", "urls": ["https://x.com/ExampleNews/status/1"], "platform": "x",
            "legality": {"assessment": "lawful-but-breaks-terms", "platform": "x", "rule": "platform manipulation"}}],
    });
    // Given an item of an account that nobody listed, then it is asked whether the provider declared itself.
    let (status, routes) = node.json(&token, "POST", "/api/v1/routes", Some(&situation)).await;
    assert_eq!((status, media(&routes)), (StatusCode::OK, (true, false)), "{routes}");
    // When it is listed with its declaration, then the statement of reasons is asked for instead.
    node.json(&token, "POST", "/api/v1/registry", Some(&newsroom("TLP:GREEN"))).await;
    let (_, routes) = node.json(&token, "POST", "/api/v1/routes", Some(&situation)).await;
    assert_eq!(media(&routes), (false, true), "{routes}");
}

#[tokio::test]
async fn a_table_that_is_wrong_is_refused_with_line_and_column_and_pages_keep_their_filters() {
    let node = node("House");
    let token = node.token();
    let head = "name,kind,country,domains,basis,source\n";
    let row = |n: u8| format!("News {n},media,FR,news{n}.example.org,imprint,https://news{n}.example.org/\n");
    let rows = [row(1), row(2), row(3)].concat();
    let bad = format!("{head}{rows}Ann,person,FR,ann.example.org,imprint,https://ann.example.org/\n");
    let (status, bytes) = node.ask(&token, "POST", "/api/v1/registry/imports", "text/csv", bad).await;
    let problem: Value = serde_json::from_slice(&bytes).expect("a problem");
    assert_eq!(
        (status, &problem["faults"][0]["pointer"]),
        (StatusCode::UNPROCESSABLE_ENTITY, &json!("line 5, column kind"))
    );
    let (status, _) =
        node.ask(&token, "POST", "/api/v1/registry/imports", "text/csv", format!("{head}{rows}")).await;
    assert_eq!(status, StatusCode::OK);
    let request = Request::builder()
        .uri("/api/v1/registry?q=news&limit=2")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .body(Body::empty())
        .expect("a request");
    let answer = node.router.clone().oneshot(request).await.expect("an answer");
    let link = answer.headers()[header::LINK].to_str().expect("text").to_owned();
    let next = link.trim_start_matches('<').split('>').next().expect("an address");
    let (_, page) = node.json(&token, "GET", next, None).await;
    assert_eq!(page.as_array().map(Vec::len), Some(1), "{page}");
    assert_eq!(page[0]["name"], "News 3");
    for wrong in ["?limit=0", "?kind=person", "?next=x", "?verified=perhaps", "?unknown=1"] {
        let (status, _) = node.json(&token, "GET", &format!("/api/v1/registry{wrong}"), None).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{wrong}");
    }
}

#[tokio::test]
async fn another_organisation_gets_what_is_agreed_and_writes_nothing() {
    let node = node("House");
    let own = node.token();
    node.admits("Partner");
    let people = node.hub.people();
    let partner = people.person("Partner").expect("there");
    let theirs = node.token_of(&partner.id, &[Scope::Read, Scope::Write]);
    let mut hidden = newsroom("TLP:RED");
    hidden["domains"] = json!(["hidden.example.org"]);
    hidden["accounts"] = json!([]);
    for one in [newsroom("TLP:GREEN"), hidden] {
        let (status, problem) = node.json(&own, "POST", "/api/v1/registry", Some(&one)).await;
        assert_eq!(status, StatusCode::CREATED, "{problem}");
    }
    let (_, seen) = node.json(&theirs, "GET", "/api/v1/registry", None).await;
    assert_eq!(seen.as_array().map(Vec::len), Some(1), "{seen}");
    assert!(seen[0]["entered"].get("person").is_none());
    for (method, path, body) in [
        ("POST", "/api/v1/registry", Some(newsroom("TLP:CLEAR"))),
        ("GET", "/api/v1/watchlists", None),
        ("POST", "/api/v1/watchlists", Some(json!({}))),
    ] {
        let (status, problem) = node.json(&theirs, method, path, body.as_ref()).await;
        assert_eq!(
            (status, &problem["rule"]),
            (StatusCode::FORBIDDEN, &json!("own-organisation")),
            "{method} {path}"
        );
    }
    // Of two claims on a shelf that the agreement covers, the partner hears of the one that its marking lets go.
    let claim = |text: &str, url: &str| json!({"claim": text, "verdict": "False", "checker": "Facts", "url": url, "published": "2025-06-01"});
    let shared = format!("/api/v1/collections/{}/claims", node.shelf);
    let (status, added) = node
        .json(&own, "POST", &shared, Some(&claim("Polls close at noon", "https://f.example.org/1")))
        .await;
    assert_eq!(status, StatusCode::OK, "{added}");
    let mut inner = claim("Polls close at ten", "https://f.example.org/2");
    inner["marking"] = "TLP:AMBER+STRICT".into();
    node.json(&own, "POST", &shared, Some(&inner)).await;
    let (_, found) = node.json(&theirs, "GET", "/api/v1/claims?q=when+do+polls+close", None).await;
    assert_eq!(found["claims"].as_array().map(Vec::len), Some(1), "{found}");
    assert_eq!(found["claims"][0]["claim"], "Polls close at noon");
    let (_, all) = node.json(&own, "GET", "/api/v1/claims?q=when+do+polls+close", None).await;
    assert_eq!(all["claims"].as_array().map(Vec::len), Some(2), "{all}");
}
