//! The ledger: who got what, when, under which marking, by which route.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use ostrakon_app::hub::LedgerPage;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Which lines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// Only of this object.
    #[param(max_length = 300)]
    object: Option<String>,
    /// Only of this recipient.
    #[param(max_length = 300)]
    recipient: Option<String>,
    /// `next` of the answer before.
    #[param(max_length = 300)]
    next: Option<String>,
}

/// A line: the first time that this version went to this recipient under this marking by this route.
#[derive(Serialize, ToSchema)]
pub(crate) struct Line {
    recipient: String,
    object: String,
    version: String,
    marking: String,
    route: String,
    /// Milliseconds since 1970 UTC.
    at: i64,
    /// The event in the log that records it.
    event: i64,
}

/// A page of the ledger.
#[derive(Serialize, ToSchema)]
pub(crate) struct Lines {
    lines: Vec<Line>,
    /// How to ask for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Who got what
#[utoipa::path(get, path = "/api/v1/ledger", tag = "sharing", params(Which),
    responses((status = 200, description = "a page", body = Lines),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn lines(
    State(house): State<Arc<House>>,
    asker: Asker,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<Lines>, Problem> {
    let Asker(who) = asker;
    let Query(Which { object, recipient, next }) =
        which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let LedgerPage { lines, next } =
        house.call(move |hub| hub.ledger(&who, object, recipient, next.as_deref())).await?;
    let line = |line: ostrakon_app::hub::LedgerLine| Line {
        recipient: line.recipient,
        object: line.object,
        version: line.version,
        marking: line.marking.label().to_owned(),
        route: line.route,
        at: line.at,
        event: line.seq,
    };
    Ok(Json(Lines { lines: lines.into_iter().map(line).collect(), next }))
}
