//! What a crisis page is made of.

use crate::Party;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// A mode of the integrated political crisis response.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize, ToSchema,
)]
#[schema(as = CrisisMode)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// No mode.
    #[default]
    None,
    /// Existing reports are shared; no activation.
    Monitoring,
    /// A clear, integrated picture: crisis page and situation reports.
    InformationSharing,
    /// Response measures are prepared: round tables, proposals for action.
    Full,
}

impl Mode {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Monitoring => "monitoring",
            Self::InformationSharing => "information-sharing",
            Self::Full => "full",
        }
    }
}

/// A change of mode.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CrisisModeChange)]
pub struct ModeChange {
    /// When, milliseconds of UTC.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// From.
    pub from: Mode,
    /// To.
    pub to: Mode,
    /// Legal ground.
    pub ground: String,
    /// Who was consulted.
    pub consulted: Vec<String>,
    /// Why.
    pub reason: String,
}

/// A question of the presidency.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CrisisQuestion)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question, at most 2,000 characters.
    pub text: String,
    /// To whom: participants of the page.
    pub to: BTreeSet<String>,
    /// When it was asked; set by the machine.
    #[serde(default)]
    pub asked: i64,
    /// Until when an answer is due, milliseconds of UTC.
    pub due: i64,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CrisisAnswer)]
pub struct Answered {
    /// Which question, counted from 0.
    pub question: usize,
    /// When.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// The answer.
    pub text: String,
}

/// An item of information.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CrisisInformationItem)]
#[serde(deny_unknown_fields)]
pub struct InformationItem {
    /// What is known, at most 8,000 characters.
    pub text: String,
    /// Where it comes from, at most 500 characters.
    pub source: String,
    /// Reliability of the source (A to F) and credibility of the item (1 to 6), such as `B2`.
    pub reliability: String,
    /// As of when, milliseconds of UTC.
    pub cut_off: i64,
    /// Its marking: no narrower than the page's.
    #[schema(value_type = String)]
    pub marking: Tlp,
    /// Countries that it concerns.
    #[serde(default)]
    pub countries: BTreeSet<String>,
    /// Incidents that it is about.
    #[serde(default)]
    pub incidents: BTreeSet<String>,
    /// Who entered it; set by the machine.
    #[serde(default)]
    pub by: Party,
    /// When; set by the machine.
    #[serde(default)]
    pub at: i64,
}

/// An ongoing action.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CrisisAction)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Who acts.
    pub actor: String,
    /// By which instrument: id of a mechanism.
    pub instrument: String,
    /// What is done, at most 2,000 characters.
    pub what: String,
    /// How it stands, at most 200 characters.
    pub status: String,
    /// Who entered it; set by the machine.
    #[serde(default)]
    pub by: Party,
    /// When it was last changed; set by the machine.
    #[serde(default)]
    pub at: i64,
}

/// A contradiction between two items.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CrisisContradiction)]
#[serde(deny_unknown_fields)]
pub struct Contradiction {
    /// The items, counted from 0.
    pub items: (usize, usize),
    /// In what they contradict each other, at most 2,000 characters.
    pub what: String,
    /// How it was settled, once it was.
    #[serde(default)]
    pub settled: Option<String>,
}

/// A round table.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CrisisRoundtable)]
#[serde(deny_unknown_fields)]
pub struct Roundtable {
    /// When, milliseconds of UTC.
    pub held: i64,
    /// Who took part, as the presidency decided.
    pub participants: Vec<String>,
    /// Conclusions, at most 8,000 characters.
    pub conclusions: String,
    /// Actions that were agreed.
    #[serde(default)]
    pub actions: Vec<String>,
}

/// A request for situation reports. How often is not fixed in law: the presidency sets it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = CrisisReportRequest)]
#[serde(deny_unknown_fields)]
pub struct ReportRequest {
    /// What the report has to answer.
    pub questions: Vec<String>,
    /// When the first is due, milliseconds of UTC.
    pub due: i64,
    /// How often, such as `weekly`; empty for once.
    #[serde(default)]
    pub periodicity: String,
    /// When it was asked for; set by the machine.
    #[serde(default)]
    pub asked: i64,
}
