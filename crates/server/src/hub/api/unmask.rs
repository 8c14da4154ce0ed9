//! The account behind a pseudonym, once, for two people who agreed on a purpose.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Which approval is spent.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Unmask {
    /// Id of an approved proposal `unmask` whose subject is `DATASET/acc_…` and whose reason is the purpose.
    proposal: String,
}

/// The account.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Unmasked {
    /// The data set.
    dataset: String,
    /// The pseudonym.
    pseudonym: String,
    /// The platform's id of the account; none for one that was only mentioned.
    account: Option<String>,
    /// Its handles, in lower case.
    handles: Vec<String>,
    /// What for.
    purpose: String,
    /// Id of the account of whoever proposed it.
    proposer: String,
    /// Id of the account of whoever approved it.
    second: String,
    /// When, milliseconds since 1970 UTC.
    at: i64,
}

/// Unmask a pseudonym
///
/// Spends the approval of a second person; the log names both. Nothing is spent when the account is not known.
#[utoipa::path(post, path = "/api/v1/unmask", tag = "two people", request_body = Unmask,
    responses((status = 200, description = "the account", body = Unmasked),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn unmask(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<Unmask>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(Unmask { proposal }) = body?;
    let data = house.data();
    let found = house.call(move |hub| hub.unmask(&who, data.as_deref(), &proposal)).await?;
    let told = Unmasked {
        dataset: found.dataset,
        pseudonym: found.pseudonym,
        account: found.account,
        handles: found.handles,
        purpose: found.purpose,
        proposer: found.proposer,
        second: found.second,
        at: found.at,
    };
    Ok(([(header::CACHE_CONTROL, "no-store")], Json(told)).into_response())
}
