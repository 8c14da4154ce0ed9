//! Method cards: what a detector sees, what it is blind to, and how often it is wrong.
//!
//! A published false-alarm rate is part of the result, not a footnote: a reader of a group must be able to see how
//! often the same method flags groups that are known to be harmless. The card is data so that the page, and whoever
//! quotes it, show the same figures.

use serde::{Deserialize, Serialize};

/// Everything a reader needs to judge a method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MethodCard {
    /// Short name, used in anchors (`#method-coordination`): letters, digits and hyphens.
    pub id: String,
    /// Name for readers.
    pub name: String,
    /// Changes whenever its output may.
    pub version: String,
    /// What it does, in a few sentences.
    pub description: String,
    /// What it sees.
    pub sees: Vec<String>,
    /// What it cannot see.
    pub blind_to: Vec<String>,
    /// What it was compared with.
    pub peers: Vec<PeerComparison>,
    /// Measured error on harmless groups.
    pub controls: Vec<Control>,
    /// How and on what those errors were measured.
    pub controls_note: String,
    /// Its parameters in this run.
    pub parameters: Vec<Parameter>,
}

/// A comparison with another tool or a published method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerComparison {
    /// Name and version.
    pub peer: String,
    /// What came out.
    pub result: String,
}

/// How often harmless groups of one kind were flagged.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Control {
    /// Kind of group ("fan community", "permuted accounts").
    pub kind: String,
    /// Groups tested.
    pub groups: u64,
    /// Of those, wrongly flagged.
    pub groups_flagged: u64,
    /// Accounts in them.
    pub accounts: u64,
    /// Of those, wrongly flagged.
    pub accounts_flagged: u64,
    /// Upper end of the 95 % confidence interval of the share of groups flagged, in [0, 1].
    pub upper_95: Option<f64>,
}

/// A parameter and what it does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parameter {
    /// Name as on the command line.
    pub name: String,
    /// Its value in this run.
    pub value: String,
    /// What it does, with its unit.
    pub meaning: String,
}

/// A word and its meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The word.
    pub term: String,
    /// Its meaning in this report.
    pub meaning: String,
}
