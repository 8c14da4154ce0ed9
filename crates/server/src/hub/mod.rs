//! The hub over HTTP: people sign in, partners exchange, and every answer is made for the one who asks.
//!
//! **The problem.** Three interfaces (REST, TAXII, pages) to one set of records, each of which could forget a check.
//!
//! **The choice.** One router. Every request passes the same doors in the same order: it is numbered and counted
//! (`observe`), limited (`limit`), its asker is found out and the route's row in the table of rights is asked (`auth`); only
//! then a handler runs, which turns it into one call of the hub. Handlers decide nothing.
//!
//! **Rejected.** A service an interface: they would drift. Checks inside the handlers: one is forgotten.
//!
//! ```text
//! /healthz  /readyz  /metrics     for those who run it
//! /api/v1/…                       REST; /api/v1/openapi.json describes it
//! /taxii2/…                       TAXII 2.1
//! /public/…                       what everybody may read, without sign-in and without scripts
//! everything else                 the web application (`ui`)
//! ```

mod analyses;
mod api;
mod asker;
mod auth;
pub mod config;
#[cfg(test)]
mod exchange_tests;
#[cfg(test)]
mod federation_tests;
mod file;
#[cfg(test)]
mod gate_tests;
mod health;
#[cfg(test)]
mod knowledge_tests;
#[cfg(test)]
mod leak_tests;
mod limit;
#[cfg(test)]
mod lookup_tests;
mod names;
mod observe;
#[cfg(test)]
mod outlook_tests;
#[cfg(test)]
mod pieces_tests;
mod plain;
mod precondition;
mod problem;
mod public;
mod repeat;
#[cfg(test)]
mod report_tests;
mod seal;
mod spool;
mod state;
mod taxii;
#[cfg(test)]
mod testing;
mod timer;
mod ui;

use crate::error::{Error, Result};
use crate::listen;
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::response::IntoResponse;
use config::Config;
pub use observe::log_to_stderr;
use ostrakon_app::hub::Hub;
use problem::Problem;
use state::House;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::Arc;

/// Serves a hub until the process is asked to stop. `on_ready` is called once, with the address that is used.
///
/// # Errors
/// [`Error::PortTaken`], [`Error::Listen`], [`Error::Provider`], [`Error::Start`]; all of them before `on_ready`.
pub fn serve(hub: Hub, config: Config, addr: SocketAddr, on_ready: impl FnOnce(SocketAddr)) -> Result<()> {
    serve_until(hub, config, addr, on_ready, listen::asked_to_stop())
}

/// As [`serve`], until `stop` is ready.
///
/// # Errors
/// As [`serve`].
pub fn serve_until(
    hub: Hub,
    config: Config,
    addr: SocketAddr,
    on_ready: impl FnOnce(SocketAddr),
    stop: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error> {
    let listener = listen::bind(addr)?;
    let house = House::new(Arc::new(hub), config, addr.ip().is_loopback());
    house.look_at_provider()?;
    let timer = timer::Timer::start(&house);
    let served = listen::run(listener, || router(&house), on_ready, stop);
    timer.stop();
    served
}

/// The whole service.
pub(crate) fn router(house: &Arc<House>) -> Router {
    let limits = Arc::new(limit::Limits::new(house.config().requests_per_second));
    let (api, mut document) = api::routes().merge(auth::routes()).split_for_parts();
    names::name_operations(&mut document);
    repeat::describe(&mut document);
    precondition::describe(&mut document);
    let document = Arc::new(document);
    Router::new()
        .merge(api)
        .merge(api::document(document))
        .merge(taxii::routes())
        .merge(health::routes())
        .merge(auth::pages())
        .merge(public::routes(house.config()))
        .fallback(ui::fallback)
        .method_not_allowed_fallback(|| async { Problem::wrong_method().into_response() })
        .layer(from_fn(precondition::watch))
        .layer(from_fn(plain::speak))
        .layer(from_fn_with_state(Arc::clone(house), seal::seal))
        .layer(from_fn_with_state(Arc::clone(house), repeat::repeat))
        .layer(from_fn_with_state(Arc::clone(house), auth::door::door))
        .layer(from_fn_with_state(limits, limit::limit))
        .layer(from_fn(observe::watch))
        .with_state(Arc::clone(house))
}
