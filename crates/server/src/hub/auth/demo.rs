//! The way into a demonstration: one link, printed on the terminal that serves it.
//!
//! **The choice.** A secret that lives in the memory of the process, good once and on loopback only, behind a page that shows it
//! to the server and goes on. **Rejected.** A password that everybody knows; a session that is there without anybody's asking,
//! which every page on the machine could use.

use super::door::Address;
use super::page::asset;
use super::session::cookie_of;
use super::{ask, wire};
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

const PAGE: &str = include_str!("demo.html");
const SCRIPT: &str = include_str!("demo.js");

/// The secret of the link.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct DemoEntry {
    /// The part of the link after `#`.
    #[schema(max_length = 200)]
    secret: String,
}

/// A session that has begun; its token is in the cookie.
#[derive(Serialize, ToSchema)]
pub(crate) struct DemoSession {
    /// To be sent as `X-CSRF-Token` with every change.
    csrf: String,
    /// Who is in.
    me: wire::Me,
    /// Where to go when there are no pages at `/`.
    fallback: String,
}

/// Sign in to a demonstration by its one-time link
#[utoipa::path(post, path = "/api/v1/session/demo", tag = "people", request_body = DemoEntry, security(()),
    responses((status = 201, description = "signed in; the cookie holds the session", body = DemoSession),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn enter(
    State(house): State<Arc<House>>,
    Extension(Address(address)): Extension<Address>,
    headers: HeaderMap,
    body: Result<Json<DemoEntry>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(DemoEntry { secret }) = body?;
    let near = address.is_none_or(|address| address.is_loopback());
    let entry = near.then(|| house.enter(&secret)).flatten();
    let entry = entry.ok_or_else(|| {
        Problem::not_allowed("this link is used up, or is none of this demonstration's.", "demo-link")
    })?;
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let person = entry.person.clone();
    let signed =
        ask(&house, move |people, now| people.sign_in_at_terminal(&person, agent.as_deref(), now)).await?;
    let body = DemoSession {
        csrf: signed.csrf.expose().to_owned(),
        me: wire::Me::of(&signed.principal, house.hub().now()),
        fallback: entry.fallback,
    };
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    let cookie = cookie_of(&house, &signed)?;
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    Ok(response)
}

pub(super) async fn page() -> impl IntoResponse {
    asset("text/html; charset=utf-8", PAGE)
}

pub(super) async fn script() -> impl IntoResponse {
    asset("text/javascript; charset=utf-8", SCRIPT)
}
