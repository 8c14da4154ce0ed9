//! What the gate answers: the objects that leave, and for each object asked for what was decided and why.

use super::parties::Route;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;
use std::fmt;

/// Why an object does not leave whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "rule", content = "detail")]
#[non_exhaustive]
pub enum Reason {
    /// Nothing stood against it.
    Permitted,
    /// The label is narrower than this audience may receive by this route.
    Marking {
        /// The object's effective label.
        label: Tlp,
        /// The narrowest that may pass; `None`: nothing may.
        allowed: Option<Tlp>,
    },
    /// It bears a marking that we do not hold or do not understand.
    UnknownMarking(String),
    /// The audience is not in the sharing group.
    SharingGroup(String),
    /// It is an account of a person, or unreadable without one, and pseudonyms may not travel.
    Pseudonym,
    /// A reference without which it means nothing points to what may not leave.
    RequiredReference(String),
    /// A property without which it is no valid object may not leave.
    RequiredProperty(String),
    /// A granular marking whose selector selects nothing, so that nobody knows what it protects.
    Selector(String),
    /// It is internal by its type.
    Internal,
    /// Parts were removed: references to what may not leave, or parts with a narrower label.
    Parts,
    /// The agreement is not in force.
    NotInForce(String),
    /// The agreement does not cover the collection.
    NotCovered(String),
    /// No human decision is on record for an outward act.
    NoDecision(Route),
    /// It rests on data given for research, and the recipient enforces.
    Research,
    /// It is no STIX object: `id` or `type` is missing.
    NoObject,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Permitted => f.write_str("permitted"),
            Self::Marking { label, allowed: Some(allowed) } => {
                write!(f, "{label} is narrower than {allowed}, the most that may go there this way")
            }
            Self::Marking { label, allowed: None } => write!(f, "{label}: nothing may go there this way"),
            Self::UnknownMarking(id) => {
                write!(f, "its marking {id} is unknown here; import the marking first")
            }
            Self::SharingGroup(id) => write!(f, "the recipient is not in sharing group {id}"),
            Self::Pseudonym => f.write_str("accounts of persons may not travel under this agreement"),
            Self::RequiredReference(id) => write!(f, "it means nothing without {id}, which may not leave"),
            Self::RequiredProperty(path) => {
                write!(f, "it is not valid without {path}, which may not leave")
            }
            Self::Selector(selector) => {
                write!(f, "a granular marking selects {selector:?}, which is not there; mend the marking")
            }
            Self::Internal => f.write_str("it is internal by its type"),
            Self::Parts => f.write_str("parts of it may not leave"),
            Self::NotInForce(id) => write!(f, "agreement {id} is not in force"),
            Self::NotCovered(id) => write!(f, "agreement {id} does not cover this collection"),
            Self::NoDecision(route) => {
                write!(f, "no human decision is recorded for the route {}", route.name())
            }
            Self::Research => {
                f.write_str("it rests on data given for research, which does not go to who enforces")
            }
            Self::NoObject => f.write_str("it has no id or no type"),
        }
    }
}

/// What happens to one object version.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "outcome", content = "paths")]
pub enum Outcome {
    /// It leaves as it is.
    Pass,
    /// It leaves without the parts at these paths (in the selector syntax of granular markings).
    Redact(Vec<String>),
    /// It does not leave.
    Withhold,
}

/// The decision on one object version. For the sender's eyes: a reason may name what is withheld.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Id of the object; empty when it has none.
    pub id: String,
    /// Its `modified`, else its `created`, else empty.
    pub version: String,
    /// What happens.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Why.
    pub reason: Reason,
}

/// An object that leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Released<'a> {
    /// Position among the objects given. Where `object` is borrowed, the bytes it was read from may be sent.
    pub index: usize,
    /// What leaves: borrowed when nothing was removed.
    pub object: Cow<'a, Value>,
    /// The effective label, under which the recipient holds it. An object without a label keeps its bytes; this says
    /// what it is treated as.
    pub marking: Tlp,
}

/// One line of the ledger: who got what, when, under which label, by which route.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerLine {
    /// Id of the object.
    pub object: String,
    /// Its version.
    pub version: String,
    /// The recipient: an organisation's id, `public`, `community` or `own`.
    pub recipient: String,
    /// The route.
    pub route: Route,
    /// The effective label.
    pub marking: Tlp,
    /// Milliseconds UTC.
    pub at: i64,
    /// Whether parts were removed.
    pub redacted: bool,
    /// The agreement, if one was needed.
    pub agreement: Option<String>,
    /// The collection, if any.
    pub collection: Option<String>,
    /// The human decision, if one was needed.
    pub decided_by: Option<String>,
}

/// The gate's answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Release<'a> {
    /// What leaves, in the order given.
    pub objects: Vec<Released<'a>>,
    /// One decision for each object given, in that order.
    pub decisions: Vec<Decision>,
    /// Distinct objects that stay: asked for, embedded or referenced. For the sender; the recipient is not told.
    pub withheld: usize,
    /// What to append to the ledger once it was sent.
    pub ledger: Vec<LedgerLine>,
}
