//! Signing in and out, and setting a password by a one-time link.

use super::door::{Address, SessionToken};
use super::{DONE, ask, cookie, wire};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Extension, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::people::{SignIn, SignedIn};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// What is typed to sign in.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Typed {
    /// Name of the account.
    #[schema(max_length = 200)]
    name: String,
    /// Password.
    #[schema(max_length = 1024, format = "password")]
    password: String,
    /// One-time code or recovery code, where the account has them.
    #[serde(default)]
    code: Option<String>,
}

/// A session that has begun; its token is in the cookie.
#[derive(Serialize, ToSchema)]
pub(crate) struct Begun {
    /// To be sent as `X-CSRF-Token` with every change.
    csrf: String,
    /// Who is in.
    me: wire::Me,
    /// Recovery codes that are left, when one was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    recovery_left: Option<usize>,
}

/// Sign in
///
/// 401 with the rule `one-time-code` asks for the code, too.
#[utoipa::path(post, path = "/api/v1/session", tag = "people", request_body = Typed, security(()),
    responses((status = 201, description = "signed in; the cookie holds the session", body = Begun),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn sign_in(
    State(house): State<Arc<House>>,
    Extension(Address(address)): Extension<Address>,
    replaces: Option<Extension<SessionToken>>,
    headers: HeaderMap,
    body: Result<Json<Typed>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(typed) = body?;
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let signed = ask(&house, move |people, now| {
        let request = SignIn {
            name: &typed.name,
            password: &typed.password,
            code: typed.code.as_deref(),
            replaces: replaces.as_ref().map(|Extension(SessionToken(token))| token.as_str()),
            agent: agent.as_deref(),
            address,
        };
        people.sign_in(&request, now)
    });
    begun(&house, &signed.await?)
}

/// The cookie of a session that has begun.
pub(super) fn cookie_of(house: &House, signed: &SignedIn) -> Result<header::HeaderValue, Problem> {
    let cookie = cookie::begin(signed.token.expose(), house.secure());
    cookie.ok_or_else(|| Problem::internal(&"a token that fits no header"))
}

/// The answer to a sign-in of any kind.
pub(super) fn begun(house: &House, signed: &SignedIn) -> Result<Response, Problem> {
    let body = Begun {
        csrf: signed.csrf.expose().to_owned(),
        me: wire::Me::of(&signed.principal, house.hub().now()),
        recovery_left: signed.recovery_left,
    };
    let cookie = cookie_of(house, signed)?;
    let mut response = (StatusCode::CREATED, Json(body)).into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie);
    response.headers_mut().insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Sign out
#[utoipa::path(delete, path = "/api/v1/session", tag = "people",
    responses((status = 204, description = "signed out"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn sign_out(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
) -> Result<Response, Problem> {
    ask(&house, move |people, now| people.sign_out(&who, now)).await?;
    let mut response = DONE.into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie::end(house.secure()));
    Ok(response)
}

/// A one-time link, and the password that it sets.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Redeem {
    /// The part of the link after `#`.
    #[schema(max_length = 200)]
    secret: String,
    /// The new password: at least 12 characters.
    #[schema(min_length = 12, max_length = 1024, format = "password")]
    password: String,
}

/// The account whose password was set.
#[derive(Serialize, ToSchema)]
pub(crate) struct Redeemed {
    /// Its name, to sign in with.
    name: String,
}

/// Set a password by a one-time link
#[utoipa::path(post, path = "/api/v1/links/redeem", tag = "people", request_body = Redeem, security(()),
    responses((status = 200, description = "the password is set; sign in with it", body = Redeemed),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn redeem(
    State(house): State<Arc<House>>,
    Extension(Address(address)): Extension<Address>,
    body: Result<Json<Redeem>, JsonRejection>,
) -> Result<Json<Redeemed>, Problem> {
    let Json(body) = body?;
    let redeem = ask(&house, move |people, now| people.redeem(&body.secret, &body.password, address, now));
    Ok(Json(Redeemed { name: redeem.await?.name }))
}
