//! Files with posts, and the data sets of the lake.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use futures_util::StreamExt;
use ostrakon_app::analysis::{Analyses, wire};
use ostrakon_app::formats::Format;
use ostrakon_app::hub::access::Principal;
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::mpsc;
use utoipa::IntoParams;

/// Pieces that may wait for the disk.
const AHEAD: usize = 8;

/// The file's name.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Named {
    /// What its owner calls the file; results name it so.
    #[param(max_length = 300)]
    name: Option<String>,
}

/// How to look at it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Look {
    /// Lay this format beside the file instead of the one that was recognised.
    #[param(max_length = 60)]
    format: Option<String>,
}

/// Uploads that are still there
#[utoipa::path(get, path = "/api/v1/uploads", tag = "analyses",
    responses((status = 200, description = "newest first", body = Vec<wire::Upload>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
) -> Result<Json<Vec<wire::Upload>>, Problem> {
    Ok(Json(house.analysis(move |analyses| analyses.uploads(&who)).await?))
}

/// Hand in a file
///
/// The body is the file as it is: CSV, TSV, NDJSON, JSON or Parquet, plain or packed with gzip or zstd, of any size up to the
/// installation's limit. The answer says what it is recognised as, and which column would become what. It is kept for a day.
#[utoipa::path(post, path = "/api/v1/uploads", tag = "analyses", params(Named),
    request_body(content = String, content_type = "application/octet-stream", description = "the file"),
    responses((status = 201, description = "taken in", body = wire::Upload),
        (status = "4XX", description = "refused, and nothing of it kept", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn receive(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    named: Result<Query<Named>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<(StatusCode, Json<wire::Upload>), Problem> {
    let Query(Named { name }) = named.map_err(|error| Problem::unreadable(error.body_text()))?;
    let limit = house.config().largest_upload;
    let stated =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if stated.is_some_and(|stated| stated > limit) {
        return Err(Problem::too_large(limit));
    }
    let analyses = house.analyses()?.clone();
    let (pieces, taken) = mpsc::channel(AHEAD);
    let keeping = tokio::task::spawn_blocking(move || keep(&analyses, &who, name.as_deref(), taken));
    let sent = send(body, &pieces, limit).await;
    drop(pieces);
    let kept = keeping.await.map_err(|error| Problem::internal(&error))?;
    // What the client did wrong is told before what followed from it.
    sent?;
    let upload = kept?
        .ok_or_else(|| Problem::unreadable("the body broke off; nothing of it was kept: send it again"))?;
    Ok((StatusCode::CREATED, Json(upload)))
}

/// Passes the body on. The end is sent too: without it the file is not whole.
pub(super) async fn send(
    body: Body,
    pieces: &mpsc::Sender<Option<Bytes>>,
    limit: u64,
) -> Result<(), Problem> {
    let mut stream = body.into_data_stream();
    let mut bytes = 0u64;
    while let Some(piece) = stream.next().await {
        let Ok(piece) = piece else { return Ok(()) };
        bytes += piece.len() as u64;
        if bytes > limit {
            return Err(Problem::too_large(limit));
        }
        if pieces.send(Some(piece)).await.is_err() {
            // The disk refused, and says why.
            return Ok(());
        }
    }
    let _ = pieces.send(None).await;
    Ok(())
}

/// Writes pieces; `None` where they broke off before the end.
fn keep(
    analyses: &Analyses,
    who: &Principal,
    name: Option<&str>,
    mut pieces: mpsc::Receiver<Option<Bytes>>,
) -> Result<Option<wire::Upload>, Problem> {
    let mut receiving = analyses.receive(who, name.unwrap_or("upload"))?;
    while let Some(piece) = pieces.blocking_recv() {
        match piece {
            Some(bytes) => receiving.write(&bytes)?,
            None => return Ok(Some(receiving.finish()?)),
        }
    }
    Ok(None)
}

/// An upload, looked at again
#[utoipa::path(get, path = "/api/v1/uploads/{id}", tag = "analyses",
    params(("id" = String, Path, description = "id"), Look),
    responses((status = 200, description = "what it is recognised as", body = wire::Upload),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    look: Result<Query<Look>, QueryRejection>,
) -> Result<Json<wire::Upload>, Problem> {
    let Query(Look { format }) = look.map_err(|error| Problem::unreadable(error.body_text()))?;
    Ok(Json(house.analysis(move |analyses| analyses.upload(&who, &id, format.as_deref())).await?))
}

/// Remove an upload before its time
#[utoipa::path(delete, path = "/api/v1/uploads/{id}", tag = "analyses",
    params(("id" = String, Path, description = "id")),
    responses((status = 204, description = "gone"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn remove(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    house.analysis(move |analyses| analyses.remove_upload(&who, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Known export formats
///
/// What a file can be laid beside where none was recognised.
#[utoipa::path(get, path = "/api/v1/formats", tag = "analyses",
    responses((status = 200, description = "in the order in which they are tried", body = Vec<Format>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn formats(_asker: Asker) -> Json<Vec<Format>> {
    Json(ostrakon_app::formats::all())
}

/// Data sets of the lake, with their terms, their clock and what was deleted
#[utoipa::path(get, path = "/api/v1/datasets", tag = "analyses",
    responses((status = 200, description = "by name", body = Vec<wire::Dataset>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn datasets(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
) -> Result<Json<Vec<wire::Dataset>>, Problem> {
    Ok(Json(house.analysis(move |analyses| analyses.datasets(&who)).await?))
}
