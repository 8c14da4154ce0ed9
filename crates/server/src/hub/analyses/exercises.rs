//! Exercises: made-up elections, analysed and scored in the background.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use ostrakon_app::analysis::{scenarios as all_scenarios, wire};
use std::sync::Arc;

/// Scenarios of exercises
#[utoipa::path(get, path = "/api/v1/exercises/scenarios", tag = "exercises",
    responses((status = 200, description = "those that can be played", body = Vec<wire::ExerciseScenario>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn scenarios(_asker: Asker) -> Json<Vec<wire::ExerciseScenario>> {
    Json(all_scenarios())
}

/// Play an exercise
///
/// Posts are made up, analysed as any upload is, and scored against what is known to be true of them; in the background, and
/// found among the analyses (`exercise`). The score stands in the analysis' summary.
#[utoipa::path(post, path = "/api/v1/exercises", tag = "exercises", request_body = wire::NewExercise,
    responses((status = 202, description = "it waits for its turn", body = wire::Analysis),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<wire::NewExercise>, JsonRejection>,
) -> Result<(StatusCode, Json<wire::Analysis>), Problem> {
    let Json(new) = body?;
    let begun = house.analysis(move |analyses| analyses.begin_exercise(&who, new)).await?;
    Ok((StatusCode::ACCEPTED, Json(begun)))
}
