//! Signing in by an OpenID Connect provider: out to it, and back with its answer (`app::oidc` decides).

use super::door::SessionToken;
use super::{cookie, problem};
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Query, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::oidc::{Callback, Provider};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;

/// Where to go afterwards.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Begin {
    /// A path of this installation; `/` when left out.
    #[param(max_length = 1000)]
    next: Option<String>,
}

/// The provider's answer. What else it sends along is left alone.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Back {
    /// What was sent with the question.
    #[param(max_length = 2000)]
    state: Option<String>,
    /// What the id token is fetched with.
    #[param(max_length = 2000)]
    code: Option<String>,
    /// Which provider answers (RFC 9207).
    #[param(max_length = 2000)]
    iss: Option<String>,
    /// Why there is no code.
    #[param(max_length = 2000)]
    error: Option<String>,
}

fn provider(house: &House) -> Result<Arc<Provider>, Problem> {
    house
        .provider()
        .ok_or_else(|| Problem::not_found("identity provider; [oidc] in the configuration names one"))
}

/// Go to the identity provider
#[utoipa::path(get, path = "/api/v1/session/oidc/start", tag = "people", params(Begin), security(()),
    responses((status = 303, description = "on to the provider; a cookie keeps what was asked"),
        (status = 502, description = "the provider did not answer", body = Problem,
            content_type = "application/problem+json"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn start(
    State(house): State<Arc<House>>,
    which: Result<Query<Begin>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(Begin { next }) = which.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let provider = provider(&house)?;
    let begun = house.call(move |hub| provider.begin(hub, next.as_deref())).await?;
    let kept = cookie::begin_sign_in(&begun.cookie, house.secure());
    away(&begun.location, [kept])
}

/// Come back from the identity provider
///
/// A state is taken once, within ten minutes, from the browser that began.
#[utoipa::path(get, path = "/api/v1/session/oidc/callback", tag = "people", params(Back), security(()),
    responses((status = 303, description = "signed in; on to where the sign-in was begun for. A browser that is refused goes on to the page of signing in, which says why (`refused`)"),
        (status = 502, description = "the provider did not answer", body = Problem,
            content_type = "application/problem+json"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn callback(
    State(house): State<Arc<House>>,
    replaces: Option<Extension<SessionToken>>,
    headers: HeaderMap,
    back: Result<Query<Back>, QueryRejection>,
) -> Result<Response, Problem> {
    let Query(back) = back.map_err(|rejection| Problem::unreadable(rejection.body_text()))?;
    let provider = provider(&house)?;
    let secure = house.secure();
    let asked = cookie::sign_in(&headers, secure);
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let done = house.call_with(move |hub| {
        let back = Callback {
            state: back.state.as_deref(),
            code: back.code.as_deref(),
            issuer: back.iss.as_deref(),
            error: back.error.as_deref(),
            cookie: asked.as_deref(),
            agent: agent.as_deref(),
            replaces: replaces.as_ref().map(|Extension(SessionToken(token))| token.as_str()),
        };
        provider.end(hub, &back).map_err(problem)
    });
    match done.await {
        Ok((signed, next)) => {
            away(&next, [cookie::begin(signed.token.expose(), secure), Some(cookie::end_sign_in(secure))])
        }
        Err(problem) if shows_pages(&headers) => {
            // Whoever is sent back by the provider looks at a page, not at a document: the page of signing in says why.
            let why = problem
                .rule
                .as_deref()
                .unwrap_or_else(|| problem.kind.rsplit('/').next().unwrap_or_default());
            away(&format!("/?refused={why}"), [Some(cookie::end_sign_in(secure))])
        }
        Err(problem) => {
            // Whatever was asked is over.
            let mut response = problem.into_response();
            response.headers_mut().insert(header::SET_COOKIE, cookie::end_sign_in(secure));
            Ok(response)
        }
    }
}

/// Whether a browser asks, which is to show the answer.
fn shows_pages(headers: &HeaderMap) -> bool {
    let accepts = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepts.is_some_and(|types| types.contains("text/html"))
}

/// On to another page, with cookies; never from a cache.
fn away<const N: usize>(to: &str, cookies: [Option<HeaderValue>; N]) -> Result<Response, Problem> {
    let unfit = || Problem::internal(&"an address or a cookie that fits no header");
    let mut response = StatusCode::SEE_OTHER.into_response();
    let headers = response.headers_mut();
    headers.insert(header::LOCATION, HeaderValue::from_str(to).map_err(|_| unfit())?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    for cookie in cookies {
        headers.append(header::SET_COOKIE, cookie.ok_or_else(unfit)?);
    }
    Ok(response)
}
