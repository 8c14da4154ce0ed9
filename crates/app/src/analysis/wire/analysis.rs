//! An analysis as it is asked for and as it stands.

use super::{Exercise, SignalName};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Under which terms posts are held.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DataTerms)]
pub struct Terms {
    /// Ground on which they were obtained: ad-library, consent, dsa-40-12, dsa-40-4, platform-api, platform-export,
    /// public-release, public-web, synthetic, user-submission.
    #[schema(max_length = 40)]
    pub access_basis: String,
    /// What they are held for.
    #[schema(min_length = 1, max_length = 500)]
    pub purpose: String,
    /// How long they may be held: 30d, 90d, 180d, 1y, 2y, 5y.
    #[schema(max_length = 10)]
    pub retention: String,
}

/// A column of the upload and the canonical field that it fills.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ColumnMapping {
    /// Column, or path of a key in JSON.
    #[schema(max_length = 500)]
    pub column: String,
    /// Canonical field (`fields` of the upload lists them).
    #[schema(max_length = 60)]
    pub field: String,
}

/// The election that an analysis is made for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ElectionPeriod {
    /// Short name without spaces.
    #[schema(min_length = 1, max_length = 64)]
    pub id: String,
    /// Name as people say it.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// ISO 3166-1 alpha-2, or EU.
    #[schema(pattern = "^[A-Z]{2}$")]
    pub country: String,
    /// First day of the period, YYYY-MM-DD, UTC.
    #[schema(format = Date)]
    pub start_date: String,
    /// Last day, inclusive.
    #[schema(format = Date)]
    pub end_date: String,
}

/// Parameters of detection; what is left out has the value that `ostrakon analyse` uses.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(as = AnalysisParameters)]
pub struct Parameters {
    /// Signals to look at; all when empty.
    pub signals: Vec<SignalName>,
    /// Windows within which two posts are together, seconds.
    pub windows_s: Vec<u32>,
    /// Moments in which two accounts must have met, from 2.
    #[schema(minimum = 2)]
    pub min_weight: u32,
    /// False-discovery rate, above 0 and at most 1.
    #[schema(minimum = 0, maximum = 1)]
    pub q: f64,
    /// Least Jaccard similarity of nearly equal texts, 0.01 to 1.
    #[schema(minimum = 0.01, maximum = 1)]
    pub similarity: f64,
    /// Seed of the community search.
    pub seed: u64,
    /// Take "RT @…" for reposts where no id says so.
    pub reposts_by_text: bool,
}

impl Default for Parameters {
    fn default() -> Self {
        Self {
            signals: Vec::new(),
            windows_s: vec![60, 600, 3_600],
            min_weight: 2,
            q: 0.05,
            similarity: 0.7,
            seed: 1,
            reposts_by_text: false,
        }
    }
}

/// What to analyse, and under which terms.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewAnalysis {
    /// Id of the upload.
    #[schema(max_length = 60)]
    pub upload: String,
    /// Name for people.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Format, where the recognised one is to be overruled.
    #[serde(default)]
    #[schema(max_length = 60)]
    pub format: Option<String>,
    /// Columns that are named by hand; they win over what the format says.
    #[serde(default)]
    #[schema(max_items = 40)]
    pub mapping: Vec<ColumnMapping>,
    /// Terms of the data.
    pub terms: Terms,
    /// Also keep the posts in this data set of the lake; made when it is missing, then under these terms.
    #[serde(default)]
    #[schema(max_length = 64)]
    pub dataset: Option<String>,
    /// The election that it is made for.
    #[serde(default)]
    pub election: Option<ElectionPeriod>,
    /// Parameters.
    #[serde(default)]
    pub parameters: Parameters,
    /// Marking; TLP:AMBER+STRICT when left out.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)$")]
    pub marking: ostrakon_model::Tlp,
}

/// How an analysis stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = AnalysisState)]
pub enum State {
    /// It waits for its turn.
    Queued,
    /// It is being worked on.
    Running,
    /// It was stopped and can go on.
    Paused,
    /// Its result is there.
    Done,
    /// It ended without a result; `error` says why and what to do.
    Failed,
    /// It was given up.
    Cancelled,
}

impl State {
    /// Whether nothing will change any more by itself or by going on.
    pub const fn is_over(self) -> bool {
        matches!(self, Self::Done | Self::Failed | Self::Cancelled)
    }

    /// The name in the interface.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Running => "running",
            Self::Paused => "paused",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What is being done. In this order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = AnalysisStage)]
pub enum Stage {
    /// It waits for its turn.
    #[default]
    Waiting,
    /// Of an exercise: its posts are made up.
    Generating,
    /// Posts are stored in the data set.
    Storing,
    /// The upload is read.
    Reading,
    /// Accounts are compared, and groups are found and judged.
    Comparing,
    /// Result files are written.
    Writing,
    /// What the interface asks for is laid out.
    Indexing,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = AnalysisProgress)]
pub struct Progress {
    /// What is being done.
    pub stage: Stage,
    /// Bytes of the upload read in this stage.
    pub bytes: u64,
    /// Of so many.
    pub bytes_total: u64,
    /// Posts taken.
    pub rows: u64,
    /// Rows that could not be taken.
    pub rejected: u64,
    /// Asked to pause, and on the way to the next place where it can.
    pub pausing: bool,
}

/// What came out, in figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AnalysisCounts)]
pub struct Counts {
    /// Posts analysed.
    pub posts: u64,
    /// Accounts that wrote them.
    pub accounts: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Rows left out because their id had been seen before.
    pub duplicates: u64,
    /// Groups that can be opened.
    pub groups: u64,
    /// Of those, flagged as coordinated.
    pub groups_flagged: u64,
    /// Accounts in flagged groups.
    pub accounts_flagged: u64,
}

/// The file that was analysed. Its bytes are deleted with the upload.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UploadInfo {
    /// Id of the upload.
    pub id: String,
    /// File name as handed in.
    pub name: String,
    /// Size in bytes.
    pub bytes: u64,
    /// SHA-256 of the bytes.
    pub sha256: String,
}

/// An analysis: one run of the detection path over an input.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Analysis {
    /// Id.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// How it stands.
    pub state: State,
    /// How far it is; absent once it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub progress: Option<Progress>,
    /// Why it failed, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// What came out; once it is done.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
    /// What was analysed; of an exercise the file that was made up, without an id.
    pub upload: UploadInfo,
    /// The exercise that it analyses, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub exercise: Option<Exercise>,
    /// Format that the upload was read as, where it was overruled.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Columns that were named by hand.
    pub mapping: Vec<ColumnMapping>,
    /// Terms of the data.
    pub terms: Terms,
    /// When its data must be gone, milliseconds since 1970 UTC.
    pub expires: i64,
    /// The data set that its posts are kept in, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dataset: Option<String>,
    /// The election that it is made for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub election: Option<ElectionPeriod>,
    /// Parameters.
    pub parameters: Parameters,
    /// Marking.
    #[schema(pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)$")]
    pub marking: String,
    /// Id of the account that asked for it.
    pub created_by: String,
    /// When it was asked for, milliseconds since 1970 UTC.
    pub created: i64,
    /// When work on it began last.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub started: Option<i64>,
    /// When it was over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub finished: Option<i64>,
    /// Revision: what `ETag` says.
    pub rev: i64,
}

/// A page of analyses, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct AnalysisPage {
    /// The analyses.
    pub analyses: Vec<Analysis>,
    /// How to ask for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}
