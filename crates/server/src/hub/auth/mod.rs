//! Who comes in, and how: the door that every request passes, signing in and out, and the people of the house.
//!
//! **The problem.** Browsers, scripts and TAXII clients prove who they are in three ways, each with its own trap: a cookie is
//! sent by any page that makes the browser ask, a password with every request is slow to check, a token is for ever.
//!
//! **The choice.** One guard ([`door`]) in front of all routes turns whatever is shown into a principal, asks the table of
//! rights for the route, and wants the session's CSRF token for every change that a cookie vouches for. Handlers here only
//! turn JSON into a use case of `app::people`. **Rejected.** A session framework: it would keep its own store beside the
//! log, and a session could begin or end without an event.

mod collections;
mod cookie;
mod demo;
pub(super) mod door;
mod me;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod oidc;
mod organisations;
mod page;
mod people;
mod preferences;
mod proposals;
mod session;
mod shown;
#[cfg(test)]
mod tests;
mod tokens;
mod wire;

pub(super) use wire::parse;

use super::problem::Problem;
use super::state::House;
use axum::Router;
use axum::http::StatusCode;
use axum::routing::get;
use ostrakon_app::hub::HubError;
use ostrakon_app::people::People;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes that the OpenAPI document describes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new()
        .routes(routes!(session::sign_in, session::sign_out))
        .routes(routes!(oidc::start))
        .routes(routes!(oidc::callback))
        .routes(routes!(session::redeem))
        .routes(routes!(demo::enter))
        .routes(routes!(me::me))
        .routes(routes!(me::sessions))
        .routes(routes!(me::end_session))
        .routes(routes!(me::password))
        .routes(routes!(preferences::read, preferences::write))
        .routes(routes!(me::begin_codes, me::confirm_codes))
        .routes(routes!(me::remove_codes))
        .routes(routes!(tokens::mine, tokens::make))
        .routes(routes!(tokens::revoke_mine))
        .routes(routes!(tokens::all))
        .routes(routes!(tokens::revoke))
        .routes(routes!(organisations::list, organisations::add))
        .routes(routes!(organisations::one, organisations::change))
        .routes(routes!(people::list, people::add))
        .routes(routes!(people::one, people::change))
        .routes(routes!(people::reset))
        .routes(routes!(collections::list, collections::add))
        .routes(routes!(collections::one, collections::change))
        .routes(routes!(proposals::list, proposals::make))
        .routes(routes!(proposals::one))
        .routes(routes!(proposals::approve))
        .routes(routes!(proposals::reject))
        .routes(routes!(proposals::withdraw))
}

/// Pages for people who are not signed in.
pub(super) fn pages() -> Router<Arc<House>> {
    Router::new()
        .route("/link", get(page::link))
        .route("/link.js", get(page::script))
        .route("/demo", get(demo::page))
        .route("/demo.js", get(demo::script))
}

/// Calls a use case of people on a thread that may wait for the disk.
async fn ask<T, F>(house: &House, use_case: F) -> Result<T, Problem>
where
    T: Send + 'static,
    F: FnOnce(&People, i64) -> Result<T, HubError> + Send + 'static,
{
    let people = house.people().clone();
    house.call_with(move |hub| use_case(&people, hub.now()).map_err(problem)).await
}

/// As [`Problem`]'s own, but a code that is missing at sign-in is no matter of rights.
fn problem(error: HubError) -> Problem {
    match error {
        HubError::NotAllowed { detail, rule } if rule == "one-time-code" => {
            let mut problem = Problem::unknown_asker(detail);
            problem.rule = Some(rule.into_boxed_str());
            problem
        }
        other => other.into(),
    }
}

/// 204: done, and nothing to tell.
const DONE: StatusCode = StatusCode::NO_CONTENT;
