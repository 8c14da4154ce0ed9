//! What the server says about itself: one log line a request, and counters for Prometheus. Neither holds personal data:
//! a line has the route's pattern, never the address that was asked for, and no name of anybody.

use axum::extract::{MatchedPath, Request};
use axum::http::{HeaderName, HeaderValue};
use axum::middleware::Next;
use axum::response::Response;
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::OnceLock;
use std::time::Instant;

/// The number of a request, in its answer and in the log.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Upper bounds of the histogram of durations, in seconds: from a cached page to a large import.
const SECONDS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// The recorder of this process. There can be one only; a second server in one process (as in tests) shares it.
pub(crate) fn recorder() -> &'static PrometheusHandle {
    static RECORDER: OnceLock<PrometheusHandle> = OnceLock::new();
    RECORDER.get_or_init(|| {
        let name = Matcher::Full("ostrakon_http_request_seconds".to_owned());
        let builder = PrometheusBuilder::new();
        let recorder = match builder.set_buckets_for_metric(name, &SECONDS) {
            Ok(builder) => builder.build_recorder(),
            // Only an empty list of bounds is refused.
            Err(_) => PrometheusBuilder::new().build_recorder(),
        };
        let handle = recorder.handle();
        // Somebody's own recorder in the same process stays; ours then only answers with what it was given.
        let _ = metrics::set_global_recorder(recorder);
        handle
    })
}

/// Writes log lines to standard error: for people on a terminal, as JSON otherwise. `filter` is a level or a filter of
/// `tracing-subscriber`'s.
///
/// # Errors
/// A sentence when the filter cannot be read.
pub fn log_to_stderr(filter: &str) -> Result<(), String> {
    use std::io::IsTerminal;
    use tracing_subscriber::EnvFilter;
    let parsed = EnvFilter::try_new(filter).map_err(|error| format!("log = {filter:?}: {error}"))?;
    let builder = tracing_subscriber::fmt().with_env_filter(parsed).with_writer(std::io::stderr);
    // A second start in one process (as in tests) keeps the first one's log.
    let _ = if std::io::stderr().is_terminal() { builder.try_init() } else { builder.json().try_init() };
    Ok(())
}

/// Numbers the request, counts it, and writes its line.
pub(crate) async fn watch(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id = uuid::Uuid::new_v4().to_string();
    let method = request.method().as_str().to_owned();
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let mut response = next.run(request).await;
    let status = response.status().as_u16();
    let seconds = begun.elapsed().as_secs_f64();
    metrics::counter!("ostrakon_http_requests_total", "method" => method.clone(), "route" => route.clone(),
        "status" => status.to_string())
    .increment(1);
    metrics::histogram!("ostrakon_http_request_seconds", "route" => route.clone()).record(seconds);
    tracing::info!(request = %id, %method, %route, status, ms = (seconds * 1000.0), "answered");
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}
