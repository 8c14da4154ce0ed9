//! Every route × every role × every marking against `ontology/access.toml`, on the router that is served.

use super::*;
use crate::hub::api;
use ostrakon_app::hub::Tlp;
use ostrakon_app::people::Presented;
use ostrakon_app::people::access::{Error as Refusal, Matrix};

/// What only the source says: addresses of routers that no document describes.
const SOURCES: [&str; 4] = [
    include_str!("../../taxii/mod.rs"),
    include_str!("../../health.rs"),
    include_str!("../mod.rs"),
    include_str!("../../public/mod.rs"),
];

const METHODS: [&str; 5] = ["GET", "POST", "PUT", "PATCH", "DELETE"];

/// All routes that the server has: those of the document with their methods, the others with the methods that the table
/// lists; an address without any fails the test.
fn routes(matrix: &Matrix) -> BTreeSet<(String, String)> {
    let (_, document) = api::routes().merge(super::super::routes()).split_for_parts();
    let document = serde_json::to_value(&document).expect("JSON");
    let mut all = BTreeSet::new();
    for (path, methods) in document["paths"].as_object().expect("paths") {
        for method in METHODS.iter().filter(|m| methods.get(m.to_lowercase()).is_some()) {
            all.insert(((*method).to_owned(), path.clone()));
        }
    }
    assert!(all.len() > 40, "the document was read");
    for path in SOURCES.iter().flat_map(|text| text.split('"')).filter(|word| word.starts_with('/')) {
        let path = path.trim();
        if path.contains(' ') || path.contains("{path}") {
            continue;
        }
        let listed: Vec<_> = METHODS.iter().filter(|m| matrix.action_of(m, path).is_some()).collect();
        assert!(!listed.is_empty(), "{path}: ontology/access.toml lists no method of it");
        all.extend(listed.into_iter().map(|m| ((*m).to_owned(), path.to_owned())));
    }
    assert!(
        all.iter().any(|(_, path)| path.starts_with("/taxii2"))
            && all.iter().any(|(_, path)| path == "/healthz")
    );
    all
}

/// A request's path for a pattern: parameters that name nothing.
fn concrete(path: &str) -> String {
    let segments = path.split('/').map(|segment| match segment {
        "{root}" => "ostrakon",
        s if s.starts_with('{') => "00000000-0000-4000-8000-000000000000",
        s => s,
    });
    segments.collect::<Vec<_>>().join("/")
}

/// Rules of the table and of the door; a handler's own refusals are its own.
const RULES: [&str; 6] = ["unlisted", "own-organisation", "session-only", "role", "scope", "csrf"];

#[tokio::test]
async fn every_route_answers_every_role_as_the_table_says() {
    let place = place();
    let matrix = Matrix::embedded().expect("the table is sound");
    let routes = routes(&matrix);
    for role in Role::ALL {
        place.account(role.name(), &[role]);
    }
    let scopes: Vec<Scope> = Scope::ALL.to_vec();
    for role in Role::ALL {
        let full = place.token(role.name(), &scopes);
        let narrow = place.token(role.name(), &[Scope::Audit]);
        for (method, path) in &routes {
            // Each with a session of its own, since some routes end it.
            let session = place.sign_in(role.name()).await;
            let action = matrix.action_of(method, path);
            let action = action.unwrap_or_else(|| panic!("{method} {path}: not in ontology/access.toml"));
            let cookie = vec![("cookie", session.cookie.clone()), ("x-csrf-token", session.csrf.clone())];
            let by_full = vec![("authorization", full.clone())];
            let by_narrow = vec![("authorization", narrow.clone())];
            for shown in [vec![], cookie, by_full, by_narrow] {
                let expected = principal_of(&place, &shown);
                let expected = matrix.decide(action, expected.as_ref(), None);
                let headers: Vec<_> = shown.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let answer = place.send(method, &concrete(path), &headers, None).await;
                let place_of =
                    format!("{method} {path} as {role} by {:?}: {}", shown.first().map(|s| s.0), answer.body);
                assert!(!answer.status.is_server_error(), "{place_of}");
                match expected {
                    Ok(()) => assert!(
                        !RULES.contains(&answer.rule()) && (answer.status != StatusCode::UNAUTHORIZED),
                        "{place_of}"
                    ),
                    Err(Refusal::Nobody(_)) => {
                        assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{place_of}");
                    }
                    Err(Refusal::Refused { rule, .. }) => {
                        assert_eq!(answer.status, StatusCode::FORBIDDEN, "{place_of}");
                        assert!(answer.rule() == rule || path.starts_with("/taxii2"), "{place_of}");
                    }
                    Err(other) => panic!("{other}"),
                }
            }
        }
    }
}

/// The principal of what is shown.
fn principal_of(place: &Place, shown: &[(&str, String)]) -> Option<ostrakon_app::people::access::Principal> {
    let (_, value) = shown.first()?;
    let presented = match value.strip_prefix("Bearer ") {
        Some(token) => Presented::Token(token),
        None => Presented::Session(value.split_once('=').expect("a pair").1),
    };
    Some(place.people.authenticate(presented, None, NOW).expect("admitted"))
}

/// An object of STIX with a marking of TLP 2.0 (fixed ids of the standard's definitions).
fn marked(n: usize, marking: Tlp) -> Value {
    let definition = match marking {
        Tlp::Clear => "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
        Tlp::Green => "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb",
        Tlp::Amber => "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421",
        Tlp::AmberStrict => "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
        Tlp::Red => "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1",
    };
    json!({
        "type": "identity", "spec_version": "2.1", "id": format!("identity--00000000-0000-4000-8000-00000000000{n}"),
        "created": "2024-01-01T00:00:00.000Z", "modified": "2024-01-01T00:00:00.000Z", "name": format!("name {n}"),
        "identity_class": "organization", "object_marking_refs": [definition],
    })
}

#[tokio::test]
async fn every_role_is_shown_what_its_highest_marking_allows() {
    let place = place();
    let matrix = Matrix::embedded().expect("the table is sound");
    place.account("writer", &[Role::Analyst]);
    let new = NewCollection { title: "All markings".into(), ..NewCollection::default() };
    let id = place.people.add_collection(new, &Actor::command_line(), NOW).expect("made").id;
    let objects: Vec<Value> = Tlp::ALL.iter().enumerate().map(|(n, marking)| marked(n, *marking)).collect();
    let bundle =
        json!({ "type": "bundle", "id": "bundle--00000000-0000-4000-8000-000000000000", "objects": objects });
    let path = format!("/api/v1/collections/{id}/objects");
    let writer = place.sign_in("writer").await;
    let added = place.as_session(&writer, "POST", &path, Some(&bundle)).await;
    assert!(added.status.is_success(), "{}", added.body);
    for role in Role::ALL {
        place.account(role.name(), &[role]);
        let who = place.sign_in(role.name()).await;
        let answer = place.as_session(&who, "GET", &path, None).await;
        assert_eq!(answer.status, StatusCode::OK, "{role}: {}", answer.body);
        let text = answer.body.to_string();
        for (n, marking) in Tlp::ALL.into_iter().enumerate() {
            let shown = text.contains(&format!("identity--00000000-0000-4000-8000-00000000000{n}"));
            assert_eq!(shown, marking <= matrix.highest(role), "{role} and {marking}");
        }
    }
}
