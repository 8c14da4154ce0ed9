//! What an issue is made of beside the computed parts.

use crate::Party;
use crate::case::Confidence;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What an issue is about, as of when, and for whom.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportOutline)]
#[serde(deny_unknown_fields)]
pub struct Outline {
    /// Title, at most 200 characters.
    pub title: String,
    /// The election: id of its record.
    pub election: String,
    /// Cut-off, milliseconds of UTC: nothing recorded later is in it. It may lie ahead while the issue is a draft.
    pub cut_off: i64,
    /// Marking: nothing narrower is in it.
    #[serde(default)]
    #[schema(value_type = String)]
    pub marking: Tlp,
    /// Handling caveat beside the marking, at most 200 characters.
    #[serde(default)]
    pub caveat: String,
    /// When the next issue is due, milliseconds of UTC.
    #[serde(default)]
    pub next_due: Option<i64>,
    /// Organisations that receive it, besides the one that issues it; at most 200.
    #[serde(default)]
    pub recipients: BTreeSet<String>,
    /// Other readers as they are to be printed, at most 50 of 200 characters.
    #[serde(default)]
    pub distribution: BTreeSet<String>,
    /// Whom to ask, at most 200 characters.
    #[serde(default)]
    pub contact: String,
    /// Language of what is computed: `en`, `fr` or `de`; English where it is left out. What people write keeps its own.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    #[schema(pattern = "^(en|fr|de)?$")]
    pub language: String,
}

/// The part of the report that a passage belongs to.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ReportSection)]
pub enum Section {
    /// The situation in a few sentences.
    #[default]
    Summary,
    /// A key development.
    Developments,
    /// State of play in a country; `about` is its two letters.
    Countries,
    /// A type of threat.
    Threats,
    /// A narrative.
    Narratives,
    /// Impact on the election.
    Impact,
    /// What is missing.
    Gaps,
    /// What may come.
    Outlook,
    /// What cannot be observed.
    Unobserved,
}

/// A paragraph that somebody writes.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportPassage)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// Where it belongs.
    pub section: Section,
    /// The item of that section that it is about: its id in the document, or the name of one that is not there yet; at
    /// most 200 characters, empty for the section as such.
    #[serde(default)]
    pub about: String,
    /// The text, at most 4,000 characters.
    pub text: String,
}

/// How likely something is, in the bands of ICD 203.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ReportLikelihood)]
pub enum Likelihood {
    /// 1 to 5 %.
    AlmostNoChance,
    /// 5 to 20 %.
    VeryUnlikely,
    /// 20 to 45 %.
    Unlikely,
    /// 45 to 55 %.
    RoughlyEvenChance,
    /// 55 to 80 %.
    Likely,
    /// 80 to 95 %.
    VeryLikely,
    /// 95 to 99 %.
    AlmostCertain,
}

/// One way it may go on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportScenario)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name, at most 200 characters.
    pub label: String,
    /// How likely.
    pub likelihood: Likelihood,
    /// How well that is supported.
    pub confidence: Confidence,
    /// Until when the estimate holds, milliseconds of UTC.
    #[serde(default)]
    pub until: Option<i64>,
    /// The reasoning, at most 4,000 characters.
    #[serde(default)]
    pub text: String,
    /// What would show that it comes true, at most 20 of 300 characters.
    #[serde(default)]
    pub indicators: Vec<String>,
}

/// Something that is to be decided.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportPointForDecision)]
#[serde(deny_unknown_fields)]
pub struct PointForDecision {
    /// The question, at most 300 characters.
    pub question: String,
    /// Who decides, at most 200 characters.
    #[serde(default)]
    pub asked_of: String,
    /// Until when, milliseconds of UTC.
    #[serde(default)]
    pub due: Option<i64>,
    /// What can be chosen, at most 20 of 300 characters.
    #[serde(default)]
    pub options: Vec<String>,
    /// Legal basis, at most 500 characters.
    #[serde(default)]
    pub basis: String,
    /// Background, at most 4,000 characters.
    #[serde(default)]
    pub text: String,
}

/// What somebody wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportPiece)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Piece {
    /// A paragraph.
    Passage(Passage),
    /// A scenario.
    Scenario(Scenario),
    /// A point for decision.
    Decision(PointForDecision),
}

/// A piece, with its author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportWritten)]
pub struct Written {
    /// What.
    pub piece: Piece,
    /// Who wrote it last.
    pub by: Party,
    /// When.
    pub at: i64,
}

/// An approval.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportApproved)]
pub struct Approved {
    /// When.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// SHA-256 of the content that was approved, in hexadecimal.
    pub content: String,
}

/// What is out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportIssued)]
pub struct Issued {
    /// When.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// Number of the issue of its election, from 1.
    pub version: u32,
    /// SHA-256 of the frozen document, in hexadecimal.
    pub document: String,
    /// The issue before: id of its record; none for the first.
    pub previous: Option<String>,
}

/// Something that was wrong in what is out.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = ReportCorrection)]
#[serde(deny_unknown_fields)]
pub struct Correction {
    /// What it said, at most 2,000 characters.
    pub was: String,
    /// What is right, at most 2,000 characters.
    pub is: String,
    /// Why it was wrong, at most 2,000 characters.
    pub reason: String,
    /// When it was corrected; set by the machine.
    #[serde(default)]
    pub at: i64,
}
