//! What nodes say to each other beside TAXII. A node without these addresses answers 404, and everything else works.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use ostrakon_app::hub::{NoticeMessage, NoticeReceipts};
use serde::Serialize;
use serde_json::Value;
use std::sync::Arc;
use utoipa::ToSchema;

/// A message of notices.
#[derive(Debug, Serialize, ToSchema)]
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
    body: Bytes,
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
