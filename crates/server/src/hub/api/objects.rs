//! STIX objects of a collection, for programs that speak REST.

use super::conditional;
use crate::hub::asker::Asker;
use crate::hub::plain::Whole;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use ostrakon_app::hub::taxii::{Filter, Versions, filter::write_cursor};
use ostrakon_app::hub::{Page, Route, read_objects};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Which objects.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// Only of this STIX type.
    #[serde(rename = "type")]
    #[param(max_length = 250)]
    kind: Option<String>,
    /// Only what was added after this moment (RFC 3339, UTC).
    #[param(value_type = Option<String>, format = DateTime)]
    #[param(max_length = 300)]
    added_after: Option<String>,
    /// `last` (usual) or `all` versions.
    #[param(pattern = "^(last|all)$")]
    #[param(max_length = 300)]
    versions: Option<String>,
    /// The most objects in the answer, 1 to 10,000; 1,000 when left out.
    #[param(minimum = 1, maximum = 10000)]
    limit: Option<u32>,
    /// `next` of the answer before.
    #[param(max_length = 20)]
    next: Option<String>,
}

/// A page of objects.
#[derive(Serialize, ToSchema)]
pub(crate) struct Objects {
    /// STIX objects, in order of addition.
    #[schema(value_type = Vec<Object>)]
    objects: Vec<Box<RawValue>>,
    /// How to ask for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// What became of objects that were sent.
#[derive(Serialize, ToSchema)]
pub(crate) struct Addition {
    /// By which it can be asked for again over TAXII.
    id: String,
    /// Objects sent.
    total: u64,
    /// Taken, those that were there already included.
    accepted: u64,
}

/// Objects of a collection
///
/// In order of addition, each through the sharing gate.
#[utoipa::path(get, path = "/api/v1/collections/{id}/objects", tag = "objects", params(
    ("id" = String, Path, description = "id or alias of the collection"), Which),
    responses((status = 200, description = "a page", body = Objects),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(collection): Path<String>,
    which: Result<Query<Which>, axum::extract::rejection::QueryRejection>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let limit = which.limit.map(|limit| limit.to_string());
    let pairs = [
        ("match[type]", which.kind.as_deref()),
        ("added_after", which.added_after.as_deref()),
        ("match[version]", which.versions.as_deref()),
        ("limit", limit.as_deref()),
        ("next", which.next.as_deref()),
    ];
    let filter = Filter::parse(pairs.into_iter().filter_map(|(name, value)| Some((name, value?))))
        .map_err(|error| Problem::unreadable(error.to_string()))?;
    let page = house.call(move |hub| hub.page(&who, &collection, &filter, Route::Rest)).await?;
    Ok(Json(wire(page)?).into_response())
}

/// Add objects
///
/// A STIX object, bundle or list, or one object a line; all of it or nothing. What is there already adds nothing.
#[utoipa::path(post, path = "/api/v1/collections/{id}/objects", tag = "objects",
    params(("id" = String, Path, description = "id or alias of the collection")),
    request_body(content = Object, content_type = "application/json", description = "object, bundle, list or lines"),
    responses((status = 202, description = "what became of each", body = Addition),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(collection): Path<String>,
    Whole(body): Whole,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let status = house
        .call_with(move |hub| {
            hub.may_add(&who, &collection)?;
            let texts = read_objects(&body)?;
            Ok(hub.add_whole(&who, &collection, &texts)?)
        })
        .await?;
    let addition = Addition { id: status.id, total: status.total_count, accepted: status.success_count };
    Ok((StatusCode::ACCEPTED, Json(addition)).into_response())
}

/// The newest version of an object
#[utoipa::path(get, path = "/api/v1/collections/{id}/objects/{object}", tag = "objects",
    params(("id" = String, Path, description = "id or alias of the collection"),
        ("object" = String, Path, description = "STIX id")),
    responses((status = 200, description = "the object", body = Object), (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn object(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path((collection, object)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let filter = Filter { ids: vec![object], ..Filter::default() };
    let page = house.call(move |hub| hub.page(&who, &collection, &filter, Route::Rest)).await?;
    let row = page.rows.first().ok_or_else(|| Problem::not_found("object of this id in this collection"))?;
    let value: Value = serde_json::from_slice(&row.bytes).map_err(|error| Problem::internal(&error))?;
    Ok(conditional::tagged(&headers, &format!("\"{:x}\"", row.added), &value))
}

/// Versions of an object
#[utoipa::path(get, path = "/api/v1/collections/{id}/objects/{object}/versions", tag = "objects",
    params(("id" = String, Path, description = "id or alias of the collection"),
        ("object" = String, Path, description = "STIX id")),
    responses((status = 200, description = "all versions, oldest first", body = Objects),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn versions(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path((collection, object)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let filter = Filter { ids: vec![object], versions: Versions::All, ..Filter::default() };
    let page = house.call(move |hub| hub.page(&who, &collection, &filter, Route::Rest)).await?;
    if page.rows.is_empty() {
        return Err(Problem::not_found("object of this id in this collection"));
    }
    Ok(Json(wire(page)?).into_response())
}

fn wire(page: Page) -> Result<Objects, Problem> {
    let raw = |bytes: Vec<u8>| {
        let text = String::from_utf8(bytes).map_err(|error| Problem::internal(&error))?;
        RawValue::from_string(text).map_err(|error| Problem::internal(&error))
    };
    let objects = page.rows.into_iter().map(|row| raw(row.bytes)).collect::<Result<_, _>>()?;
    Ok(Objects { objects, next: page.next.map(write_cursor) })
}
