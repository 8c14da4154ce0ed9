//! Lists, runs and what was found, as the interface shows them and as they are kept.

use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is watched: objects, never people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = WatchTermKind)]
pub enum TermKind {
    /// Links to a domain, or to one below it.
    Domain,
    /// Posts by an account of the registry, and mentions of it.
    Handle,
    /// A hashtag.
    Hashtag,
    /// Words that follow each other in a text, compared without regard to case, punctuation and look-alike characters.
    Phrase,
}

impl TermKind {
    /// The kind as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Domain => "domain",
            Self::Handle => "handle",
            Self::Hashtag => "hashtag",
            Self::Phrase => "phrase",
        }
    }
}

/// One thing that is watched.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WatchTerm)]
pub struct Term {
    /// What it is.
    pub kind: TermKind,
    /// The domain, the handle without `@`, the hashtag without `#`, the words.
    #[schema(min_length = 1, max_length = 300)]
    pub value: String,
    /// Of a handle: its platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(max_length = 40, nullable = false)]
    pub platform: Option<String>,
}

/// What somebody writes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = WatchListDraft)]
pub struct Draft {
    /// Its name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// What it is for.
    #[schema(min_length = 3, max_length = 1000)]
    pub purpose: String,
    /// How long what its runs find is kept: `30d`, `90d`, `180d`, `1y`, `2y` or `5y`.
    #[schema(pattern = "^(30d|90d|180d|1y|2y|5y)$")]
    pub retention: String,
    /// What is watched.
    #[schema(min_items = 1, max_items = 500)]
    pub terms: Vec<Term>,
    /// Its marking; TLP:AMBER+STRICT when left out.
    #[serde(default)]
    #[schema(value_type = String, pattern = "^TLP:(CLEAR|GREEN|AMBER|AMBER\\+STRICT|RED)$")]
    pub marking: Tlp,
}

/// A list, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What it says.
    pub list: Draft,
    /// Account that wrote it.
    pub by: String,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
}

/// A watch list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct WatchList {
    /// Its id.
    pub id: String,
    /// Its revision, as in `ETag`.
    pub rev: i64,
    /// What it says.
    #[serde(flatten)]
    pub list: Draft,
    /// Account that wrote it as it stands.
    pub by: String,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
}

/// What a run is to look through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewWatchRun)]
pub struct NewRun {
    /// The data set.
    #[schema(min_length = 1, max_length = 100)]
    pub dataset: String,
    /// Only posts made at or after this, milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub from: Option<i64>,
    /// Only posts made before this, milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false)]
    pub until: Option<i64>,
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = WatchRunState)]
pub enum RunState {
    /// It waits for its turn.
    Queued,
    /// It reads.
    Running,
    /// It is done.
    Done,
    /// It could not be done.
    Failed,
}

/// What a run found, in numbers.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WatchSummary)]
pub struct Summary {
    /// Posts that were looked at.
    pub seen: u64,
    /// Posts that hold a term.
    pub posts: u64,
    /// Accounts that wrote them.
    pub accounts: u64,
    /// Of these posts, those without a time.
    pub undated: u64,
}

/// A run of a list over a data set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WatchRun)]
pub struct Run {
    /// Its id.
    #[serde(default)]
    pub id: String,
    /// The list.
    pub watchlist: String,
    /// The list's revision that was run.
    pub list_rev: i64,
    /// What was looked through.
    #[serde(flatten)]
    pub asked: NewRun,
    /// What was looked for.
    pub terms: Vec<Term>,
    /// Where it stands.
    pub state: RunState,
    /// Why it failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// Posts looked at so far, and posts to look at; while it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub progress: Option<(u64, u64)>,
    /// What it found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<Summary>,
    /// Account that asked for it.
    pub by: String,
    /// When, milliseconds since 1970 UTC.
    pub created: i64,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<i64>,
    /// When what it found goes: the earlier of the list's clock and that of the oldest posts it read.
    pub expires: i64,
}

/// How often a term was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WatchCount)]
pub struct Count {
    /// Place of the term in the run's list.
    pub term: u32,
    /// Posts.
    pub posts: u64,
    /// Accounts that wrote them.
    pub accounts: u64,
    /// Time of the first, milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<i64>,
    /// Time of the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<i64>,
    /// Posts of it that are kept as exhibits: all, or a sample in which each was equally likely.
    pub kept: u64,
}

/// How often a term was found on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WatchDay)]
pub struct Day {
    /// The day of UTC.
    #[schema(format = Date)]
    pub day: String,
    /// Place of the term in the run's list.
    pub term: u32,
    /// Posts.
    pub posts: u64,
    /// Accounts that wrote them.
    pub accounts: u64,
}

/// A post that holds a term.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = WatchPost)]
pub struct Post {
    /// The platform.
    pub platform: String,
    /// The platform's id.
    pub id: String,
    /// Who wrote it: a pseudonym, or the name of an account of the registry.
    pub account: String,
    /// When, milliseconds since 1970 UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<i64>,
    /// Its text, to 4,000 characters.
    pub text: String,
    /// Whether text was left out.
    #[serde(default)]
    pub cut: bool,
    /// Links, canonical.
    pub urls: Vec<String>,
    /// Hashtags without `#`.
    pub hashtags: Vec<String>,
    /// Places of the terms that it holds.
    pub terms: Vec<u32>,
}

/// A page of exhibits, in order of time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = WatchPostPage)]
pub struct PostPage {
    /// The posts.
    pub posts: Vec<Post>,
    /// Exhibits that the filter lets through, on all pages.
    pub total: u64,
    /// How to ask for the next page; absent at the end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

/// Everything that a run found: the file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Outcome {
    pub summary: Summary,
    pub counts: Vec<Count>,
    pub days: Vec<Day>,
    pub posts: Vec<Post>,
}
