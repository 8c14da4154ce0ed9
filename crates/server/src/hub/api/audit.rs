//! The event log, for auditors.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use ostrakon_app::hub::{LogEntry, to_hex};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Which events.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// After this number.
    #[param(minimum = 0)]
    after: Option<i64>,
    /// Only of this subject, such as `collection/ID`.
    #[param(max_length = 300)]
    subject: Option<String>,
    /// The most events in the answer, 1 to 1,000; 100 when left out.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// An event.
#[derive(Serialize, ToSchema)]
#[schema(as = LoggedEvent)]
pub(crate) struct Entry {
    /// Its number.
    seq: i64,
    /// Milliseconds since 1970 UTC.
    at: i64,
    /// Who acted, by id.
    actor: String,
    /// What happened.
    kind: String,
    /// What it happened to.
    subject: String,
    /// Details.
    #[schema(value_type = Value)]
    data: serde_json::Value,
    /// SHA-256 over this entry and the one before, in hexadecimal.
    hash: String,
}

/// The event log
///
/// In order. Each entry's hash covers the one before it; `ostrakon audit verify` checks the whole chain.
#[utoipa::path(get, path = "/api/v1/audit/events", tag = "audit", params(Which),
    responses((status = 200, description = "events in order", body = Vec<Entry>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn log(
    State(house): State<Arc<House>>,
    _asker: Asker,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<Vec<Entry>>, Problem> {
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let limit = which.limit.unwrap_or(100).clamp(1, 1000) as usize;
    let events =
        house.call(move |hub| hub.log(which.after.unwrap_or(0), which.subject.as_deref(), limit)).await?;
    let entry = |LogEntry { seq, at, actor, kind, subject, data, hash }: LogEntry| Entry {
        seq,
        at,
        actor,
        kind,
        subject,
        data,
        hash: to_hex(&hash),
    };
    Ok(Json(events.into_iter().map(entry).collect()))
}

/// What was verified.
#[derive(Serialize, ToSchema)]
pub(crate) struct Verification {
    /// Whether every entry and every content is as it was written.
    sound: bool,
    /// When it was verified, milliseconds since 1970 UTC.
    as_of: i64,
    /// Entries of the log.
    entries: i64,
    /// Contents whose digests were compared.
    contents: u64,
    /// Contents that were erased, each with its receipt in the log.
    erased: u64,
    /// The first entry that is wrong, and what is wrong with it.
    first_bad: Option<String>,
}

/// Where the log stood, under the key of this node.
#[derive(Serialize, ToSchema)]
pub(crate) struct LogCheckpoint {
    /// `ostrakon-checkpoint/1`.
    format: String,
    /// Hash of the log's first entry: which log it is.
    log: String,
    /// Number of the last entry.
    seq: i64,
    /// Its hash.
    hash: String,
    /// When it was signed, milliseconds since 1970 UTC, as the signer says.
    at: i64,
    /// The signer's Ed25519 key, hexadecimal.
    public_key: String,
    /// Signature over the canonical JSON of all other fields, hexadecimal.
    signature: String,
}

/// A signed checkpoint of the event log
///
/// For a third party to keep. `ostrakon audit verify --checkpoint FILE --key HEX` says later whether the log still holds what was
/// signed: a log that was rewritten as a whole, or whose end was cut off, is otherwise a good chain.
#[utoipa::path(get, path = "/api/v1/audit/checkpoint", tag = "audit",
    responses((status = 200, description = "signed now", body = LogCheckpoint),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn checkpoint(
    State(house): State<Arc<House>>,
    _asker: Asker,
) -> Result<Json<LogCheckpoint>, Problem> {
    let signed = house.call(ostrakon_app::hub::Hub::log_checkpoint).await?;
    let ostrakon_app::hub::Checkpoint { format, log, seq, hash, at, public_key, signature } = signed;
    Ok(Json(LogCheckpoint { format, log, seq, hash, at, public_key, signature }))
}

/// Only one at a time: it reads the whole store.
static TURN: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());

/// Verify the event log
///
/// Reads the whole log and every content that it names; with a million entries that takes some seconds.
#[utoipa::path(get, path = "/api/v1/audit/verification", tag = "audit",
    responses((status = 200, description = "verified now", body = Verification),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn verification(
    State(house): State<Arc<House>>,
    _asker: Asker,
) -> Result<Json<Verification>, Problem> {
    let Ok(_turn) = TURN.try_lock() else { return Err(Problem::too_often(2)) };
    let (as_of, found) = house.call(|hub| Ok((hub.now(), hub.verify_log()?))).await?;
    Ok(Json(Verification {
        sound: found.first_bad.is_none(),
        as_of,
        entries: found.entries,
        contents: found.contents,
        erased: found.erased,
        first_bad: found.first_bad.map(|bad| bad.to_string()),
    }))
}
