//! `If-Match` where there is nothing to compare it with.
//!
//! **The problem.** RFC 9110 §13.1.1: a request with a condition that does not hold must not be carried out. Some changes have
//! no `ETag`, for a reason; a client that states one all the same believes that it is protected, and would not be.
//! **The choice.** The table below says for each such change why it needs no condition. The reason stands in the OpenAPI
//! document, and a stated tag is answered 412, before anything is done. A test holds the table against the routes: a change that neither
//! knows `If-Match` nor stands here does not build a green tree. **Rejected.** Passing it over in silence; inventing revisions for
//! what cannot be changed in two ways.

use super::problem::Problem;
use axum::extract::{MatchedPath, Request};
use axum::http::{Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use utoipa::openapi::OpenApi;
use utoipa::openapi::path::PathItem;

const FINAL: &str =
    "it ends it for good, however often, and nothing that somebody else changed is undone by it";
const LINK: &str = "a link is there or it is not: nothing that somebody wrote is replaced by it";
const WHOLE: &str =
    "it goes with everything in it, whatever state it is in, and its revision moves with its progress";

/// Changes without a condition, and why.
const WITHOUT: [(&str, &str, &str); 16] = [
    ("DELETE", "/api/v1/analyses/{id}", WHOLE),
    ("DELETE", "/api/v1/claims/{id}/incidents/{incident}", LINK),
    (
        "DELETE",
        "/api/v1/evidence/{sha256}",
        "the bytes never change, and the approval names them by their digest",
    ),
    ("DELETE", "/api/v1/me/sessions/{id}", FINAL),
    ("DELETE", "/api/v1/me/tokens/{id}", FINAL),
    ("DELETE", "/api/v1/me/totp", "it rests on the password that is sent with it"),
    ("DELETE", "/api/v1/session", FINAL),
    ("DELETE", "/api/v1/tokens/{id}", FINAL),
    ("DELETE", "/api/v1/transfers/{id}", WHOLE),
    ("DELETE", "/api/v1/uploads/{id}", WHOLE),
    ("DELETE", "/api/v1/watchlists/{id}/runs/{run}", WHOLE),
    ("PATCH", "/api/v1/transfers/{id}", "it rests on `from`, the bytes that are there"),
    ("PUT", "/api/v1/claims/{id}/incidents/{incident}", LINK),
    ("PUT", "/api/v1/me/password", "it rests on the present password, which is sent with it"),
    ("PUT", "/api/v1/me/preferences", "only one's own, and the last word is the one that counts"),
    ("PUT", "/api/v1/me/totp", "it rests on the code that is sent with it"),
];

/// Refuses a condition that nothing can be held against.
pub(super) async fn watch(request: Request, next: Next) -> Response {
    let stated = request.headers().get(header::IF_MATCH).is_some_and(|value| value.as_bytes() != b"*");
    let path = request.extensions().get::<MatchedPath>().map(MatchedPath::as_str);
    match path.filter(|_| stated).and_then(|path| reason(request.method(), path)) {
        Some(why) => {
            let detail = format!("there is no ETag to hold against If-Match ({why}); send it without");
            Problem::changed_meanwhile(detail).into_response()
        }
        None => next.run(request).await,
    }
}

fn reason(method: &Method, path: &str) -> Option<&'static str> {
    let found = WITHOUT.iter().find(|(one, at, _)| method == *one && *at == path);
    found.map(|(_, _, why)| *why)
}

/// Says in the document which changes take no condition, and why.
pub(super) fn describe(document: &mut OpenApi) {
    for (path, item) in &mut document.paths.paths {
        let PathItem { put, patch, delete, .. } = item;
        for (method, operation) in [(Method::PUT, put), (Method::PATCH, patch), (Method::DELETE, delete)] {
            let (Some(operation), Some(why)) = (operation, reason(&method, path)) else { continue };
            let told = operation.description.take().unwrap_or_default();
            let text = format!("{told}\n\nWithout If-Match: {why}; a stated tag is answered 412.");
            operation.description = Some(text.trim().to_owned());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hub::testing::node;
    use crate::hub::{api, auth};
    use axum::body::Body;
    use serde_json::Value;
    use std::collections::BTreeSet;
    use tower::ServiceExt;

    /// Changes of the document that do not know `If-Match`, and the text of each.
    fn blind() -> Vec<(String, String, String)> {
        let (_, mut document) = api::routes().merge(auth::routes()).split_for_parts();
        describe(&mut document);
        let document = serde_json::to_value(&document).expect("JSON");
        let mut blind = Vec::new();
        for (path, methods) in document["paths"].as_object().expect("paths") {
            for method in ["put", "patch", "delete"] {
                let Some(operation) = methods.get(method) else { continue };
                let knows = operation["parameters"].as_array().into_iter().flatten();
                if knows.into_iter().any(|one| one["name"] == "If-Match") {
                    continue;
                }
                let text = operation["description"].as_str().unwrap_or_default();
                blind.push((method.to_uppercase(), path.clone(), text.to_owned()));
            }
        }
        blind
    }

    #[test]
    fn every_change_takes_a_condition_or_says_in_its_description_why_it_takes_none() {
        let blind = blind();
        for (method, path, text) in &blind {
            assert!(
                text.contains("Without If-Match: "),
                "{method} {path}: take If-Match (`conditional::expected`), or say in `WITHOUT` why it takes none"
            );
        }
        let found: BTreeSet<_> =
            blind.iter().map(|(method, path, _)| (method.as_str(), path.as_str())).collect();
        let told: BTreeSet<_> = WITHOUT.iter().map(|(method, path, _)| (*method, *path)).collect();
        assert_eq!(told, found, "what takes a condition, or is no route, does not stand in the table");
    }

    #[test]
    fn a_condition_that_nothing_can_be_held_against_is_refused_before_anything_is_looked_at() {
        let node = node("North");
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let path = format!("/api/v1/evidence/{}?proposal=proposal--1", "0".repeat(64));
        let destroy = |token: &str, tag: Option<&str>| {
            let mut request = Request::builder().method("DELETE").uri(&path);
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
            if let Some(tag) = tag {
                request = request.header(header::IF_MATCH, tag);
            }
            let request = request.body(Body::empty()).expect("a request");
            runtime.block_on(async {
                let answer = node.router.clone().oneshot(request).await.expect("an answer");
                let status = answer.status().as_u16();
                let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.expect("a body");
                (status, serde_json::from_slice::<Value>(&body).unwrap_or(Value::Null))
            })
        };
        // When something is to go as somebody saw it, and nothing says how it was, then that is refused in words.
        let token = node.token();
        let (status, problem) = destroy(&token, Some("\"7\""));
        assert_eq!(status, 412, "{problem}");
        assert!(problem["detail"].as_str().is_some_and(|text| text.contains("send it without")), "{problem}");
        // Without a condition, and with the one that asks for anything at all, it is looked for.
        assert_eq!((destroy(&token, None).0, destroy(&token, Some("*")).0), (404, 404));
        // A stranger hears first that it is one.
        assert_eq!(destroy("nobody", Some("\"7\"")).0, 401);
    }
}
