//! Organisations.

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
use ostrakon_app::people::access::{Organisation, Person};
use ostrakon_app::people::{Actor, NewOrganisation, OrganisationChange};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// A new organisation.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewOrganisation)]
pub(crate) struct New {
    /// Name, unique without regard to case.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// institution, member-state-authority, electoral-body, platform, fact-checker, civil-society, academia,
    /// media-regulator, party.
    kind: String,
    /// Two letters of ISO 3166-1, or EU.
    #[schema(min_length = 2, max_length = 2)]
    country: String,
    /// Communities.
    #[serde(default)]
    communities: BTreeSet<String>,
    /// Whether it enforces: police, a prosecutor, a sanctions authority. What was given for research under DSA Art 40 does not go
    /// to it, nor what was derived from it.
    #[serde(default)]
    enforcement: bool,
}

/// What is to be different; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = OrganisationChange)]
pub(crate) struct Change {
    /// Name.
    #[serde(default)]
    name: Option<String>,
    /// What it is.
    #[serde(default)]
    kind: Option<String>,
    /// Country.
    #[serde(default)]
    country: Option<String>,
    /// All of its communities.
    #[serde(default)]
    communities: Option<BTreeSet<String>>,
    /// Whether a Digital Services Coordinator has given it the status of trusted flagger (Regulation (EU) 2022/2065
    /// Art 22) and has not suspended it.
    #[serde(default)]
    trusted_flagger: Option<bool>,
    /// Whether it enforces: police, a prosecutor, a sanctions authority.
    #[serde(default)]
    enforcement: Option<bool>,
    /// Whether it is disabled.
    #[serde(default)]
    disabled: Option<bool>,
}

/// All organisations
#[utoipa::path(get, path = "/api/v1/organisations", tag = "administration", params(Paging),
    responses((status = 200, description = "by name", body = Vec<wire::Organisation>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    _who: Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let all = ask(&house, |people, _| people.organisations()).await?;
    let place = |one: &Organisation| format!("{} {}", Person::key(&one.name), one.id);
    Ok(wanted.answer(all, place, wire::Organisation::from))
}

/// An organisation
#[utoipa::path(get, path = "/api/v1/organisations/{id}", tag = "administration",
    params(("id" = String, Path, description = "id or name")),
    responses((status = 200, description = "the organisation", body = wire::Organisation),
        (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    _who: Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = ask(&house, move |people, _| people.organisation_at(&id)).await?;
    Ok(conditional::record(&headers, found.rev, &wire::Organisation::from(found.value)))
}

/// Enter an organisation
#[utoipa::path(post, path = "/api/v1/organisations", tag = "administration", request_body = New,
    responses((status = 201, description = "entered", body = wire::Organisation),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<New>, JsonRejection>,
) -> Result<(StatusCode, Json<wire::Organisation>), Problem> {
    let Json(New { name, kind, country, communities, enforcement }) = body?;
    let new = NewOrganisation { name, kind: wire::parse("kind", &kind)?, country, communities };
    let made = ask(&house, move |people, now| {
        let made = people.add_organisation(new, &Actor::of(&who), now)?;
        if !enforcement {
            return Ok(made);
        }
        let change = OrganisationChange { enforcement: Some(true), ..OrganisationChange::default() };
        people.change_organisation(&made.id, change, &Actor::of(&who), now)
    });
    let made = made.await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Change or disable an organisation
#[utoipa::path(patch, path = "/api/v1/organisations/{id}", tag = "administration", request_body = Change,
    params(("id" = String, Path, description = "id"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen; needed to change `communities`")),
    responses((status = 200, description = "as it is now", body = wire::Organisation),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn change(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Json<Change>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(Change { name, kind, country, communities, trusted_flagger, enforcement, disabled }) = body?;
    let kind = kind.as_deref().map(|word| wire::parse("kind", word)).transpose()?;
    let seen = conditional::expected(&headers, communities.is_some())?;
    let change =
        OrganisationChange { name, kind, country, communities, trusted_flagger, enforcement, disabled, seen };
    let next = ask(&house, move |people, now| {
        people.change_organisation(&id, change, &Actor::of(&who), now)?;
        people.organisation_at(&id)
    });
    let next = next.await?;
    Ok(conditional::changed(next.rev, &wire::Organisation::from(next.value)))
}
