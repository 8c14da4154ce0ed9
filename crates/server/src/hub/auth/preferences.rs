//! How one likes the pages, kept with one's account.

use super::{DONE, ask};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use ostrakon_app::people;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Light, dark, or as the device has it.
#[derive(Clone, Copy, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Scheme {
    #[default]
    System,
    Light,
    Dark,
}

/// How one likes the pages; what is left out is as the device has it.
#[derive(Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Preferences {
    /// Language, a tag of BCP 47: `de`, `pt-BR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 35)]
    language: Option<String>,
    /// Light or dark.
    #[serde(default)]
    scheme: Scheme,
    /// Zone in which times are shown, by its name in the time-zone database: `Europe/Vienna`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 64)]
    time_zone: Option<String>,
}

impl From<people::Preferences> for Preferences {
    fn from(kept: people::Preferences) -> Self {
        let scheme = match kept.scheme {
            people::Scheme::System => Scheme::System,
            people::Scheme::Light => Scheme::Light,
            people::Scheme::Dark => Scheme::Dark,
        };
        Self { language: kept.language, scheme, time_zone: kept.time_zone }
    }
}

impl From<Preferences> for people::Preferences {
    fn from(said: Preferences) -> Self {
        let scheme = match said.scheme {
            Scheme::System => people::Scheme::System,
            Scheme::Light => people::Scheme::Light,
            Scheme::Dark => people::Scheme::Dark,
        };
        Self { language: said.language, scheme, time_zone: said.time_zone }
    }
}

/// How one likes the pages
#[utoipa::path(get, path = "/api/v1/me/preferences", tag = "people",
    responses((status = 200, description = "what was set; empty as long as nothing was", body = Preferences),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn read(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
) -> Result<Json<Preferences>, Problem> {
    let kept = ask(&house, move |people, _| people.preferences(&who)).await?;
    Ok(Json(kept.into()))
}

/// Set how one likes the pages
#[utoipa::path(put, path = "/api/v1/me/preferences", tag = "people", request_body = Preferences,
    responses((status = 204, description = "kept, for every device"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn write(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<Preferences>, JsonRejection>,
) -> Result<StatusCode, Problem> {
    let Json(body) = body?;
    let next = body.into();
    ask(&house, move |people, now| people.set_preferences(&who, &next, now)).await?;
    Ok(DONE)
}
