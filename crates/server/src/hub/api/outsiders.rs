//! What goes to outsiders and what came from them: evidence files that are checked without us, and how to reach who contested.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new().routes(routes!(bundle)).routes(routes!(contact))
}

/// How to reach somebody.
#[derive(Serialize, ToSchema)]
struct Contact {
    /// As it was written into the form.
    contact: String,
}

/// A record as a signed bundle: an evidence file, and no other kind yet
///
/// `ostrakon verify` checks it offline and says what it shows and what it does not. The items go beside it, under their SHA-256.
#[utoipa::path(get, path = "/api/v1/casework/{kind}/{id}/bundle", tag = "casework",
    params(("kind" = String, Path, description = "`evidence-file`"), ("id" = String, Path, description = "its id")),
    responses((status = 200, description = "the bundle", body = Object),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn bundle(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((kind, id)): Path<(String, String)>,
) -> Result<Response, Problem> {
    if kind != "evidence-file" {
        return Err(Problem::not_found("bundle of this kind of record"));
    }
    let bundle = house.call(move |hub| hub.evidence_bundle(&who, &id)).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(bundle)).into_response())
}

/// How to reach who contested
///
/// What was left in the public form, if anything was. That it was read stands in the log.
#[utoipa::path(get, path = "/api/v1/contestations/{id}/contact", tag = "casework",
    params(("id" = String, Path, description = "id of the contestation")),
    responses((status = 200, description = "as it was written", body = Contact),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn contact(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let contact = house.call(move |hub| hub.contestation_contact(&who, &id)).await?;
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(Contact { contact })).into_response())
}
