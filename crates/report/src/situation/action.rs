//! What was done: measures, alerts, notifications; and what is missing.

use super::{Figure, Link, Paragraph};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What was seen after a measure. "No visible effect" is a result like any other.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationEffect)]
pub struct Effect {
    /// The sentence, with its interval.
    pub sentence: String,
    /// What was measured before and after.
    pub figures: Vec<Figure>,
}

/// A measure of an actor.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationMeasure)]
pub struct Measure {
    /// Stable between issues.
    pub id: String,
    /// Who acts.
    pub actor: String,
    /// What is done.
    pub label: String,
    /// Under which instrument.
    pub instrument: String,
    /// Where it stands.
    pub state: String,
    /// Since when it stands there, milliseconds of UTC.
    pub since: Option<i64>,
    /// What came of it; none if it was not measured.
    pub effect: Option<Effect>,
    /// Records behind it.
    pub records: Vec<Link>,
}

/// Routine share, or alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = SituationAlertClass)]
pub enum AlertClass {
    /// Shared as routine.
    #[default]
    Share,
    /// High priority.
    Alert,
}

/// An answer to an alert.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationAcknowledgement)]
pub struct Acknowledgement {
    /// Who was asked.
    pub organisation: String,
    /// When it acknowledged, milliseconds of UTC; none as long as it is silent.
    pub at: Option<i64>,
    /// What it said it would do.
    pub commitment: String,
}

/// An alert.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationAlert)]
pub struct Alert {
    /// Stable between issues.
    pub id: String,
    /// Its title.
    pub label: String,
    /// Share or alert.
    pub class: AlertClass,
    /// Who issued it.
    pub issued_by: String,
    /// When, milliseconds of UTC.
    pub issued_at: i64,
    /// Where it stands.
    pub state: String,
    /// How many must acknowledge.
    pub required: u32,
    /// Everyone who was asked, those who are silent too.
    pub acknowledgements: Vec<Acknowledgement>,
    /// Records behind it.
    pub records: Vec<Link>,
}

impl Alert {
    /// Milliseconds to the first acknowledgement, and to the last of all; the last is none while somebody is silent.
    pub fn times(&self) -> (Option<i64>, Option<i64>) {
        let times = || self.acknowledgements.iter().filter_map(|a| a.at);
        let since = |at: i64| at.saturating_sub(self.issued_at).max(0);
        let silent = self.acknowledgements.iter().any(|a| a.at.is_none());
        (times().min().map(since), times().max().filter(|_| !silent).map(since))
    }
}

/// A notification to a platform, or a notice.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationNotification)]
pub struct Notification {
    /// Stable between issues.
    pub id: String,
    /// To whom.
    pub platform: String,
    /// What about.
    pub label: String,
    /// Law, code or rule it rests on.
    pub basis: String,
    /// When it was sent, milliseconds of UTC.
    pub sent_at: i64,
    /// When it was answered; none as long as it is not.
    pub answered_at: Option<i64>,
    /// What came of it; empty as long as nothing did.
    pub outcome: String,
    /// Records behind it.
    pub records: Vec<Link>,
}

/// A gap or need.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = SituationGap)]
pub struct Gap {
    /// Stable between issues.
    pub id: String,
    /// What is missing.
    pub label: String,
    /// Who could give it; empty if unknown.
    pub asked_of: String,
    /// Until when it is needed, milliseconds of UTC.
    pub due: Option<i64>,
    /// Where the matter stands.
    pub state: String,
    /// More about it.
    pub paragraphs: Vec<Paragraph>,
}
