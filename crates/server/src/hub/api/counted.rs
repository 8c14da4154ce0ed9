//! The effect of a measure, counted from the data that its incidents were found in.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use ostrakon_app::analysis::effects::{Missing, Step};
use ostrakon_app::casework::CountedMeasure;
use ostrakon_app::casework::response::effect::Series;
use ostrakon_app::casework::response::measure::{Effects, Observed};
use ostrakon_app::hub::HubError;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new().routes(routes!(counted, keep))
}

/// What the data say of a measure.
#[derive(Serialize, ToSchema)]
pub(crate) struct MeasureCounted {
    /// When it was counted, milliseconds since 1970 UTC.
    as_of: i64,
    /// The revision of the measure that it belongs to.
    rev: i64,
    /// The length of a step.
    step: Step,
    /// The series that could be counted, by what they count.
    series: BTreeMap<Observed, Series>,
    /// Why one could not.
    missing: BTreeMap<Observed, Missing>,
    /// What these series say.
    effects: Effects,
    /// Series of the record that were entered by hand, and stay.
    by_hand: BTreeSet<Observed>,
    /// Whether it is kept in the record.
    kept: bool,
}

impl From<CountedMeasure> for MeasureCounted {
    fn from(one: CountedMeasure) -> Self {
        let CountedMeasure { as_of, rev, step, series, missing, effects, by_hand, kept } = one;
        Self { as_of, rev, step, series, missing, effects, by_hand, kept }
    }
}

/// How to count.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct How {
    /// Length of a step, where it is not left to the data.
    step: Option<Step>,
}

/// How to count, and what to keep.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct CountingOrder {
    /// Length of a step, where it is not left to the data.
    #[serde(default)]
    step: Option<Step>,
    /// Whether series that were entered by hand are replaced too.
    #[serde(default)]
    replace: bool,
}

/// What the data say of a measure
///
/// Counted now from the posts of the groups that were promoted to its incidents: volume, reach where the source gives it, and
/// spread, with matched controls from the same data, and the estimate. Nothing is kept. For people of the organisation that
/// keeps the measure.
#[utoipa::path(get, path = "/api/v1/measures/{id}/counted", tag = "casework",
    params(("id" = String, Path, description = "the measure"), How),
    responses((status = 200, description = "counted now", body = MeasureCounted),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn counted(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    how: Result<Query<How>, QueryRejection>,
) -> Result<Json<MeasureCounted>, Problem> {
    let Query(how) = how.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let analyses = house.analyses()?.clone();
    let count = move |hub: &ostrakon_app::hub::Hub| hub.count_measure(&who, &analyses, &id, how.step);
    Ok(Json(house.call(count).await?.into()))
}

/// Count the effect of a measure, and keep it
///
/// As the question of the same address; the series become part of the measure, marked as counted, and of the situation report.
/// Series that were entered by hand stay, unless `replace` says otherwise.
#[utoipa::path(post, path = "/api/v1/measures/{id}/counted", tag = "casework",
    params(("id" = String, Path, description = "the measure")),
    request_body = CountingOrder,
    responses((status = 200, description = "counted and kept", body = MeasureCounted),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn keep(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    order: Result<Json<CountingOrder>, JsonRejection>,
) -> Result<Json<MeasureCounted>, Problem> {
    let Json(order) = order.map_err(Problem::from)?;
    let analyses = house.analyses()?.clone();
    let keep = move |hub: &ostrakon_app::hub::Hub| {
        hub.matrix().decide("analysis.read", Some(&who), None).map_err(HubError::from)?;
        hub.keep_counted(&who, &analyses, &id, order.step, order.replace)
    };
    Ok(Json(house.call(keep).await?.into()))
}
