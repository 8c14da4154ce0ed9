//! The registry of media, state channels, officials and organisations.

use super::conditional;
use super::paging::Wanted;
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use ostrakon_app::registry::{self, Draft, Found, Imported, Kind, Listed, Sought};
use serde::Deserialize;
use std::sync::Arc;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// The routes.
pub(super) fn routes() -> OpenApiRouter<Arc<House>> {
    OpenApiRouter::new()
        .routes(routes!(list, add))
        .routes(routes!(look_up))
        .routes(routes!(export))
        .routes(routes!(import))
        .routes(routes!(one, change, withdraw))
        .routes(routes!(verify))
}

/// Which entries.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Which {
    /// In the name, a domain or a handle, without regard to case.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only this kind.
    #[param(inline)]
    kind: Option<Kind>,
    /// Only this country: two letters of ISO 3166-1, or `EU`.
    #[param(min_length = 2, max_length = 2)]
    country: Option<String>,
    /// Only those that a second person confirmed, or did not.
    verified: Option<bool>,
    /// Only those that are valid today, or are not.
    valid: Option<bool>,
    /// The most entries in the answer, 1 to 10,000; 1,000 when left out.
    #[param(minimum = 1, maximum = 10000)]
    limit: Option<u32>,
    /// From the `Link` of the answer before.
    #[param(max_length = 2000)]
    next: Option<String>,
}

impl Which {
    fn query(&self) -> registry::Query {
        let Self { q, kind, country, verified, valid, .. } = self;
        registry::Query {
            search: q.clone(),
            kind: *kind,
            country: country.clone(),
            verified: *verified,
            valid: *valid,
        }
    }
}

/// What is looked up.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Asked {
    /// A domain.
    #[param(max_length = 300)]
    domain: Option<String>,
    /// An address of a page, a post or a profile.
    #[param(max_length = 2000)]
    url: Option<String>,
    /// The platform of the account; needed with a handle.
    #[param(max_length = 100)]
    platform: Option<String>,
    /// A handle, or the platform's id of the account.
    #[param(max_length = 300)]
    handle: Option<String>,
}

/// How a table is written.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Going {
    /// `table` (usual): all columns, reads back; `ingest`: the accounts that keep their names, for `ostrakon ingest --registry`.
    #[param(pattern = "^(table|ingest)$", max_length = 20)]
    format: Option<String>,
}

fn read<T>(query: Result<Query<T>, QueryRejection>) -> Result<T, Problem> {
    query.map(|Query(read)| read).map_err(|error| Problem::unreadable(error.body_text()))
}

/// Who is listed by name
///
/// Media, state channels, officials, organisations. Private persons are never listed.
#[utoipa::path(get, path = "/api/v1/registry", tag = "registry", params(Which),
    responses((status = 200, description = "by name", body = Vec<Listed>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    which: Result<Query<Which>, QueryRejection>,
) -> Result<Response, Problem> {
    let which = read(which)?;
    let wanted = Wanted::of(
        "/api/v1/registry",
        which.limit,
        which.next.as_deref(),
        &[
            ("q", which.q.clone()),
            ("kind", which.kind.map(|kind| kind.name().to_owned())),
            ("country", which.country.clone()),
            ("verified", which.verified.map(|one| one.to_string())),
            ("valid", which.valid.map(|one| one.to_string())),
        ],
    )?;
    let all = house.call(move |hub| hub.registry(&who, &which.query())).await?;
    Ok(wanted.answer(all, |one| format!("{} {}", one.entry.name.to_lowercase(), one.id), |one| one))
}

/// List somebody
///
/// With a ground that fits the kind and a source. Another person confirms the entry; until then it protects, and exposes nothing.
#[utoipa::path(post, path = "/api/v1/registry", tag = "registry", request_body = Draft,
    responses((status = 201, description = "listed", body = Listed),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn add(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    draft: Result<Json<Draft>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(draft) = draft?;
    let made = house
        .call(move |hub| {
            let (id, _) = hub.list_entry(&who, draft)?;
            hub.registry_entry(&who, &id)
        })
        .await?;
    let mut response = conditional::changed(made.rev, &made);
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

/// Who is behind a domain, an address or an account
///
/// Entries that are valid today. An empty answer says that nobody is listed, not who it is.
#[utoipa::path(get, path = "/api/v1/registry/lookup", tag = "registry", params(Asked),
    responses((status = 200, description = "what is listed there", body = Vec<Found>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn look_up(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Result<Json<Vec<Found>>, Problem> {
    let Asked { domain, url, platform, handle } = read(asked)?;
    let sought = Sought { domain, url, platform, handle };
    Ok(Json(house.call(move |hub| hub.look_up(&who, &sought)).await?))
}

/// The registry as a table (CSV)
#[utoipa::path(get, path = "/api/v1/registry/export", tag = "registry", params(Going),
    responses((status = 200, description = "the table", body = String, content_type = "text/csv"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn export(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    going: Result<Query<Going>, QueryRejection>,
) -> Result<Response, Problem> {
    let going = read(going)?;
    let text = match going.format.as_deref().unwrap_or("table") {
        "table" => house.call(move |hub| hub.export_registry(&who, &registry::Query::default())).await?,
        "ingest" => house.call(move |hub| hub.registry_for_ingest(&who)).await?,
        other => return Err(Problem::unreadable(format!("format={other}: table or ingest"))),
    };
    Ok(csv("registry.csv", text))
}

/// A table as a file.
pub(super) fn csv(name: &str, text: String) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff".to_owned()),
    ];
    (headers, text).into_response()
}

/// Take a table (CSV) into the registry
///
/// Wholly or not at all: a refusal names line, column and reason of everything that is wrong. A row with an `id` changes that entry;
/// the same file again adds nothing. At most 5,000 rows and 2 MiB.
#[utoipa::path(post, path = "/api/v1/registry/imports", tag = "registry",
    request_body(content = String, content_type = "text/csv", description = "the table, UTF-8; columns as the export has them"),
    responses((status = 200, description = "what it did", body = Imported),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn import(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Imported>, Problem> {
    let body = body_of(body)?;
    Ok(Json(house.call(move |hub| hub.import_registry(&who, &body)).await?))
}

/// A body of at most 2 MiB.
pub(super) fn body_of(body: Result<Bytes, BytesRejection>) -> Result<Bytes, Problem> {
    body.map_err(|error| match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(2 << 20),
        _ => Problem::unreadable(error.body_text()),
    })
}

/// One entry
#[utoipa::path(get, path = "/api/v1/registry/{id}", tag = "registry",
    params(("id" = String, Path, description = "id of the entry")),
    responses((status = 200, description = "the entry", body = Listed), (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = house.call(move |hub| hub.registry_entry(&who, &id)).await?;
    Ok(conditional::record(&headers, found.rev, &found))
}

/// Change an entry
///
/// Its confirmation is gone with what it confirmed.
#[utoipa::path(put, path = "/api/v1/registry/{id}", tag = "registry",
    params(("id" = String, Path, description = "id of the entry"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen; needed")),
    request_body = Draft,
    responses((status = 200, description = "as it stands now", body = Listed),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn change(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
    draft: Result<Json<Draft>, JsonRejection>,
) -> Result<Response, Problem> {
    let Json(draft) = draft?;
    let seen = needed(&headers)?;
    let changed = house
        .call(move |hub| {
            hub.change_entry(&who, &id, draft, seen)?;
            hub.registry_entry(&who, &id)
        })
        .await?;
    Ok(conditional::changed(changed.rev, &changed))
}

/// The revision that was seen, which a change of this kind cannot do without.
pub(super) fn needed(headers: &HeaderMap) -> Result<i64, Problem> {
    conditional::expected(headers, true)?.ok_or_else(Problem::precondition_required)
}

/// Confirm an entry
///
/// By another person than the one who wrote it, who has opened its source.
#[utoipa::path(post, path = "/api/v1/registry/{id}/verification", tag = "registry",
    params(("id" = String, Path, description = "id of the entry"),
        ("If-Match" = Option<String>, Header, description = "ETag of what is confirmed; needed")),
    responses((status = 200, description = "confirmed", body = Listed),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn verify(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let seen = needed(&headers)?;
    let verified = house
        .call(move |hub| {
            hub.verify_entry(&who, &id, seen)?;
            hub.registry_entry(&who, &id)
        })
        .await?;
    Ok(conditional::changed(verified.rev, &verified))
}

/// Take an entry out
///
/// With its content; the log keeps that it was done.
#[utoipa::path(delete, path = "/api/v1/registry/{id}", tag = "registry",
    params(("id" = String, Path, description = "id of the entry"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen")),
    responses((status = 204, description = "gone"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn withdraw(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let seen = conditional::expected(&headers, false)?;
    house.call(move |hub| hub.withdraw_entry(&who, &id, seen)).await?;
    Ok(StatusCode::NO_CONTENT)
}
