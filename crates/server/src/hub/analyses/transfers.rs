//! Files handed in piece by piece, over lines that break.

use super::uploads::send;
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use ostrakon_app::analysis::{Appending, wire};
use serde::Deserialize;
use std::sync::Arc;
use tokio::sync::mpsc;
use utoipa::IntoParams;

/// Pieces that may wait for the disk.
const AHEAD: usize = 8;

/// Where a piece begins.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct FromByte {
    /// The first byte of the piece within the file, from 0: `received` of the transfer.
    from: u64,
}

/// Transfers that are not finished
#[utoipa::path(get, path = "/api/v1/transfers", tag = "analyses",
    responses((status = 200, description = "newest first", body = Vec<wire::Transfer>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
) -> Result<Json<Vec<wire::Transfer>>, Problem> {
    Ok(Json(house.analysis(move |analyses| analyses.transfers(&who)).await?))
}

/// Begin to hand in a file piece by piece
///
/// Then its pieces go to the transfer's address, each from where the last ended. After the last it is an upload.
#[utoipa::path(post, path = "/api/v1/transfers", tag = "analyses", request_body = wire::NewTransfer,
    responses((status = 201, description = "begun; nothing came yet", body = wire::Transfer),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<wire::NewTransfer>, JsonRejection>,
) -> Result<(StatusCode, Json<wire::Transfer>), Problem> {
    let Json(new) = body?;
    let begun = house.analysis(move |analyses| analyses.begin_transfer(&who, &new)).await?;
    Ok((StatusCode::CREATED, Json(begun)))
}

/// A transfer: how much of it came
#[utoipa::path(get, path = "/api/v1/transfers/{id}", tag = "analyses",
    params(("id" = String, Path, description = "id")),
    responses((status = 200, description = "as it stands", body = wire::Transfer),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<Json<wire::Transfer>, Problem> {
    Ok(Json(house.analysis(move |analyses| analyses.transfer(&who, &id)).await?))
}

/// Go on with a transfer
///
/// The body is a piece of the file, of any length. What of it came before the line broke is kept: ask for the transfer, and go
/// on at `received`. A piece that begins elsewhere is refused (409). The answer to the last piece has the upload.
#[utoipa::path(patch, path = "/api/v1/transfers/{id}", tag = "analyses",
    params(("id" = String, Path, description = "id"), FromByte),
    request_body(content = String, content_type = "application/octet-stream", description = "a piece of the file"),
    responses((status = 200, description = "as it stands after the piece", body = wire::Transfer),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn append(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    from: Result<Query<FromByte>, QueryRejection>,
    body: Body,
) -> Result<Json<wire::Transfer>, Problem> {
    let Query(FromByte { from }) = from.map_err(|error| Problem::unreadable(error.body_text()))?;
    let appending = house.analysis(move |analyses| analyses.append(&who, &id, from)).await?;
    let (pieces, taken) = mpsc::channel(AHEAD);
    let keeping = tokio::task::spawn_blocking(move || keep(appending, taken));
    let sent = send(body, &pieces, house.config().largest_upload).await;
    drop(pieces);
    let kept = keeping.await.map_err(|error| Problem::internal(&error))?;
    sent?;
    Ok(Json(kept?))
}

/// Writes pieces, and keeps what came, be it all or not.
fn keep(
    mut appending: Appending,
    mut pieces: mpsc::Receiver<Option<Bytes>>,
) -> Result<wire::Transfer, Problem> {
    while let Some(Some(bytes)) = pieces.blocking_recv() {
        appending.write(&bytes)?;
    }
    Ok(appending.finish()?)
}

/// Give a transfer up
#[utoipa::path(delete, path = "/api/v1/transfers/{id}", tag = "analyses",
    params(("id" = String, Path, description = "id")),
    responses((status = 204, description = "gone, with what came"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn remove(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    house.analysis(move |analyses| analyses.remove_transfer(&who, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
