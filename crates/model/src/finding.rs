//! What a detector says: a finding with its evidence and its error rate (invariant 9).

use serde::{Deserialize, Serialize};

/// One finding: something that was seen, how surprising it is, and what to look at.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Derived from method, parameters and subjects: equal for equal input.
    pub id: String,
    /// `coordinated-group`, `coordinated-pair`, ….
    pub kind: String,
    /// Accounts (as pseudonyms unless revealed), domains or files the finding is about.
    pub subjects: Vec<String>,
    /// First and last post concerned, ISO 8601 UTC.
    pub window: (String, String),
    /// Strength, higher is stronger; the method says in which unit.
    pub score: f64,
    /// How it would look if nothing was going on.
    pub significance: Significance,
    /// What an analyst opens.
    pub exhibits: Vec<Exhibit>,
    /// How it was computed.
    pub method: Method,
    /// Data set or digest of the inputs.
    pub dataset: String,
    /// Whether an analyst is shown this as coordinated.
    pub flagged: bool,
    /// Why it is, or is not, flagged, in words.
    pub reasons: Vec<String>,
}

/// Significance against a named null model.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Significance {
    /// Upper bound of the probability of at least this much under the null model.
    pub p: f64,
    /// The same after controlling the false-discovery rate (Benjamini–Hochberg).
    pub q: f64,
    /// Name of the null model; described in the detector's card.
    pub null_model: String,
}

/// A piece of evidence: the posts themselves and one sentence on what they show.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exhibit {
    /// What is shared: signal and object ("co-link https://…").
    pub what: String,
    /// Item ids of the posts, in order of time.
    pub refs: Vec<String>,
    /// One sentence: who, what, how far apart.
    pub explanation: String,
}

/// The method that made a finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// Name of the detector.
    pub name: String,
    /// Its version: changes whenever its output may.
    pub version: String,
    /// All parameters, defaults included.
    pub params: serde_json::Value,
}
