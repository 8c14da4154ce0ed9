//! API tokens: one's own, and those of others for whoever administers.

use super::{DONE, ask, wire};
use crate::hub::api::paging::{Paging, Wanted, newest_first};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use ostrakon_app::people::{Actor, NewToken};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// A new token.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewToken)]
pub(crate) struct New {
    /// What it is for.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// read, write, taxii:read, taxii:write, share, audit, admin, approve.
    #[schema(min_items = 1)]
    scopes: Vec<String>,
    /// Highest marking it shows, if less than one's own.
    #[serde(default)]
    highest: Option<String>,
    /// When it ends, milliseconds since 1970 UTC.
    #[serde(default)]
    expires: Option<i64>,
}

/// A token that was made. Its text is shown this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct Made {
    /// The token: to be sent as `Authorization: Bearer …`.
    token: String,
    /// What is kept of it.
    info: wire::Token,
}

/// One's tokens
#[utoipa::path(get, path = "/api/v1/me/tokens", tag = "people", params(Paging),
    responses((status = 200, description = "newest first", body = Vec<wire::Token>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn mine(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let all = ask(&house, move |people, _| people.tokens(Some(&who.person))).await?;
    Ok(wanted.answer(all, |one| newest_first(one.created, &one.id), wire::Token::from))
}

/// Make a token for oneself
#[utoipa::path(post, path = "/api/v1/me/tokens", tag = "people", request_body = New,
    responses((status = 201, description = "made", body = Made),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn make(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<New>, JsonRejection>,
) -> Result<(StatusCode, Json<Made>), Problem> {
    let Json(body) = body?;
    let scopes = wire::parse_all("scopes", &body.scopes)?;
    let highest = body.highest.as_deref().map(|word| wire::parse("highest", word)).transpose()?;
    let made = ask(&house, move |people, now| {
        let new = NewToken { person: &who.person, name: &body.name, scopes, highest, expires: body.expires };
        people.add_token(new, &Actor::of(&who), now)
    });
    let (info, secret) = made.await?;
    Ok((StatusCode::CREATED, Json(Made { token: secret.expose().to_owned(), info: info.into() })))
}

/// Revoke one of one's tokens
#[utoipa::path(delete, path = "/api/v1/me/tokens/{id}", tag = "people",
    params(("id" = String, Path, description = "id of the token")),
    responses((status = 204, description = "revoked"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn revoke_mine(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let revoke = move |people: &ostrakon_app::people::People, now| {
        people.revoke_token(&id, Some(&who.person), &Actor::of(&who), now)
    };
    ask(&house, revoke).await?;
    Ok(DONE)
}

/// All tokens
#[utoipa::path(get, path = "/api/v1/tokens", tag = "administration", params(Paging),
    responses((status = 200, description = "newest first", body = Vec<wire::Token>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn all(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let all = ask(&house, move |people, _| people.tokens_seen_by(&Actor::of(&who))).await?;
    Ok(wanted.answer(all, |one| newest_first(one.created, &one.id), wire::Token::from))
}

/// Revoke a token
#[utoipa::path(delete, path = "/api/v1/tokens/{id}", tag = "administration",
    params(("id" = String, Path, description = "id of the token")),
    responses((status = 204, description = "revoked"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn revoke(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    ask(&house, move |people, now| people.revoke_token(&id, None, &Actor::of(&who), now)).await?;
    Ok(DONE)
}
