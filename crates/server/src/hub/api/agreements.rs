//! Agreements with partners, and sharing groups.

use super::conditional;
use super::paging::{Paging, Wanted};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use ostrakon_app::hub::{self, Hub, SharingGroup, Tlp, Versioned};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::ToSchema;

/// What is agreed with a partner organisation.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Terms {
    /// Collections it may read, by id; all of them when left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    collections: Option<BTreeSet<String>>,
    /// The narrowest label of ours that may go to it.
    #[schema(value_type = String, pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT)$")]
    highest: Tlp,
    /// Whether pseudonymous accounts of private persons may travel.
    #[serde(default)]
    pseudonyms: bool,
    /// Whether it belongs to the community that TLP:GREEN speaks of.
    #[serde(default)]
    community: bool,
    /// From when on, milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    valid_from: Option<i64>,
    /// Until when, milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    valid_until: Option<i64>,
    /// The id under which the partner's own node signs (`GET /api/v1/node` there).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    identity: Option<String>,
    /// Public keys of the partner's node, 64 hexadecimal digits each. With one, whatever it does not sign is refused.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    keys: BTreeSet<String>,
}

/// An agreement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Agreement {
    /// The partner's organisation.
    organisation: String,
    /// Its revision, as in `ETag`.
    rev: i64,
    #[serde(flatten)]
    terms: Terms,
}

/// A sharing group: organisations that share what is marked with it.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Group {
    /// Name for people.
    #[schema(min_length = 1, max_length = 120)]
    name: String,
    /// Organisations in it, by id.
    members: BTreeSet<String>,
}

/// A sharing group, as it is kept.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GroupAt {
    /// Its revision, as in `ETag`.
    rev: i64,
    #[serde(flatten)]
    group: Group,
}

fn wire(found: Versioned<hub::Agreement>) -> Agreement {
    let hub::Agreement {
        organisation,
        collections,
        highest,
        pseudonyms,
        community,
        valid_from,
        valid_until,
        identity,
        keys,
    } = found.value;
    let terms =
        Terms { collections, highest, pseudonyms, community, valid_from, valid_until, identity, keys };
    Agreement { organisation, rev: found.rev, terms }
}

fn group(found: Versioned<SharingGroup>) -> GroupAt {
    let SharingGroup { name, members } = found.value;
    GroupAt { rev: found.rev, group: Group { name, members } }
}

/// All agreements
#[utoipa::path(get, path = "/api/v1/agreements", tag = "sharing", params(Paging),
    responses((status = 200, description = "by organisation", body = Vec<Agreement>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    _asker: Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let all = house.call(Hub::agreements).await?;
    Ok(wanted.answer(all, |one| one.id.clone(), wire))
}

/// The agreement with an organisation
#[utoipa::path(get, path = "/api/v1/agreements/{organisation}", tag = "sharing",
    params(("organisation" = String, Path, description = "id of the organisation")),
    responses((status = 200, description = "the agreement", body = Agreement), (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    _asker: Asker,
    Path(organisation): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = house.call(move |hub| hub.agreement(&organisation)).await?;
    let found = found.ok_or_else(|| Problem::not_found("agreement with this organisation"))?;
    Ok(conditional::record(&headers, found.rev, &wire(found)))
}

/// Make or change an agreement
///
/// With `If-None-Match: *` it is made, with `If-Match` changed.
#[utoipa::path(put, path = "/api/v1/agreements/{organisation}", tag = "sharing",
    params(("organisation" = String, Path, description = "id of the organisation"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: there is none yet")),
    request_body = Terms,
    responses((status = 204, description = "written"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn put(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(organisation): Path<String>,
    headers: HeaderMap,
    terms: Result<Json<Terms>, JsonRejection>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let Json(terms) = terms.map_err(Problem::from)?;
    let seen = conditional::seen(&headers)?;
    let Terms { collections, highest, pseudonyms, community, valid_from, valid_until, identity, keys } =
        terms;
    let agreement = hub::Agreement {
        organisation,
        collections,
        highest,
        pseudonyms,
        community,
        valid_from,
        valid_until,
        identity,
        keys,
    };
    let rev = house.call(move |hub| hub.agree(&who, &agreement, seen)).await?;
    Ok((StatusCode::NO_CONTENT, [(axum::http::header::ETAG, format!("\"{rev}\""))]).into_response())
}

/// End an agreement now
///
/// What was delivered under it stays in the ledger.
#[utoipa::path(delete, path = "/api/v1/agreements/{organisation}", tag = "sharing",
    params(("organisation" = String, Path, description = "id of the organisation"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen")),
    responses((status = 204, description = "ended"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn end(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(organisation): Path<String>,
    headers: HeaderMap,
) -> Result<StatusCode, Problem> {
    let Asker(who) = asker;
    let seen = conditional::expected(&headers, false)?;
    house.call(move |hub| hub.end_agreement(&who, &organisation, seen)).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// All sharing groups
#[utoipa::path(get, path = "/api/v1/sharing-groups", tag = "sharing", params(Paging),
    responses((status = 200, description = "by the id of their marking definition", body = BTreeMap<String, GroupAt>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn groups(
    State(house): State<Arc<House>>,
    _asker: Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let all = house.call(Hub::sharing_groups).await?;
    Ok(wanted.answer_by_id(all.into_iter().map(|one| (one.id.clone(), group(one)))))
}

/// A sharing group
#[utoipa::path(get, path = "/api/v1/sharing-groups/{id}", tag = "sharing",
    params(("id" = String, Path, description = "id of the marking definition that names it")),
    responses((status = 200, description = "the group", body = GroupAt), (status = 304, description = "not changed"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one_group(
    State(house): State<Arc<House>>,
    _asker: Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let found = house.call(move |hub| hub.sharing_group(&id)).await?;
    let found = found.ok_or_else(|| Problem::not_found("sharing group of this id"))?;
    Ok(conditional::record(&headers, found.rev, &group(found)))
}

/// Make or change a sharing group
#[utoipa::path(put, path = "/api/v1/sharing-groups/{id}", tag = "sharing",
    params(("id" = String, Path, description = "id of the marking definition that names it"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: there is none yet")),
    request_body = Group,
    responses((status = 204, description = "written"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn put_group(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
    group: Result<Json<Group>, JsonRejection>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let Json(group) = group.map_err(Problem::from)?;
    let seen = conditional::seen(&headers)?;
    let group = SharingGroup { name: group.name, members: group.members };
    let rev = house.call(move |hub| hub.put_sharing_group(&who, &id, &group, seen)).await?;
    Ok((StatusCode::NO_CONTENT, [(axum::http::header::ETAG, format!("\"{rev}\""))]).into_response())
}
