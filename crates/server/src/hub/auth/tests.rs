//! The door, and the table of rights behind it: each test asks the whole router, as a client would.

use super::super::config::Config;
use super::super::router;
use super::super::state::House;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode, header};
use ostrakon_app::hub::Hub;
use ostrakon_app::people::access::{OrganisationKind, Role, Scope};
use ostrakon_app::people::{Actor, NewCollection, NewOrganisation, NewPerson, NewToken, People};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tempfile::TempDir;
use tower::ServiceExt;

mod changes;
mod door;
mod evidence;
mod matrix;
mod oidc;
mod provider;
mod repeat;

const NOW: i64 = 1_750_000_000_000;
const PASSWORD: &str = "a heron over grey water";

/// A server without a socket.
struct Place {
    router: Router,
    people: People,
    clock: Arc<AtomicI64>,
    config: Config,
    folder: TempDir,
}

/// An answer.
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Value,
}

impl Answer {
    fn rule(&self) -> &str {
        self.body["rule"].as_str().unwrap_or_default()
    }
}

/// Somebody who signed in.
struct In {
    cookie: String,
    csrf: String,
}

fn place() -> Place {
    place_with(Config::default())
}

fn place_with(config: Config) -> Place {
    let folder = tempfile::tempdir().expect("a folder");
    let people = People::at(folder.path(), None).expect("opens");
    let clock = Arc::new(AtomicI64::new(NOW));
    let new = NewOrganisation {
        name: "Electoral Commission".into(),
        kind: OrganisationKind::ElectoralBody,
        country: "IE".into(),
        communities: BTreeSet::new(),
    };
    people.add_organisation(new, &Actor::command_line(), NOW).expect("the first");
    Place { router: started(&people, &clock, &config), people, clock, config, folder }
}

/// A server's start over a store.
fn started(people: &People, clock: &Arc<AtomicI64>, config: &Config) -> Router {
    let hands = Arc::clone(clock);
    let clocked = Arc::new(move || hands.load(Ordering::Relaxed));
    let hub = Hub::over(people.store().clone(), clocked).expect("the table is sound");
    router(&House::new(Arc::new(hub), config.clone(), true))
}

impl Place {
    /// As after the end of a server and the start of another.
    fn restart(&mut self) {
        self.router = started(&self.people, &self.clock, &self.config);
    }

    fn account(&self, name: &str, roles: &[Role]) -> String {
        let new = NewPerson {
            name,
            organisation: "Electoral Commission",
            roles: roles.iter().copied().collect(),
            password: Some(PASSWORD),
            ..NewPerson::default()
        };
        self.people.add_person(&new, &Actor::command_line(), NOW).expect("an account").0.id
    }

    fn token(&self, name: &str, scopes: &[Scope]) -> String {
        let scopes = scopes.iter().copied().collect();
        let new = NewToken { person: name, name: "script", scopes, ..NewToken::default() };
        let made = self.people.add_token(new, &Actor::command_line(), NOW).expect("a token");
        format!("Bearer {}", made.1.expose())
    }

    async fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: Option<&Value>) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let body = match body {
            Some(value) => {
                request = request.header(header::CONTENT_TYPE, "application/json");
                Body::from(value.to_string())
            }
            None => Body::empty(),
        };
        let request = request.body(body).expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let (parts, body) = response.into_parts();
        // A stream of events does not end by itself; what it holds is no matter here.
        let streams = parts.headers.get(header::CONTENT_TYPE).is_some_and(|v| v == "text/event-stream");
        let bytes =
            if streams { Vec::new() } else { to_bytes(body, 1 << 24).await.expect("a body").to_vec() };
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body }
    }

    async fn sign_in(&self, name: &str) -> In {
        let typed = json!({ "name": name, "password": PASSWORD });
        let answer = self.send("POST", "/api/v1/session", &[], Some(&typed)).await;
        assert_eq!(answer.status, StatusCode::CREATED, "{}", answer.body);
        let set = answer.headers[header::SET_COOKIE].to_str().expect("ASCII");
        let cookie = set.split(';').next().expect("a pair").to_owned();
        In { cookie, csrf: answer.body["csrf"].as_str().expect("a token").to_owned() }
    }

    async fn as_session(&self, who: &In, method: &str, path: &str, body: Option<&Value>) -> Answer {
        self.send(method, path, &[("cookie", &who.cookie), ("x-csrf-token", &who.csrf)], body).await
    }
}
