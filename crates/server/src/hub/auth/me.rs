//! One's own account: who one is, sessions, password, one-time codes.

use super::door::SessionToken;
use super::{DONE, ask, wire};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use ostrakon_app::people::access::{Credential, Principal, csrf, session::Session};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Who is asking
#[utoipa::path(get, path = "/api/v1/me", tag = "people",
    responses((status = 200, description = "the account, and for a session its CSRF token", body = wire::Me),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn me(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    token: Option<Extension<SessionToken>>,
) -> Json<wire::Me> {
    let csrf = token.map(|Extension(SessionToken(token))| csrf::token(&token).expose().to_owned());
    Json(wire::Me { csrf, ..wire::Me::of(&who, house.hub().now()) })
}

/// A session.
#[derive(Serialize, ToSchema)]
pub(crate) struct SessionInfo {
    /// Its id.
    id: String,
    /// When it began, milliseconds since 1970 UTC.
    created: i64,
    /// When it was last used, to within ten minutes.
    used: i64,
    /// What the browser calls itself.
    agent: Option<String>,
    /// Whether it is the one that asks.
    current: bool,
}

fn current(who: &Principal) -> Option<&str> {
    match &who.credential {
        Credential::Session { id } => Some(id),
        _ => None,
    }
}

/// One's sessions
#[utoipa::path(get, path = "/api/v1/me/sessions", tag = "people",
    responses((status = 200, description = "newest first", body = Vec<SessionInfo>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn sessions(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
) -> Result<Json<Vec<SessionInfo>>, Problem> {
    let person = who.person.clone();
    let all = ask(&house, move |people, now| people.sessions(&person, now)).await?;
    let info = |session: Session| SessionInfo {
        current: current(&who) == Some(session.id.as_str()),
        id: session.id,
        created: session.created,
        used: session.used,
        agent: session.agent,
    };
    Ok(Json(all.into_iter().map(info).collect()))
}

/// End one of one's sessions
#[utoipa::path(delete, path = "/api/v1/me/sessions/{id}", tag = "people",
    params(("id" = String, Path, description = "id of the session")),
    responses((status = 204, description = "ended"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end_session(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
) -> Result<StatusCode, Problem> {
    ask(&house, move |people, now| people.end_session(&who, &id, now)).await?;
    Ok(DONE)
}

/// The present password, and the next one.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewPassword {
    /// The present one.
    #[schema(max_length = 1024, format = "password")]
    current: String,
    /// The next: at least 12 characters.
    #[schema(min_length = 12, max_length = 1024, format = "password")]
    new: String,
}

/// Change one's password; other sessions end
#[utoipa::path(put, path = "/api/v1/me/password", tag = "people", request_body = NewPassword,
    responses((status = 204, description = "changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn password(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<NewPassword>, JsonRejection>,
) -> Result<StatusCode, Problem> {
    let Json(body) = body?;
    let change = ask(&house, move |people, now| {
        people.change_password(&who, &body.current, &body.new, current(&who), now)
    });
    change.await?;
    Ok(DONE)
}

/// The present password, asked for once more.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordProof)]
pub(crate) struct Proof {
    /// The present password.
    #[schema(max_length = 1024, format = "password")]
    password: String,
}

/// How an app for one-time codes is set up.
#[derive(Serialize, ToSchema)]
pub(crate) struct Enrolment {
    /// `otpauth://…`, to be shown as a picture or a link.
    address: String,
}

/// Begin to set up one-time codes
#[utoipa::path(post, path = "/api/v1/me/totp", tag = "people", request_body = Proof,
    responses((status = 201, description = "set up the app, then send a code with PUT", body = Enrolment),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn begin_codes(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<Proof>, JsonRejection>,
) -> Result<(StatusCode, Json<Enrolment>), Problem> {
    let Json(body) = body?;
    let enrolment = ask(&house, move |people, now| people.enrol_codes(&who, &body.password, now)).await?;
    let address = enrolment.address.expose().to_owned();
    Ok((StatusCode::CREATED, Json(Enrolment { address })))
}

/// A code of the app.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Code {
    /// Six digits.
    #[schema(max_length = 20)]
    code: String,
}

/// Recovery codes, each good for one sign-in. They are shown this once.
#[derive(Serialize, ToSchema)]
pub(crate) struct Recovery {
    /// Ten codes.
    recovery: Vec<String>,
}

/// Confirm one-time codes by giving one
#[utoipa::path(put, path = "/api/v1/me/totp", tag = "people", request_body = Code,
    responses((status = 200, description = "from now on a code is asked for at sign-in", body = Recovery),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn confirm_codes(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<Code>, JsonRejection>,
) -> Result<Json<Recovery>, Problem> {
    let Json(body) = body?;
    let codes = ask(&house, move |people, now| people.confirm_codes(&who, &body.code, now)).await?;
    Ok(Json(Recovery { recovery: codes.iter().map(|code| code.expose().to_owned()).collect() }))
}

/// Remove one-time codes
#[utoipa::path(delete, path = "/api/v1/me/totp", tag = "people", request_body = Proof,
    responses((status = 204, description = "removed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn remove_codes(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Json<Proof>, JsonRejection>,
) -> Result<StatusCode, Problem> {
    let Json(body) = body?;
    ask(&house, move |people, now| people.remove_codes(&who, &body.password, now)).await?;
    Ok(DONE)
}
