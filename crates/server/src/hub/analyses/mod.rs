//! Posts handed in, analysed, and looked into: the part of the interface that the pages Investigate and Data are made of.
//!
//! Handlers turn a request into one call of `app::analysis` and nothing else. Bodies of uploads go to the disk piece by piece;
//! everything else is small.

#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod exercises;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod groups;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod results;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod runs;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod transfers;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod uploads;

use super::state::House;
use std::sync::Arc;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes, with their description.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new()
        .routes(routes!(uploads::list, uploads::receive))
        .routes(routes!(uploads::one, uploads::remove))
        .routes(routes!(uploads::datasets))
        .routes(routes!(uploads::formats))
        .routes(routes!(transfers::list, transfers::begin))
        .routes(routes!(transfers::one, transfers::append, transfers::remove))
        .routes(routes!(exercises::scenarios))
        .routes(routes!(exercises::begin))
        .routes(routes!(runs::list, runs::begin))
        .routes(routes!(runs::one, runs::remove))
        .routes(routes!(runs::pause))
        .routes(routes!(runs::resume))
        .routes(routes!(runs::cancel))
        .routes(routes!(groups::list))
        .routes(routes!(groups::one))
        .routes(routes!(groups::members))
        .routes(routes!(groups::exhibits))
        .routes(routes!(groups::posts))
        .routes(routes!(groups::edge))
        .routes(routes!(groups::dismiss))
        .routes(routes!(groups::reopen))
        .routes(routes!(groups::merge))
        .routes(routes!(results::group_network))
        .routes(routes!(results::network))
        .routes(routes!(results::raster))
        .routes(routes!(results::series))
        .routes(routes!(results::rejects))
        .routes(routes!(results::file))
}
