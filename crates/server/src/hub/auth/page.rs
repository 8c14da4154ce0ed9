//! The page behind a one-time link: it sets a password, and needs nothing but itself.
//!
//! The secret is the fragment of the address (`/link#…`), which browsers do not send: it is in no log of any proxy.

use axum::http::{HeaderName, header};
use axum::response::IntoResponse;

const PAGE: &str = include_str!("link.html");
const SCRIPT: &str = include_str!("link.js");
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'unsafe-inline'; connect-src 'self'; \
                      form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

pub(super) fn asset(media: &'static str, text: &'static str) -> impl IntoResponse {
    let headers: [(HeaderName, &'static str); 5] = [
        (header::CONTENT_TYPE, media),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
    ];
    (headers, text)
}

pub(super) async fn link() -> impl IntoResponse {
    asset("text/html; charset=utf-8", PAGE)
}

pub(super) async fn script() -> impl IntoResponse {
    asset("text/javascript; charset=utf-8", SCRIPT)
}
