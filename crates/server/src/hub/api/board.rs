//! What runs over all casework: the board of deadlines, and who decided what left the house.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use ostrakon_app::casework::response::{self, Deadline, Standing};
use ostrakon_app::casework::{KINDS, Rested};
use ostrakon_app::hub::HubError;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new().routes(routes!(deadlines)).routes(routes!(acts))
}

/// Which deadlines.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichDeadlines {
    /// Only those that stand so; running and missed ones when left out.
    standing: Option<Standing>,
    /// The most deadlines in the answer, 1 to 10,000; 200 when left out.
    #[param(minimum = 1, maximum = 10000)]
    limit: Option<usize>,
}

/// A deadline on the board.
#[derive(Serialize, ToSchema)]
pub(crate) struct BoardRow {
    /// Kind of the record.
    kind: &'static str,
    /// Its id.
    id: String,
    /// Its title.
    title: String,
    #[serde(flatten)]
    deadline: Deadline,
    /// How it stands.
    standing: Standing,
}

/// The board of deadlines.
#[derive(Serialize, ToSchema)]
pub(crate) struct DeadlineBoard {
    /// As of when, milliseconds since 1970 UTC.
    as_of: i64,
    /// How many stand how, over all that the asker may see.
    counts: std::collections::BTreeMap<String, usize>,
    /// Missed first, then by their due date.
    rows: Vec<BoardRow>,
}

/// Deadlines of all records
#[utoipa::path(get, path = "/api/v1/deadlines", tag = "casework", params(WhichDeadlines),
    responses((status = 200, description = "missed first, then by due date", body = DeadlineBoard),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn deadlines(
    State(house): State<Arc<House>>,
    asker: Asker,
    which: Result<Query<WhichDeadlines>, QueryRejection>,
) -> Result<Json<DeadlineBoard>, Problem> {
    let Asker(who) = asker;
    let Query(which) = which.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let limit = which.limit.unwrap_or(200);
    if !(1..=10_000).contains(&limit) {
        return Err(Problem::unreadable(format!("limit={limit}: ask for 1 to 10000 deadlines")));
    }
    let board = house.call(move |hub| hub.deadlines(&who, which.standing, limit)).await?;
    let name =
        |standing: Standing| serde_json::to_value(standing).ok().and_then(|v| v.as_str().map(str::to_owned));
    let rows = board.rows.into_iter().map(|row| BoardRow {
        kind: row.kind,
        id: row.id,
        title: row.title,
        deadline: row.deadline,
        standing: row.standing,
    });
    Ok(Json(DeadlineBoard {
        as_of: board.as_of,
        counts: board.counts.into_iter().filter_map(|(one, count)| Some((name(one)?, count))).collect(),
        rows: rows.collect(),
    }))
}

/// Which acts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichActs {
    /// Of this record, as `kind/id`.
    #[param(max_length = 200)]
    record: Option<String>,
    /// After this event.
    after: Option<i64>,
    /// The most acts in the answer, 1 to 1,000; 100 when left out.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
}

/// An act towards the outside: who decided it, on what evidence, under which law.
#[derive(Serialize, ToSchema)]
pub(crate) struct OutwardAct {
    /// Number of the event in the log.
    seq: i64,
    /// When, milliseconds since 1970 UTC.
    at: i64,
    /// The account that decided it; to readers of another organisation, the organisation.
    decided_by: String,
    /// What was done, such as `alert.issued`.
    act: String,
    /// On which record.
    record: String,
    #[serde(flatten)]
    outward: response::Outward,
    /// How many ids of evidence are kept from the reader.
    evidence_withheld: usize,
    /// Revision and digest of what was known of its incidents when it was decided, by incident; read one with
    /// `GET /api/v1/incidents/{id}/situation?revision=`. Empty to readers of another organisation.
    rested_on: BTreeMap<String, Rested>,
    /// Hash of the entry in the audit chain.
    hash: String,
}

/// Who decided this, on what evidence, under which law
#[utoipa::path(get, path = "/api/v1/acts", tag = "casework", params(WhichActs),
    responses((status = 200, description = "oldest first", body = Vec<OutwardAct>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn acts(
    State(house): State<Arc<House>>,
    asker: Asker,
    which: Result<Query<WhichActs>, QueryRejection>,
) -> Result<Json<Vec<OutwardAct>>, Problem> {
    let Asker(who) = asker;
    let Query(which) = which.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let (limit, after) = (which.limit.unwrap_or(100), which.after.unwrap_or(0));
    if !(1..=1_000).contains(&limit) || after < 0 {
        return Err(Problem::unreadable("limit: ask for 1 to 1000 acts, after: an event's number"));
    }
    if let Some(record) = &which.record {
        let known = record.split_once('/').is_some_and(|(kind, _)| KINDS.iter().any(|one| one.name == kind));
        if !known {
            return Err(HubError::NotFound(format!("record {record}")).into());
        }
    }
    let found = house.call(move |hub| hub.acts(&who, which.record.as_deref(), after, limit)).await?;
    let act = |one: ostrakon_app::casework::Act| OutwardAct {
        seq: one.seq,
        at: one.at,
        decided_by: one.decided_by,
        act: one.act,
        record: one.record,
        outward: one.outward,
        evidence_withheld: one.evidence_withheld,
        rested_on: one.rested_on,
        hash: one.hash,
    };
    Ok(Json(found.into_iter().map(act).collect()))
}
