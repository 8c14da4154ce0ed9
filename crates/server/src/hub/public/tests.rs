//! The public side as a stranger meets it: no sign-in, no script, any browser, and people who mean harm.

use crate::hub::config::{Config, Public};
use crate::hub::router;
use crate::hub::state::House;
use crate::hub::testing::{NOW, organisation};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use ostrakon_app::hub::Hub;
use ostrakon_app::people::access::two_person::Sensitive;
use ostrakon_app::people::access::{Credential, Principal, Role};
use ostrakon_app::people::{Actor, NewPerson, NewProposal, People};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::sync::Arc;
use tower::ServiceExt;

struct Site {
    hub: Arc<Hub>,
    router: Router,
    writer: Principal,
    second: Principal,
    _folder: tempfile::TempDir,
}

struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    text: String,
}

impl Answer {
    fn header(&self, name: header::HeaderName) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

fn site_with(public: Public) -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    let people = People::at(folder.path(), None).expect("opens");
    let hub = Arc::new(Hub::over(people.store().clone(), Arc::new(|| NOW)).expect("opens"));
    let own = organisation(&people, "Own");
    let house = people.organisation(&own).expect("there");
    let person = |name: &str| {
        let new = NewPerson {
            name,
            organisation: "Own",
            roles: BTreeSet::from([Role::Analyst, Role::Approver]),
            ..NewPerson::default()
        };
        let person = people.add_person(&new, &Actor::command_line(), NOW).expect("a person").0;
        Principal::new(&person, &house, Credential::CommandLine, None, None, people.matrix())
    };
    let (writer, second) = (person("writer"), person("second"));
    let config = Config { public, public_url: Some("https://hub.example.org".into()), ..Config::default() };
    let state = House::new(Arc::clone(&hub), config, true);
    Site { router: router(&state), hub, writer, second, _folder: folder }
}

fn site() -> Site {
    site_with(Public { enabled: true, ..Public::default() })
}

impl Site {
    fn publish(&self, class: &str, title: &str) -> String {
        let mut draft = json!({
            "class": class, "language": "en",
            "text": { "title": title, "summary": "In short.", "body": "First.\n\nSecond." },
            "subjects": [{ "kind": "behaviour", "name": "look-alike domains", "accounts": 40 }],
            "evidence": [{ "id": "https://evidence.example/1", "access": "open" }], "technique": "impersonation",
            "legal_basis": "public task", "review_by": NOW + 1, "marking": "TLP:CLEAR",
        });
        if class == "debunk" {
            draft["claim_review"] = json!({
                "claim": "Voting moved to Monday", "appearances": ["https://clone.example/a"],
                "rating": { "value": 1, "best": 5, "worst": 1, "name": "False" },
            });
        }
        let open = json!({ "command": "open", "draft": draft });
        let id = self.hub.open_record(&self.writer, "publication", &open, None).expect("a draft").id;
        let proposal = NewProposal {
            action: Sensitive::Publish,
            subject: format!("publication/{id}"),
            reason: "to be public".into(),
            command: None,
        };
        let made = self.hub.people().propose(proposal, &self.writer, NOW).expect("proposed").id;
        self.hub.people().approve(&made, None, &self.second, NOW).expect("approved");
        let publish = json!({ "command": "publish" });
        self.hub
            .command_record(&self.writer, "publication", &id, &publish, None, Some(&made))
            .expect("published");
        id
    }

    async fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.into()).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let bytes = to_bytes(response.into_body(), 1 << 26).await.expect("a body");
        Answer { status, headers, text: String::from_utf8_lossy(&bytes).into_owned() }
    }

    async fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, &[], Body::empty()).await
    }

    async fn post(&self, path: &str, body: &str, more: &[(&str, &str)]) -> Answer {
        let mut headers = vec![("content-type", "application/x-www-form-urlencoded")];
        headers.extend(more);
        self.ask("POST", path, &headers, body.to_owned()).await
    }
}

#[tokio::test]
async fn a_node_that_did_not_switch_it_on_has_no_public_side() {
    let site = site_with(Public::default());
    let id = site.publish("register", "Public, and not shown here");
    for path in [
        "/public",
        "/public/",
        &format!("/public/entries/{id}"),
        "/public/feed.atom",
        "/public/contest",
        "/public/log/checkpoint",
        "/public/style.css",
        "/public/contest/1111222233334444",
    ] {
        assert_eq!(site.get(path).await.status, StatusCode::NOT_FOUND, "{path}");
    }
    assert_eq!(site.post("/public/contest", "title=a", &[]).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn every_page_works_without_a_script_and_says_what_it_is() {
    // Given an entry of each kind, one with a hostile title,
    let site = site();
    let id = site.publish("debunk", "</title><script>alert(1)</script> \u{202E}Voting is on Sunday");
    for class in ["register", "statement", "prebunk", "media-literacy"] {
        site.publish(class, &format!("A {class}"));
    }
    // when a stranger reads each page in each language,
    let entry = format!("/public/entries/{id}");
    for path in
        ["/public/", entry.as_str(), "/public/methods", "/public/prebunks", "/public/contest", "/public/log/"]
    {
        for language in ["en", "fr", "de"] {
            let page = site.ask("GET", path, &[("accept-language", language)], Body::empty()).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            // then it is whole, its policy admits no script, and it may be cached.
            assert!(page.text.contains(&format!("<html lang=\"{language}\">")), "{path}");
            assert!(
                page.text
                    .split("<script")
                    .skip(1)
                    .all(|rest| rest.starts_with(" type=\"application/ld+json\">"))
            );
            assert!(!page.text.contains('\u{202E}') && page.text.contains("rel=\"canonical\""));
            let policy = page.header(header::CONTENT_SECURITY_POLICY);
            assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{policy}");
            assert_eq!(page.header(header::CACHE_CONTROL), "public, max-age=60");
            assert_eq!(
                (page.header(header::VARY), page.header(header::CONTENT_LANGUAGE)),
                ("accept-language", language)
            );
            let tag = page.header(header::ETAG).to_owned();
            let known = [("accept-language", language), ("if-none-match", tag.as_str())];
            let again = site.ask("GET", path, &known, Body::empty()).await;
            assert_eq!((again.status, again.text.as_str()), (StatusCode::NOT_MODIFIED, ""));
        }
    }
    let page = site.get(&format!("{entry}?lang=fr")).await;
    assert!(page.text.contains("\"@type\":\"ClaimReview\"") && page.text.contains("&lt;script&gt;alert(1)"));
    assert!(page.text.contains(&format!("href=\"https://hub.example.org{entry}?lang=fr\"")));
    let style = page
        .text
        .split("stylesheet\" href=\"")
        .nth(1)
        .and_then(|rest| rest.split('"').next())
        .expect("a sheet");
    let style = site.get(style).await;
    assert_eq!(style.header(header::CONTENT_TYPE), "text/css; charset=utf-8");
    assert!(style.header(header::CACHE_CONTROL).contains("immutable"));
    let head = site.ask("HEAD", "/public/", &[], Body::empty()).await;
    assert_eq!((head.status, head.text.as_str()), (StatusCode::OK, ""));
    // The session of somebody who is signed in elsewhere, good or bad, changes nothing.
    let shown = [("cookie", "__Host-ostrakon=nonsense"), ("authorization", "Bearer nonsense")];
    assert_eq!(site.ask("GET", "/public/", &shown, Body::empty()).await.status, StatusCode::OK);
}

#[tokio::test]
async fn lists_are_filtered_and_what_is_not_there_is_said_on_a_page() {
    let site = site();
    for n in 0..23 {
        site.publish("register", &format!("Entry {n}"));
    }
    site.publish("prebunk", "How it is done");
    let count = |page: &Answer| page.text.matches("<li class=\"entry\">").count();
    assert_eq!(count(&site.get("/public/").await), 20);
    assert_eq!(count(&site.get("/public/?page=2").await), 4);
    assert_eq!(count(&site.get("/public/?kind=prebunk&state=published").await), 1);
    assert_eq!(count(&site.get("/public/?state=retracted").await), 0);
    for (path, status) in [
        ("/public/?page=3", 404),
        ("/public/?page=0", 400),
        ("/public/?page=%F0", 200),
        ("/public/?kind=nothing", 400),
        ("/public/entries/nothing", 404),
        ("/public/entries/%22%3E%3Cscript%3E", 404),
        ("/public/log/proof/24", 404),
        ("/public/log/proof/-1", 404),
        ("/public/log/tile/0/001", 404),
        ("/public/log/tile/0/../../x", 404),
        ("/public/nothing", 404),
    ] {
        let answer = site.get(path).await;
        assert_eq!(answer.status.as_u16(), status, "{path}");
        assert!(!answer.text.contains("<script"), "{path}");
    }
    assert_eq!(site.post("/public/", "", &[]).await.status, StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn the_form_opens_a_contestation_that_its_number_alone_shows() {
    let site = site();
    let id = site.publish("register", "An entry");
    let form = site.get(&format!("/public/contest?entry={id}")).await;
    assert!(form.text.contains(&format!("value=\"{id}\"")) && form.text.contains("method=\"post\""));
    // What is missing is said, and what was typed is still there.
    let typed = "contested=&title=%3Cb%3EMine&statement=Because";
    let again = site.post("/public/contest?lang=de", typed, &[]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text.contains("value=\"&lt;b&gt;Mine\"") && again.text.contains("Bitte füllen"));
    assert!(
        again.text.contains("aria-invalid=\"true\"") && again.header(header::CACHE_CONTROL) == "no-store"
    );
    let body = format!(
        "contested={id}&title=Not+so&statement=It+was+otherwise&capacity=media&evidence=https%3A%2F%2Fa.example%0D%0Ab&contact=me%40a.example"
    );
    let done = site.post("/public/contest", &body, &[("origin", "https://hub.example.org")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let to = done.header(header::LOCATION).to_owned();
    let number = to.strip_prefix("/public/contest/").expect("its page");
    assert!(number.len() == 19 && done.text.contains(&number.replace('-', " ")));
    let shown = site.get(&to).await;
    assert!(
        shown.text.contains("Received")
            && shown.text.contains("An entry")
            && !shown.text.contains("me@a.example")
    );
    assert_eq!(shown.header(header::CACHE_CONTROL), "no-store");
    assert!(shown.text.contains("noindex"));
    assert!(site.get(&format!("/public/entries/{id}")).await.text.contains("Under examination: 1"));
    assert_eq!(site.get("/public/contest/1111-2222-3333-4444").await.status, StatusCode::NOT_FOUND);
    assert_eq!(site.get("/public/contest/nonsense").await.status, StatusCode::NOT_FOUND);
    // It is taken back by the same number.
    let back = site.post(&to, "act=withdraw&grounds=Settled", &[]).await;
    assert!(back.status == StatusCode::OK && back.text.contains("Taken back"), "{}", back.text);
    let late = site.post(&to, "act=appeal&grounds=Again", &[]).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    let odd = site.post(&to, "act=explode", &[]).await;
    assert_eq!(odd.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn who_floods_or_comes_from_elsewhere_is_refused() {
    let few = NonZeroU32::new(3).expect("not zero");
    let site = site_with(Public { enabled: true, contests_per_hour: few, ..Public::default() });
    let body = "contested=x&title=t&statement=s";
    for headers in
        [[("origin", "https://elsewhere.example")], [("origin", "null")], [("sec-fetch-site", "cross-site")]]
    {
        assert_eq!(
            site.post("/public/contest", body, &headers).await.status,
            StatusCode::FORBIDDEN,
            "{headers:?}"
        );
    }
    let json = site.ask("POST", "/public/contest", &[("content-type", "application/json")], "{}").await;
    assert_eq!(json.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let huge = "a".repeat(300 << 10);
    assert_eq!(site.post("/public/contest", &huge, &[]).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    let broken = site.post("/public/contest", "title=%ff", &[]).await;
    assert_eq!(broken.status, StatusCode::UNPROCESSABLE_ENTITY);
    let last = site.post("/public/contest", body, &[]).await;
    assert_eq!(last.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(!last.header(header::RETRY_AFTER).is_empty());
}

#[tokio::test]
async fn the_log_is_served_as_tiles_and_proofs() {
    let site = site();
    for n in 0..3 {
        site.publish("register", &format!("Entry {n}"));
    }
    let checkpoint = site.get("/public/log/checkpoint").await;
    assert!(checkpoint.text.starts_with("hub.example.org/public/log\n3\n"));
    assert_eq!(checkpoint.header(header::CONTENT_TYPE), "text/plain; charset=utf-8");
    let tile = site.get("/public/log/tile/0/000.p/3").await;
    assert_eq!(
        (tile.status, tile.header(header::CONTENT_TYPE)),
        (StatusCode::OK, "application/octet-stream")
    );
    assert_eq!(site.get("/public/log/tile/0/000.p/4").await.status, StatusCode::NOT_FOUND);
    let lines = site.get("/public/log/tile/entries/000.p/3").await.text;
    assert_eq!(lines.matches("publication/").count(), 3);
    let proof: Value = serde_json::from_str(&site.get("/public/log/proof/1").await.text).expect("JSON");
    assert_eq!(
        (proof["index"].as_u64(), proof["checkpoint"].as_str()),
        (Some(1), Some(checkpoint.text.as_str()))
    );
    let consistency: Value =
        serde_json::from_str(&site.get("/public/log/consistency/1/3").await.text).expect("JSON");
    assert_eq!(consistency["proof"].as_array().map(Vec::len), Some(2));
    assert_eq!(site.get("/public/log/consistency/4/3").await.status, StatusCode::NOT_FOUND);
    let feed = site.get("/public/feed.atom").await;
    assert!(feed.header(header::CONTENT_TYPE).starts_with("application/atom+xml"));
    assert_eq!(feed.text.matches("<entry").count(), 3);
}
