//! Accounts, for whoever administers.

use super::{ask, wire};
use crate::hub::api::conditional;
use crate::hub::api::paging::{Paging, Wanted};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use ostrakon_app::people::access::Person;
use ostrakon_app::people::{self, Actor, NewPerson, Reset};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A new account. Its owner sets a password by the link in the answer.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewPerson)]
pub(crate) struct New {
    /// Name for sign-in, unique without regard to case.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// Name for others.
    #[serde(default)]
    display_name: Option<String>,
    /// Address, by which an identity provider finds the account.
    #[serde(default)]
    email: Option<String>,
    /// Organisation, by id or name.
    organisation: String,
    /// analyst, point-of-contact, approver, presidency, auditor, administrator, guest.
    #[schema(min_items = 1)]
    roles: Vec<String>,
    /// Highest marking the person is cleared for.
    #[serde(default)]
    highest: Option<String>,
    /// Name of another account of the same human being.
    #[serde(default)]
    same_as: Option<String>,
}

/// An account that was made or reset, and the link that sets its password.
#[derive(Serialize, ToSchema)]
pub(crate) struct Invited {
    /// The account.
    person: wire::Person,
    /// One-time link below the server's address, good for 24 hours; shown this once.
    link: Option<String>,
}

/// What is to be different; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PersonChange)]
pub(crate) struct Change {
    /// Name for others; an empty one removes it.
    #[serde(default)]
    display_name: Option<String>,
    /// All roles.
    #[serde(default)]
    roles: Option<Vec<String>>,
    /// Highest marking.
    #[serde(default)]
    highest: Option<String>,
    /// Whether it is disabled.
    #[serde(default)]
    disabled: Option<bool>,
}

/// What to take away from an account.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ResetScope)]
pub(crate) struct What {
    /// The one-time codes, too: the device is lost.
    #[serde(default)]
    codes: bool,
}

/// All accounts
#[utoipa::path(get, path = "/api/v1/people", tag = "administration", params(Paging),
    responses((status = 200, description = "by name", body = Vec<wire::Person>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let all = ask(&house, move |people, _| people.people_seen_by(&Actor::of(&who))).await?;
    let place = |one: &Person| format!("{} {}", Person::key(&one.name), one.id);
    Ok(wanted.answer(all, place, wire::Person::from))
}

/// An account
#[utoipa::path(get, path = "/api/v1/people/{id}", tag = "administration",
    params(("id" = String, Path, description = "id or name")),
    responses((status = 200, description = "the account", body = wire::Person), (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = ask(&house, move |people, _| people.person_seen_by(&id, &Actor::of(&who))).await?;
    Ok(conditional::record(&headers, found.rev, &wire::Person::from(found.value)))
}

/// Make an account
#[utoipa::path(post, path = "/api/v1/people", tag = "administration", request_body = New,
    responses((status = 201, description = "made", body = Invited),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<New>, JsonRejection>,
) -> Result<(StatusCode, Json<Invited>), Problem> {
    let Json(body) = body?;
    let roles = wire::parse_all("roles", &body.roles)?;
    let highest = body.highest.as_deref().map(|word| wire::parse("highest", word)).transpose()?;
    let made = ask(&house, move |people, now| {
        let new = NewPerson {
            name: &body.name,
            display_name: body.display_name.clone(),
            email: body.email.clone(),
            organisation: &body.organisation,
            roles,
            highest,
            same_as: body.same_as.as_deref(),
            password: None,
        };
        people.add_person(&new, &Actor::of(&who), now)
    });
    let (person, secret) = made.await?;
    let link = secret.map(|secret| format!("/link#{}", secret.expose()));
    Ok((StatusCode::CREATED, Json(Invited { person: person.into(), link })))
}

/// Change or disable an account
#[utoipa::path(patch, path = "/api/v1/people/{id}", tag = "administration", request_body = Change,
    params(("id" = String, Path, description = "id"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen; needed to change `roles`")),
    responses((status = 200, description = "as it is now", body = wire::Person),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn change(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Json<Change>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(body) = body?;
    let change = people::Change {
        display_name: body.display_name,
        roles: body.roles.as_deref().map(|words| wire::parse_all("roles", words)).transpose()?,
        highest: body.highest.as_deref().map(|word| wire::parse("highest", word)).transpose()?,
        disabled: body.disabled,
        seen: conditional::expected(&headers, body.roles.is_some())?,
    };
    let next = ask(&house, move |people, now| {
        let by = Actor::of(&who);
        people.change_person(&id, change, &by, now)?;
        people.person_seen_by(&id, &by)
    });
    let next = next.await?;
    Ok(conditional::changed(next.rev, &wire::Person::from(next.value)))
}

/// Take the password away and make a link that sets another
#[utoipa::path(post, path = "/api/v1/people/{id}/reset", tag = "administration", request_body = What,
    params(("id" = String, Path, description = "id")),
    responses((status = 200, description = "the link", body = Invited),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reset(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    body: Result<Json<What>, JsonRejection>,
) -> Result<Json<Invited>, Problem> {
    let Json(body) = body?;
    let what = if body.codes { Reset::PasswordAndCodes } else { Reset::Password };
    let done = ask(&house, move |people, now| {
        let secret = people.reset(&id, what, &Actor::of(&who), now)?;
        Ok((people.person(&id)?, secret))
    });
    let (person, secret) = done.await?;
    Ok(Json(Invited { person: person.into(), link: Some(format!("/link#{}", secret.expose())) }))
}
