//! For those who run it: is it alive, is it ready, what does it count. None of it holds anybody's data, so that a probe
//! needs no account.

use super::observe;
use super::problem::Problem;
use super::state::House;
use axum::Router;
use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::get;
use std::sync::Arc;

/// The routes.
pub(crate) fn routes() -> Router<Arc<House>> {
    observe::recorder();
    Router::new()
        .route("/healthz", get(|| async { "ok\n" }))
        .route("/readyz", get(ready))
        .route("/metrics", get(metrics))
}

/// 200 when the store answers.
async fn ready(State(house): State<Arc<House>>) -> Result<&'static str, Problem> {
    house
        .call(|hub| Ok(hub.store().last_seq()?))
        .await
        .map_err(|_| Problem::busy("the store does not answer"))?;
    Ok("ready\n")
}

async fn metrics(State(house): State<Arc<House>>) -> impl IntoResponse {
    if let Ok(seq) = house.call(|hub| Ok(hub.store().last_seq()?)).await {
        metrics::gauge!("ostrakon_log_events").set(seq as f64);
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], observe::recorder().render())
}
