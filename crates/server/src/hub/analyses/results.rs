//! What is drawn (networks, rasters, series), what was rejected, and the files of a result.

use super::groups::cursor;
use super::runs::limit;
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use crate::result::{media_type, pieces};
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::analysis::{MOST_NODES, NetworkFilter, Span, wire};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// The report is one file with its script and style inside: it may show itself and reach nothing, not even this server.
const REPORT_POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; \
                             font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; \
                             sandbox allow-scripts allow-downloads allow-popups";

/// Which part of a network.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichNetwork {
    /// The most nodes, 150 to 10,000; 150 when left out.
    #[param(minimum = 150, maximum = 10000)]
    limit: Option<u32>,
    /// Bundles (of a group) or groups (of an analysis) to open, by id, separated by commas.
    #[param(max_length = 5000)]
    expand: Option<String>,
    /// Only ties of these signals, separated by commas.
    #[param(max_length = 200)]
    signals: Option<String>,
    /// Only ties with at most this q.
    #[param(minimum = 0, maximum = 1)]
    max_q: Option<f64>,
    /// In the network of an analysis: flagged groups only; true when left out.
    flagged: Option<bool>,
    /// In the network of a group: only ties with a moment (of those that are kept) at or after this time, milliseconds since
    /// 1970 UTC.
    from: Option<i64>,
    /// In the network of a group: only ties with a moment before this time.
    to: Option<i64>,
}

impl WhichNetwork {
    fn filter(self) -> Result<NetworkFilter, Problem> {
        let list = |text: Option<String>| -> Vec<String> {
            let words = text.unwrap_or_default();
            words.split(',').map(str::trim).filter(|word| !word.is_empty()).map(str::to_owned).collect()
        };
        let limit = self.limit.unwrap_or(150);
        if !(150..=MOST_NODES as u32).contains(&limit) {
            return Err(Problem::unreadable(format!("limit = {limit}: 150 to {MOST_NODES}")));
        }
        let signal = |name: String| {
            serde_json::from_value(name.as_str().into())
                .map_err(|_| Problem::unreadable(format!("signals: `{name}` is no signal")))
        };
        Ok(NetworkFilter {
            limit: limit as usize,
            expand: list(self.expand),
            signals: list(self.signals).into_iter().map(signal).collect::<Result<_, _>>()?,
            most_q: self.max_q,
            flagged: self.flagged.unwrap_or(true),
            span: Span { from: self.from, to: self.to },
        })
    }
}

/// Which span, in how many bins.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichSpan {
    /// Bins, 1 to 2,000; 200 when left out.
    #[param(minimum = 1, maximum = 2000)]
    bins: Option<u32>,
    /// Begin, milliseconds since 1970 UTC; the first post when left out.
    from: Option<i64>,
    /// End; behind the last post when left out.
    to: Option<i64>,
    /// Of a series: the group whose posts are counted beside everybody's. Of a raster it is in the address.
    #[param(max_length = 60)]
    group: Option<String>,
    /// Of a raster: accounts, at most, 1 to 2,000; 300 when left out.
    #[param(minimum = 1, maximum = 2000)]
    accounts: Option<u32>,
}

/// A page of rejected rows.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichRejects {
    /// The most rows in the answer, 1 to 1,000; 100 when left out.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// `next` of the answer before.
    #[param(max_length = 20)]
    next: Option<String>,
}

/// The network of a group: at most 150 nodes at first, bundles opened on demand
///
/// Places are the same at every visit; opening a bundle adds nodes and moves none.
#[utoipa::path(get, path = "/api/v1/analyses/{id}/groups/{group}/network", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), ("group" = String, Path, description = "id"),
        WhichNetwork),
    responses((status = 200, description = "nodes and edges, drawn", body = wire::Network),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn group_network(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, group)): Path<(String, String)>,
    which: Result<Query<WhichNetwork>, QueryRejection>,
) -> Result<Json<wire::Network>, Problem> {
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let filter = which.filter()?;
    Ok(Json(house.analysis(move |all| all.network(&who, (&id, &group), &filter)).await?))
}

/// The network of an analysis: groups as nodes, opened by rank as far as the limit goes
#[utoipa::path(get, path = "/api/v1/analyses/{id}/network", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), WhichNetwork),
    responses((status = 200, description = "nodes and edges, drawn", body = wire::Network),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn network(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    which: Result<Query<WhichNetwork>, QueryRejection>,
) -> Result<Json<wire::Network>, Problem> {
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    if which.from.is_some() || which.to.is_some() {
        return Err(Problem::unreadable(
            "from, to: moments are kept by group; ask for the network of one group",
        ));
    }
    let filter = which.filter()?;
    Ok(Json(house.analysis(move |all| all.whole_network(&who, &id, &filter)).await?))
}

fn bins(given: Option<u32>) -> Result<u32, Problem> {
    match given.unwrap_or(200) {
        bins @ 1..=2_000 => Ok(bins),
        bins => Err(Problem::unreadable(format!("bins = {bins}: 1 to 2000"))),
    }
}

/// Accounts × time of a group
#[utoipa::path(get, path = "/api/v1/analyses/{id}/groups/{group}/raster", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), ("group" = String, Path, description = "id"),
        WhichSpan),
    responses((status = 200, description = "counts", body = wire::Raster),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn raster(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, group)): Path<(String, String)>,
    which: Result<Query<WhichSpan>, QueryRejection>,
) -> Result<Json<wire::Raster>, Problem> {
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let (bins, accounts) = (bins(which.bins)?, limit(which.accounts, 300, 2_000)?);
    let span = (which.from, which.to);
    Ok(Json(house.analysis(move |all| all.raster(&who, (&id, &group), bins, accounts, span)).await?))
}

/// Volume over time
#[utoipa::path(get, path = "/api/v1/analyses/{id}/series", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), WhichSpan),
    responses((status = 200, description = "counts", body = wire::Series),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn series(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    which: Result<Query<WhichSpan>, QueryRejection>,
) -> Result<Json<wire::Series>, Problem> {
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let (bins, span) = (bins(which.bins)?, (which.from, which.to));
    let series = house.analysis(move |all| all.series(&who, &id, which.group.as_deref(), bins, span));
    Ok(Json(series.await?))
}

/// Rows that could not be taken, with line, column and reason
#[utoipa::path(get, path = "/api/v1/analyses/{id}/rejects", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), WhichRejects),
    responses((status = 200, description = "a page; `files/rejects.csv` has all", body = wire::RejectPage),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn rejects(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    which: Result<Query<WhichRejects>, QueryRejection>,
) -> Result<Json<wire::RejectPage>, Problem> {
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let (limit, next) = (limit(which.limit, 100, 1_000)?, cursor(which.next.as_deref())?);
    Ok(Json(house.analysis(move |all| all.rejects(&who, &id, limit, next)).await?))
}

/// A file of the result, as `ostrakon analyse` writes it
#[utoipa::path(get, path = "/api/v1/analyses/{id}/files/{name}", tag = "analyses",
    params(("id" = String, Path, description = "id of the analysis"), ("name" = String, Path, description = "its name")),
    responses((status = 200, description = "the file", body = String, content_type = "application/octet-stream"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn file(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path((id, name)): Path<(String, String)>,
) -> Result<Response, Problem> {
    let asked = name.clone();
    let path = house.analysis(move |all| all.file(&who, &id, &asked)).await?;
    let opened = async {
        let file = tokio::fs::File::open(&path).await?;
        let len = file.metadata().await?.len();
        std::io::Result::Ok((file, len))
    };
    let (file, len) = opened.await.map_err(|_| Problem::not_found("file of this name in the result"))?;
    let report = name == "report.html";
    let shown = if report { "inline" } else { "attachment" };
    let policy = if report { REPORT_POLICY } else { "default-src 'none'; sandbox" };
    let headers: [(HeaderName, HeaderValue); 6] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type(&name))),
        (header::CONTENT_LENGTH, HeaderValue::from(len)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy)),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (
            header::CONTENT_DISPOSITION,
            // Names of results are ours: plain ASCII.
            HeaderValue::from_str(&format!("{shown}; filename=\"{name}\""))
                .unwrap_or_else(|_| HeaderValue::from_static("attachment")),
        ),
    ];
    Ok((headers, Body::from_stream(pieces(file, len))).into_response())
}
