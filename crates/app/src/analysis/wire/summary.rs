//! The result of an analysis in words and figures, and its files.

use super::{Analysis, SignalName};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A figure and what it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fact {
    /// What it is.
    pub label: String,
    /// The figure, formatted.
    pub value: String,
    /// What exactly was counted, out of what.
    pub explanation: String,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct InputFile {
    /// Name.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: String,
    /// Format that it was read as.
    pub format: String,
    /// Posts taken from it.
    pub posts: u64,
}

/// Something so widely shared that a stated rule bounded its pairs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct BoundedObject {
    /// Signal.
    pub signal: SignalName,
    /// The thing.
    pub object: String,
    /// Accounts that shared it.
    pub accounts: u64,
    /// Posts that shared it.
    pub posts: u64,
    /// The rule, in words.
    pub rule: String,
}

/// How often harmless groups of one kind were flagged when the method was tested.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct ControlRate {
    /// Kind of group.
    pub kind: String,
    /// Groups tested.
    pub groups: u64,
    /// Of those, wrongly flagged.
    pub groups_flagged: u64,
    /// Upper end of the 95 % confidence interval of that share.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper_95: Option<f64>,
}

/// A parameter and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct MethodParameter {
    /// Name.
    pub name: String,
    /// Value in this run.
    pub value: String,
    /// What it does, with its unit.
    pub meaning: String,
}

/// What a method sees, what it is blind to, and how often it is wrong.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub struct MethodCard {
    /// Short name.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Version: changes whenever its output may.
    pub version: String,
    /// What it does.
    pub description: String,
    /// What it sees.
    pub sees: Vec<String>,
    /// What it cannot see.
    pub blind_to: Vec<String>,
    /// Measured error on harmless groups.
    pub controls: Vec<ControlRate>,
    /// How and on what that was measured.
    pub controls_note: String,
    /// Its parameters in this run.
    pub parameters: Vec<MethodParameter>,
}

/// A word and its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SharedTerm)]
pub struct Term {
    /// The word.
    pub term: String,
    /// Its meaning here.
    pub meaning: String,
}

/// Precision and recall.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Rates {
    /// Share of the claimed that is right.
    pub precision: f64,
    /// Share of the right that is claimed.
    pub recall: f64,
    /// Harmonic mean of both.
    pub f1: f64,
}

/// One kind of campaign or control group of an exercise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct KindScore {
    /// The kind.
    pub kind: String,
    /// Whether it is a campaign; else it is a harmless control.
    pub campaign: bool,
    /// Groups that posted.
    pub groups: u64,
    /// Groups that count as flagged: good for campaigns, false alarms for controls.
    pub flagged: u64,
    /// Median hours from a campaign's first post to the first evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hours_to_evidence: Option<f64>,
}

/// How an analysis of an exercise compares with the known truth.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct ExerciseScore {
    /// Flagged accounts against campaign accounts.
    pub accounts: Rates,
    /// Groups against campaigns (B-cubed).
    pub communities: Rates,
    /// Share of harmless control groups that count as flagged.
    pub false_alarms: f64,
    /// Campaign accounts flagged.
    pub right: u64,
    /// Others flagged.
    pub wrong: u64,
    /// Campaign accounts not flagged.
    pub missed: u64,
    /// By kind, campaigns first.
    pub kinds: Vec<KindScore>,
}

/// A file of the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ResultFile {
    /// Name; `…/files/NAME` fetches it.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256.
    pub sha256: String,
}

/// An analysis with its result.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = AnalysisSummary)]
pub struct Summary {
    /// The analysis.
    pub analysis: Analysis,
    /// The main result, in a sentence; absent until it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub headline: Option<String>,
    /// A few more sentences, in the order of their weight.
    pub sentences: Vec<String>,
    /// Key figures.
    pub facts: Vec<Fact>,
    /// What weakens the result.
    pub warnings: Vec<String>,
    /// What was bounded by a rule.
    pub bounded: Vec<BoundedObject>,
    /// Files that were read.
    pub inputs: Vec<InputFile>,
    /// First post, milliseconds since 1970 UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<i64>,
    /// Last post.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<i64>,
    /// Coarsest precision of any time: millisecond, second, minute, hour or day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub precision: Option<String>,
    /// The methods, with their measured error.
    pub methods: Vec<MethodCard>,
    /// Words a reader may not know.
    pub glossary: Vec<Term>,
    /// Comparison with the truth, where the data are an exercise's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub score: Option<ExerciseScore>,
    /// Files of the result.
    pub files: Vec<ResultFile>,
}

/// A row that could not be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = RejectedRow)]
pub struct Reject {
    /// Line of the row's first byte, from 1.
    pub line: u64,
    /// Column at fault; empty where the row as a whole is.
    pub column: String,
    /// What is wrong and what would be right.
    pub reason: String,
}

/// A page of rejected rows, in the order of the input.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = RejectedRowPage)]
pub struct RejectPage {
    /// The rows.
    pub rejects: Vec<Reject>,
    /// On all pages.
    pub total: u64,
    /// How to ask for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
