//! What may be done about an incident: the mechanisms, what is known of the incident, and what the router answers.

use super::conditional;
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::casework::SituationRevision;
use ostrakon_app::casework::response::mechanism::Mechanism;
use ostrakon_app::casework::response::router::{Routes, Situation};
use ostrakon_app::hub::Tlp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new()
        .routes(routes!(mechanisms))
        .routes(routes!(situation, assess))
        .routes(routes!(revisions))
        .routes(routes!(of_incident))
        .routes(routes!(of_situation))
}

/// What is known of an incident, with its marking.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct MarkedSituation {
    /// Its marking; TLP:AMBER+STRICT when left out.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)$")]
    marking: Tlp,
    /// What is known.
    situation: Situation,
}

/// All mechanisms
#[utoipa::path(get, path = "/api/v1/mechanisms", tag = "response",
    responses((status = 200, description = "by id", body = Vec<Mechanism>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn mechanisms(State(house): State<Arc<House>>, _asker: Asker) -> Result<Json<Vec<Mechanism>>, Problem> {
    Ok(Json(house.call(|hub| Ok(hub.mechanisms().iter().cloned().collect())).await?))
}

/// Which version.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichVersion {
    /// That of this revision; the last one when left out.
    #[param(minimum = 1)]
    revision: Option<i64>,
}

/// What is known of an incident, or was in a revision
#[utoipa::path(get, path = "/api/v1/incidents/{id}/situation", tag = "response",
    params(("id" = String, Path, description = "STIX id of the incident"), WhichVersion),
    responses((status = 200, description = "as it was last written, or in the revision that is asked for", body = MarkedSituation),
        (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn situation(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(id): Path<String>,
    which: Result<Query<WhichVersion>, QueryRejection>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let Query(which) = which.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let found = house
        .call(move |hub| match which.revision {
            Some(revision) => hub.situation_as_of(&who, &id, revision),
            None => hub.situation(&who, &id),
        })
        .await?;
    let shown = MarkedSituation { marking: found.value.marking, situation: found.value.situation };
    Ok(conditional::record(&headers, found.rev, &shown))
}

/// The versions of what is known of an incident
///
/// Each that was written, with who wrote it when; acts name the one that they rested on.
#[utoipa::path(get, path = "/api/v1/incidents/{id}/situation/revisions", tag = "response",
    params(("id" = String, Path, description = "STIX id of the incident")),
    responses((status = 200, description = "oldest first", body = Vec<SituationRevision>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn revisions(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<Json<Vec<SituationRevision>>, Problem> {
    let Asker(who) = asker;
    Ok(Json(house.call(move |hub| hub.situation_revisions(&who, &id)).await?))
}

/// Write what is known of an incident
///
/// With `If-None-Match: *` it is new, with `If-Match` changed.
#[utoipa::path(put, path = "/api/v1/incidents/{id}/situation", tag = "response",
    params(("id" = String, Path, description = "STIX id of the incident"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: there is none yet")),
    request_body = MarkedSituation,
    responses((status = 204, description = "written"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn assess(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
    body: Result<Json<MarkedSituation>, JsonRejection>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let Json(body) = body.map_err(Problem::from)?;
    let seen = conditional::seen(&headers)?;
    let rev = house.call(move |hub| hub.put_situation(&who, &id, body.marking, body.situation, seen)).await?;
    Ok((StatusCode::NO_CONTENT, [(header::ETAG, format!("\"{rev}\""))]).into_response())
}

/// What may be done about an incident
///
/// Every mechanism once: open with its clock, closed with the rule that closes it, or missing with what to do.
#[utoipa::path(get, path = "/api/v1/incidents/{id}/routes", tag = "response",
    params(("id" = String, Path, description = "STIX id of the incident")),
    responses((status = 200, description = "open and missing ones by clock, closed ones last", body = Routes),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn of_incident(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<Json<Routes>, Problem> {
    let Asker(who) = asker;
    Ok(Json(house.call(move |hub| hub.route_incident(&who, &id)).await?))
}

/// What may be done in a situation that is handed in, which is not kept
#[utoipa::path(post, path = "/api/v1/routes", tag = "response",
    request_body = Situation,
    responses((status = 200, description = "open and missing ones by clock, closed ones last", body = Routes),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn of_situation(
    State(house): State<Arc<House>>,
    asker: Asker,
    body: Result<Json<Situation>, JsonRejection>,
) -> Result<Json<Routes>, Problem> {
    let Asker(who) = asker;
    let Json(situation) = body.map_err(Problem::from)?;
    Ok(Json(house.call(move |hub| hub.route(&who, &situation)).await?))
}
