//! What ships with the program about manipulation, and tagging with it.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use ostrakon_app::casework::response::{Source, Words, election_data};
use ostrakon_app::hub::{DisarmName, search_disarm};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// Entries of an answer unless told.
const SHOWN: usize = 50;

/// What is sought.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Sought {
    /// An id, its beginning, or words of the name; everything when left out.
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only `tactic`, `technique`, `counter` or `detection`.
    #[param(pattern = "^(tactic|technique|counter|detection)$")]
    #[param(max_length = 300)]
    kind: Option<String>,
    /// The most entries, 1 to 1,000; 50 when left out.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
}

/// An entry of the DISARM framework (© DISARM Foundation, CC BY-SA 4.0).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DisarmEntry)]
pub(crate) struct Entry {
    /// Its id, such as `T0049`.
    id: &'static str,
    /// `tactic`, `technique`, `counter` or `detection`.
    kind: &'static str,
    name: &'static str,
    /// Of a sub-technique its technique, of a technique its tactic, of a tactic its phase, else the response type.
    parent: &'static str,
    /// STIX id in the official bundle.
    #[serde(skip_serializing_if = "Option::is_none")]
    stix: Option<&'static str>,
}

impl From<DisarmName> for Entry {
    fn from(name: DisarmName) -> Self {
        let DisarmName { kind, id, parent, name, stix } = name;
        Self { id, kind: kind.name(), name, parent, stix }
    }
}

/// Entries that were found.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DisarmEntries)]
pub(crate) struct Entries {
    /// The likeliest first.
    entries: Vec<Entry>,
    /// How many there are, those that are not shown included.
    found: usize,
}

/// Techniques to tag with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Techniques {
    /// Each by its id (`T0049`), its name, or both.
    #[schema(min_items = 1, max_items = 100)]
    techniques: Vec<String>,
}

/// A tag.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Tagged {
    /// Id in the framework.
    technique: &'static str,
    name: &'static str,
    /// STIX id of the technique.
    attack_pattern: String,
    /// STIX id of the relationship `uses`.
    relationship: String,
    /// Whether it was there before.
    known: bool,
}

/// Search DISARM
///
/// In the ids and names that ship with the program; nothing has to be imported for it.
#[utoipa::path(get, path = "/api/v1/knowledge/disarm", tag = "knowledge", params(Sought),
    responses((status = 200, description = "what was found", body = Entries),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn disarm(
    State(_house): State<Arc<House>>,
    _asker: Asker,
    sought: Result<Query<Sought>, QueryRejection>,
) -> Result<Json<Entries>, Problem> {
    let Query(sought) = sought.map_err(|error| Problem::unreadable(error.body_text()))?;
    let limit = sought.limit.map_or(SHOWN, |limit| limit as usize);
    if !(1..=1000).contains(&limit) {
        return Err(Problem::unreadable("limit: 1 to 1,000"));
    }
    let mut found = search_disarm(sought.q.as_deref().unwrap_or_default(), None);
    if let Some(kind) = &sought.kind {
        if !["tactic", "technique", "counter", "detection"].contains(&kind.as_str()) {
            return Err(Problem::unreadable("kind: tactic, technique, counter or detection"));
        }
        found.retain(|one| one.kind.name() == kind);
    }
    let count = found.len();
    Ok(Json(Entries { entries: found.into_iter().take(limit).map(Entry::from).collect(), found: count }))
}

/// An election that is known beforehand, each day and each fact with where it was read.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KnownElection {
    /// Id: country, year, what.
    id: String,
    /// What is elected.
    kind: election_data::Kind,
    /// Two letters of ISO 3166-1, or `EU`.
    country: String,
    /// Name in the IANA database: its days begin and end there.
    time_zone: String,
    /// First day of voting.
    #[schema(format = Date)]
    first_day: String,
    /// Last day of voting.
    #[schema(format = Date)]
    last_day: String,
    /// When the first day begins there, milliseconds since 1970 UTC.
    opens: i64,
    /// The last millisecond of the last day there.
    closes: i64,
    /// What became of it.
    status: election_data::Status,
    /// Its name.
    name: Words,
    /// Where the days were read.
    source: Vec<Source>,
    /// Official facts on how to vote.
    voting: Vec<election_data::VotingFact>,
}

impl From<&election_data::ElectionData> for KnownElection {
    fn from(one: &election_data::ElectionData) -> Self {
        let (opens, closes) = one.opens_and_closes();
        Self {
            id: one.id.clone(),
            kind: one.kind,
            country: one.country.clone(),
            time_zone: one.time_zone.clone(),
            first_day: one.first_day.to_string(),
            last_day: one.last_day.to_string(),
            opens,
            closes,
            status: one.status,
            name: one.name.clone(),
            source: one.sources.clone(),
            voting: one.voting.clone(),
        }
    }
}

/// The calendar that ships with the program, with what the installation added or corrected.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct KnownElections {
    /// By their first day.
    elections: Vec<KnownElection>,
}

/// Elections that are known beforehand
///
/// To begin a record of casework from. They are data, not decisions: nothing is due by them until somebody opens the record.
#[utoipa::path(get, path = "/api/v1/knowledge/elections", tag = "knowledge",
    responses((status = 200, description = "by their first day", body = KnownElections),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn elections(State(house): State<Arc<House>>, _asker: Asker) -> Json<KnownElections> {
    let mut elections: Vec<KnownElection> =
        house.hub().elections().values().map(KnownElection::from).collect();
    elections.sort_by(|a, b| (a.opens, &a.id).cmp(&(b.opens, &b.id)));
    Json(KnownElections { elections })
}

/// Tag with techniques
///
/// Adds a relationship `uses` from the object to each technique. All or none; the same again adds nothing.
#[utoipa::path(post, path = "/api/v1/collections/{id}/objects/{object}/techniques", tag = "knowledge", params(
    ("id" = String, Path, description = "id or alias of the collection"),
    ("object" = String, Path, description = "STIX id")),
    request_body = Techniques,
    responses((status = 200, description = "the tags", body = Vec<Tagged>),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn tag(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path((collection, object)): Path<(String, String)>,
    techniques: Result<Json<Techniques>, JsonRejection>,
) -> Result<Json<Vec<Tagged>>, Problem> {
    let Asker(who) = asker;
    let Json(Techniques { techniques }) = techniques.map_err(Problem::from)?;
    let tags = house.call(move |hub| hub.tag(&who, &collection, &object, &techniques)).await?;
    let tagged = |tag: ostrakon_app::hub::Tag| Tagged {
        technique: tag.technique,
        name: tag.name,
        attack_pattern: tag.attack_pattern,
        relationship: tag.relationship,
        known: tag.known,
    };
    Ok(Json(tags.into_iter().map(tagged).collect()))
}
