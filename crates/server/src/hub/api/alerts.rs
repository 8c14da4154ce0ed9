//! Alerts as messages of the Common Alerting Protocol, out and in.

use super::casework::{CaseRecord, answer};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::casework::cap::{MEDIA_TYPE, MOST_BYTES};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new().routes(routes!(written)).routes(routes!(read))
}

/// An alert as CAP 1.2
///
/// `Alert` once it is issued, `Update` after a correction, `Cancel` after it was withdrawn. What CAP has no element for stands in
/// parameters that begin with `ostrakon.`.
#[utoipa::path(get, path = "/api/v1/alerts/{id}/cap", tag = "casework",
    params(("id" = String, Path, description = "its id")),
    responses((status = 200, description = "the message", content_type = "application/cap+xml", body = String),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn written(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let text = house.call(move |hub| hub.alert_as_cap(&who, &id)).await?;
    Ok(([(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")], text).into_response())
}

/// Open an alert's draft from CAP 1.2
///
/// Criteria, addressees and evidence are for people to fill in; nothing is issued by reading.
#[utoipa::path(post, path = "/api/v1/alerts/cap", tag = "casework",
    request_body(content = String, content_type = "application/cap+xml", description = "the message, at most 4 MiB"),
    responses((status = 201, description = "the draft", body = CaseRecord),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn read(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if ![MEDIA_TYPE, "application/xml", "text/xml"].contains(&kind.as_str()) {
        return Err(Problem::wrong_media_type(MEDIA_TYPE));
    }
    let bytes = to_bytes(body, MOST_BYTES).await.map_err(|_| Problem::too_large(MOST_BYTES as u64))?;
    let done = house.call(move |hub| hub.alert_from_cap(&who, &bytes)).await;
    Ok(answer(StatusCode::CREATED, done.map_err(|problem| problem.in_language(&headers))?))
}
