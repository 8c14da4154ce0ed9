//! Notices: who is owed the word that something was corrected, withdrawn or narrowed, and who has it.

use super::paging::{Paging, Wanted};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use ostrakon_app::hub::notices::{self, ChangeKind, NoticeState};
use ostrakon_app::hub::{Hub, Received, Versioned};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Which notices.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// Only those that are `pending`, `delivered` or `receipted`.
    #[param(pattern = "^(pending|delivered|receipted)$")]
    #[param(max_length = 300)]
    state: Option<String>,
    /// Only those to this recipient.
    #[param(max_length = 300)]
    recipient: Option<String>,
    /// `next` of the answer before.
    #[param(max_length = 100)]
    next: Option<String>,
}

/// A page of notices, the newest first.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Notices {
    notices: Vec<Notice>,
    /// How to ask for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Notices of a page.
const PAGE: usize = 1_000;

/// A notice.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CorrectionNotice)]
pub(crate) struct Notice {
    id: String,
    /// Who is told: an organisation's id, `public` or `community`.
    recipient: String,
    /// Id of the object.
    object: String,
    /// `corrected`, `withdrawn` or `narrowed`.
    change: &'static str,
    /// The version that corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// The narrower label.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'static str>,
    /// Versions that the recipient holds.
    held: Vec<String>,
    /// `pending`, `delivered` or `receipted`.
    state: &'static str,
    /// When it was made, milliseconds since 1970 UTC.
    made: i64,
    /// When it was handed over.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivered: Option<i64>,
    /// When the recipient said that it arrived.
    #[serde(skip_serializing_if = "Option::is_none")]
    receipted: Option<i64>,
    /// Who entered that.
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<String>,
}

/// A notice that a partner sent us.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Heard {
    /// The partner's organisation.
    sender: String,
    /// Id of the object.
    object: String,
    /// `corrected`, `withdrawn` or `narrowed`.
    change: &'static str,
    /// The version that corrects.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// The narrower label.
    #[serde(skip_serializing_if = "Option::is_none")]
    to: Option<&'static str>,
    /// When it came, milliseconds since 1970 UTC.
    at: i64,
}

fn parts(kind: ChangeKind) -> (&'static str, Option<String>, Option<&'static str>) {
    match kind {
        ChangeKind::Corrected { version } => ("corrected", Some(version), None),
        ChangeKind::Withdrawn => ("withdrawn", None, None),
        ChangeKind::Narrowed { to } => ("narrowed", None, Some(to.label())),
    }
}

fn wire(found: Versioned<notices::Notice>) -> Notice {
    let notices::Notice { recipient, object, kind, held, state, made, delivered, receipted, by } =
        found.value;
    let (change, version, to) = parts(kind);
    let state = state.name();
    Notice {
        id: found.id,
        recipient,
        object,
        change,
        version,
        to,
        held,
        state,
        made,
        delivered,
        receipted,
        by,
    }
}

fn heard(found: Versioned<Received>) -> Heard {
    let Received { sender, told, at } = found.value;
    let (change, version, to) = parts(told.kind);
    Heard { sender, object: told.object, change, version, to, at }
}

/// Notices that we owe
///
/// Each correction, withdrawal or narrower marking makes one for everybody who has what it changes. Somebody of another
/// organisation sees those to that organisation.
#[utoipa::path(get, path = "/api/v1/notices", tag = "sharing", params(Which),
    responses((status = 200, description = "a page", body = Notices),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    asker: Asker,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Json<Notices>, Problem> {
    let Asker(who) = asker;
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let state = match which.state.as_deref() {
        None => None,
        Some("pending") => Some(NoticeState::Pending),
        Some("delivered") => Some(NoticeState::Delivered),
        Some("receipted") => Some(NoticeState::Receipted),
        Some(_) => return Err(Problem::unreadable("state: pending, delivered or receipted")),
    };
    // The place of the last notice before, so that those that come meanwhile move nothing.
    let after = match which.next.as_deref().map(|text| text.split_once('-')) {
        None => None,
        Some(Some((made, id))) if made.parse::<i64>().is_ok() => {
            Some((made.parse::<i64>().unwrap_or_default(), id.to_owned()))
        }
        Some(_) => {
            return Err(Problem::unreadable(
                "next: it was not given out by this server; begin anew without it",
            ));
        }
    };
    let mut all = house.call(move |hub| hub.notices(&who, state, which.recipient.as_deref())).await?;
    if let Some(after) = &after {
        all.retain(|one| (one.value.made, &one.id) < (after.0, &after.1));
    }
    let more = all.len() > PAGE;
    all.truncate(PAGE);
    let next = all.last().filter(|_| more).map(|one| format!("{}-{}", one.value.made, one.id));
    Ok(Json(Notices { notices: all.into_iter().map(wire).collect(), next }))
}

/// Notices that partners sent us
///
/// What they corrected, withdrew or narrowed of what we have of them.
#[utoipa::path(get, path = "/api/v1/notices/received", tag = "sharing", params(Paging),
    responses((status = 200, description = "by id", body = Vec<Heard>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn received(
    State(house): State<Arc<House>>,
    asker: Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    // What partners tell us is told to us alone.
    let all = if who.own { house.call(Hub::received_notices).await? } else { Vec::new() };
    Ok(wanted.answer(all, |one| one.id.clone(), heard))
}

/// Enter a receipt
///
/// For recipients whose node does not say it by itself: of a file, or of an earlier version. Entered twice, the first stays.
#[utoipa::path(post, path = "/api/v1/notices/{id}/receipt", tag = "sharing",
    params(("id" = String, Path, description = "id of the notice")),
    responses((status = 200, description = "the notice", body = Notice),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn receipt(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<Json<Notice>, Problem> {
    let Asker(who) = asker;
    Ok(Json(wire(house.call(move |hub| hub.receipt(&who, &id)).await?)))
}
