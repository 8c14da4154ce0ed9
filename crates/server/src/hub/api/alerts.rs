//! Alerts as messages of the Common Alerting Protocol, out and in.

use super::casework::{CaseRecord, answer};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::body::{Body, to_bytes};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::casework::ReceivedCap;
use ostrakon_app::casework::cap::{MEDIA_TYPE, MOST_BYTES};
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new().routes(routes!(written)).routes(routes!(read)).routes(routes!(received))
}

/// An alert as CAP 1.2
///
/// `Alert` once it is issued, `Update` after a correction, `Cancel` after it was withdrawn, these with references to what went before;
/// an exercise has the status `Exercise`. What CAP has no element for stands in parameters that begin with `ostrakon.`.
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

/// The messages of CAP that an alert was made from, or that speak of it
///
/// Whole, with all their languages. For people of the organisation that keeps the alert.
#[utoipa::path(get, path = "/api/v1/alerts/{id}/cap/received", tag = "casework",
    params(("id" = String, Path, description = "its id")),
    responses((status = 200, description = "oldest first", body = Vec<ReceivedCap>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn received(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<Json<Vec<ReceivedCap>>, Problem> {
    Ok(Json(house.call(move |hub| hub.cap_received(&who, &id)).await?))
}

/// Take in a message of CAP 1.2
///
/// An `Alert` opens a draft; criteria, addressees and evidence are for people to fill in, and nothing is issued by reading. An `Update`
/// rewrites the draft of the message that it names, a `Cancel` ends it; of what is issued both are kept at the alert, for people to
/// decide, as are `Ack` and `Error` that name an alert of ours. `Exercise` makes an exercise; of `Test`, `System` and `Draft` nothing is
/// made. A message that came before is answered with 409 and the alert that it is. Of several languages the draft is in the one of
/// `Accept-Language`, else in English, else in the first; the others are kept with the message.
#[utoipa::path(post, path = "/api/v1/alerts/cap", tag = "casework",
    request_body(content = String, content_type = "application/cap+xml", description = "the message, at most 4 MiB"),
    responses((status = 201, description = "the alert", body = CaseRecord),
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
    let language = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    let language =
        language.unwrap_or_default().split([',', ';']).next().unwrap_or_default().trim().to_owned();
    let done = house.call(move |hub| hub.alert_from_cap(&who, &bytes, &language)).await;
    Ok(answer(StatusCode::CREATED, done.map_err(|problem| problem.in_language(&headers))?))
}
