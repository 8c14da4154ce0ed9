//! Requests to answers, and the headers that every answer bears.

use super::files::{Files, media_type};
use axum::Router;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, HeaderName,
    REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream::{self, Stream};
use std::sync::Arc;
use tokio::io::AsyncReadExt;

/// What the browser may do with an answer: show it, run the scripts and styles inside it, and reach nothing else.
/// The report is one file, so that its script and style are inline and everything else can be forbidden: no request
/// leaves the page, and a text that slipped through the report's escaping could not send anything anywhere.
const POLICY: &str = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; \
                      font-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const SAME: &str = "same-origin";

const HEADERS: [(HeaderName, &str); 8] = [
    (CONTENT_SECURITY_POLICY, POLICY),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (REFERRER_POLICY, "no-referrer"),
    (X_FRAME_OPTIONS, "DENY"),
    (CACHE_CONTROL, "no-store"),
    (HeaderName::from_static("cross-origin-opener-policy"), SAME),
    (HeaderName::from_static("cross-origin-resource-policy"), SAME),
    (HeaderName::from_static("permissions-policy"), "camera=(), geolocation=(), microphone=()"),
];

/// The whole service.
pub(crate) fn router(files: Files) -> Router {
    Router::new()
        .route("/", get(report))
        .route("/files/{*name}", get(file))
        .route("/{*name}", get(file))
        .route("/healthz", get(|| async { "ok\n" }))
        .fallback(|| async { not_found() })
        .method_not_allowed_fallback(|| async {
            (StatusCode::METHOD_NOT_ALLOWED, [(ALLOW, "GET, HEAD")], "only GET and HEAD\n")
        })
        .layer(middleware::from_fn(guard))
        .with_state(Arc::new(files))
}

/// Refuses what is not meant for this machine's own browser, and dresses every answer.
///
/// The host is compared because a page elsewhere can point a name of its own at 127.0.0.1 and then read what is
/// served there as its own ("DNS rebinding"); such a request bears that name.
async fn guard(request: Request, next: Next) -> Response {
    let mut response = if is_local(request.headers()) {
        next.run(request).await
    } else {
        (StatusCode::MISDIRECTED_REQUEST, "ask for localhost, 127.0.0.1 or [::1]\n").into_response()
    };
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn is_local(headers: &HeaderMap) -> bool {
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return false };
    let name = match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    };
    matches!(name, "localhost" | "[::1]")
        || name.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_loopback())
}

async fn report(State(files): State<Arc<Files>>, method: Method) -> Response {
    send(&files, "report.html", &method).await
}

async fn file(State(files): State<Arc<Files>>, method: Method, Path(name): Path<String>) -> Response {
    send(&files, &name, &method).await
}

/// Sends a file in pieces: an edge list may have gigabytes.
async fn send(files: &Files, name: &str, method: &Method) -> Response {
    let Some(path) = files.get(name) else { return not_found() };
    let opened = async {
        let file = tokio::fs::File::open(path).await?;
        let len = file.metadata().await?.len();
        std::io::Result::Ok((file, len))
    };
    let Ok((file, len)) = opened.await else {
        // It was there at the start: moved or removed since.
        return (StatusCode::GONE, "this file is no longer there; run the analysis again\n").into_response();
    };
    let body = if method == Method::HEAD { Body::empty() } else { Body::from_stream(pieces(file, len)) };
    let headers = [(CONTENT_TYPE, media_type(name).to_owned()), (CONTENT_LENGTH, len.to_string())];
    (headers, body).into_response()
}

/// The first `len` bytes of a file, which may grow meanwhile, as a stream.
pub(crate) fn pieces(
    file: tokio::fs::File,
    len: u64,
) -> impl Stream<Item = std::io::Result<Vec<u8>>> + Send + 'static {
    stream::try_unfold(file.take(len), |mut rest| async move {
        let mut piece = vec![0; 1 << 16];
        let read = rest.read(&mut piece).await?;
        piece.truncate(read);
        Ok((read > 0).then_some((piece, rest)))
    })
}

fn not_found() -> Response {
    (StatusCode::NOT_FOUND, "there is no such file in this result; the report is at /\n").into_response()
}
