//! What is computed from records and kept in none: times, effects, the figures of a register.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use ostrakon_app::casework::response::{ad_check, alert, case, measure, notification};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;
use utoipa::{IntoParams, OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The schemas that no address names by itself.
#[derive(OpenApi)]
#[openapi(components(schemas(ad_check::Measured, alert::Measured, case::Measured, measure::Effects)))]
struct Measures;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::with_openapi(Measures::openapi()).routes(routes!(measured)).routes(routes!(statistics))
}

/// What is computed from a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct MeasuredRecord {
    /// As of when, milliseconds since 1970 UTC.
    as_of: i64,
    /// The revision that it was computed from.
    rev: i64,
    /// Schema `AdCheckMeasured`, `AlertMeasured`, `CaseMeasured` or `MeasureEffects`.
    #[schema(value_type = Object)]
    measured: Value,
}

/// What is computed from a record
///
/// Of an ad check the articles that are possibly breached, to be read before anything is sent; of an alert the times to acknowledgement by country, of a case the times to detection and resolution, of a measure what
/// was seen before and after it with its interval. Other kinds have nothing of the sort.
#[utoipa::path(get, path = "/api/v1/casework/{kind}/{id}/measured", tag = "casework",
    params(("kind" = String, Path, description = "`ad-check`, `alert`, `case` or `measure`"), ("id" = String, Path, description = "its id")),
    responses((status = 200, description = "computed now", body = MeasuredRecord),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn measured(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((kind, id)): Path<(String, String)>,
) -> Result<Json<MeasuredRecord>, Problem> {
    let found = house.call(move |hub| hub.measured(&who, &kind, &id)).await?;
    Ok(Json(MeasuredRecord { as_of: found.as_of, rev: found.rev, measured: found.measured }))
}

/// Of which notifications.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Of {
    /// Of this election.
    #[param(max_length = 200)]
    election: Option<String>,
}

/// The figures of the register of notifications, over what the asker may see.
#[derive(Serialize, ToSchema)]
pub(crate) struct RegisterFigures {
    /// As of when, milliseconds since 1970 UTC.
    as_of: i64,
    /// How many records of the register they are counted over, drafts among them.
    records: usize,
    #[serde(flatten)]
    statistics: notification::Statistics,
}

/// Figures of the platform notifications
#[utoipa::path(get, path = "/api/v1/statistics/notifications", tag = "casework", params(Of),
    responses((status = 200, description = "counted now", body = RegisterFigures),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn statistics(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    of: Result<Query<Of>, QueryRejection>,
) -> Result<Json<RegisterFigures>, Problem> {
    let Query(of) = of.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let found = house.call(move |hub| hub.notification_statistics(&who, of.election.as_deref())).await?;
    Ok(Json(RegisterFigures { as_of: found.as_of, records: found.records, statistics: found.statistics }))
}
