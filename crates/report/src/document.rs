//! What a report says, before anyone decides how it looks.
//!
//! The problem: eight kinds of file must tell one story, and the crate that finds groups must not know HTML. The
//! choice: a view model of plain data in the reader's order (summary, ranked groups, methods), filled by the caller,
//! read by every writer here. Rejected: writers that read detector types (`report` would depend on `detect`), and a
//! template language over loose JSON (a missing field would show as a gap in front of the reader, not as a build
//! error).

use crate::group::Group;
use crate::method::{MethodCard, Term};
use ostrakon_model::{Precision, Signal};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A whole report. Indices inside it are checked by [`Document::check`] before anything is written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// What was run on what.
    pub run: RunInfo,
    /// The result in plain words.
    pub summary: Summary,
    /// Groups shown as coordinated, strongest first.
    pub groups: Vec<Group>,
    /// Groups that were looked at and are not shown as coordinated; their `reasons` say why not.
    pub not_flagged: Vec<Group>,
    /// One card for each method that took part.
    pub methods: Vec<MethodCard>,
    /// Words a reader may not know.
    pub glossary: Vec<Term>,
}

impl Document {
    /// Every group, flagged ones first, each in its rank.
    pub fn all_groups(&self) -> impl Iterator<Item = &Group> {
        self.groups.iter().chain(&self.not_flagged)
    }
}

/// The run: enough to repeat it exactly, and what a reader must know before the first figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RunInfo {
    /// Heading of the report.
    pub title: String,
    /// Name of the data set, or of its inputs.
    pub dataset: String,
    /// Files that were read, in order.
    pub inputs: Vec<Input>,
    /// All parameters, defaults included.
    pub parameters: serde_json::Value,
    /// Version of every part that can change a result, by its name.
    pub versions: BTreeMap<String, String>,
    /// When the run was made, in ms since the epoch, UTC.
    pub as_of_ms: i64,
    /// Time of the first post, in ms since the epoch; `None` when no post has a time.
    pub first_ms: Option<i64>,
    /// Time of the last post, in ms since the epoch.
    pub last_ms: Option<i64>,
    /// Coarsest precision of any time in the data.
    pub precision: Precision,
    /// Posts analysed.
    pub posts: u64,
    /// Accounts that wrote them.
    pub accounts: u64,
    /// Rows that could not be read.
    pub rejected: u64,
    /// Rows left out because their id had been seen before.
    pub duplicates: u64,
    /// Whether accounts appear under their handles.
    pub handles: Handles,
    /// What weakens the result ("times have minute precision").
    pub warnings: Vec<String>,
    /// Objects so widely shared that a stated rule bounded their pairs.
    pub bounded: Vec<BoundedObject>,
}

/// One file that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// File name as given.
    pub name: String,
    /// Size in bytes as stored (compressed where it is).
    pub bytes: u64,
    /// Lower-case hexadecimal SHA-256 of those bytes.
    pub sha256: String,
    /// Name of the recognised format.
    pub format: String,
    /// Posts taken from it.
    pub posts: u64,
}

/// How accounts are named.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Handles {
    /// Keyed pseudonyms, the default.
    Pseudonyms,
    /// Real handles, for a stated purpose that every output repeats.
    Revealed {
        /// Why.
        purpose: String,
    },
}

impl Handles {
    /// What an output says that shows real handles.
    pub fn note(&self) -> Option<String> {
        match self {
            Self::Pseudonyms => None,
            Self::Revealed { purpose } => Some(format!("Real handles, shown for this purpose: {purpose}")),
        }
    }
}

/// An object whose pairs were bounded by a rule, never silently.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BoundedObject {
    /// Signal that the object belongs to.
    pub signal: Signal,
    /// The object itself.
    pub object: String,
    /// Accounts that shared it.
    pub accounts: u64,
    /// Posts that shared it.
    pub posts: u64,
    /// The rule, in words.
    pub rule: String,
}

/// The result in plain words, for someone who reads nothing else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// One sentence with the main result.
    pub headline: String,
    /// A few more, in the order of their weight.
    pub sentences: Vec<String>,
    /// Key figures, each with what it counts.
    pub facts: Vec<Fact>,
}

/// A figure and what it counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// What it is ("accounts in flagged groups").
    pub label: String,
    /// The figure, formatted.
    pub value: String,
    /// What exactly was counted, out of what.
    pub explanation: String,
}
