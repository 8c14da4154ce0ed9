//! Who is asking, for handlers.
//!
//! The guard of the door (`auth`) has found out who it is and whether the route is open to them, and leaves the principal
//! with the request. A handler that takes [`Asker`] cannot be reached without one.

use super::problem::Problem;
use super::state::House;
use axum::extract::{FromRequestParts, OptionalFromRequestParts};
use axum::http::request::Parts;
use ostrakon_app::hub::access::Principal;
use std::convert::Infallible;
use std::sync::Arc;

/// The principal of a request.
#[derive(Debug, Clone)]
pub(crate) struct Asker(pub Principal);

impl FromRequestParts<Arc<House>> for Asker {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<House>) -> Result<Self, Problem> {
        let nobody =
            || Problem::unknown_asker("say who you are: a session, a bearer token, or name and password");
        parts.extensions.get::<Self>().cloned().ok_or_else(nobody)
    }
}

impl OptionalFromRequestParts<Arc<House>> for Asker {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &Arc<House>) -> Result<Option<Self>, Infallible> {
        Ok(parts.extensions.get::<Self>().cloned())
    }
}
