//! What the gate keeps back from an organisation.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use ostrakon_app::casework::response::Words;
use ostrakon_app::hub;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Of which collection.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct FromWhere {
    /// Id or alias of the collection.
    #[param(max_length = 200)]
    collection: String,
    /// The most objects that are judged for one answer, 1 to 2,000; 500 when left out.
    #[param(minimum = 1, maximum = 2000)]
    limit: Option<u32>,
    /// `next` of the answer before.
    #[param(max_length = 20)]
    next: Option<String>,
}

/// An object that does not go, or not whole.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WithheldObject {
    /// STIX id.
    object: String,
    /// Its name, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// Its version.
    version: String,
    /// Parts without which it goes; where there are none, nothing of it goes.
    without: Vec<String>,
    /// Name of the rule, such as `marking`.
    rule: String,
    /// The rule in words.
    why: Words,
}

/// What the gate would decide now.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct GateOutlook {
    /// As of when, milliseconds since 1970 UTC.
    as_of: i64,
    /// Objects that were judged for this answer: those that the asker may see itself.
    judged: usize,
    /// Of those, how many go whole.
    released: usize,
    /// The others, each with its rule.
    withheld: Vec<WithheldObject>,
    /// How to go on with the rest of the collection.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

/// What the gate keeps back from an organisation
///
/// Its decision on the newest version of each object of a collection, on the terms of the agreement as it stands. Nothing
/// leaves by asking. Whether the organisation may open the collection at all is said by the collection's grants.
#[utoipa::path(get, path = "/api/v1/organisations/{id}/withheld", tag = "sharing", params(
    ("id" = String, Path, description = "id of a partner organisation"), FromWhere),
    responses((status = 200, description = "in order of addition", body = GateOutlook),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn outlook(
    State(house): State<Arc<House>>,
    Asker(who): Asker,
    Path(id): Path<String>,
    from: Result<Query<FromWhere>, QueryRejection>,
) -> Result<Json<GateOutlook>, Problem> {
    let Query(FromWhere { collection, limit, next }) =
        from.map_err(|error| Problem::unreadable(error.body_text()))?;
    let limit = limit.unwrap_or(500) as usize;
    if !(1..=2_000).contains(&limit) {
        return Err(Problem::unreadable(format!("limit={limit}: ask for 1 to 2000 objects")));
    }
    let bad = || Problem::unreadable("next: it was not given out by this server; begin anew without it");
    let after = next.map(|next| next.parse::<i64>().map_err(|_| bad())).transpose()?;
    let found = house.call(move |hub| hub.withheld(&who, &id, &collection, after, limit)).await?;
    let shown = |one: hub::Withheld| WithheldObject {
        object: one.object,
        name: one.name,
        version: one.version,
        without: one.without,
        rule: one.rule,
        why: one.why,
    };
    Ok(Json(GateOutlook {
        as_of: found.as_of,
        judged: found.judged,
        released: found.whole,
        withheld: found.withheld.into_iter().map(shown).collect(),
        next: found.next.map(|next| next.to_string()),
    }))
}
