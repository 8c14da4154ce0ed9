//! Watch lists, their runs over data sets, and what these found.

use super::conditional;
use super::paging::{Paging, Wanted, newest_first};
use super::registry::{csv, needed};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use ostrakon_app::watch::{Count, Day, Draft, NewRun, PostFilter, PostPage, Run, WatchList};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new()
        .routes(routes!(list, make))
        .routes(routes!(one, change, remove))
        .routes(routes!(runs, begin))
        .routes(routes!(run, remove_run))
        .routes(routes!(posts))
        .routes(routes!(table))
}

/// A run with what it found.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WatchResult {
    /// The run.
    run: Run,
    /// How often each term was found; empty until the run is done.
    counts: Vec<Count>,
    /// The same by day of UTC; days without a post are left out.
    days: Vec<Day>,
}

/// Which exhibits.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// Only posts that hold this term: its place in the run's list.
    #[param(minimum = 0, maximum = 500)]
    term: Option<u32>,
    /// Only posts of this day of UTC, such as `2026-05-31`.
    #[param(max_length = 20, format = Date)]
    day: Option<String>,
    /// The most posts in the answer, 1 to 500; 50 when left out.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
    /// `next` of the answer before.
    #[param(max_length = 80)]
    next: Option<String>,
}

/// All watch lists
#[utoipa::path(get, path = "/api/v1/watchlists", tag = "watch lists", params(Paging),
    responses((status = 200, description = "by name", body = Vec<WatchList>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let all = house.watch(move |watches| watches.lists(&who)).await?;
    Ok(wanted.answer(all, |one| format!("{} {}", one.list.name.to_lowercase(), one.id), |one| one))
}

/// Make a watch list
///
/// Domains, hashtags, phrases, and accounts that the registry lists; accounts of private persons are refused.
#[utoipa::path(post, path = "/api/v1/watchlists", tag = "watch lists", request_body = Draft,
    responses((status = 201, description = "made", body = WatchList),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn make(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    draft: Result<Json<Draft>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(draft) = draft?;
    let made = house.watch(move |watches| watches.make(&who, draft)).await?;
    let mut response = conditional::changed(made.rev, &made);
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// A watch list
#[utoipa::path(get, path = "/api/v1/watchlists/{id}", tag = "watch lists",
    params(("id" = String, Path, description = "id of the list")),
    responses((status = 200, description = "the list", body = WatchList), (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = house.watch(move |watches| watches.list(&who, &id)).await?;
    Ok(conditional::record(&headers, found.rev, &found))
}

/// Change a watch list
///
/// Runs keep what they looked for.
#[utoipa::path(put, path = "/api/v1/watchlists/{id}", tag = "watch lists",
    params(("id" = String, Path, description = "id of the list"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen; needed")),
    request_body = Draft,
    responses((status = 200, description = "as it stands now", body = WatchList),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn change(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
    draft: Result<Json<Draft>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(draft) = draft?;
    let seen = needed(&headers)?;
    let changed = house.watch(move |watches| watches.change(&who, &id, draft, seen)).await?;
    Ok(conditional::changed(changed.rev, &changed))
}

/// Take a watch list away, with everything that its runs found
#[utoipa::path(delete, path = "/api/v1/watchlists/{id}", tag = "watch lists",
    params(("id" = String, Path, description = "id of the list"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen")),
    responses((status = 204, description = "gone"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn remove(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let seen = conditional::expected(&headers, false)?;
    house.watch(move |watches| watches.remove(&who, &id, seen)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Runs of a watch list
#[utoipa::path(get, path = "/api/v1/watchlists/{id}/runs", tag = "watch lists",
    params(("id" = String, Path, description = "id of the list"), Paging),
    responses((status = 200, description = "newest first", body = Vec<Run>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn runs(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let all = house.watch(move |watches| watches.runs(&who, &id)).await?;
    Ok(wanted.answer(all, |one| newest_first(one.created, &one.id), |one| one))
}

/// Run a watch list over a data set
///
/// It runs in the background and survives a restart of the server; its result is found again under its id until it expires.
#[utoipa::path(post, path = "/api/v1/watchlists/{id}/runs", tag = "watch lists",
    params(("id" = String, Path, description = "id of the list")), request_body = NewRun,
    responses((status = 201, description = "it waits for its turn", body = Run),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    asked: Result<Json<NewRun>, JsonRejection>,
) -> Result<(StatusCode, Json<Run>), Problem> {
    let Json(asked) = asked?;
    let begun = house.watch(move |watches| watches.begin(&who, &id, asked)).await?;
    Ok((StatusCode::CREATED, Json(begun)))
}

/// A run with what it found
#[utoipa::path(get, path = "/api/v1/watchlists/{id}/runs/{run}", tag = "watch lists",
    params(("id" = String, Path, description = "id of the list"), ("run" = String, Path, description = "id of the run")),
    responses((status = 200, description = "how far it is, and counts by term and day", body = WatchResult),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn run(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, run)): Path<(String, String)>,
) -> Result<Json<WatchResult>, Problem> {
    let (_, run, counts, days) = house.watch(move |watches| watches.run(&who, &id, &run)).await?;
    Ok(Json(WatchResult { run, counts, days }))
}

/// Take a run away with what it found; one that is under way ends
#[utoipa::path(delete, path = "/api/v1/watchlists/{id}/runs/{run}", tag = "watch lists",
    params(("id" = String, Path, description = "id of the list"), ("run" = String, Path, description = "id of the run")),
    responses((status = 204, description = "gone"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn remove_run(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, run)): Path<(String, String)>,
) -> Result<StatusCode, Problem> {
    house.watch(move |watches| watches.remove_run(&who, &id, &run)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The posts that a run keeps as exhibits
///
/// All that hold a term, or a sample of 500 in which each was equally likely. Accounts are pseudonyms, but for those of the registry.
#[utoipa::path(get, path = "/api/v1/watchlists/{id}/runs/{run}/posts", tag = "watch lists",
    params(("id" = String, Path, description = "id of the list"), ("run" = String, Path, description = "id of the run"), Which),
    responses((status = 200, description = "in order of time", body = PostPage),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn posts(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, run)): Path<(String, String)>,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<PostPage>, Problem> {
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let limit = which.limit.unwrap_or(50);
    if !(1..=500).contains(&limit) {
        return Err(Problem::unreadable("limit: 1 to 500"));
    }
    let day =
        which.day.map(|day| day.parse().map_err(|_| Problem::unreadable("day: write it as 2026-05-31")));
    let filter =
        PostFilter { term: which.term, day: day.transpose()?, limit: limit as usize, next: which.next };
    Ok(Json(house.watch(move |watches| watches.posts(&who, &id, &run, &filter)).await?))
}

/// Counts by day and term as a table (CSV)
///
/// A day on which fewer than ten accounts wrote is told as such, without a number.
#[utoipa::path(get, path = "/api/v1/watchlists/{id}/runs/{run}/days.csv", tag = "watch lists",
    params(("id" = String, Path, description = "id of the list"), ("run" = String, Path, description = "id of the run")),
    responses((status = 200, description = "the table", body = String, content_type = "text/csv"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn table(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, run)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let text = house.watch(move |watches| watches.table(&who, &id, &run)).await?;
    Ok(csv("watch-list-days.csv", text))
}
