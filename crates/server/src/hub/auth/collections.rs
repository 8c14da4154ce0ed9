//! Collections, for whoever administers; what is in them is reached over TAXII and `/api/v1/objects`.

use super::{ask, wire};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use ostrakon_app::hub::HubError;
use ostrakon_app::people::{Actor, NewCollection};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// A new collection.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct New {
    /// Title.
    #[schema(min_length = 1, max_length = 120)]
    title: String,
    /// What it is for.
    #[serde(default)]
    description: Option<String>,
    /// Short name that stands for the id in addresses.
    #[serde(default)]
    alias: Option<String>,
    /// Narrows reading: own, identity--…, community:NAME, role:NAME.
    #[serde(default)]
    read: Vec<String>,
    /// Narrows adding.
    #[serde(default)]
    write: Vec<String>,
}

/// What is to be different; what is left out stays.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    /// Title.
    #[serde(default)]
    title: Option<String>,
    /// What it is for.
    #[serde(default)]
    description: Option<String>,
    /// Narrows reading.
    #[serde(default)]
    read: Vec<String>,
    /// Narrows adding.
    #[serde(default)]
    write: Vec<String>,
}

/// Collections that one may see
#[utoipa::path(get, path = "/api/v1/collections", tag = "administration",
    responses((status = 200, description = "by title", body = Vec<wire::Collection>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
) -> Result<Json<Vec<wire::Collection>>, Problem> {
    let seen = who.clone();
    let visible = house.call(move |hub| hub.collections(&seen)).await?;
    let all = ask(&house, |people, _| people.collections()).await?;
    let all = all.into_iter().filter(|one| visible.iter().any(|seen| seen.id == one.id));
    Ok(Json(all.map(Into::into).collect()))
}

/// A collection
#[utoipa::path(get, path = "/api/v1/collections/{id}", tag = "administration",
    params(("id" = String, Path, description = "id or alias")),
    responses((status = 200, description = "the collection", body = wire::Collection),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<Json<wire::Collection>, Problem> {
    let visible = house.call(move |hub| hub.collection(&who, &id)).await?;
    let found = ask(&house, move |people, _| {
        people.collection(&visible.id)?.ok_or_else(|| HubError::NotFound("collection of this id".into()))
    });
    Ok(Json(found.await?.into()))
}

/// Make a collection
#[utoipa::path(post, path = "/api/v1/collections", tag = "administration", request_body = New,
    responses((status = 201, description = "made", body = wire::Collection),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<New>, JsonRejection>,
) -> Result<(StatusCode, Json<wire::Collection>), Problem> {
    let Json(body) = body?;
    let new = NewCollection {
        title: body.title,
        description: body.description,
        alias: body.alias,
        read: wire::parse_all("read", &body.read)?,
        write: wire::parse_all("write", &body.write)?,
    };
    let made = ask(&house, move |people, now| people.add_collection(new, &Actor::of(&who), now)).await?;
    Ok((StatusCode::CREATED, Json(made.into())))
}

/// Change a collection
#[utoipa::path(patch, path = "/api/v1/collections/{id}", tag = "administration", request_body = Change,
    params(("id" = String, Path, description = "id")),
    responses((status = 200, description = "as it is now", body = wire::Collection),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn change(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    body: Result<Json<Change>, JsonRejection>,
) -> Result<Json<wire::Collection>, Problem> {
    let Json(body) = body?;
    let change = NewCollection {
        title: body.title.unwrap_or_default(),
        description: body.description,
        alias: None,
        read: wire::parse_all("read", &body.read)?,
        write: wire::parse_all("write", &body.write)?,
    };
    let next = ask(&house, move |people, now| people.change_collection(&id, change, &Actor::of(&who), now));
    Ok(Json(next.await?.into()))
}
