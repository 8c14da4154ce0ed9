//! One file a section. Each reads [`Facts`] and says nothing that no record says; a section without content stays empty.

mod activity;
mod alerts;
mod basis;
mod countries;
mod developments;
mod gaps;
pub(super) mod head;
mod impact;
mod measures;
mod notifications;
mod outlook;
pub(super) mod summary;
mod threats;

use super::facts::Facts;
use ostrakon_report::situation::{Confidence, Link, Paragraph, Report, Severity};
use ostrakon_response::case;

/// What made the computed parts, and in which version.
const METHOD: &str = concat!("Ostrakon ", env!("CARGO_PKG_VERSION"));

/// The computed sections.
pub(super) fn all(facts: &Facts) -> Report {
    Report {
        developments: developments::of(facts),
        activity: activity::of(facts),
        countries: countries::of(facts),
        threats: threats::by_type(facts),
        narratives: threats::narratives(facts),
        techniques: threats::techniques(facts),
        impact: impact::of(facts),
        measures: measures::of(facts),
        alerts: alerts::of(facts),
        notifications: notifications::of(facts),
        gaps: gaps::of(facts),
        outlook: outlook::of(facts),
        decisions: outlook::decisions(facts),
        contradictions: basis::contradictions(facts),
        sources: basis::sources(facts),
        contributors: basis::contributors(facts),
        withheld: basis::withheld(facts),
        unobserved: basis::unobserved(facts),
        corrections: basis::corrections(facts),
        ..Report::default()
    }
}

/// A paragraph that is made from records.
fn generated(records: Vec<Link>, text: impl Into<String>) -> Paragraph {
    Paragraph::generated(METHOD, records, text)
}

/// A text that an organisation wrote in a record; none where it wrote nothing.
fn written(facts: &Facts, organisation: &str, text: &str) -> Option<Paragraph> {
    (!text.trim().is_empty()).then(|| Paragraph::human(facts.name(organisation), text))
}

/// How much people said that a case matters.
fn severity(of: case::Severity) -> Severity {
    match of {
        case::Severity::Low => Severity::Low,
        case::Severity::Medium => Severity::Moderate,
        case::Severity::High => Severity::High,
        case::Severity::Critical => Severity::Severe,
    }
}

/// How sure people said that they are.
fn confidence(of: case::Confidence) -> Confidence {
    match of {
        case::Confidence::Low => Confidence::Low,
        case::Confidence::Moderate => Confidence::Moderate,
        case::Confidence::High => Confidence::High,
    }
}

/// The STIX scale of confidence (STIX 2.1, appendix A: none, low, medium, high).
fn stix_confidence(value: u64) -> Option<Confidence> {
    match value {
        0 => None,
        1..=29 => Some(Confidence::Low),
        30..=69 => Some(Confidence::Moderate),
        _ => Some(Confidence::High),
    }
}
