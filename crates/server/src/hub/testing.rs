//! Installations for tests: each a whole router over a store of its own, with a fixed clock.

use super::config::Config;
use super::router;
use super::state::House;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use ostrakon_app::hub::federation::{Direction, Link};
use ostrakon_app::hub::transport::Credentials;
use ostrakon_app::hub::{Agreement, Hub, Tlp};
use ostrakon_app::people::access::{Credential, OrganisationKind, Principal, Role, Scope};
use ostrakon_app::people::{Actor, Grant, NewCollection, NewOrganisation, NewPerson, NewToken, People};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::Arc;
use tempfile::TempDir;
use tower::ServiceExt;

pub(super) const NOW: i64 = 1_750_000_000_000;

/// One installation.
pub(super) struct Node {
    pub(super) hub: Arc<Hub>,
    pub(super) router: Router,
    pub(super) own: String,
    pub(super) me: Principal,
    pub(super) shelf: String,
    _folder: TempDir,
}

pub(super) fn organisation(people: &People, name: &str) -> String {
    let new = NewOrganisation {
        name: name.into(),
        kind: OrganisationKind::MemberStateAuthority,
        country: "EU".into(),
        communities: BTreeSet::new(),
    };
    people.add_organisation(new, &Actor::command_line(), NOW).expect("an organisation").id
}

pub(super) fn node(name: &str) -> Node {
    let folder = tempfile::tempdir().expect("a folder");
    let people = People::at(folder.path(), None).expect("opens");
    let hub = Arc::new(Hub::over(people.store().clone(), Arc::new(|| NOW)).expect("opens"));
    let own = organisation(&people, name);
    let person = NewPerson {
        name: "liaison",
        organisation: name,
        roles: BTreeSet::from([Role::PointOfContact]),
        password: Some("a heron over grey water"),
        ..NewPerson::default()
    };
    let person = people.add_person(&person, &Actor::command_line(), NOW).expect("a person").0;
    let house = people.organisation(&own).expect("there");
    let me = Principal::new(&person, &house, Credential::CommandLine, None, None, people.matrix());
    let shelf = NewCollection { title: "Shared".into(), ..NewCollection::default() };
    let shelf = people.add_collection(shelf, &Actor::command_line(), NOW).expect("a collection").id;
    let state = House::new(Arc::clone(&hub), Config::default(), true);
    Node { router: router(&state), hub, own, me, shelf, _folder: folder }
}

impl Node {
    /// Gives a partner an account, an agreement and a shelf of its own; organisation, token and shelf.
    pub(super) fn admits(&self, partner: &str) -> (String, String, String) {
        let people = self.hub.people();
        let id = organisation(people, partner);
        let person = NewPerson {
            name: partner,
            organisation: partner,
            roles: BTreeSet::from([Role::PointOfContact]),
            password: Some("a heron over grey water"),
            ..NewPerson::default()
        };
        let person = people.add_person(&person, &Actor::command_line(), NOW).expect("a person").0;
        let new = NewToken {
            person: &person.id,
            name: "link",
            scopes: BTreeSet::from([Scope::TaxiiRead, Scope::TaxiiWrite]),
            highest: None,
            expires: None,
        };
        let token = people.add_token(new, &Actor::command_line(), NOW).expect("a token").1;
        let grant = BTreeSet::from([Grant::Organisation(id.clone())]);
        let shelf = NewCollection {
            title: format!("From {partner}"),
            read: BTreeSet::from([Grant::Own, Grant::Organisation(id.clone())]),
            write: grant,
            ..NewCollection::default()
        };
        let shelf = people.add_collection(shelf, &Actor::command_line(), NOW).expect("a collection").id;
        let agreement = Agreement {
            organisation: id.clone(),
            collections: None,
            highest: Tlp::Amber,
            pseudonyms: true,
            community: true,
            valid_from: None,
            valid_until: None,
            identity: None,
            keys: BTreeSet::new(),
        };
        self.hub.agree(&self.me, &agreement, None).expect("agreed");
        (id, token.expose().to_owned(), shelf)
    }

    pub(super) fn add(&self, objects: &[Value]) {
        let texts: Vec<String> = objects.iter().map(Value::to_string).collect();
        let status = self.hub.add(&self.me, &self.shelf, &texts).expect("added");
        assert_eq!(status.failure_count, 0, "{:?}", status.failures);
    }

    pub(super) fn link(&self, id: &str, organisation: &str, remote: &str, local: &str, direction: Direction) {
        let link = Link {
            organisation: organisation.into(),
            url: "http://127.0.0.1:1/taxii2/ostrakon/".into(),
            remote: remote.into(),
            local: local.into(),
            direction,
            credentials: Credentials::None,
            every_minutes: None,
            by: None,
            mark: None,
        };
        self.hub.put_link(&self.me, id, &link, None).expect("a link");
    }

    /// What a collection holds: id → versions.
    pub(super) fn holds(&self, shelf: &str) -> BTreeSet<(String, String)> {
        let query = ostrakon_app::hub::ObjectQuery {
            versions: vec![ostrakon_app::hub::VersionMatch::All],
            limit: 10_000,
            ..Default::default()
        };
        let page = self.hub.store().manifest(shelf, &query).expect("read");
        page.rows.into_iter().map(|row| (row.id, row.version)).collect()
    }

    /// A token of our own liaison, with every scope.
    pub(super) fn token(&self) -> String {
        self.token_of(&self.me.person, &Scope::ALL)
    }

    pub(super) fn token_of(&self, person: &str, scopes: &[Scope]) -> String {
        let scopes = scopes.iter().copied().collect();
        let new = NewToken { person, name: "script", scopes, highest: None, expires: None };
        self.hub.people().add_token(new, &Actor::command_line(), NOW).expect("a token").1.expose().to_owned()
    }

    /// Asks, and reads the answer.
    pub(super) async fn ask(
        &self,
        token: &str,
        method: &str,
        path: &str,
        kind: &str,
        body: impl Into<Body>,
    ) -> (StatusCode, Vec<u8>) {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {token}"))
            .header(header::CONTENT_TYPE, kind)
            .body(body.into())
            .expect("a request");
        let response = self.router.clone().oneshot(request).await.expect("an answer");
        let status = response.status();
        // A stream of events does not end by itself.
        let streams = response.headers().get(header::CONTENT_TYPE).is_some_and(|v| v == "text/event-stream");
        let bytes = if streams {
            Vec::new()
        } else {
            to_bytes(response.into_body(), 1 << 26).await.expect("a body").to_vec()
        };
        (status, bytes)
    }

    pub(super) async fn json(
        &self,
        token: &str,
        method: &str,
        path: &str,
        body: Option<&Value>,
    ) -> (StatusCode, Value) {
        let body = body.map(Value::to_string).unwrap_or_default();
        let (status, bytes) = self.ask(token, method, path, "application/json", body).await;
        (status, serde_json::from_slice(&bytes).unwrap_or(Value::Null))
    }
}
