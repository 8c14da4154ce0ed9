//! Casework over REST: one set of addresses for all kinds of record, each with commands of its own.
//!
//! **The choice.** `/casework/{kind}`: open, list; `/casework/{kind}/{id}`: read; `…/commands`: act. A command is a JSON object
//! with `command` and its fields; the schemas of each kind stand in the document as `AlertCommand`, `Alert` and so on.
//! **Rejected.** A verb an address (`/alerts/{id}/issue`): a hundred addresses that say the same.

use super::conditional;
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::casework::ListQuery;
use ostrakon_app::casework::response::{
    self, Deadline, SecondPerson, Standing, Summary, TakesTwo, ad_check, alert, case, contestation, crisis,
    cyber, election, evidence_file, information, measure, media_check, notice, notification, plan,
    preservation, publication, report, statement, team,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::{IntoParams, OpenApi, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The schemas of the kinds, which no address names by itself.
#[derive(OpenApi)]
#[openapi(components(schemas(
    alert::Measured,
    ad_check::AdCheck,
    ad_check::Command,
    ad_check::Event,
    alert::Alert,
    alert::Command,
    alert::Event,
    case::Case,
    case::Command,
    case::Event,
    contestation::Contestation,
    contestation::Command,
    contestation::Event,
    crisis::Crisis,
    crisis::Command,
    crisis::Event,
    cyber::Cyber,
    cyber::Command,
    cyber::Event,
    election::Election,
    election::Command,
    election::Event,
    evidence_file::EvidenceFile,
    evidence_file::Command,
    evidence_file::Event,
    information::Information,
    information::Command,
    information::Event,
    measure::Measure,
    measure::Command,
    measure::Event,
    media_check::MediaCheck,
    media_check::Command,
    media_check::Event,
    notice::Notice,
    notice::Command,
    notice::Event,
    notification::Notification,
    notification::Command,
    notification::Event,
    plan::ResponsePlan,
    plan::Command,
    plan::Event,
    preservation::Preservation,
    preservation::Command,
    preservation::Event,
    publication::Publication,
    publication::Command,
    publication::Event,
    report::Report,
    report::Command,
    report::Event,
    statement::Statement,
    statement::Command,
    statement::Event,
    team::Team,
    team::Command,
    team::Event,
    response::Outward,
    response::Party
)))]
struct Kinds;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::with_openapi(Kinds::openapi())
        .routes(routes!(all))
        .routes(routes!(list, open))
        .routes(routes!(one))
        .routes(routes!(act))
        .routes(routes!(history))
}

/// A record of casework.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseRecord {
    /// Id.
    id: String,
    /// Kind.
    kind: &'static str,
    /// Revision, as in `ETag`.
    rev: i64,
    /// Organisation that keeps it.
    owner: String,
    /// When it was opened, milliseconds since 1970 UTC.
    created: i64,
    /// When it last changed.
    updated: i64,
    /// What lists show of it.
    summary: Summary,
    /// Its deadlines.
    deadlines: Vec<DueDeadline>,
    /// The record: the schema that bears the kind's name.
    #[schema(value_type = Object)]
    record: Value,
    /// Which of its commands take a second person as it stands, and what is proposed for them: to the organisation that keeps it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = Option<BTreeMap<String, SecondPerson>>)]
    takes_two: TakesTwo,
}

/// A deadline, and how it stands.
#[derive(Serialize, ToSchema)]
pub(crate) struct DueDeadline {
    #[serde(flatten)]
    deadline: Deadline,
    /// How it stands.
    standing: Standing,
}

impl From<ostrakon_app::casework::Due> for DueDeadline {
    fn from(due: ostrakon_app::casework::Due) -> Self {
        Self { deadline: due.deadline, standing: due.standing }
    }
}

impl From<ostrakon_app::casework::Shown> for CaseRecord {
    fn from(shown: ostrakon_app::casework::Shown) -> Self {
        Self {
            id: shown.id,
            kind: shown.kind,
            rev: shown.rev,
            owner: shown.owner,
            created: shown.created,
            updated: shown.updated,
            summary: shown.summary,
            deadlines: shown.deadlines.into_iter().map(DueDeadline::from).collect(),
            record: shown.record,
            takes_two: shown.takes_two,
        }
    }
}

/// Which records.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// In this state.
    #[param(max_length = 300)]
    state: Option<String>,
    /// Still open, or not.
    open: Option<bool>,
    /// Of this election.
    #[param(max_length = 300)]
    election: Option<String>,
    /// About this incident.
    #[param(max_length = 300)]
    incident: Option<String>,
    /// Whose title holds this.
    #[param(max_length = 200)]
    search: Option<String>,
    /// With each record and its deadlines, as one record has them (`record`, `deadlines`).
    full: Option<bool>,
    /// The most records in the answer, 1 to 1,000; 100 when left out.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<usize>,
    /// `next` of the answer before.
    #[param(max_length = 300)]
    next: Option<String>,
}

/// A record in a list.
#[derive(Serialize, ToSchema)]
pub(crate) struct CaseRow {
    /// Kind.
    kind: &'static str,
    /// Id.
    id: String,
    /// Revision.
    rev: i64,
    /// Organisation that keeps it.
    owner: String,
    /// When it was opened.
    created: i64,
    /// When it last changed.
    updated: i64,
    #[serde(flatten)]
    summary: Summary,
    /// When the next of its deadlines is due.
    next_due: Option<i64>,
    /// Its deadlines, with `full=true`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    deadlines: Option<Vec<DueDeadline>>,
    /// The record, with `full=true`: the schema that bears the kind's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Object, required = false)]
    record: Option<Value>,
}

/// A page of records, last changed first.
#[derive(Serialize, ToSchema)]
pub(crate) struct CasePage {
    /// The records.
    rows: Vec<CaseRow>,
    /// How many fit the question in all.
    total: usize,
    /// How to ask for the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

fn query(kind: Option<String>, which: Which) -> Result<ListQuery, Problem> {
    let limit = which.limit.unwrap_or(100);
    if !(1..=1_000).contains(&limit) {
        return Err(Problem::unreadable(format!("limit={limit}: ask for 1 to 1000 records")));
    }
    let bad = || Problem::unreadable("next: it was not given out by this server; begin anew without it");
    let after = which.next.map(|next| {
        let (updated, place) = next.split_once('.').ok_or_else(bad)?;
        Ok::<_, Problem>((updated.parse().map_err(|_| bad())?, place.to_owned()))
    });
    Ok(ListQuery {
        kind,
        state: which.state,
        open: which.open,
        election: which.election,
        incident: which.incident,
        search: which.search,
        after: after.transpose()?,
        full: which.full.unwrap_or(false),
        limit,
    })
}

async fn page(house: &House, who: Asker, query: ListQuery) -> Result<Json<CasePage>, Problem> {
    let Asker(who) = who;
    let found = house.call(move |hub| hub.records_of(&who, &query)).await?;
    let row = |one: ostrakon_app::casework::Listed| {
        let (deadlines, record) = one.full.map(|full| (full.deadlines, full.record)).unzip();
        CaseRow {
            kind: one.kind,
            id: one.id,
            rev: one.rev,
            owner: one.owner,
            created: one.created,
            updated: one.updated,
            summary: one.summary,
            next_due: one.next_due,
            deadlines: deadlines.map(|all| all.into_iter().map(DueDeadline::from).collect()),
            record,
        }
    };
    Ok(Json(CasePage {
        rows: found.rows.into_iter().map(row).collect(),
        total: found.total,
        next: found.next.map(|(updated, place)| format!("{updated}.{place}")),
    }))
}

fn asked(which: Result<Query<Which>, QueryRejection>) -> Result<Which, Problem> {
    which.map(|Query(which)| which).map_err(|rejection| Problem::unreadable(rejection.body_text()))
}

/// Records of all kinds
#[utoipa::path(get, path = "/api/v1/casework", tag = "casework", params(Which),
    responses((status = 200, description = "last changed first", body = CasePage),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn all(
    State(house): State<Arc<House>>,
    asker: Asker,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<CasePage>, Problem> {
    page(&house, asker, query(None, asked(which)?)?).await
}

/// Records of a kind
#[utoipa::path(get, path = "/api/v1/casework/{kind}", tag = "casework",
    params(("kind" = String, Path, description = "kind of record, such as `alert`"), Which),
    responses((status = 200, description = "last changed first", body = CasePage),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn list(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(kind): Path<String>,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<CasePage>, Problem> {
    page(&house, asker, query(Some(kind), asked(which)?)?).await
}

/// The second person's approval that a command spends.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct With {
    /// Id of an approved proposal whose subject is `kind/id` of this record.
    #[param(max_length = 300)]
    approval: Option<String>,
}

fn with(with: Result<Query<With>, QueryRejection>) -> Result<Option<String>, Problem> {
    with.map(|Query(with)| with.approval).map_err(|rejection| Problem::unreadable(rejection.body_text()))
}

pub(super) fn answer(status: StatusCode, shown: ostrakon_app::casework::Shown) -> Response {
    let tag = format!("\"{}\"", shown.rev);
    (status, [(header::ETAG, tag)], Json(CaseRecord::from(shown))).into_response()
}

/// Open a record
///
/// The body is the kind's command `open`; `"command": "open"` may be left out.
#[utoipa::path(post, path = "/api/v1/casework/{kind}", tag = "casework",
    params(("kind" = String, Path, description = "kind of record, such as `alert`"), With),
    request_body(content = Object, description = "the command `open` of the kind: schema `AlertCommand` for an alert, and so on"),
    responses((status = 201, description = "opened", body = CaseRecord),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn open(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(kind): Path<String>,
    given: Result<Query<With>, QueryRejection>,
    headers: HeaderMap,
    command: Result<Json<Value>, JsonRejection>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let approval = with(given)?;
    let Json(mut command) = command.map_err(Problem::from)?;
    if let Some(map) = command.as_object_mut() {
        map.entry("command").or_insert_with(|| "open".into());
    }
    if command.get("command").and_then(Value::as_str) != Some("open") {
        return Err(Problem::unreadable("a record begins with the command `open`; others go to …/commands"));
    }
    let done = house.call(move |hub| hub.open_record(&who, &kind, &command, approval.as_deref())).await;
    Ok(answer(StatusCode::CREATED, done.map_err(|problem| problem.in_language(&headers))?))
}

/// One record
#[utoipa::path(get, path = "/api/v1/casework/{kind}/{id}", tag = "casework",
    params(("kind" = String, Path, description = "kind of record"), ("id" = String, Path, description = "its id")),
    responses((status = 200, description = "the record", body = CaseRecord), (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn one(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path((kind, id)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let shown = house.call(move |hub| hub.record_of(&who, &kind, &id)).await?;
    Ok(conditional::record(&headers, shown.rev, &CaseRecord::from(shown)))
}

/// Act on a record
///
/// With `If-Match` it is done only if the record is still as the asker has seen it.
#[utoipa::path(post, path = "/api/v1/casework/{kind}/{id}/commands", tag = "casework",
    params(("kind" = String, Path, description = "kind of record"), ("id" = String, Path, description = "its id"), With,
        ("If-Match" = Option<String>, Header, description = "ETag that was seen")),
    request_body(content = Object, description = "a command of the kind: schema `AlertCommand` for an alert, and so on"),
    responses((status = 200, description = "the record after it", body = CaseRecord),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn act(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path((kind, id)): Path<(String, String)>,
    given: Result<Query<With>, QueryRejection>,
    headers: HeaderMap,
    command: Result<Json<Value>, JsonRejection>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let approval = with(given)?;
    let Json(command) = command.map_err(Problem::from)?;
    let seen = if headers.contains_key(header::IF_MATCH) { conditional::seen(&headers)? } else { None };
    let done = house
        .call(move |hub| hub.command_record(&who, &kind, &id, &command, seen, approval.as_deref()))
        .await;
    Ok(answer(StatusCode::OK, done.map_err(|problem| problem.in_language(&headers))?))
}

/// An event of a record.
#[derive(Serialize, ToSchema)]
pub(crate) struct RecordEvent {
    /// Its number within the record, from 1.
    n: u64,
    /// `at`, `by` and `what` (schema `AlertEvent` for an alert, and so on); `null` once it was erased.
    #[schema(value_type = Option<Object>)]
    event: Value,
}

/// What happened to a record
#[utoipa::path(get, path = "/api/v1/casework/{kind}/{id}/history", tag = "casework",
    params(("kind" = String, Path, description = "kind of record"), ("id" = String, Path, description = "its id")),
    responses((status = 200, description = "oldest first", body = Vec<RecordEvent>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
async fn history(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path((kind, id)): Path<(String, String)>,
) -> Result<Json<Vec<RecordEvent>>, Problem> {
    let Asker(who) = asker;
    let all = house.call(move |hub| hub.history_of(&who, &kind, &id)).await?;
    Ok(Json(all.into_iter().map(|one| RecordEvent { n: one.n, event: one.event }).collect()))
}
