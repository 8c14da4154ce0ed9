//! Links to other nodes.

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
use ostrakon_app::hub::federation::{self, Direction};
use ostrakon_app::hub::transport::Credentials;
use ostrakon_app::hub::{Hub, HubError, LastRun, Versioned};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

/// Which way objects go.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Way {
    /// We ask and keep.
    Pull,
    /// We send.
    Push,
}

/// A link, as it is written.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewLink {
    /// The partner's organisation here.
    organisation: String,
    /// Address of its TAXII API root.
    url: String,
    /// Id of the collection there.
    remote: String,
    /// Id of the collection here.
    local: String,
    direction: Way,
    /// User name there.
    #[serde(default)]
    user: Option<String>,
    /// Password or token there; never shown again.
    #[serde(default)]
    secret: Option<String>,
    /// Minutes between two runs that the server begins by itself, in the name of whoever writes this.
    #[serde(default)]
    #[schema(minimum = 1, maximum = 44640)]
    every_minutes: Option<u32>,
}

/// A link, as it is shown: without its secret.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Link {
    id: String,
    /// Its revision, as in `ETag`.
    rev: i64,
    organisation: String,
    url: String,
    remote: String,
    local: String,
    direction: Way,
    /// Minutes between two runs that the server begins by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    every_minutes: Option<u32>,
    /// From where the next run goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<String>,
    /// How it last ran.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    last_run: Option<LinkRun>,
}

/// How a link last ran, by hand or by itself.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct LinkRun {
    /// When it ended, milliseconds since 1970 UTC.
    at: i64,
    /// In whose name it ran.
    by: String,
    /// Objects that came or went.
    moved: u64,
    /// Of those, new to the receiver.
    new: u64,
    /// Kept back by the gate.
    withheld: u64,
    /// Refused by the receiver.
    refused: u64,
    /// Why it broke off; what was moved before that stays moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    error: Option<String>,
}

impl From<LastRun> for LinkRun {
    fn from(run: LastRun) -> Self {
        let LastRun { at, by, moved, new, withheld, refused, error } = run;
        Self { at, by, moved, new, withheld, refused, error }
    }
}

/// What a run did.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Run {
    /// Objects that came or went.
    moved: u64,
    /// Of those, new to the receiver.
    new: u64,
    /// Refused by the receiver: id and reason.
    refused: Vec<Vec<String>>,
    /// Kept back by the gate.
    withheld: u64,
}

/// Both ends, compared.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Reconciliation {
    /// Object versions at both ends.
    both: usize,
    /// Only there: id and version.
    only_there: Vec<Vec<String>>,
    /// Only here: id and version.
    only_here: Vec<Vec<String>>,
    /// Why the receiving end did not take objects among these: id and reason, in its words. They are not sent again; what to
    /// do instead, the reason says.
    refused: Vec<Vec<String>>,
}

/// A link, and how it last ran.
type Ran = (Versioned<federation::Link>, Option<LastRun>);

fn ran(hub: &Hub, link: Versioned<federation::Link>) -> Result<Ran, HubError> {
    let last = hub.last_run(&link.id)?;
    Ok((link, last))
}

fn wire((found, last): Ran) -> Link {
    let federation::Link { organisation, url, remote, local, direction, every_minutes, mark, .. } =
        found.value;
    let direction = match direction {
        Direction::Pull => Way::Pull,
        Direction::Push => Way::Push,
    };
    Link {
        id: found.id,
        rev: found.rev,
        organisation,
        url,
        remote,
        local,
        direction,
        every_minutes,
        mark,
        last_run: last.map(LinkRun::from),
    }
}

fn pairs(all: Vec<(String, String)>) -> Vec<Vec<String>> {
    all.into_iter().map(|(a, b)| vec![a, b]).collect()
}

/// This node, as partners enter it into their agreement.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Node {
    /// Id of the organisation: `identity` of the partner's agreement.
    identity: String,
    name: String,
    /// Public key (Ed25519, hexadecimal): one of the `keys` of the partner's agreement.
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
}

/// Who this node is
///
/// What a partner enters into its agreement, so that it believes what this node signs.
#[utoipa::path(get, path = "/api/v1/node", tag = "federation",
    responses((status = 200, description = "id and public key", body = Node),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn node(State(house): State<Arc<House>>, _asker: Asker) -> Result<Json<Node>, Problem> {
    let node = house.call(Hub::node).await?;
    Ok(Json(Node { identity: node.identity, name: node.name, key: node.key }))
}

/// All links
#[utoipa::path(get, path = "/api/v1/links", tag = "federation", params(Paging),
    responses((status = 200, description = "by id", body = Vec<Link>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    _asker: Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let all = house.call(|hub| hub.links()?.into_iter().map(|link| ran(hub, link)).collect()).await?;
    Ok(wanted.answer(all, |(one, _): &Ran| one.id.clone(), wire))
}

/// A link
#[utoipa::path(get, path = "/api/v1/links/{id}", tag = "federation",
    params(("id" = String, Path, description = "name of the link")),
    responses((status = 200, description = "the link", body = Link),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn one(
    State(house): State<Arc<House>>,
    _asker: Asker,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let found = house.call(move |hub| ran(hub, hub.link(&id)?)).await?;
    // It runs without a new revision, so that there is no "not changed".
    Ok(conditional::changed(found.0.rev, &wire(found)))
}

/// Make or change a link
#[utoipa::path(put, path = "/api/v1/links/{id}", tag = "federation",
    params(("id" = String, Path, description = "name of the link"),
        ("If-Match" = Option<String>, Header, description = "ETag that was seen"),
        ("If-None-Match" = Option<String>, Header, description = "`*`: there is none yet")),
    request_body = NewLink,
    responses((status = 204, description = "written"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn put(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(id): Path<String>,
    headers: HeaderMap,
    link: Result<Json<NewLink>, JsonRejection>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let Json(link) = link.map_err(Problem::from)?;
    let seen = conditional::seen(&headers)?;
    let credentials = match (link.user, link.secret) {
        (Some(user), Some(password)) => Credentials::Basic { user, password },
        (None, Some(token)) => Credentials::Bearer { token },
        _ => Credentials::None,
    };
    let direction = match link.direction {
        Way::Pull => Direction::Pull,
        Way::Push => Direction::Push,
    };
    let (organisation, url, remote, local) = (link.organisation, link.url, link.remote, link.local);
    let every_minutes = link.every_minutes;
    let link = federation::Link {
        organisation,
        url,
        remote,
        local,
        direction,
        credentials,
        every_minutes,
        by: None,
        mark: None,
    };
    let rev = house.call(move |hub| hub.put_link(&who, &id, &link, seen)).await?;
    Ok((StatusCode::NO_CONTENT, [(axum::http::header::ETAG, format!("\"{rev}\""))]).into_response())
}

/// Run a link
///
/// Goes on where the last run ended. What was moved before a failure stays moved.
#[utoipa::path(post, path = "/api/v1/links/{id}/runs", tag = "federation",
    params(("id" = String, Path, description = "name of the link")),
    responses((status = 200, description = "what was done", body = Run),
        (status = 502, description = "the partner did not answer, or refused", body = Problem,
            content_type = "application/problem+json"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn run(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<Json<Run>, Problem> {
    let Asker(who) = asker;
    let run = house.call(move |hub| hub.run_link(&who, &id)).await?;
    Ok(Json(Run { moved: run.moved, new: run.new, refused: pairs(run.refused), withheld: run.withheld }))
}

/// Compare both ends of a link
#[utoipa::path(get, path = "/api/v1/links/{id}/reconciliation", tag = "federation",
    params(("id" = String, Path, description = "name of the link")),
    responses((status = 200, description = "by manifest", body = Reconciliation),
        (status = 502, description = "the partner did not answer, or refused", body = Problem,
            content_type = "application/problem+json"),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn reconciliation(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(id): Path<String>,
) -> Result<Json<Reconciliation>, Problem> {
    let Asker(who) = asker;
    let found = house.call(move |hub| hub.reconcile(&who, &id)).await?;
    let (only_there, only_here) = (pairs(found.only_there), pairs(found.only_here));
    let refused = pairs(found.refused.into_iter().map(|one| (one.id, one.reason)).collect());
    Ok(Json(Reconciliation { both: found.both, only_there, only_here, refused }))
}
