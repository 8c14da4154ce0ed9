//! REST: the records of the hub, described by OpenAPI from the same code.
//!
//! Every list is paged by a cursor (`next`, from the answer before), every record bears an `ETag`, every change asks for
//! `If-Match`, every `POST` takes an `Idempotency-Key`. Refusals are problem documents.

mod agreements;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod alerts;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod audit;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod board;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod casework;
mod channels;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod claims;
pub(crate) mod conditional;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod counted;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod directory;
mod events;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod evidence;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod exchange;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod incidents;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod knowledge;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod ledger;
mod links;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod measured;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod nodes;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod notices;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod objects;
mod outsiders;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod routing;

#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
pub(crate) mod paging;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod registry;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod reports;
mod unmask;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod watch;
#[allow(unused_qualifications, reason = "utoipa writes the names of parameters with their paths")]
mod withheld;

use super::problem::Problem;
use super::state::House;
use axum::Router;
use axum::http::header;
use axum::routing::get;
use std::sync::Arc;
use utoipa::OpenApi;
use utoipa::openapi::OpenApi as Document;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// What the document says before its paths.
#[derive(OpenApi)]
#[openapi(
    info(
        title = "Ostrakon",
        description = "Incidents, findings and what is done about them. Every refusal is a problem document (RFC 9457).",
        license(name = "EUPL-1.2", identifier = "EUPL-1.2")
    ),
    components(schemas(Problem)),
    security(("bearer" = []), ("basic" = []), ("session" = [])),
    modifiers(&Credentials)
)]
struct About;

/// The ways to say who one is.
struct Credentials;

impl utoipa::Modify for Credentials {
    fn modify(&self, document: &mut Document) {
        use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
        let components = document.components.get_or_insert_default();
        components.add_security_scheme("bearer", SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer)));
        components.add_security_scheme("basic", SecurityScheme::Http(Http::new(HttpAuthScheme::Basic)));
        let cookie = ApiKey::Cookie(ApiKeyValue::new("ostrakon_session"));
        components.add_security_scheme("session", SecurityScheme::ApiKey(cookie));
    }
}

/// The routes, with their description.
pub(crate) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::with_openapi(About::openapi())
        .routes(routes!(objects::list, objects::add))
        .routes(routes!(objects::object))
        .routes(routes!(objects::versions))
        .routes(routes!(channels::network))
        .routes(routes!(agreements::list))
        .routes(routes!(agreements::one, agreements::put, agreements::end))
        .routes(routes!(agreements::groups))
        .routes(routes!(agreements::one_group, agreements::put_group))
        .routes(routes!(ledger::lines))
        .routes(routes!(links::list))
        .routes(routes!(links::one, links::put))
        .routes(routes!(links::run))
        .routes(routes!(links::reconciliation))
        .routes(routes!(incidents::list))
        .routes(routes!(incidents::promote))
        .routes(routes!(exchange::import))
        .routes(routes!(exchange::export))
        .routes(routes!(links::node))
        .routes(routes!(knowledge::disarm))
        .routes(routes!(knowledge::elections))
        .routes(routes!(notices::list))
        .routes(routes!(notices::received))
        .routes(routes!(notices::receipt))
        .routes(routes!(nodes::fetch, nodes::tell))
        .routes(routes!(nodes::receipt))
        .routes(routes!(nodes::evidence, nodes::bring))
        .routes(routes!(knowledge::tag))
        .routes(routes!(evidence::list, evidence::add))
        .routes(routes!(evidence::open, evidence::destroy))
        .routes(routes!(evidence::custody))
        .routes(routes!(unmask::unmask))
        .routes(routes!(audit::log))
        .routes(routes!(audit::verification))
        .routes(routes!(audit::checkpoint))
        .routes(routes!(directory::list))
        .routes(routes!(withheld::outlook))
        .routes(routes!(events::follow))
        .merge(super::analyses::routes())
        .merge(casework::routes())
        .merge(board::routes())
        .merge(alerts::routes())
        .merge(outsiders::routes())
        .merge(measured::routes())
        .merge(counted::routes())
        .merge(routing::routes())
        .merge(reports::routes())
        .merge(registry::routes())
        .merge(claims::routes())
        .merge(watch::routes())
}

/// `/api/v1/openapi.json`.
pub(crate) fn document(document: Arc<Document>) -> Router<Arc<House>> {
    let answer = move || {
        let document = Arc::clone(&document);
        async move {
            let text = document.to_json().map_err(|error| Problem::internal(&error))?;
            Ok::<_, Problem>(([(header::CONTENT_TYPE, "application/json")], text))
        }
    };
    Router::new().route("/api/v1/openapi.json", get(answer))
}
