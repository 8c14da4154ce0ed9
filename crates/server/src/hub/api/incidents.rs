//! Findings become incidents, and all incidents in one list.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ostrakon_app::casework;
use ostrakon_app::hub::promote::Wish;
use ostrakon_app::hub::{Hub, HubError, Tlp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::sync::Arc;
use utoipa::{IntoParams, ToSchema};

/// What an analyst says when promoting.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct Promotion {
    /// Name of the incident.
    #[schema(min_length = 1)]
    name: String,
    /// What it is about.
    #[serde(default)]
    description: String,
    /// Findings as `findings.ndjson` has them.
    #[serde(default)]
    #[schema(value_type = Vec<Object>)]
    findings: Vec<ostrakon_app::hub::promote::Finding>,
    /// Groups of analyses that are kept here; those that were merged into them come along.
    #[serde(default)]
    #[schema(max_items = 100)]
    groups: Vec<GroupRef>,
    /// Narratives: labels of content, never of people.
    #[serde(default)]
    narratives: Vec<String>,
    /// DISARM techniques, by id (`T0049`), name, or STIX id of the attack pattern.
    #[serde(default)]
    techniques: Vec<String>,
    /// Marking of everything that is made; TLP:AMBER+STRICT when left out.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)$")]
    marking: Tlp,
    /// Confidence, 0 to 100.
    #[serde(default)]
    #[schema(maximum = 100)]
    confidence: u8,
}

/// A group of an analysis.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AnalysisGroup)]
pub(crate) struct GroupRef {
    /// Id of the analysis.
    #[schema(max_length = 60)]
    analysis: String,
    /// Id of the group.
    #[schema(max_length = 60)]
    group: String,
}

/// What was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Promoted {
    /// STIX id of the incident.
    incident: String,
    /// STIX id of the report that holds everything together.
    report: String,
    /// Objects made, those that were there already included.
    objects: usize,
}

/// Which incidents.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct WhichIncidents {
    /// Still open, or not.
    open: Option<bool>,
    /// Of this election.
    #[param(max_length = 200)]
    election: Option<String>,
    /// Of this country, ISO 3166-1 in two capital letters.
    #[param(pattern = "^[A-Z]{2}$")]
    country: Option<String>,
    /// Whose name holds this.
    #[param(max_length = 200)]
    search: Option<String>,
    /// The most incidents in the answer, 1 to 1,000; 500 when left out.
    #[param(minimum = 1, maximum = 1000)]
    limit: Option<u32>,
    /// `next` of the answer before.
    #[param(max_length = 300)]
    next: Option<String>,
}

/// An incident in a list.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IncidentRow {
    /// STIX id.
    id: String,
    /// Id of the collection that holds it.
    collection: String,
    /// Title of that collection.
    collection_title: String,
    /// Name.
    name: String,
    /// `investigation_status` of the object, empty where it says none; `revoked` when it was withdrawn.
    status: String,
    /// Whether it is still worked on: not withdrawn, not closed, and not every case about it closed.
    open: bool,
    /// Confidence, 0 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, maximum = 100)]
    confidence: Option<u8>,
    /// Effective marking.
    #[schema(value_type = String, pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)$")]
    marking: Tlp,
    /// When this version was made, milliseconds since 1970 UTC.
    modified: i64,
    /// Countries that it concerns, ISO 3166-1 in two letters.
    countries: BTreeSet<String>,
    /// Elections that it concerns.
    elections: BTreeSet<String>,
    /// Cases about it.
    cases: BTreeSet<String>,
    /// When what was seen of it began, milliseconds since 1970 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    first: Option<i64>,
    /// When it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    last: Option<i64>,
}

impl From<casework::IncidentRow> for IncidentRow {
    fn from(one: casework::IncidentRow) -> Self {
        let ms = |micros: i64| micros.div_euclid(1_000);
        Self {
            id: one.id,
            collection: one.collection,
            collection_title: one.collection_title,
            name: one.name,
            status: one.status,
            open: one.open,
            confidence: one.confidence,
            marking: one.marking,
            modified: ms(one.modified),
            countries: one.countries,
            elections: one.elections,
            cases: one.cases,
            first: one.first.map(ms),
            last: one.last.map(ms),
        }
    }
}

/// A page of incidents.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct IncidentPage {
    /// As of when, milliseconds since 1970 UTC.
    as_of: i64,
    /// Last changed first.
    rows: Vec<IncidentRow>,
    /// How many fit the question in all.
    total: usize,
    /// How to ask for the next page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    next: Option<String>,
}

/// All incidents
///
/// The newest version of each incident in the collections that the asker reads, with the countries, elections and cases that
/// are known of it. Countries and elections are those of `…/situation`, and of locations that the incident is related to.
#[utoipa::path(get, path = "/api/v1/incidents", tag = "incidents", params(WhichIncidents),
    responses((status = 200, description = "last changed first", body = IncidentPage),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn list(
    State(house): State<Arc<House>>,
    asker: Asker,
    which: Result<Query<WhichIncidents>, QueryRejection>,
) -> Result<Json<IncidentPage>, Problem> {
    let Asker(who) = asker;
    let Query(which) = which.map_err(|error| Problem::unreadable(error.body_text()))?;
    let limit = which.limit.unwrap_or(500) as usize;
    if !(1..=1_000).contains(&limit) {
        return Err(Problem::unreadable(format!("limit={limit}: ask for 1 to 1000 incidents")));
    }
    if which
        .country
        .as_ref()
        .is_some_and(|one| one.len() != 2 || !one.bytes().all(|b| b.is_ascii_uppercase()))
    {
        return Err(Problem::unreadable("country: two capital letters of ISO 3166-1"));
    }
    let bad = || Problem::unreadable("next: it was not given out by this server; begin anew without it");
    let after = which.next.map(|next| {
        let (modified, id) = next.split_once('.').ok_or_else(bad)?;
        Ok::<_, Problem>((modified.parse().map_err(|_| bad())?, id.to_owned()))
    });
    let query = casework::IncidentQuery {
        open: which.open,
        election: which.election,
        country: which.country,
        search: which.search,
        after: after.transpose()?,
        limit,
    };
    let found = house.call(move |hub| hub.incidents(&who, &query)).await?;
    Ok(Json(IncidentPage {
        as_of: found.as_of,
        rows: found.rows.into_iter().map(IncidentRow::from).collect(),
        total: found.total,
        next: found.next.map(|(modified, id)| format!("{modified}.{id}")),
    }))
}

/// Promote findings to an incident
///
/// Makes the incident, its channels, observations, sightings, a note with method and error, and a report. Promoting the
/// same findings again makes no second incident.
#[utoipa::path(post, path = "/api/v1/collections/{id}/incidents", tag = "incidents",
    params(("id" = String, Path, description = "id or alias of the collection")),
    request_body = Promotion,
    responses((status = 201, description = "made", body = Promoted),
        (status = "4XX", description = "refused", body = Problem, content_type = "application/problem+json")))]
pub(crate) async fn promote(
    State(house): State<Arc<House>>,
    asker: Asker,
    Path(collection): Path<String>,
    promotion: Result<Json<Promotion>, JsonRejection>,
) -> Result<Response, Problem> {
    let Asker(who) = asker;
    let Json(promotion) = promotion.map_err(Problem::from)?;
    let Promotion { name, description, findings, groups, narratives, techniques, marking, confidence } =
        promotion;
    let mut wish = Wish { name, description, narratives, techniques, marking, confidence, access: None };
    let groups: Vec<(String, String)> = groups.into_iter().map(|one| (one.analysis, one.group)).collect();
    let analyses = if groups.is_empty() { None } else { Some(house.analyses()?.clone()) };
    let promote = move |hub: &Hub| {
        let mut all = findings;
        let mut known = Vec::new();
        if let Some(analyses) = &analyses {
            hub.matrix().decide("analysis.write", Some(&who), None).map_err(HubError::from)?;
            let found = analyses.findings(&who, &groups, wish.marking)?;
            all.extend(found.findings);
            known = found.groups;
            wish.access = found.access;
        }
        let made = hub.promote(&who, &collection, &all, wish)?;
        if let Some(analyses) = &analyses {
            analyses.promoted(&who, &known, &made.incident)?;
        }
        Ok(made)
    };
    let made = house.call(promote).await?;
    let promoted = Promoted { incident: made.incident, report: made.report, objects: made.objects };
    Ok((StatusCode::CREATED, Json(promoted)).into_response())
}
