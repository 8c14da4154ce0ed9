//! Refusals of the framework, in the house's form.
//!
//! **The problem.** An address that is no UTF-8, a body that is too long: what the framework's own extractors refuse it refuses in
//! plain text, which no client of an API reads and the description does not name. **The choice.** One layer turns whatever is
//! plain text and a client's mistake below `/api` and `/taxii2` into a problem. **Rejected.** An extractor of our own for each of
//! the framework's: the next one would be forgotten.

use super::problem::Problem;
use super::taxii;
use axum::body::{Bytes, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;

/// The longest body that objects and messages may have: 100 MiB, as TAXII's.
pub(super) const MOST: usize = 100 << 20;
/// What a refusal in plain text may say at most.
const SAID: usize = 4 << 10;

/// Turns plain refusals into problems.
pub(super) async fn speak(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_owned();
    let response = next.run(request).await;
    let plain = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/plain"));
    let ours = path.starts_with("/api/") || path.starts_with("/taxii2");
    if !(plain && ours && response.status().is_client_error()) {
        return response;
    }
    let status = response.status();
    let said = to_bytes(response.into_body(), SAID).await.unwrap_or_default();
    let said = String::from_utf8_lossy(&said);
    let problem = match status {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(2 << 20),
        StatusCode::METHOD_NOT_ALLOWED => Problem::wrong_method(),
        _ => Problem::unreadable(said.trim()),
    };
    taxii::refuse(&path, problem)
}

/// A body as it came, of at most [`MOST`] bytes.
pub(super) struct Whole(pub Bytes);

impl<S: Sync> FromRequest<S> for Whole {
    type Rejection = Problem;

    async fn from_request(request: Request, _: &S) -> Result<Self, Problem> {
        let body = to_bytes(request.into_body(), MOST).await;
        body.map(Self).map_err(|_| Problem::too_large(MOST as u64))
    }
}

#[cfg(test)]
mod tests {
    use crate::hub::testing::node;
    use axum::body::Body;
    use axum::http::{Request, header};
    use serde_json::json;
    use tower::ServiceExt as _;

    #[tokio::test]
    async fn what_the_framework_refuses_is_a_problem_too() {
        let node = node("North");
        let token = node.token();
        let long = format!("{{\"name\": \"{}\"}}", "x".repeat(3 << 20));
        for (method, path, body, status, form) in [
            ("GET", "/api/v1/organisations/%ff", String::new(), 400, "application/problem+json"),
            ("POST", "/api/v1/casework/alert", long, 413, "application/problem+json"),
            (
                "GET",
                "/taxii2/ostrakon/nothing/here/",
                String::new(),
                404,
                "application/taxii+json;version=2.1",
            ),
        ] {
            let request = Request::builder()
                .method(method)
                .uri(path)
                .header(header::AUTHORIZATION, format!("Bearer {token}"))
                .header(header::CONTENT_TYPE, "application/json")
                .body(Body::from(body))
                .expect("a request");
            let answer = node.router.clone().oneshot(request).await.expect("an answer");
            let said = answer.headers().get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok());
            assert_eq!((answer.status().as_u16(), said), (status, Some(form)), "{method} {path}");
        }
    }

    #[tokio::test]
    async fn objects_may_be_as_many_over_rest_as_over_taxii() {
        let node = node("North");
        let token = node.token();
        let mut lines = String::new();
        for n in 0..6_000 {
            let (id, long) = (uuid::Uuid::from_u128(n), "x".repeat(400));
            let url = format!("https://a.example/{long}");
            let line =
                json!({"type": "url", "spec_version": "2.1", "id": format!("url--{id}"), "value": url});
            lines.extend([line.to_string(), "\n".into()]);
        }
        assert!(lines.len() > 2 << 20);
        let path = format!("/api/v1/collections/{}/objects", node.shelf);
        let (status, _) = node.ask(&token, "POST", &path, "application/json", lines).await;
        assert_eq!(status.as_u16(), 202);
    }
}
