//! TAXII 2.1 on the wire. What the protocol means is in `ostrakon-exchange`; what may be seen is decided in
//! `ostrakon-app`; here requests become calls and calls become answers.
//!
//! ```text
//! GET    /taxii2/                                             which API roots there are
//! GET    /taxii2/ROOT/                                        one API root
//! GET    /taxii2/ROOT/status/ID/                              what became of a request to add
//! GET    /taxii2/ROOT/collections/                            collections, as the asker may use them
//! GET    /taxii2/ROOT/collections/ID/                         one of them; its alias stands for its id
//! GET    /taxii2/ROOT/collections/ID/manifest/                ids, versions, dates
//! GET    /taxii2/ROOT/collections/ID/objects/                 objects, through the gate
//! POST   /taxii2/ROOT/collections/ID/objects/                 add objects
//! GET    /taxii2/ROOT/collections/ID/objects/OBJECT/          one object
//! DELETE /taxii2/ROOT/collections/ID/objects/OBJECT/          remove it
//! GET    /taxii2/ROOT/collections/ID/objects/OBJECT/versions/ its versions
//! ```

mod answer;
mod objects;
mod roots;

use super::asker::Asker;
use super::problem::Problem;
use super::state::House;
use answer::Refusal;
use axum::Router;
use axum::extract::FromRequestParts;
use axum::http::header;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, get};
use ostrakon_app::hub::access::Principal;
use ostrakon_app::hub::taxii::{Filter, MEDIA_TYPE, media};
use std::sync::Arc;

/// The name of the one API root of this server.
const ROOT: &str = "ostrakon";
/// The longest body of a request to add: 100 MiB.
const MOST_BYTES: u64 = 100 << 20;

/// A problem as an address answers it: in the protocol's form below its own, as a problem document elsewhere.
pub(crate) fn refuse(route: &str, problem: Problem) -> Response {
    if route.starts_with("/taxii2") { Refusal(problem).into_response() } else { problem.into_response() }
}

/// The routes.
pub(crate) fn routes() -> Router<Arc<House>> {
    let table: [(&str, MethodRouter<Arc<House>>); 9] = [
        ("/taxii2", get(roots::discovery)),
        ("/taxii2/{root}", get(roots::root)),
        ("/taxii2/{root}/status/{status}", get(roots::status)),
        ("/taxii2/{root}/collections", get(roots::collections)),
        ("/taxii2/{root}/collections/{collection}", get(roots::collection)),
        ("/taxii2/{root}/collections/{collection}/manifest", get(objects::manifest)),
        ("/taxii2/{root}/collections/{collection}/objects", get(objects::objects).post(objects::add)),
        (
            "/taxii2/{root}/collections/{collection}/objects/{object}",
            get(objects::object).delete(objects::remove),
        ),
        ("/taxii2/{root}/collections/{collection}/objects/{object}/versions", get(objects::versions)),
    ];
    table.into_iter().fold(Router::new(), |router, (path, methods)| {
        let methods = methods.fallback(|| async { Refusal(Problem::wrong_method()) });
        // The protocol's addresses end with a slash; people forget it.
        router.route(path, methods.clone()).route(&format!("{path}/"), methods)
    })
}

/// What every request of the protocol brings: who asks, that the answer's media type suits, the names in the address,
/// and the filters.
pub(crate) struct Ask {
    /// Who asks.
    pub who: Principal,
    /// `collection`, `object`, `status`: what the address names.
    pub names: std::collections::HashMap<String, String>,
    /// The filters.
    pub filter: Filter,
}

impl Ask {
    /// A name of the address; empty where the route has none.
    pub fn name(&self, part: &str) -> &str {
        self.names.get(part).map_or("", String::as_str)
    }
}

impl FromRequestParts<Arc<House>> for Ask {
    type Rejection = Refusal;

    async fn from_request_parts(parts: &mut Parts, house: &Arc<House>) -> Result<Self, Refusal> {
        let Asker(who) = <Asker as FromRequestParts<_>>::from_request_parts(parts, house).await?;
        let accept: Vec<&str> =
            parts.headers.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
        let accept = (!accept.is_empty()).then(|| accept.join(","));
        if !media::accepts(accept.as_deref()) {
            return Err(Problem::not_acceptable(MEDIA_TYPE).into());
        }
        let names = axum::extract::Path::<std::collections::HashMap<String, String>>::from_request_parts(
            parts, house,
        )
        .await
        .map(|path| path.0)
        .map_err(|_| Problem::unreadable("the address is not UTF-8 after decoding"))?;
        if names.get("root").is_some_and(|root| root != ROOT) {
            return Err(Problem::not_found("API root of this name").into());
        }
        let pairs = axum::extract::Query::<Vec<(String, String)>>::from_request_parts(parts, house)
            .await
            .map(|query| query.0)
            .map_err(|error| Problem::unreadable(error.body_text()))?;
        let filter = Filter::parse(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())))
            .map_err(|error| Problem::unreadable(error.to_string()))?;
        Ok(Self { who, names, filter })
    }
}
