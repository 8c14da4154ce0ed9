//! What is happening: developments, countries, threats, narratives, techniques, impact.
//!
//! Activity (what was done), impact (what it did to the election) and effect (what a measure did to it) are three
//! judgements with three places; none is computed from another.

use super::{Confidence, Figure, Link, Paragraph, Severity};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One key development.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationDevelopment)]
pub struct Development {
    /// Stable between issues.
    pub id: String,
    /// When it happened, milliseconds of UTC.
    pub at: Option<i64>,
    /// The finding as a sentence.
    pub title: String,
    /// How grave.
    pub severity: Option<Severity>,
    /// How well it is supported.
    pub confidence: Option<Confidence>,
    /// Countries concerned, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// More about it.
    pub paragraphs: Vec<Paragraph>,
    /// Records behind it.
    pub records: Vec<Link>,
}

/// What was counted on one day.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationDay)]
pub struct Day {
    /// Start of the day, milliseconds of UTC.
    pub at: i64,
    /// Items of that day.
    pub count: u64,
    /// An event to be marked; empty if none.
    #[serde(default)]
    pub event: String,
}

/// Activity over time.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationActivity)]
pub struct Activity {
    /// What is counted, for example "incidents opened".
    pub label: String,
    /// Day by day, in order of time; a day that is missing was not observed, which is not zero.
    pub days: Vec<Day>,
    /// The whole period as a figure, with its coverage.
    pub total: Figure,
    /// What is not counted in it, and why: false positives, what is one with another.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<Figure>,
}

/// State of play in one country.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationCountry)]
pub struct Country {
    /// ISO 3166-1 alpha-2; `EL` and `UK` are read as `GR` and `GB`.
    pub id: String,
    /// Open incidents. A value of none says "not covered", which is not zero.
    pub incidents: Figure,
    /// Open alerts.
    pub alerts: Figure,
    /// Other figures.
    pub figures: Vec<Figure>,
    /// State of play.
    pub paragraphs: Vec<Paragraph>,
}

/// Threats of one type.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationThreat)]
pub struct Threat {
    /// Stable between issues, for example `impersonation`.
    pub id: String,
    /// Name of the type.
    pub label: String,
    /// Incidents of the type.
    pub incidents: Figure,
    /// How grave the gravest is.
    pub severity: Option<Severity>,
    /// Assessment.
    pub paragraphs: Vec<Paragraph>,
}

/// A narrative: a label on content, never on people.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationNarrative)]
pub struct Narrative {
    /// Stable between issues.
    pub id: String,
    /// Name, without repeating a falsehood as a headline.
    pub label: String,
    /// Countries in which it was seen, ISO 3166-1 alpha-2.
    pub countries: Vec<String>,
    /// Languages in which it was seen, BCP 47.
    pub languages: Vec<String>,
    /// Posts or articles counted.
    pub volume: Figure,
    /// What is known.
    pub paragraphs: Vec<Paragraph>,
}

/// A technique of the DISARM framework.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationTechnique)]
pub struct Technique {
    /// DISARM id, for example `T0049`.
    pub id: String,
    /// Its name in DISARM.
    pub label: String,
    /// Its tactic.
    pub tactic: String,
    /// Incidents that show it.
    pub incidents: Figure,
}

/// What a threat did to the election: reach, changed conduct, harm. Apart from activity and from the effect of measures.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationReportImpact)]
pub struct Impact {
    /// Stable between issues.
    pub id: String,
    /// What was affected.
    pub label: String,
    /// Degree; none as long as nobody can tell.
    pub severity: Option<Severity>,
    /// How well the judgement is supported.
    pub confidence: Option<Confidence>,
    /// What was measured, for example reach.
    pub figures: Vec<Figure>,
    /// The judgement.
    pub paragraphs: Vec<Paragraph>,
}
