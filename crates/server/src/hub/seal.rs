//! Seals on what nodes say to each other: checked before a handler runs, set on its answer.
//!
//! One layer behind the door, for the addresses that nodes use (`/taxii2`, `/api/v1/exchange`). A body is read to its end
//! first where a seal has to be compared with it; these handlers take it whole anyway.

use super::asker::Asker;
use super::problem::Problem;
use super::state::House;
use super::taxii;
use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method};
use axum::middleware::Next;
use axum::response::Response;
use ostrakon_app::hub::sealing;
use std::sync::Arc;

const SEAL: HeaderName = HeaderName::from_static("ostrakon-seal");
/// The longest body that is compared: what the protocol takes.
const MOST: usize = 100 << 20;

/// Checks and sets seals.
pub(crate) async fn seal(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let Some(route) = route.filter(|one| one.starts_with("/taxii2") || one.starts_with("/api/v1/exchange/"))
    else {
        return next.run(request).await;
    };
    match sealed(&house, request, next).await {
        Ok(response) => response,
        Err(problem) => taxii::refuse(&route, problem),
    }
}

async fn sealed(house: &Arc<House>, request: Request, next: Next) -> Result<Response, Problem> {
    let Some(Asker(who)) = request.extensions().get::<Asker>().cloned() else {
        return Ok(next.run(request).await);
    };
    let header = request.headers().get(SEAL).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let asker = who.clone();
    if header.is_none() && !house.call(move |hub| hub.must_seal(&asker)).await? {
        return Ok(next.run(request).await);
    }
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, MOST).await.map_err(|_| Problem::too_large(MOST as u64))?;
    let target = parts.uri.path_and_query().map_or("", |path| path.as_str());
    let about = format!("{} {}", parts.method, sealing::about(target));
    let changes = !matches!(parts.method, Method::GET | Method::HEAD);
    let digested = body.clone();
    let answering = house
        .call(move |hub| {
            hub.check_seal(&who, header.as_deref(), &about, &sealing::digest(&digested), changes)
        })
        .await?;
    let response = next.run(Request::from_parts(parts, Body::from(body))).await;
    let Some(answering) = answering else { return Ok(response) };
    let (mut parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.map_err(|error| Problem::internal(&error))?;
    let digested = body.clone();
    let header = house.call(move |hub| hub.seal_answer(&answering, &sealing::digest(&digested))).await?;
    if let Some(value) = header.and_then(|header| HeaderValue::from_str(&header).ok()) {
        parts.headers.insert(SEAL, value);
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}
