//! Impact, as people judged it: apart from activity, and from the effect of measures.

use super::super::facts::Facts;
use super::{confidence, written};
use ostrakon_report::situation::{Impact, Severity};
use ostrakon_response::case::ImpactFound;

pub(super) fn of(facts: &Facts) -> Vec<Impact> {
    let judged =
        facts.standing_cases().filter_map(|case| case.record.impact.as_ref().map(|impact| (case, impact)));
    judged
        .map(|(case, impact)| {
            let by = case.record.judged.get("impact").map_or(&case.owner, |(_, party)| &party.organisation);
            // What people wrote stands as they wrote it, in whichever language the report is: no word of ours in it.
            let said = [&impact.reach, &impact.effect, &impact.reasons];
            Impact {
                id: format!("case-{}", case.id),
                label: case.title.clone(),
                severity: match impact.found {
                    ImpactFound::Unknown => None,
                    ImpactFound::NoVisibleEffect => Some(Severity::Minimal),
                    ImpactFound::Limited => Some(Severity::Low),
                    ImpactFound::Significant => Some(Severity::High),
                    ImpactFound::Severe => Some(Severity::Severe),
                },
                confidence: Some(confidence(impact.confidence)),
                figures: Vec::new(),
                paragraphs: said.into_iter().filter_map(|text| written(facts, by, text)).collect(),
            }
        })
        .collect()
}
