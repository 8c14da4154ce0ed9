//! What nodes say to each other beside TAXII. A node without these addresses answers 404, and everything else works.

use crate::hub::asker::Asker;
use crate::hub::plain::Whole;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::hub::{NoticeMessage, NoticeReceipts};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// The longest part of an item of evidence, with what stands before it.
const MOST_BYTES: usize = 17 << 20;

/// A message of notices.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoticeMessage)]
pub(crate) struct Notices {
    /// Each with `id`, `object`, `change` and, where it says more, `version` or `to`.
    #[schema(value_type = Vec<Object>)]
    notices: Vec<Value>,
}

/// Which notices arrived.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Receipts {
    /// Ids of the sender.
    receipts: Vec<String>,
}

/// Which item of evidence.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// The collection that the object is in, by id.
    #[param(max_length = 300)]
    collection: String,
    /// STIX id of the object that names the evidence.
    #[param(max_length = 300)]
    object: String,
    /// Where the part begins.
    #[serde(default)]
    from: u64,
}

/// How much of an item is there.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HowMuch {
    /// Bytes that arrived.
    have: u64,
    /// Whether that is all.
    complete: bool,
}

/// Fetch evidence
///
/// For a partner's node: a part of the evidence that an object names which it may have. A line of JSON (`size`, `from`,
/// `media_type`, `captured_at`), then the bytes.
#[utoipa::path(get, path = "/api/v1/exchange/evidence/{sha256}", tag = "federation", params(
    ("sha256" = String, Path, description = "digest, 64 hexadecimal digits"), Which),
    responses((status = 200, description = "a part", body = Vec<u8>, content_type = "application/octet-stream"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn evidence(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(digest): Path<String>,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let part = house
        .call(move |hub| hub.evidence_part(&who, &which.collection, &which.object, &digest, which.from))
        .await?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (header::CONTENT_DISPOSITION, "attachment"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, part).into_response())
}

/// Bring evidence
///
/// For a partner's node: a part of the evidence that an object names which it sent. An empty body asks how much is there.
#[utoipa::path(post, path = "/api/v1/exchange/evidence/{sha256}", tag = "federation", params(
    ("sha256" = String, Path, description = "digest, 64 hexadecimal digits"), Which),
    request_body(content = Vec<u8>, content_type = "application/octet-stream", description = "as it is fetched"),
    responses((status = 200, description = "how much is there", body = HowMuch),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn bring(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(digest): Path<String>,
    which: Result<Query<Which>, QueryRejection>,
    body: Body,
) -> Result<Json<HowMuch>, Problem> {
    let Asker(who) = asker;
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let body = to_bytes(body, MOST_BYTES).await.map_err(|_| Problem::too_large(MOST_BYTES as u64))?;
    let arrived = house.call(move |hub| hub.take_evidence(&who, &which.object, &digest, &body)).await?;
    Ok(Json(HowMuch { have: arrived.have, complete: arrived.complete }))
}

/// Fetch notices
///
/// For a partner's node: what is owed to it and was not receipted.
#[utoipa::path(get, path = "/api/v1/exchange/notices", tag = "federation",
    responses((status = 200, description = "the notices", body = Notices),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn fetch(State(house): State<Arc<House>>, asker: Asker) -> Result<Json<Notices>, Problem> {
    let Asker(who) = asker;
    let message = house.call(move |hub| hub.hand_over_notices(&who)).await?;
    let notices = message.notices.iter().map(serde_json::to_value).collect::<Result<_, _>>();
    Ok(Json(Notices { notices: notices.map_err(|error| Problem::internal(&error))? }))
}

/// Tell notices
///
/// For a partner's node: what it corrected, withdrew or narrowed of what we have of it. The answer is the receipt.
#[utoipa::path(post, path = "/api/v1/exchange/notices", tag = "federation",
    request_body(content = Object, content_type = "application/json", description = "`{\"notices\": […]}`"),
    responses((status = 200, description = "which arrived", body = Receipts),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn tell(
    State(house): State<Arc<House>>,
    asker: Asker,
    Whole(body): Whole,
) -> Result<Json<Receipts>, Problem> {
    let Asker(who) = asker;
    let message: NoticeMessage =
        serde_json::from_slice(&body).map_err(|error| Problem::unreadable(error.to_string()))?;
    let NoticeReceipts { receipts } = house.call(move |hub| hub.receive_notices(&who, &message)).await?;
    Ok(Json(Receipts { receipts }))
}

/// Receipt a notice
///
/// For a partner's node: that a notice to it arrived.
#[utoipa::path(post, path = "/api/v1/exchange/notices/{id}/receipt", tag = "federation",
    params(("id" = String, Path, description = "id of the notice")),
    responses((status = 204, description = "kept"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn receipt(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    let Asker(who) = asker;
    house.call(move |hub| hub.receipt_own(&who, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
