//! The guard in front of every route.
//!
//! **The choice.** A layer around all routes, which knows the matched route and so its row in the table of rights. A route
//! that is not in the table is shut, so that forgetting one is noticed by its author, not by an auditor. **Rejected.** An
//! extractor for each handler: a handler without it is open.

use super::shown::Shown;
use super::{ask, problem};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use crate::hub::taxii;
use axum::extract::{ConnectInfo, MatchedPath, Request, State};
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::Response;
use ostrakon_app::hub::HubError;
use ostrakon_app::people::access::{Credential, Principal, csrf};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// The token of the session that a request came with, for the handlers that end or replace it.
#[derive(Debug, Clone)]
pub(super) struct SessionToken(pub String);

/// Where a request came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Address(pub Option<IpAddr>);

/// Lets a request in, or answers it.
pub(in crate::hub) async fn door(
    State(house): State<Arc<House>>,
    mut request: Request,
    next: Next,
) -> Response {
    let Some(route) = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned()) else {
        // No such page: the fallback says so to everybody alike.
        return next.run(request).await;
    };
    match admit(&house, &route, &mut request).await {
        Ok(()) => next.run(request).await,
        Err(problem) => taxii::refuse(&route, problem),
    }
}

async fn admit(house: &House, route: &str, request: &mut Request) -> Result<(), Problem> {
    let method = request.method().clone();
    let matrix = house.people().matrix();
    let Some(action) = matrix.action_of(method.as_str(), route).map(str::to_owned) else {
        if listed(house, route) {
            // The address is right and the method is not: the router says so.
            return Ok(());
        }
        return Err(Problem::not_allowed("nobody may ask for this address: it is in no table", "unlisted"));
    };
    let address = request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    request.extensions_mut().insert(Address(address));
    // The public side is the same for everybody: nobody is recognised there, and no session can be made to act.
    let is_public = route == "/public" || route.starts_with("/public/");
    let shown = if is_public { Shown::Nothing } else { Shown::read(request.headers(), house.secure()) };
    if shown == Shown::Unreadable {
        return Err(Problem::unknown_asker("Authorization cannot be read; send Basic or Bearer"));
    }
    let open = matrix.who(&action).is_some_and(|who| who.open);
    let principal = principal(house, &shown, address, open).await?;
    matrix.decide(&action, principal.as_ref(), None).map_err(|error| problem(HubError::from(error)))?;
    forged(&method, request.headers(), &shown, principal.as_ref())?;
    if let Shown::Session(token) = shown {
        request.extensions_mut().insert(SessionToken(token));
    }
    if let Some(principal) = principal {
        request.extensions_mut().insert(Asker(principal));
    }
    Ok(())
}

/// Whether the table knows the address under any method.
fn listed(house: &House, route: &str) -> bool {
    let matrix = house.people().matrix();
    ["GET", "POST", "PUT", "PATCH", "DELETE"].iter().any(|method| matrix.action_of(method, route).is_some())
}

async fn principal(
    house: &House,
    shown: &Shown,
    address: Option<IpAddr>,
    open: bool,
) -> Result<Option<Principal>, Problem> {
    if shown.presented().is_none() {
        return Ok(None);
    }
    let owned = shown.clone();
    let found = ask(house, move |people, now| {
        owned.presented().map(|presented| people.authenticate(presented, address, now)).transpose()
    });
    match found.await {
        // A browser shows a cookie that is over until it signs in again: that must not keep it from doing so.
        Err(problem) if problem.status == 401 && open && matches!(shown, Shown::Session(_)) => Ok(None),
        other => other,
    }
}

/// Refuses a change that a foreign page may have made the browser send.
fn forged(
    method: &Method,
    headers: &HeaderMap,
    shown: &Shown,
    principal: Option<&Principal>,
) -> Result<(), Problem> {
    if !csrf::is_needed(method.as_str()) {
        return Ok(());
    }
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if matches!(text("sec-fetch-site"), Some("cross-site" | "same-site"))
        && !matches!(shown, Shown::Bearer(_) | Shown::Basic(..))
    {
        return Err(Problem::not_allowed("another site's page cannot ask for this", "csrf"));
    }
    let Some(Credential::Session { .. }) = principal.map(|principal| &principal.credential) else {
        return Ok(());
    };
    let Shown::Session(token) = shown else { return Ok(()) };
    if text(csrf::HEADER).is_some_and(|given| csrf::matches(token, given)) {
        return Ok(());
    }
    let detail =
        "send the header X-CSRF-Token with the value of `csrf` in the answer to sign-in or GET /api/v1/me";
    Err(Problem::not_allowed(detail, "csrf"))
}
