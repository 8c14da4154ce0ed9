//! Collections, for whoever administers; what is in them is reached over TAXII and `/api/v1/objects`.

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
use ostrakon_app::people::{Actor, Collection, CollectionChange, NewCollection};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// A new collection.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCollection)]
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
#[schema(as = CollectionChange)]
pub(crate) struct Change {
    /// Title.
    #[serde(default)]
    title: Option<String>,
    /// What it is for; an empty text removes it.
    #[serde(default)]
    description: Option<String>,
    /// All that narrows reading; an empty list opens it to all who may read at all.
    #[serde(default)]
    read: Option<Vec<String>>,
    /// All that narrows adding.
    #[serde(default)]
    write: Option<Vec<String>>,
}

/// Collections that one may see
#[utoipa::path(get, path = "/api/v1/collections", tag = "administration", params(Paging),
    responses((status = 200, description = "by title", body = Vec<wire::Collection>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let seen = who.clone();
    let visible = house.call(move |hub| hub.collections(&seen)).await?;
    let all = ask(&house, |people, _| people.collections()).await?;
    let visible: BTreeSet<String> = visible.into_iter().map(|one| one.id).collect();
    let all = all.into_iter().filter(|one| visible.contains(&one.id)).collect();
    let place = |one: &Collection| format!("{} {}", one.title, one.id);
    Ok(wanted.answer(all, place, wire::Collection::from))
}

/// A collection
#[utoipa::path(get, path = "/api/v1/collections/{id}", tag = "administration",
    params(("id" = String, Path, description = "id or alias")),
    responses((status = 200, description = "the collection", body = wire::Collection),
        (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let visible = house.call(move |hub| hub.collection(&who, &id)).await?;
    let found = ask(&house, move |people, _| people.collection_at(&visible.id)).await?;
    Ok(conditional::record(&headers, found.rev, &wire::Collection::from(found.value)))
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
    params(("id" = String, Path, description = "id"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen; needed to change `read` or `write`")),
    responses((status = 200, description = "as it is now", body = wire::Collection),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn change(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Json<Change>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(body) = body?;
    let change = CollectionChange {
        seen: conditional::expected(&headers, body.read.is_some() || body.write.is_some())?,
        title: body.title,
        description: body.description,
        read: body.read.map(|words| wire::parse_all("read", &words)).transpose()?,
        write: body.write.map(|words| wire::parse_all("write", &words)).transpose()?,
    };
    let next = ask(&house, move |people, now| {
        let next = people.change_collection(&id, change, &Actor::of(&who), now)?;
        people.collection_at(&next.id)
    });
    let next = next.await?;
    Ok(conditional::changed(next.rev, &wire::Collection::from(next.value)))
}
