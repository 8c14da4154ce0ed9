//! Who is who in one's own organisation: histories and proposals name accounts by their ids.
//!
//! **The choice.** Id and names, no addresses, roles or rights: those are the administrator's (`/people`). Disabled accounts stand
//! in it, since the past names them. **Rejected.** Names inside every record: a name changes, and the log does not.

use super::paging::{Paging, Wanted};
use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::extract::State;
use axum::response::Response;
use ostrakon_app::people::access::Person;
use serde::Serialize;
use std::sync::Arc;
use utoipa::ToSchema;

/// An account of one's own organisation.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct DirectoryEntry {
    /// `person--…`.
    id: String,
    /// Name for sign-in.
    name: String,
    /// Name for others.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    display: Option<String>,
    /// Id of the organisation.
    organisation: String,
    /// Whether it is disabled: then it stands here for the past.
    disabled: bool,
}

impl From<Person> for DirectoryEntry {
    fn from(one: Person) -> Self {
        Self {
            id: one.id,
            name: one.name,
            display: one.display_name,
            organisation: one.organisation,
            disabled: one.disabled.is_some(),
        }
    }
}

/// Accounts of one's own organisation
#[utoipa::path(get, path = "/api/v1/directory", tag = "people", params(Paging),
    responses((status = 200, description = "by name", body = Vec<DirectoryEntry>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    wanted: Wanted,
) -> Result<Response, Problem> {
    let all = house.call(move |hub| hub.people().people(Some(&who.organisation))).await?;
    let place = |one: &Person| format!("{} {}", Person::key(&one.name), one.id);
    Ok(wanted.answer(all, place, DirectoryEntry::from))
}
