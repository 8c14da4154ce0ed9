//! What went wrong, as a problem document (RFC 9457), or as an error message where TAXII is spoken.
//!
//! Every refusal of this server is one of these: a stable `type` to program against, a title, a sentence that names the
//! mend, and where in the request it is. Nothing of the inside (queries, paths, stack traces) is told: it goes into the
//! log under the request's number, which the document repeats.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::casework::response;
use serde::Serialize;
use utoipa::ToSchema;

/// One fault of a request's content.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fault {
    /// Where: a JSON pointer (RFC 6901) into the body, or the name of a parameter or header.
    pub pointer: String,
    /// What is wrong, and what would be right.
    pub detail: String,
}

/// A problem document (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Problem {
    /// What kind of problem: a stable URI reference, relative to the server's documentation.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// The kind, in words.
    pub title: &'static str,
    /// HTTP status.
    #[schema(minimum = 400, maximum = 599)]
    pub status: u16,
    /// What happened, and what to do.
    pub detail: String,
    /// The places in the request, where there are any.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
    /// The rule that refused, where one did (`access.toml`, a law, an agreement).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub rule: Option<Box<str>>,
    /// Where the rule comes from, where a law, an agreement or a practice stands behind it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<response::Source>)]
    pub source: Option<Box<response::Source>>,
    /// The detail in the languages of the interface.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<response::Words>)]
    pub words: Option<Box<response::Words>>,
    /// Seconds to wait before asking again, where waiting helps. Narrow, as every `Result` of the server carries a problem.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u16>,
}

impl Problem {
    fn new(status: StatusCode, kind: &'static str, title: &'static str, detail: impl Into<String>) -> Self {
        let (detail, status) = (detail.into(), status.as_u16());
        Self {
            kind,
            title,
            status,
            detail,
            faults: Vec::new(),
            rule: None,
            source: None,
            words: None,
            retry_after: None,
        }
    }

    /// 400: the request cannot be read.
    pub fn unreadable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "/problems/unreadable", "The request cannot be read", detail)
    }

    /// 401: nobody has said who is asking.
    pub fn unknown_asker(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "/problems/sign-in", "Sign in first", detail)
    }

    /// 403: the one who asks may not.
    pub fn not_allowed(detail: impl Into<String>, rule: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::FORBIDDEN, "/problems/not-allowed", "Not allowed", detail);
        problem.rule = Some(rule.into().into_boxed_str());
        problem
    }

    /// 409 or 422: a rule of casework refuses; with its source, in all languages of the interface.
    pub fn refused(refusal: response::Refusal) -> Self {
        let text = refusal.text.en.clone();
        let mut problem = if refusal.pointer.is_empty() {
            Self::new(StatusCode::CONFLICT, "/problems/refused", "A rule refuses it", text)
        } else {
            Self::invalid(text.clone(), vec![Fault { pointer: refusal.pointer, detail: text }])
        };
        problem.rule = Some(refusal.rule.into_boxed_str());
        problem.source = Some(Box::new(refusal.source));
        problem.words = Some(Box::new(refusal.text));
        problem
    }

    /// The same problem with its detail in the language that the asker prefers (`Accept-Language`).
    #[must_use]
    pub fn in_language(mut self, headers: &axum::http::HeaderMap) -> Self {
        let asked =
            headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok()).unwrap_or("en");
        let tag = asked.split([',', ';']).next().unwrap_or("en").trim();
        if let Some(words) = &self.words {
            words.in_language(tag).clone_into(&mut self.detail);
        }
        self
    }

    /// 404: there is no such thing, or none that the asker may know of.
    pub fn not_found(what: &str) -> Self {
        let detail = format!("there is no {what}, or none that you may see");
        Self::new(StatusCode::NOT_FOUND, "/problems/not-found", "Not found", detail)
    }

    /// 405: the address is right and the method is not.
    pub fn wrong_method() -> Self {
        let detail =
            "this address does not answer to that method; /api/v1/openapi.json lists those that it does";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "/problems/method", "Method not allowed", detail)
    }

    /// 406: no media type that both know.
    pub fn not_acceptable(ours: &str) -> Self {
        let detail = format!("this address answers in {ours}");
        Self::new(StatusCode::NOT_ACCEPTABLE, "/problems/not-acceptable", "Not acceptable", detail)
    }

    /// 409: it clashes with what is there.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "/problems/conflict", "Conflict", detail)
    }

    /// 410: it was there, and is not any more.
    pub fn gone(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::GONE, "/problems/gone", "Gone", detail)
    }

    /// 412: somebody changed it meanwhile.
    pub fn changed_meanwhile(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::PRECONDITION_FAILED, "/problems/changed", "Changed meanwhile", detail)
    }

    /// 413: too long.
    pub fn too_large(limit: u64) -> Self {
        let detail = format!("the body is longer than {limit} bytes; send it in pieces");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "/problems/too-large", "Too large", detail)
    }

    /// 415: a body of another type.
    pub fn wrong_media_type(ours: &str) -> Self {
        let detail = format!("send the body with Content-Type: {ours}");
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "/problems/media-type", "Wrong media type", detail)
    }

    /// 422: readable, and wrong.
    pub fn invalid(detail: impl Into<String>, faults: Vec<Fault>) -> Self {
        let mut problem =
            Self::new(StatusCode::UNPROCESSABLE_ENTITY, "/problems/invalid", "Invalid content", detail);
        problem.faults = faults;
        problem
    }

    /// 428: a change that does not say what it changes.
    pub fn precondition_required() -> Self {
        let detail = "send If-Match with the ETag of the version that you have seen";
        Self::new(
            StatusCode::PRECONDITION_REQUIRED,
            "/problems/if-match",
            "Say which version you have seen",
            detail,
        )
    }

    /// 429: too often.
    pub fn too_often(wait: u64) -> Self {
        let detail = format!("too many requests; ask again in {wait} s");
        let mut problem =
            Self::new(StatusCode::TOO_MANY_REQUESTS, "/problems/too-often", "Too often", detail);
        problem.retry_after = Some(u16::try_from(wait).unwrap_or(u16::MAX));
        problem
    }

    /// 500: a fault of ours. The cause goes into the log, not to the asker.
    pub fn internal(cause: &dyn std::fmt::Display) -> Self {
        tracing::error!(%cause, "a request failed");
        let detail = "the fault is on this side and is in the log; nothing of the request was kept";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "/problems/internal", "Internal error", detail)
    }

    /// 501: this program was built without what it takes.
    pub fn not_built(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED, "/problems/not-built", "Not part of this program", detail)
    }

    /// 502: another node did not answer, or refused.
    pub fn partner(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_GATEWAY, "/problems/partner", "The partner's node", detail)
    }

    /// 503: not now.
    pub fn busy(detail: impl Into<String>) -> Self {
        let mut problem = Self::new(StatusCode::SERVICE_UNAVAILABLE, "/problems/busy", "Not now", detail);
        problem.retry_after = Some(1);
        problem
    }

    /// The HTTP status.
    pub fn code(&self) -> StatusCode {
        StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// Headers that belong to the status.
    pub(crate) fn dress(&self, response: &mut Response) {
        let headers = response.headers_mut();
        if self.status == 401 {
            // Not Basic: a browser would ask its user for a password in a window of its own.
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"ostrakon\""));
        }
        if let Some(wait) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(wait));
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.code(), Json(&self)).into_response();
        let media = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(header::CONTENT_TYPE, media);
        self.dress(&mut response);
        response
    }
}
