//! Analyses as jobs: asked for, followed, paused, given up, removed.

use crate::hub::api::conditional;
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use ostrakon_app::analysis::wire;
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// Which analyses.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// Only those that stand so.
    #[param(inline)]
    state: Option<wire::State>,
    /// The most analyses in the answer, 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next` of the answer before.
    #[param(max_length = 80)]
    next: Option<String>,
}

/// A number of things on a page.
pub(super) fn limit(given: Option<u32>, usual: u32, most: u32) -> Result<usize, Problem> {
    match given.unwrap_or(usual) {
        limit if (1..=most).contains(&limit) => Ok(limit as usize),
        limit => Err(Problem::unreadable(format!("limit = {limit}: 1 to {most}"))),
    }
}

/// Analyses
#[utoipa::path(get, path = "/api/v1/analyses", tag = "analyses", params(Which),
    responses((status = 200, description = "newest first", body = wire::AnalysisPage),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<wire::AnalysisPage>, Problem> {
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let limit = limit(which.limit, 50, 200)?;
    let page = house.analysis(move |all| all.list(&who, which.state, limit, which.next.as_deref()));
    Ok(Json(page.await?))
}

/// Ask for an analysis
///
/// It runs in the background and survives a restart of the server; the page can be closed and found again.
#[utoipa::path(post, path = "/api/v1/analyses", tag = "analyses", request_body = wire::NewAnalysis,
    responses((status = 201, description = "it waits for its turn", body = wire::Analysis),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<wire::NewAnalysis>, JsonRejection>,
) -> Result<(StatusCode, Json<wire::Analysis>), Problem> {
    let Json(new) = body?;
    let begun = house.analysis(move |analyses| analyses.begin(&who, new)).await?;
    Ok((StatusCode::CREATED, Json(begun)))
}

/// An analysis: how far it is, and what came out
#[utoipa::path(get, path = "/api/v1/analyses/{id}", tag = "analyses",
    params(("id" = String, Path, description = "id")),
    responses((status = 200, description = "the analysis with its summary", body = wire::Summary),
        (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let summary = house.analysis(move |analyses| analyses.summary(&who, &id)).await?;
    if summary.analysis.progress.is_some() {
        // What is under way changes without a new revision.
        return Ok(axum::response::IntoResponse::into_response(Json(summary)));
    }
    Ok(conditional::record(&headers, summary.analysis.rev, &summary))
}

/// Remove an analysis with everything that was kept of it
#[utoipa::path(delete, path = "/api/v1/analyses/{id}", tag = "analyses",
    params(("id" = String, Path, description = "id")),
    responses((status = 204, description = "gone"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn remove(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    house.analysis(move |analyses| analyses.remove(&who, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Let an analysis wait
///
/// One that runs waits at the next place where it can; until then its progress says `pausing`.
#[utoipa::path(post, path = "/api/v1/analyses/{id}/pause", tag = "analyses",
    params(("id" = String, Path, description = "id")),
    responses((status = 200, description = "as it stands", body = wire::Analysis),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn pause(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<Json<wire::Analysis>, Problem> {
    Ok(Json(house.analysis(move |analyses| analyses.pause(&who, &id)).await?))
}

/// Let an analysis go on
#[utoipa::path(post, path = "/api/v1/analyses/{id}/resume", tag = "analyses",
    params(("id" = String, Path, description = "id")),
    responses((status = 200, description = "as it stands", body = wire::Analysis),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn resume(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<Json<wire::Analysis>, Problem> {
    Ok(Json(house.analysis(move |analyses| analyses.resume(&who, &id)).await?))
}

/// Give an analysis up
///
/// What it had is removed. What a data set took in already stays there, under its terms.
#[utoipa::path(post, path = "/api/v1/analyses/{id}/cancel", tag = "analyses",
    params(("id" = String, Path, description = "id")),
    responses((status = 200, description = "as it stands", body = wire::Analysis),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn cancel(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<Json<wire::Analysis>, Problem> {
    Ok(Json(house.analysis(move |analyses| analyses.cancel(&who, &id)).await?))
}
