//! What may come, and what is to be decided. Forecast only: nothing here is a finding.

use super::{Confidence, Likelihood, Paragraph};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// One way it may go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationScenario)]
pub struct Scenario {
    /// Stable between issues.
    pub id: String,
    /// Its name.
    pub label: String,
    /// How likely it is, from the fixed scale.
    pub likelihood: Likelihood,
    /// How well that estimate is supported.
    pub confidence: Confidence,
    /// Until when the estimate holds, milliseconds of UTC.
    #[serde(default)]
    pub until: Option<i64>,
    /// The reasoning.
    #[serde(default)]
    pub paragraphs: Vec<Paragraph>,
    /// What would show that it comes true.
    #[serde(default)]
    pub indicators: Vec<String>,
}

/// The forecast.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationOutlook)]
pub struct Outlook {
    /// In general.
    pub paragraphs: Vec<Paragraph>,
    /// The scenarios, in the author's order.
    pub scenarios: Vec<Scenario>,
}

/// A point for decision.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationReportDecision)]
pub struct Decision {
    /// Stable between issues.
    pub id: String,
    /// The question.
    pub label: String,
    /// Who decides.
    pub asked_of: String,
    /// Until when, milliseconds of UTC.
    pub due: Option<i64>,
    /// What can be chosen.
    pub options: Vec<String>,
    /// Legal basis; empty if none is needed.
    pub basis: String,
    /// Background.
    pub paragraphs: Vec<Paragraph>,
}
