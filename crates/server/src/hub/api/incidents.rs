//! Findings become incidents.

use crate::hub::asker::Asker;
use crate::hub::problem::Problem;
use crate::hub::state::House;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use ostrakon_app::hub::promote::Wish;
use ostrakon_app::hub::{Hub, HubError, Tlp};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use utoipa::ToSchema;

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
    let wish = Wish { name, description, narratives, techniques, marking, confidence };
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
