//! Groups: the ranked list, one opened, its evidence page by page, and what people decide about it.

use super::runs::limit;
use crate::hub::api::conditional;
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use ostrakon_app::analysis::{GroupFilter, GroupOrder, PostFilter, wire};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// Which groups, in which order.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichGroups {
    /// Only those with ties in this signal.
    #[param(inline)]
    signal: Option<wire::SignalName>,
    /// Only those that the detector flags (true), or does not (false).
    flagged: Option<bool>,
    /// Only those that stand so with people.
    #[param(inline)]
    status: Option<wire::GroupStatus>,
    /// Only those with at least this strength.
    #[param(inline)]
    strength: Option<wire::Strength>,
    /// Only those with at most this q.
    #[param(minimum = 0, maximum = 1)]
    max_q: Option<f64>,
    /// Only those that acted in the election's period (true), or did not (false).
    in_election: Option<bool>,
    /// Accounts, at least.
    min_size: Option<u64>,
    /// Accounts, at most.
    max_size: Option<u64>,
    /// Only those that acted at or after this time, milliseconds since 1970 UTC.
    from: Option<i64>,
    /// Only those that acted before this time.
    to: Option<i64>,
    /// Only those whose sentence, shared things or accounts have this text in them.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Order; as the detector ranks them when left out.
    #[param(inline)]
    order: Option<GroupOrder>,
    /// The most groups in the answer, 1 to 500; 50 when left out.
    #[param(minimum = 1, maximum = 500)]
    limit: Option<u32>,
    /// `next` of the answer before.
    #[param(max_length = 20)]
    next: Option<String>,
}

/// A page.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Paged {
    /// The most things in the answer, 1 to 1,000; 100 when left out.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// `next` of the answer before.
    #[param(max_length = 20)]
    next: Option<String>,
}

/// Which posts.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichPosts {
    /// Only of this account.
    #[param(max_length = 300)]
    account: Option<String>,
    /// Only those in joint actions.
    joint: Option<bool>,
    /// Only at or after this time, milliseconds since 1970 UTC.
    from: Option<i64>,
    /// Only before this time.
    to: Option<i64>,
    /// The most posts in the answer, 1 to 1,000; 100 when left out.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// `next` of the answer before.
    #[param(max_length = 20)]
    next: Option<String>,
}

/// A cursor that is a number.
pub(super) fn cursor<T: std::str::FromStr>(next: Option<&str>) -> Result<Option<T>, Problem> {
    let bad = || Problem::unreadable("next: it was not given out by this server; begin anew without it");
    next.map(|next| next.parse().map_err(|_| bad())).transpose()
}

/// The revision that the asker has seen, where it says so: a decision without it goes ahead, since it overwrites nothing.
fn seen(headers: &HeaderMap) -> Result<Option<i64>, Problem> {
    if headers.contains_key(header::IF_MATCH) { conditional::seen(headers) } else { Ok(None) }
}

/// Groups, ranked
#[utoipa::path(get, path = "/api/v1/analyses/{id}/groups", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), WhichGroups),
    responses((status = 200, description = "a page", body = wire::GroupPage),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    which: Result<Query<WhichGroups>, QueryRejection>,
) -> Result<Json<wire::GroupPage>, Problem> {
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let limit = limit(which.limit, 50, 500)?;
    let next = cursor(which.next.as_deref())?;
    let filter = GroupFilter {
        signal: which.signal,
        flagged: which.flagged,
        status: which.status,
        strength: which.strength,
        most_q: which.max_q,
        in_election: which.in_election,
        least_size: which.min_size,
        most_size: which.max_size,
        from: which.from,
        to: which.to,
        search: which.q,
        order: which.order.unwrap_or_default(),
    };
    Ok(Json(house.analysis(move |all| all.groups(&who, &id, &filter, limit, next)).await?))
}

/// A group: everything that speaks for and against it
#[utoipa::path(get, path = "/api/v1/analyses/{id}/groups/{group}", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), ("group" = String, Path, description = "id")),
    responses((status = 200, description = "the group", body = wire::GroupDetail),
        (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, group)): Path<(String, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let detail = house.analysis(move |all| all.group(&who, &id, &group)).await?;
    Ok(conditional::record(&headers, detail.judgement.rev, &detail))
}

/// Members of a group, strongest first
#[utoipa::path(get, path = "/api/v1/analyses/{id}/groups/{group}/members", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), ("group" = String, Path, description = "id"), Paged),
    responses((status = 200, description = "a page", body = wire::MemberPage),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn members(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, group)): Path<(String, String)>,
    page: Result<Query<Paged>, QueryRejection>,
) -> Result<Json<wire::MemberPage>, Problem> {
    let Query(page) = page.map_err(|error| Problem::unreadable(error.body_text()))?;
    let (limit, next) = (limit(page.limit, 100, 1_000)?, cursor(page.next.as_deref())?.unwrap_or(0));
    Ok(Json(house.analysis(move |all| all.members(&who, (&id, &group), limit, next)).await?))
}

/// Exhibits of a group, most telling first: the very posts side by side
#[utoipa::path(get, path = "/api/v1/analyses/{id}/groups/{group}/exhibits", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), ("group" = String, Path, description = "id"), Paged),
    responses((status = 200, description = "a page", body = wire::ExhibitPage),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn exhibits(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, group)): Path<(String, String)>,
    page: Result<Query<Paged>, QueryRejection>,
) -> Result<Json<wire::ExhibitPage>, Problem> {
    let Query(page) = page.map_err(|error| Problem::unreadable(error.body_text()))?;
    let (limit, next) = (limit(page.limit, 100, 1_000)?, cursor(page.next.as_deref())?.unwrap_or(0));
    Ok(Json(house.analysis(move |all| all.exhibits(&who, (&id, &group), limit, next)).await?))
}

/// Posts of a group, in order of time
#[utoipa::path(get, path = "/api/v1/analyses/{id}/groups/{group}/posts", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), ("group" = String, Path, description = "id"),
        WhichPosts),
    responses((status = 200, description = "a page", body = wire::PostPage),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn posts(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, group)): Path<(String, String)>,
    which: Result<Query<WhichPosts>, QueryRejection>,
) -> Result<Json<wire::PostPage>, Problem> {
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let (limit, next) = (limit(which.limit, 100, 1_000)?, cursor(which.next.as_deref())?.unwrap_or(0));
    let filter = PostFilter {
        account: which.account,
        joint: which.joint.unwrap_or(false),
        from: which.from,
        to: which.to,
    };
    Ok(Json(house.analysis(move |all| all.posts(&who, (&id, &group), &filter, limit, next)).await?))
}

/// The posts that made an edge, side by side
#[utoipa::path(get, path = "/api/v1/analyses/{id}/groups/{group}/edges/{a}/{b}", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), ("group" = String, Path, description = "id"),
        ("a" = String, Path, description = "one account"), ("b" = String, Path, description = "the other")),
    responses((status = 200, description = "its signals and moments", body = wire::EdgeDetail),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn edge(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, group, a, b)): Path<(String, String, String, String)>,
) -> Result<Json<wire::EdgeDetail>, Problem> {
    Ok(Json(house.analysis(move |all| all.edge(&who, (&id, &group), &a, &b)).await?))
}

/// Say that a group is harmless or wrong
///
/// Kept as an event with its reason; `reopen` takes it back. With `If-Match` only if nobody decided meanwhile.
#[utoipa::path(post, path = "/api/v1/analyses/{id}/groups/{group}/dismiss", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), ("group" = String, Path, description = "id")),
    request_body = wire::Dismissal,
    responses((status = 200, description = "what is decided now", body = wire::Judgement),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn dismiss(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, group)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Json<wire::Dismissal>, JsonRejection>,
) -> Result<Json<wire::Judgement>, Problem> {
    let (Json(body), seen) = (body?, seen(&headers)?);
    Ok(Json(house.analysis(move |all| all.dismiss(&who, (&id, &group), &body.reason, seen)).await?))
}

/// Take a dismissal or a merger back
#[utoipa::path(post, path = "/api/v1/analyses/{id}/groups/{group}/reopen", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), ("group" = String, Path, description = "id")),
    request_body = wire::Reopening,
    responses((status = 200, description = "what is decided now", body = wire::Judgement),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reopen(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, group)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Json<wire::Reopening>, JsonRejection>,
) -> Result<Json<wire::Judgement>, Problem> {
    let (Json(body), seen) = (body?, seen(&headers)?);
    Ok(Json(house.analysis(move |all| all.reopen(&who, (&id, &group), body.reason.as_deref(), seen)).await?))
}

/// Say that a group is part of another
#[utoipa::path(post, path = "/api/v1/analyses/{id}/groups/{group}/merge", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), ("group" = String, Path, description = "id")),
    request_body = wire::Merger,
    responses((status = 200, description = "what is decided now", body = wire::Judgement),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn merge(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, group)): Path<(String, String)>,
    headers: HeaderMap,
    body: Result<Json<wire::Merger>, JsonRejection>,
) -> Result<Json<wire::Judgement>, Problem> {
    let (Json(body), seen) = (body?, seen(&headers)?);
    let merged = house.analysis(move |all| all.merge(&who, (&id, &group), &body.into, &body.reason, seen));
    Ok(Json(merged.await?))
}
