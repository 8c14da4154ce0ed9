//! Files of other systems, in and out.

use crate::hub::asker::Asker;
use crate::hub::file;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::hub::exports::Shape;
use ostrakon_app::hub::{Format, HubError};
use serde::{Deserialize, Serialize};
use std::io::{BufWriter, Write};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// The longest file over REST: 256 MiB.
const MOST_BYTES: u64 = 256 << 20;

/// What comes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Coming {
    /// `stix`, `signed`, `misp`, `claimreview` or `dsa`; told by the content type or the content when left out.
    #[param(pattern = "^(stix|signed|misp|claimreview|dsa)$")]
    #[param(max_length = 300)]
    format: Option<String>,
}

/// What goes.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Going {
    /// `stix` (usual), `ndjson`, `misp`, `claimreview`, `dsa`, `dsa-csv`, `csv` or `signed`.
    #[param(pattern = "^(stix|ndjson|misp|claimreview|dsa|dsa-csv|csv|signed)$")]
    #[param(max_length = 300)]
    format: Option<String>,
}

/// An object that was not taken.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct NotTaken {
    /// Its id.
    id: String,
    /// Why, and what would be right.
    reason: String,
}

/// What an import did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Import {
    /// Id of the collection.
    collection: String,
    /// What the file was.
    format: &'static str,
    /// Objects that it became.
    objects: usize,
    /// New to the collection.
    added: usize,
    /// Known already, with the same content.
    known: usize,
    /// Not taken, since somebody wrote other content under the same id and version meanwhile.
    refused: Vec<NotTaken>,
    /// What people should know.
    warnings: Vec<String>,
}

/// Import a file
///
/// A STIX bundle, a signed bundle, MISP events, ClaimReviews or statements of reasons: wholly or not at all. A refusal
/// names the place and the reason of everything that is wrong, and nothing is kept. The same file again adds nothing.
#[utoipa::path(post, path = "/api/v1/collections/{id}/imports", tag = "exchange", params(
    ("id" = String, Path, description = "id or alias of the collection"), Coming),
    request_body(content((Object = "application/json"), (Object = "application/stix+json"),
        (Object = "application/ld+json"), (String = "text/csv")), description = "the file"),
    responses((status = 200, description = "what it did", body = Import),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn import(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(collection): Path<String>,
    coming: Result<Query<Coming>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Json<Import>, Problem> {
    let Asker(who) = asker;
    let Query(coming) = coming.map_err(|error| Problem::unreadable(error.body_text()))?;
    let named = coming.format.as_deref().map(Format::named).transpose().map_err(HubError::from)?;
    let told = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let format = named.or_else(|| told.and_then(Format::of_media_type));
    let length =
        headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    if length.is_some_and(|length| length > MOST_BYTES) {
        return Err(Problem::too_large(MOST_BYTES));
    }
    // Whether one may add is told before a long body is read for nothing.
    let (asker, name) = (who.clone(), collection.clone());
    house.call(move |hub| hub.may_add(&asker, &name)).await?;
    let mut taken = file::take(body, MOST_BYTES).await?;
    let done = house.call(move |hub| hub.import(&who, &collection, format, &mut taken)).await?;
    Ok(Json(Import {
        collection: done.collection,
        format: done.formats.first().copied().unwrap_or_default(),
        objects: done.objects,
        added: done.added,
        known: done.present,
        refused: done.refused.into_iter().map(|(id, reason)| NotTaken { id, reason }).collect(),
        warnings: done.warnings,
    }))
}

/// Export a collection
///
/// The newest versions of what the asker may see, through the sharing gate, as one file.
#[utoipa::path(get, path = "/api/v1/collections/{id}/export", tag = "exchange", params(
    ("id" = String, Path, description = "id or alias of the collection"), Going),
    responses(
        (status = 200, description = "the file", content((Object = "application/stix+json"),
            (Value = "application/json"), (Object = "application/ld+json"), (String = "application/x-ndjson"),
            (String = "text/csv"))),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(collection): Path<String>,
    going: Result<Query<Going>, QueryRejection>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let Query(going) = going.map_err(|error| Problem::unreadable(error.body_text()))?;
    let shape = going.format.as_deref().map_or(Ok(Shape::Bundle), Shape::named)?;
    let blank = file::blank()?;
    let written = house
        .call_with(move |hub| {
            let mut out = BufWriter::with_capacity(1 << 16, blank);
            hub.export_to(&who, &collection, shape, &mut out)?;
            out.flush().map_err(|error| Problem::internal(&error))?;
            out.into_inner().map_err(|error| Problem::internal(&error.into_error()))
        })
        .await?;
    let name = format!("attachment; filename=\"export.{}\"", shape.ending());
    let headers = [
        (header::CONTENT_TYPE, shape.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, name),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    Ok((StatusCode::OK, headers, file::give(written)?).into_response())
}
