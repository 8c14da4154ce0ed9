//! `Idempotency-Key`: a `POST` that is sent twice is done once (draft-ietf-httpapi-idempotency-key-header).
//!
//! **The choice.** One layer behind the door, for every `POST` under `/api/v1`, so that no handler can forget it. The body is
//! read to its end first (`spool`), since it is part of what must be the same. The work then runs in a task of its own: a
//! client that goes away does not leave it half answered. **Rejected.** Keys in the handlers' commits: a request may be
//! several commits, and its answer is only known after them.

use super::asker::Asker;
use super::problem::{Fault, Problem};
use super::spool::hold;
use super::state::House;
use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use ostrakon_app::hub::repeat::{Answer, Claim, LONGEST_ANSWER, Ticket};
use sha2::{Digest, Sha256};
use std::sync::Arc;
use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::{OpenApi, RefOr, Required};

/// The client's key.
const KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// In an answer that is given again.
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
/// The longest key.
const LONGEST: usize = 255;
/// Headers of an answer that belong to what was done.
const KEPT: [HeaderName; 4] = [header::CONTENT_TYPE, header::ETAG, header::LOCATION, header::CACHE_CONTROL];

/// Does a request that bears a key once.
pub(crate) async fn repeat(State(house): State<Arc<House>>, request: Request, next: Next) -> Response {
    let ours = |path: &MatchedPath| path.as_str().starts_with("/api/v1/");
    let concerned = request.method() == Method::POST
        && request.headers().contains_key(KEY)
        && request.extensions().get::<MatchedPath>().is_some_and(ours);
    if !concerned {
        return next.run(request).await;
    }
    once(&house, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn once(house: &Arc<House>, request: Request, next: Next) -> Result<Response, Problem> {
    let key = key_of(request.headers())?;
    let (parts, body) = request.into_parts();
    let mut hash = Sha256::new();
    hash.update(parts.method.as_str());
    hash.update([0]);
    hash.update(parts.uri.path_and_query().map_or("", |path| path.as_str()));
    hash.update([0]);
    hash.update(parts.headers.get(header::CONTENT_TYPE).map_or(&b""[..], HeaderValue::as_bytes));
    hash.update([0]);
    let body = hold(body, &mut hash, house.config().longest_body()).await?.into_body();
    let digest: [u8; 32] = hash.finalize().into();
    let who = parts.extensions.get::<Asker>().map(|asker| asker.0.clone());
    let claimed = house.call(move |hub| hub.claim(who.as_ref(), &key, digest)).await?;
    let ticket = match claimed {
        Claim::Done(answer) => return Ok(again(answer)),
        Claim::Do(ticket) => ticket,
    };
    let house = Arc::clone(house);
    let work = tokio::spawn(async move {
        let response = next.run(Request::from_parts(parts, body)).await;
        keep(&house, ticket, response).await
    });
    Ok(work.await.unwrap_or_else(|error| Problem::internal(&error).into_response()))
}

/// The key: a string as RFC 8941 writes it, or the same without quotes, as most clients send it.
fn key_of(headers: &HeaderMap) -> Result<String, Problem> {
    let bad = || {
        let fault = Fault {
            pointer: "Idempotency-Key".into(),
            detail: format!("send one key of 1 to {LONGEST} visible ASCII characters, such as a UUID"),
        };
        let mut problem = Problem::unreadable("the Idempotency-Key cannot be read");
        problem.faults.push(fault);
        problem
    };
    let mut all = headers.get_all(KEY).iter();
    let (Some(value), None) = (all.next(), all.next()) else { return Err(bad()) };
    let text = value.to_str().map_err(|_| bad())?.trim();
    let text = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(text);
    if text.is_empty() || text.len() > LONGEST || text.bytes().any(|byte| !(0x20..0x7f).contains(&byte)) {
        return Err(bad());
    }
    Ok(text.to_owned())
}

/// Keeps the answer of work that was done; gives the key back when nothing was.
async fn keep(house: &House, ticket: Ticket, response: Response) -> Response {
    let cookie = response.headers().contains_key(header::SET_COOKIE);
    // A session is begun for one browser: who repeats a sign-in signs in again.
    if !response.status().is_success() || cookie {
        if let Err(problem) = house.call(move |hub| hub.release(&ticket)).await {
            tracing::error!(status = problem.status, "a key could not be given back");
        }
        return response;
    }
    let (parts, body) = response.into_parts();
    let kept = KEPT.iter().filter_map(|name| {
        let value = parts.headers.get(name)?.to_str().ok()?;
        Some((name.as_str().to_owned(), value.to_owned()))
    });
    let mut answer = Answer { status: parts.status.as_u16(), headers: kept.collect(), body: None };
    let short = body.size_hint().upper().is_some_and(|most| most <= LONGEST_ANSWER as u64);
    let body = if short {
        match to_bytes(body, LONGEST_ANSWER).await {
            Ok(bytes) => {
                answer.body = Some(bytes.to_vec());
                Body::from(bytes)
            }
            Err(error) => return Problem::internal(&error).into_response(),
        }
    } else {
        body
    };
    // The work is done: what cannot be remembered is logged and no reason to say that it failed.
    if let Err(problem) = house.call(move |hub| hub.settle(ticket, &answer)).await {
        tracing::error!(status = problem.status, "an answer could not be kept for repeats");
    }
    Response::from_parts(parts, body)
}

/// The first answer, again.
fn again(answer: Answer) -> Response {
    let Some(body) = answer.body else {
        return Problem::conflict("this was done before, and its answer was too long to be kept")
            .into_response();
    };
    let mut response = Body::from(body).into_response();
    *response.status_mut() = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::OK);
    let headers = response.headers_mut();
    for (name, value) in answer.headers {
        if let (Ok(name), Ok(value)) = (HeaderName::try_from(name), HeaderValue::try_from(value)) {
            headers.insert(name, value);
        }
    }
    headers.insert(REPLAYED, HeaderValue::from_static("true"));
    response
}

/// Tells of the header at every `POST` of the document.
pub(crate) fn describe(document: &mut OpenApi) {
    let posts = document.paths.paths.values_mut().filter_map(|item| item.post.as_mut());
    for operation in posts {
        let schema =
            ObjectBuilder::new().schema_type(Type::String).min_length(Some(1)).max_length(Some(LONGEST));
        let parameter = ParameterBuilder::new()
            .name("Idempotency-Key")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some(
                "chosen by the client, new for each request: sent again with the same request within a day, it gets the \
                 first answer, and nothing is done twice",
            ))
            .schema(Some(schema))
            .build();
        operation.parameters.get_or_insert_default().push(RefOr::T(parameter));
    }
}
