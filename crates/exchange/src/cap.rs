//! Messages of the Common Alerting Protocol 1.2 (OASIS Standard, 1 July 2010), in and out.
//!
//! **The problem.** Crisis centres speak CAP. It has no marking, no grade of evidence, no deadline and no reason for a
//! correction, so that it can carry an alert to them and can never hold one.
//!
//! **The choice.** A profile: what an alert of ours says in the elements of CAP that mean it, the rest as `parameter`, and all
//! of it read back. Reading takes any CAP 1.2 message, refuses DTDs (the reader knows none) and says with its path what is wrong.
//! **Rejected.** The schema's every element as a type: shelters and polygons would be carried along and never be looked at.

mod read;
#[cfg(test)]
mod tests;
mod write;

pub use read::read;
pub use write::{reference, write};

use std::collections::BTreeMap;

/// Media type of a message.
pub const MEDIA_TYPE: &str = "application/cap+xml";
/// Name space of CAP 1.2.
pub const NAMESPACE: &str = "urn:oasis:names:tc:emergency:cap:1.2";
/// What messages call it.
pub(crate) const WHAT: &str = "CAP";

/// One message. Texts are as they stand in the file, trimmed; enumerations are checked against the standard's words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Message {
    /// `identifier`: no space, comma, `<` or `&`.
    pub identifier: String,
    /// `sender`, of the same kind.
    pub sender: String,
    /// `sent`, milliseconds of UTC.
    pub sent: i64,
    /// `status`: Actual, Exercise, System, Test, Draft.
    pub status: String,
    /// `msgType`: Alert, Update, Cancel, Ack, Error.
    pub kind: String,
    /// `scope`: Public, Restricted, Private.
    pub scope: String,
    /// `restriction`: for whom, where the scope is Restricted.
    pub restriction: Option<String>,
    /// `addresses`, where the scope is Private.
    pub addresses: Vec<String>,
    /// `note`.
    pub note: Option<String>,
    /// `references`: earlier messages, each as `sender,identifier,sent`.
    pub references: Vec<String>,
    /// `incidents`.
    pub incidents: Vec<String>,
    /// `info`, one a language.
    pub infos: Vec<Info>,
}

/// What a message says, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Info {
    /// `language`: a tag of RFC 3066; `en-US` where it is left out, as the standard says.
    pub language: String,
    /// `category`: one or more of the standard's words.
    pub categories: Vec<String>,
    /// `event`: the kind of event, in words.
    pub event: String,
    /// `responseType`.
    pub responses: Vec<String>,
    /// `urgency`: Immediate, Expected, Future, Past, Unknown.
    pub urgency: String,
    /// `severity`: Extreme, Severe, Moderate, Minor, Unknown.
    pub severity: String,
    /// `certainty`: Observed, Likely, Possible, Unlikely, Unknown.
    pub certainty: String,
    /// `expires`, milliseconds of UTC.
    pub expires: Option<i64>,
    /// `senderName`.
    pub sender_name: Option<String>,
    /// `headline`.
    pub headline: Option<String>,
    /// `description`.
    pub description: Option<String>,
    /// `instruction`.
    pub instruction: Option<String>,
    /// `parameter`: by its name.
    pub parameters: BTreeMap<String, Vec<String>>,
    /// `area`: description, and its geocodes as name and value.
    pub areas: Vec<(String, Vec<(String, String)>)>,
}

pub(crate) const STATUS: [&str; 5] = ["Actual", "Exercise", "System", "Test", "Draft"];
pub(crate) const KIND: [&str; 5] = ["Alert", "Update", "Cancel", "Ack", "Error"];
pub(crate) const SCOPE: [&str; 3] = ["Public", "Restricted", "Private"];
pub(crate) const CATEGORY: [&str; 12] = [
    "Geo",
    "Met",
    "Safety",
    "Security",
    "Rescue",
    "Fire",
    "Health",
    "Env",
    "Transport",
    "Infra",
    "CBRNE",
    "Other",
];
pub(crate) const RESPONSE: [&str; 9] =
    ["Shelter", "Evacuate", "Prepare", "Execute", "Avoid", "Monitor", "Assess", "AllClear", "None"];
pub(crate) const URGENCY: [&str; 5] = ["Immediate", "Expected", "Future", "Past", "Unknown"];
pub(crate) const SEVERITY: [&str; 5] = ["Extreme", "Severe", "Moderate", "Minor", "Unknown"];
pub(crate) const CERTAINTY: [&str; 5] = ["Observed", "Likely", "Possible", "Unlikely", "Unknown"];
