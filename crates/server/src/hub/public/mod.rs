//! The public side over HTTP: pages, feed, log and form, for everybody alike.
//!
//! **The choice.** Handlers ask the hub for its public register and draw it by the functions of `app::public::pages`; nobody is
//! recognised here, whatever the browser shows, so that an answer may be cached by anybody. Where the operator did not switch the
//! public side on, there is none (404). **Rejected.** Pages that are written to disk on each change: a second truth, while one
//! page takes less than a millisecond to draw. Whoever wants files has `ostrakon public export`.

mod answer;
mod contest;
mod form;
mod log;
mod pages;
#[cfg(test)]
mod tests;

use super::config::Config;
use super::limit::Limits;
use super::state::House;
use axum::routing::get;
use axum::{Extension, Router};
use std::sync::Arc;

/// The routes.
pub(super) fn routes(config: &Config) -> Router<Arc<House>> {
    let contests = Arc::new(contest::Gate {
        contests: Limits::per_hour(config.public.contests_per_hour),
        // A number has 53 bits: whoever tries them must be slow, whoever mistypes one must not wait.
        numbers: Limits::per_hour(config.public.contests_per_hour.saturating_mul(contest::LOOKS)),
    });
    Router::new()
        .route("/public", get(pages::door))
        .route("/public/", get(pages::register))
        .route("/public/entries/{id}", get(pages::entry))
        .route("/public/entries/{id}/data.json", get(pages::data))
        .route("/public/methods", get(pages::methods))
        .route("/public/prebunks", get(pages::prebunks))
        .route("/public/feed.atom", get(pages::feed))
        .route("/public/style.css", get(pages::style))
        .route("/public/contest", get(contest::form).post(contest::send))
        .route("/public/contest/{receipt}", get(contest::receipt).post(contest::again))
        .route("/public/log", get(pages::log_door))
        .route("/public/log/", get(log::page))
        .route("/public/log/checkpoint", get(log::checkpoint))
        .route("/public/log/tile/{*path}", get(log::tile))
        .route("/public/log/proof/{index}", get(log::proof))
        .route("/public/log/consistency/{old}/{new}", get(log::consistency))
        .layer(Extension(contests))
}
