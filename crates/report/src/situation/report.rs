//! The whole document.

use super::{
    Activity, Alert, Contradiction, Contributor, Correction, Country, Decision, Development, Difference,
    Figure, Gap, Head, Impact, Measure, Narrative, Notification, Outlook, Paragraph, Source, Technique,
    Threat, Unobserved, Withheld,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Name and version of the document's form, as it stands in the JSON.
pub const FORMAT: &str = "ostrakon-situation-report/1";

/// A situation report. Every list may be empty; a section that is empty says so when rendered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationReport)]
pub struct Report {
    /// [`FORMAT`].
    pub format: String,
    /// Title, marking, times, names.
    pub head: Head,
    /// The situation in a few sentences, for the first page.
    pub summary: Vec<Paragraph>,
    /// Key figures, for the first page.
    pub figures: Vec<Figure>,
    /// Key developments, gravest first.
    pub developments: Vec<Development>,
    /// What changed since the issue before; none for the first issue.
    pub changes: Option<Difference>,
    /// Activity over time.
    pub activity: Activity,
    /// State of play by country.
    pub countries: Vec<Country>,
    /// Threats by type.
    pub threats: Vec<Threat>,
    /// Narratives.
    pub narratives: Vec<Narrative>,
    /// Techniques.
    pub techniques: Vec<Technique>,
    /// Impact on the election.
    pub impact: Vec<Impact>,
    /// Measures, of any actor.
    pub measures: Vec<Measure>,
    /// Alerts.
    pub alerts: Vec<Alert>,
    /// Notifications to platforms.
    pub notifications: Vec<Notification>,
    /// Gaps and needs.
    pub gaps: Vec<Gap>,
    /// Forecast.
    pub outlook: Outlook,
    /// Points for decision.
    pub decisions: Vec<Decision>,
    /// Contradictions between sources.
    pub contradictions: Vec<Contradiction>,
    /// Sources with their reliability.
    pub sources: Vec<Source>,
    /// Contributors.
    pub contributors: Vec<Contributor>,
    /// What was withheld from these readers.
    pub withheld: Vec<Withheld>,
    /// What cannot be observed.
    pub unobserved: Vec<Unobserved>,
    /// Corrections to earlier issues.
    pub corrections: Vec<Correction>,
}

impl Default for Report {
    fn default() -> Self {
        Self {
            format: FORMAT.into(),
            head: Head::default(),
            summary: Vec::new(),
            figures: Vec::new(),
            developments: Vec::new(),
            changes: None,
            activity: Activity::default(),
            countries: Vec::new(),
            threats: Vec::new(),
            narratives: Vec::new(),
            techniques: Vec::new(),
            impact: Vec::new(),
            measures: Vec::new(),
            alerts: Vec::new(),
            notifications: Vec::new(),
            gaps: Vec::new(),
            outlook: Outlook::default(),
            decisions: Vec::new(),
            contradictions: Vec::new(),
            sources: Vec::new(),
            contributors: Vec::new(),
            withheld: Vec::new(),
            unobserved: Vec::new(),
            corrections: Vec::new(),
        }
    }
}

impl Report {
    /// Whether nothing happened: no development, threat, narrative, technique, impact, measure, alert or notification,
    /// no incident in any country. What is withheld or cannot be observed does not count as quiet.
    pub fn is_quiet(&self) -> bool {
        let nothing = |figure: &Figure| figure.finite().unwrap_or(0.0) == 0.0;
        self.developments.is_empty()
            && self.threats.is_empty()
            && self.narratives.is_empty()
            && self.techniques.is_empty()
            && self.impact.is_empty()
            && self.measures.is_empty()
            && self.alerts.is_empty()
            && self.notifications.is_empty()
            && self.activity.days.iter().all(|day| day.count == 0)
            && self.countries.iter().all(|c| nothing(&c.incidents) && nothing(&c.alerts))
            && self.withheld.iter().all(|w| w.count == 0)
    }
}
