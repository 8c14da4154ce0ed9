//! What may be asked of a cyber incident, and what may happen to it.

use crate::Answer;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CyberIncidentType)]
pub enum IncidentType {
    /// A service is flooded: a page of results, of registration.
    Ddos,
    /// Stolen and published, perhaps altered.
    HackAndLeak,
    /// A page of an authority or a campaign is imitated.
    WebsiteClone,
    /// Credentials of candidates or staff are fished for.
    Phishing,
    /// An account of a candidate, campaign or authority is taken over.
    AccountTakeover,
    /// The register of voters is read or changed.
    VoterRollBreach,
    /// A page is altered.
    Defacement,
    /// Systems are locked for a ransom.
    Ransomware,
    /// Something else, told in the text.
    #[default]
    Other,
}

/// A phase of the electoral cycle.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CyberCyclePhase)]
pub enum CyclePhase {
    /// Registration of voters and parties.
    Registration,
    /// The campaign.
    #[default]
    Campaign,
    /// Voting.
    Voting,
    /// Counting, and transmission of results.
    Counting,
    /// Publication of results.
    Publication,
    /// After the election.
    PostElection,
}

/// What is known of an incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CyberDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// What happened.
    #[serde(default)]
    pub incident_type: IncidentType,
    /// In which phase of the electoral cycle.
    #[serde(default)]
    pub cycle_phase: CyclePhase,
    /// The entity that it happened to.
    pub entity: String,
    /// What is known, at most 8,000 characters.
    #[serde(default)]
    pub description: String,
    /// Since when the entity is aware of it: milliseconds of UTC.
    pub aware_at: i64,
    /// Whether the entity is in scope of NIS 2.
    #[serde(default)]
    pub in_scope: Answer,
    /// Whether the incident is significant.
    #[serde(default)]
    pub significant: Answer,
    /// Whether an unlawful or malicious act is suspected.
    #[serde(default)]
    pub malicious: Answer,
    /// Whether it may have an effect in other states.
    #[serde(default)]
    pub cross_border: Answer,
    /// The CSIRT or competent authority: an organisation.
    pub csirt: String,
    /// Evidence.
    #[serde(default)]
    pub evidence: BTreeSet<String>,
    /// Incidents that it belongs to.
    #[serde(default)]
    pub incidents: BTreeSet<String>,
    /// The election.
    #[serde(default)]
    pub election: Option<String>,
    /// Its marking.
    #[serde(default)]
    #[schema(value_type = String)]
    pub marking: Tlp,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CyberOutcome)]
pub enum Outcome {
    /// It was handled.
    #[default]
    Handled,
    /// It was none.
    FalseAlarm,
    /// The entity is out of scope, or it was not significant.
    OutOfScope,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = CyberCommand)]
pub enum Command {
    /// Record an incident.
    Open {
        /// What is known.
        draft: Draft,
    },
    /// Change what is known. Since when one is aware of it does not change, nor a yes that started a clock.
    Edit {
        /// What is now known.
        draft: Draft,
    },
    /// Send an early warning.
    Warn {
        /// What it says, at most 8,000 characters.
        text: String,
    },
    /// Notify it, with a first assessment.
    Notify {
        /// Severity, impact, indicators; at most 8,000 characters.
        text: String,
    },
    /// Report progress.
    Progress {
        /// At most 8,000 characters.
        text: String,
    },
    /// Say that it is handled.
    Handle,
    /// Send the final report.
    Finish {
        /// Root cause, measures, cross-border impact; at most 8,000 characters.
        text: String,
    },
    /// Answer, as the CSIRT.
    Feedback {
        /// At most 8,000 characters.
        text: String,
    },
    /// End it.
    Close {
        /// How.
        outcome: Outcome,
        /// What is to be said about it, at most 4,000 characters.
        note: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = CyberEvent)]
pub enum Event {
    /// It was recorded, or what is known was changed.
    Drafted {
        /// What is known.
        draft: Draft,
    },
    /// An early warning was sent.
    Warned {
        /// What it says.
        text: String,
    },
    /// It was notified.
    Notified {
        /// What it says.
        text: String,
    },
    /// Progress was reported.
    Progressed {
        /// What it says.
        text: String,
    },
    /// It was handled.
    Handled,
    /// The final report was sent.
    Finished {
        /// What it says.
        text: String,
    },
    /// The CSIRT answered.
    Answered {
        /// What it says.
        text: String,
    },
    /// It ended.
    Closed {
        /// How.
        outcome: Outcome,
        /// What is to be said about it.
        note: String,
    },
}
