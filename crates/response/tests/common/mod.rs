//! Moments, people and situations for the tests of the router.
#![allow(dead_code)] // Each test program uses its part.

use ostrakon_model::{OrganisationKind, Role};
use ostrakon_response::Actor;
use toml::Value;

/// Milliseconds of `2026-04-20T10:00:00Z`.
pub fn moment(text: &str) -> i64 {
    let at: jiff::Timestamp = text.parse().unwrap_or_else(|e| panic!("{text}: {e}"));
    at.as_millisecond()
}

/// Turns moments written as text into milliseconds.
pub fn moments(value: &mut Value) {
    match value {
        Value::String(text) if text.ends_with('Z') && text.len() == 20 => {
            *value = Value::Integer(moment(text));
        }
        Value::Array(all) => all.iter_mut().for_each(moments),
        Value::Table(all) => all.iter_mut().for_each(|(_, value)| moments(value)),
        _ => {}
    }
}

/// `{ kind = "…", roles = ["…"] }`; the organisation is `org-own`.
pub fn actor(value: &Value) -> Actor {
    let kind: OrganisationKind = value["kind"].clone().try_into().expect("a kind");
    let roles: Vec<Role> = match value.get("roles") {
        Some(roles) => roles.clone().try_into().expect("roles"),
        None => vec![Role::Analyst, Role::PointOfContact, Role::Approver],
    };
    person(kind, &roles)
}

/// Somebody of an organisation.
pub fn person(kind: OrganisationKind, roles: &[Role]) -> Actor {
    Actor {
        person: "person-1".to_owned(),
        human: "human-1".to_owned(),
        organisation: "org-own".to_owned(),
        kind,
        country: "DE".to_owned(),
        own: true,
        roles: roles.iter().copied().collect(),
    }
}
