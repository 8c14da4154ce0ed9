//! Known claims: fact-checks that are held, sought by words, laid beside posts, linked to incidents.

use super::registry::{body_of, csv};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::Response;
use ostrakon_app::claims::{self, Added, Claim, ClaimPage, NewClaim};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Longest text that is compared, in characters.
const LONGEST: usize = 10_000;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new()
        .routes(routes!(list))
        .routes(routes!(matches))
        .routes(routes!(export))
        .routes(routes!(one))
        .routes(routes!(link, unlink))
        .routes(routes!(add))
        .routes(routes!(import))
}

/// Which claims.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// Words, or a whole post: then the best match comes first, with what made it one.
    #[param(max_length = 10000)]
    q: Option<String>,
    /// Only of this language: `de` is also `de-AT`.
    #[param(max_length = 35)]
    language: Option<String>,
    /// Only by checkers whose name holds this.
    #[param(max_length = 200)]
    checker: Option<String>,
    /// Only those that are linked to this incident.
    #[param(max_length = 100)]
    incident: Option<String>,
    /// The most claims in the answer, 1 to 200; 50 when left out.
    #[param(minimum = 1, maximum = 200)]
    limit: Option<u32>,
    /// `next` of the answer before.
    #[param(max_length = 200)]
    next: Option<String>,
}

/// Texts to lay beside the claims that are known.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ClaimTexts {
    /// Each at most 10,000 characters.
    #[schema(min_items = 1, max_items = 100)]
    texts: Vec<String>,
    /// The most claims for each text, 1 to 20; 5 when left out.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 20, nullable = false)]
    top: Option<u32>,
}

/// Claims for each text.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimMatches {
    /// In the order of the texts, the best match of each first.
    matches: Vec<Vec<Claim>>,
}

/// A claim with the review as it was published.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ClaimWithReview {
    #[serde(flatten)]
    claim: Claim,
    /// ClaimReview of schema.org, JSON-LD.
    #[schema(value_type = Object)]
    review: serde_json::Value,
}

/// Known claims
///
/// Fact-checks of the collections that the asker reads. With `q` ranked by Okapi BM25 over the words of claim and title; each
/// claim says which words found it, and how much of it stands in the text.
#[utoipa::path(get, path = "/api/v1/claims", tag = "claims", params(Which),
    responses((status = 200, description = "newest first, or the best match first", body = ClaimPage),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<ClaimPage>, Problem> {
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let limit = which.limit.unwrap_or(50);
    if !(1..=200).contains(&limit) {
        return Err(Problem::unreadable("limit: 1 to 200"));
    }
    if which.q.as_ref().is_some_and(|text| text.chars().count() > LONGEST) {
        return Err(Problem::unreadable("q: at most 10,000 characters"));
    }
    let Which { q, language, checker, incident, next, .. } = which;
    let query = claims::Query { text: q, language, checker, incident, limit: limit as usize, next };
    Ok(Json(house.call(move |hub| hub.claims(&who, &query)).await?))
}

/// Match texts with known claims
///
/// For each text the claims that it shares words with, best first. That they say the same is a person's judgement.
#[utoipa::path(post, path = "/api/v1/claims/matches", tag = "claims", request_body = ClaimTexts,
    responses((status = 200, description = "in the order of the texts", body = ClaimMatches),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn matches(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    texts: Result<Json<ClaimTexts>, JsonRejection>,
) -> Result<Json<ClaimMatches>, Problem> {
    let Json(ClaimTexts { texts, top }) = texts?;
    let top = top.unwrap_or(5);
    if !(1..=20).contains(&top) {
        return Err(Problem::unreadable("top: 1 to 20"));
    }
    if texts.iter().any(|text| text.chars().count() > LONGEST) {
        return Err(Problem::unreadable("texts: each at most 10,000 characters"));
    }
    let matches = house.call(move |hub| hub.match_claims(&who, &texts, top as usize)).await?;
    Ok(Json(ClaimMatches { matches }))
}

/// Known claims as a table (CSV)
#[utoipa::path(get, path = "/api/v1/claims/export", tag = "claims",
    responses((status = 200, description = "the table", body = String, content_type = "text/csv"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(State(house): State<Arc<House>>, Asker(who): Asker) -> Result<Response, Problem> {
    let text = house.call(move |hub| hub.export_claims(&who)).await?;
    Ok(csv("claims.csv", text))
}

/// One claim, with its ClaimReview
#[utoipa::path(get, path = "/api/v1/claims/{id}", tag = "claims",
    params(("id" = String, Path, description = "STIX id of the report that holds it")),
    responses((status = 200, description = "the claim", body = ClaimWithReview),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<Json<ClaimWithReview>, Problem> {
    let (claim, review) = house.call(move |hub| hub.known_claim(&who, &id)).await?;
    Ok(Json(ClaimWithReview { claim, review }))
}

/// Link a claim to an incident
///
/// A relationship `related-to` on the claim's collection, under the incident's marking. Again is once.
#[utoipa::path(put, path = "/api/v1/claims/{id}/incidents/{incident}", tag = "claims",
    params(("id" = String, Path, description = "id of the claim"),
        ("incident" = String, Path, description = "STIX id of the incident")),
    responses((status = 204, description = "linked"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn link(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, incident)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    house.call(move |hub| hub.link_claim(&who, &id, &incident)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Take the link of a claim and an incident back
#[utoipa::path(delete, path = "/api/v1/claims/{id}/incidents/{incident}", tag = "claims",
    params(("id" = String, Path, description = "id of the claim"),
        ("incident" = String, Path, description = "STIX id of the incident")),
    responses((status = 204, description = "taken back"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn unlink(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, incident)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    house.call(move |hub| hub.unlink_claim(&who, &id, &incident)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Add a claim to a collection
///
/// It becomes ClaimReview, and STIX. Files of ClaimReview go to `imports` of the collection.
#[utoipa::path(post, path = "/api/v1/collections/{id}/claims", tag = "claims",
    params(("id" = String, Path, description = "id or alias of the collection")), request_body = NewClaim,
    responses((status = 200, description = "its id", body = Added),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    claim: Result<Json<NewClaim>, JsonRejection>,
) -> Result<Json<Added>, Problem> {
    let Json(claim) = claim?;
    Ok(Json(house.call(move |hub| hub.add_claim(&who, &id, &claim)).await?))
}

/// Take a table of claims (CSV) into a collection
///
/// Wholly or not at all: a refusal names line, column and reason of everything that is wrong. The same file again adds nothing. At
/// most 5,000 rows and 2 MiB.
#[utoipa::path(post, path = "/api/v1/collections/{id}/claims/imports", tag = "claims",
    params(("id" = String, Path, description = "id or alias of the collection")),
    request_body(content = String, content_type = "text/csv", description = "the table, UTF-8; columns as the export has them"),
    responses((status = 200, description = "ids of the claims", body = Added),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn import(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Added>, Problem> {
    let body = body_of(body)?;
    Ok(Json(house.call(move |hub| hub.import_claims(&who, &id, &body)).await?))
}
