//! Evidence: handed in as it is, given out so that nothing in it can act, and its chain of custody.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::spool;
use crate::hub::state::House;
use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use ostrakon_app::casework::response::router::Access;
use ostrakon_app::hub::evidence::{self, NewEvidence};
use ostrakon_app::hub::taxii::stamp;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use std::io::Read;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Bytes that are read and sent at a time.
const PIECE: usize = 64 << 10;
/// A page of a browser that shows evidence may do nothing, whatever the bytes say.
const POLICY: &str =
    "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";

/// What is said of evidence. The bytes are the body; their media type is its `Content-Type`.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct About {
    /// Why it is kept, or on which legal basis; no names, since it is in the log for ever.
    #[param(min_length = 3, max_length = 2000)]
    reason: String,
    /// When it was captured: milliseconds since 1970 UTC, or RFC 3339; now, when left out.
    #[param(max_length = 300)]
    captured_at: Option<String>,
    /// Where it was captured from.
    #[param(max_length = 2000)]
    source_url: Option<String>,
    /// TLP:CLEAR to TLP:RED; TLP:AMBER+STRICT when left out.
    #[param(pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)$")]
    #[param(max_length = 300)]
    marking: Option<String>,
    /// What captured it, and its version.
    #[param(max_length = 2000)]
    tool: Option<String>,
    /// Class of the network that the capture went out through: office, vpn, tor, … Never an address.
    #[param(max_length = 200)]
    egress: Option<String>,
    /// Task or case that it belongs to.
    #[param(max_length = 200)]
    task: Option<String>,
    /// Retention class: 30d, 90d, 180d, 1y, 2y, 5y, counted from the last change of what rests on it. Without one it goes by the
    /// decision of two people alone.
    #[param(pattern = "^(30d|90d|180d|1y|2y|5y)$")]
    retention: Option<String>,
    /// On which basis it came: open, own-api, user-submission, dsa-40-12, dsa-40-4 or classified. What nobody marked is never
    /// published, and counts as open for nobody.
    #[param(inline)]
    access: Option<Access>,
}

/// Which page of the list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// The most entries in the answer, 1 to 10,000; 1,000 when left out.
    #[param(minimum = 1, maximum = 10000)]
    limit: Option<u32>,
    /// `next` of the answer before.
    #[param(max_length = 200)]
    next: Option<String>,
}

/// What it is opened for.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Purpose {
    /// What for, in words without names; it goes into the chain of custody.
    #[param(max_length = 2000)]
    reason: Option<String>,
}

/// The approval that is spent.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Approval {
    /// Id of an approved proposal `delete-evidence` whose subject is `evidence/{sha256}`.
    #[param(max_length = 300)]
    proposal: String,
}

/// Evidence.
#[derive(Serialize, ToSchema)]
pub(crate) struct Evidence {
    /// SHA-256 of the bytes, in hexadecimal.
    sha256: String,
    /// Length in bytes.
    size: u64,
    /// Media type, as captured.
    media_type: String,
    /// When it was captured, milliseconds since 1970 UTC.
    captured_at: i64,
    /// When it was stored.
    stored_at: i64,
    /// Id of the account that stored it.
    stored_by: String,
    /// Where it was captured from; empty when nobody said.
    source_url: String,
    /// Its marking.
    marking: String,
    /// Its retention class.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    retention: Option<String>,
    /// On which basis it came, where somebody said.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    access: Option<Access>,
    /// Who sent it, one line a partner; empty where it was captured here alone.
    received: Vec<Delivery>,
    /// When it was destroyed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    destroyed_at: Option<i64>,
}

impl From<evidence::Evidence> for Evidence {
    fn from(one: evidence::Evidence) -> Self {
        Self {
            sha256: one.sha256,
            size: one.size,
            media_type: one.media_type,
            captured_at: one.captured_at,
            stored_at: one.stored_at,
            stored_by: one.stored_by,
            source_url: one.source_url,
            marking: one.marking.label().to_owned(),
            retention: one.retention,
            access: one.access,
            received: one.received.into_iter().map(Into::into).collect(),
            destroyed_at: one.destroyed_at,
        }
    }
}

/// That a partner sent an item of evidence.
#[derive(Serialize, ToSchema)]
#[schema(as = EvidenceDelivery)]
pub(crate) struct Delivery {
    /// Id of the partner's organisation.
    from: String,
    /// When it was whole here, milliseconds since 1970 UTC.
    at: i64,
    /// Id of the object that it came with.
    object: String,
}

impl From<evidence::Delivery> for Delivery {
    fn from(one: evidence::Delivery) -> Self {
        Self { from: one.from, at: one.at, object: one.object }
    }
}

/// A page of evidence.
#[derive(Serialize, ToSchema)]
#[schema(as = EvidencePage)]
pub(crate) struct Page {
    /// Last stored first.
    evidence: Vec<Evidence>,
    /// How to ask for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// An entry of a chain of custody. `hash` is the SHA-256 of the 32 bytes of `prev_hash`, then of the entry without these
/// two as canonical JSON (RFC 8785).
#[derive(Serialize, ToSchema)]
#[schema(as = CustodyEntry)]
pub(crate) struct Entry {
    /// n, seq, at, actor, role, action (collect, view, destroy, …), object_sha256, source_url, tool, reason, egress, task,
    /// from, to, signature.
    #[serde(flatten)]
    #[schema(value_type = Object)]
    told: serde_json::Value,
    /// Hash of the entry before, in hexadecimal; zeros for the first.
    prev_hash: String,
    /// Hash of this entry.
    hash: String,
}

/// A chain of custody.
#[derive(Serialize, ToSchema)]
pub(crate) struct Chain {
    /// What it is the chain of.
    evidence: Evidence,
    /// Oldest first.
    custody: Vec<Entry>,
}

/// What became of evidence that was to go.
#[derive(Serialize, ToSchema)]
pub(crate) struct Destroyed {
    /// What was destroyed.
    evidence: Evidence,
    /// Whether the bytes are gone; not while another organisation holds the same ones.
    bytes_destroyed: bool,
}

/// Hand in evidence
///
/// The body is the thing itself, of any type. The same bytes again add an entry to the chain of custody.
#[utoipa::path(post, path = "/api/v1/evidence", tag = "evidence", params(About),
    request_body(content = String, content_type = "application/octet-stream", description = "the bytes, of any media type"),
    responses((status = 201, description = "stored", body = Evidence),
        (status = 200, description = "it was held already", body = Evidence),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    about: Result<Query<About>, QueryRejection>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let Query(about) = about.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let media = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let captured_at = about.captured_at.as_deref().map(moment).transpose()?;
    let marking =
        about.marking.as_deref().map(|word| crate::hub::auth::parse("marking", word)).transpose()?;
    let new = NewEvidence {
        media_type: media.to_owned(),
        captured_at,
        source_url: about.source_url.unwrap_or_default(),
        marking: marking.unwrap_or_default(),
        reason: about.reason,
        tool: about.tool.unwrap_or_default(),
        egress: about.egress.unwrap_or_default(),
        task: about.task.unwrap_or_default(),
        retention: about.retention,
        access: about.access,
    };
    // All of it is here before anything is kept, and no thread waits for a slow line.
    let held =
        spool::hold(body, &mut <Sha256 as sha2::Digest>::new(), house.config().longest_evidence).await?;
    let mut source = held.into_read().await;
    let (evidence, fresh) = house.call(move |hub| hub.add_evidence(&who, &new, source.as_mut())).await?;
    let status = if fresh { StatusCode::CREATED } else { StatusCode::OK };
    let place = format!("/api/v1/evidence/{}", evidence.sha256);
    Ok((status, [(header::LOCATION, place)], Json(Evidence::from(evidence))).into_response())
}

fn moment(text: &str) -> Result<i64, Problem> {
    let parsed = text.parse().ok().or_else(|| stamp::parse(text).map(|micros| micros.div_euclid(1_000)));
    let bad = "captured_at: write milliseconds since 1970 UTC, or a time as 2026-01-31T12:00:00Z";
    parsed.ok_or_else(|| Problem::unreadable(bad))
}

/// Evidence that one's organisation holds, or held
#[utoipa::path(get, path = "/api/v1/evidence", tag = "evidence", params(Which),
    responses((status = 200, description = "a page, last stored first", body = Page),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<Page>, Problem> {
    let Query(Which { limit, next }) =
        which.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let limit = limit.unwrap_or(1_000);
    if !(1..=10_000).contains(&limit) {
        return Err(Problem::unreadable(format!("limit={limit}: ask for 1 to 10000 entries")));
    }
    let page = house.call(move |hub| hub.evidence_list(&who, next.as_deref(), limit as usize)).await?;
    Ok(Json(Page { evidence: page.rows.into_iter().map(Into::into).collect(), next: page.next }))
}

/// Open evidence
///
/// That it was opened is in its chain of custody before a byte is sent. Nothing in it can act in a browser.
#[utoipa::path(get, path = "/api/v1/evidence/{sha256}", tag = "evidence",
    params(("sha256" = String, Path, description = "SHA-256 of the bytes, in hexadecimal"), Purpose),
    responses((status = 200, description = "the bytes", body = String, content_type = "*/*"),
        (status = "4XX", description = "refused; 410 when it was destroyed", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn open(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(sha256): Path<String>,
    purpose: Result<Query<Purpose>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(Purpose { reason }) =
        purpose.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let opened =
        house.call(move |hub| hub.open_evidence(&who, &sha256, reason.as_deref().unwrap_or_default()));
    let (evidence, reader) = opened.await?;
    let mut response = pieces(reader).into_response();
    let headers = response.headers_mut();
    let name = format!("attachment; filename=\"{}.bin\"", evidence.sha256);
    for (header, value) in [
        (header::CONTENT_TYPE, evidence.media_type.as_str()),
        (header::CONTENT_DISPOSITION, &name),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::CACHE_CONTROL, "private, no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(header, HeaderValue::from_str(value).map_err(|error| Problem::internal(&error))?);
    }
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(evidence.size));
    Ok(response)
}

/// The bytes of a reader. The last piece waits until the reader has ended well, so that bytes that were changed on the disk
/// never make a whole answer.
fn pieces(mut reader: impl Read + Send + 'static) -> Body {
    let (send, receive) = tokio::sync::mpsc::channel::<std::io::Result<Bytes>>(4);
    tokio::task::spawn_blocking(move || {
        let mut held = Bytes::new();
        loop {
            let mut piece = vec![0; PIECE];
            let read = match reader.read(&mut piece) {
                Ok(read) => read,
                Err(error) => {
                    tracing::error!(%error, "evidence could not be read to its end");
                    let _ = send.blocking_send(Err(error));
                    return;
                }
            };
            piece.truncate(read);
            let ready = std::mem::replace(&mut held, Bytes::from(piece));
            // Nobody listens any more: the client went away.
            if !ready.is_empty() && send.blocking_send(Ok(ready)).is_err() {
                return;
            }
            if read == 0 {
                return;
            }
        }
    });
    Body::from_stream(stream::unfold(receive, |mut receive| async move {
        let piece = receive.recv().await?;
        Some((piece, receive))
    }))
}

/// The chain of custody
///
/// It stays when the bytes are destroyed.
#[utoipa::path(get, path = "/api/v1/evidence/{sha256}/custody", tag = "evidence",
    params(("sha256" = String, Path, description = "SHA-256 of the bytes, in hexadecimal")),
    responses((status = 200, description = "who had it and what they did", body = Chain),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn custody(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(sha256): Path<String>,
) -> Result<Json<Chain>, Problem> {
    let (evidence, lines) = house.call(move |hub| hub.custody(&who, &sha256)).await?;
    let entry =
        |line: evidence::CustodyLine| Entry { told: line.entry, prev_hash: line.prev, hash: line.hash };
    Ok(Json(Chain { evidence: evidence.into(), custody: lines.into_iter().map(entry).collect() }))
}

/// Destroy evidence
///
/// Spends the approval of a second person. The receipt, the record and the chain of custody stay.
#[utoipa::path(delete, path = "/api/v1/evidence/{sha256}", tag = "evidence",
    params(("sha256" = String, Path, description = "SHA-256 of the bytes, in hexadecimal"), Approval),
    responses((status = 200, description = "destroyed", body = Destroyed),
        (status = "4XX", description = "refused; 410 when it was destroyed before", body = Problem,
            content_type = "application/problem+json")))]
pub(crate) async fn destroy(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(sha256): Path<String>,
    approval: Result<Query<Approval>, QueryRejection>,
) -> Result<Json<Destroyed>, Problem> {
    let Query(Approval { proposal }) =
        approval.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let done = house.call(move |hub| hub.destroy_evidence(&who, &sha256, &proposal)).await?;
    Ok(Json(Destroyed { evidence: done.0.into(), bytes_destroyed: done.1 }))
}
