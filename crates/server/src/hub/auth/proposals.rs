//! What takes two people: proposed by one, decided by another.

use super::{ask, wire};
use crate::hub::api::conditional;
use crate::hub::api::paging::{Paging, Wanted, newest_first};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use ostrakon_app::people::NewProposal;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A new proposal.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewProposal)]
pub(crate) struct New {
    /// unmask, attribute, publish, delete-evidence, act-on-media.
    action: String,
    /// To what: the id of a record.
    #[schema(min_length = 1, max_length = 500)]
    subject: String,
    /// Why.
    #[schema(min_length = 10, max_length = 2000)]
    reason: String,
    /// The command that will be sent with the approval, word for word, where what it says stands in no record yet (an
    /// attribution): the second person reads it, and no other is carried out.
    #[serde(default)]
    #[schema(value_type = Option<Object>)]
    command: Option<serde_json::Value>,
}

/// What the second person says.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Note {
    /// In words; needed (10 to 2,000 characters) to reject.
    #[serde(default)]
    note: Option<String>,
    /// Revision of the subject that was read, to approve: another is refused (412).
    #[serde(default)]
    version: Option<i64>,
}

/// Proposals of one's organisation
#[utoipa::path(get, path = "/api/v1/proposals", tag = "two people", params(Paging),
    responses((status = 200, description = "newest first", body = Vec<wire::Proposal>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let all = ask(&house, move |people, _| people.proposals(&who)).await?;
    Ok(wanted.answer(all, |one| newest_first(one.proposed, &one.id), wire::Proposal::from))
}

/// A proposal
#[utoipa::path(get, path = "/api/v1/proposals/{id}", tag = "two people",
    params(("id" = String, Path, description = "id")),
    responses((status = 200, description = "the proposal", body = wire::Proposal), (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = ask(&house, move |people, _| people.proposal(&id, &who)).await?;
    Ok(conditional::record(&headers, found.rev, &wire::Proposal::from(found.value)))
}

/// Propose something
#[utoipa::path(post, path = "/api/v1/proposals", tag = "two people", request_body = New,
    responses((status = 201, description = "it waits for a second person", body = wire::Proposal),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn make(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<New>, JsonRejection>,
) -> Result<(StatusCode, Json<wire::Proposal>), Problem> {
    let Json(New { action, subject, reason, command }) = body?;
    let new = NewProposal { action: wire::parse("action", &action)?, subject, reason, command };
    let made = ask(&house, move |people, now| people.propose(new, &who, now)).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Approve, as a second person
///
/// What is approved is the subject as it stands (`version` of the answer): a change of it afterwards spoils the approval.
#[utoipa::path(post, path = "/api/v1/proposals/{id}/approve", tag = "two people", request_body = Note,
    params(("id" = String, Path, description = "id")),
    responses((status = 200, description = "approved", body = wire::Proposal),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn approve(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    body: Result<Json<Note>, JsonRejection>,
) -> Result<Json<wire::Proposal>, Problem> {
    let Json(Note { note, version }) = body?;
    let approve = move |people: &ostrakon_app::people::People, now| {
        people.approve_as_seen(&id, note, version, &who, now)
    };
    Ok(Json(ask(&house, approve).await?.into()))
}

/// Reject, as a second person
#[utoipa::path(post, path = "/api/v1/proposals/{id}/reject", tag = "two people", request_body = Note,
    params(("id" = String, Path, description = "id")),
    responses((status = 200, description = "rejected", body = wire::Proposal),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reject(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    body: Result<Json<Note>, JsonRejection>,
) -> Result<Json<wire::Proposal>, Problem> {
    let Json(Note { note, .. }) = body?;
    let note = note.unwrap_or_default();
    Ok(Json(ask(&house, move |people, now| people.reject(&id, note, &who, now)).await?.into()))
}

/// Take one's proposal back
#[utoipa::path(post, path = "/api/v1/proposals/{id}/withdraw", tag = "two people",
    params(("id" = String, Path, description = "id")),
    responses((status = 200, description = "withdrawn", body = wire::Proposal),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn withdraw(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<Json<wire::Proposal>, Problem> {
    Ok(Json(ask(&house, move |people, now| people.withdraw(&id, &who, now)).await?.into()))
}
