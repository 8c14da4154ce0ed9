//! What may be asked of an evidence file, and what may happen to it.

use super::Entry;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Who is proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = EvidenceFileSubjectKind)]
pub enum SubjectKind {
    /// An entity or body.
    #[default]
    Entity,
    /// A natural person.
    Person,
}

/// A criterion of the regime.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EvidenceFileCriterion)]
pub struct Criterion {
    /// As it is counted there: `(i)`.
    pub id: String,
    /// What it says, at most 2,000 characters.
    pub text: String,
}

/// What a file is for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EvidenceFileDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// The regime, as it is cited: `Decision (CFSP) 2024/2643`.
    pub regime: String,
    /// Who is proposed.
    pub subject: String,
    /// What that is.
    #[serde(default)]
    pub subject_kind: SubjectKind,
    /// Criteria that are claimed, 1 to 50.
    pub criteria: Vec<Criterion>,
    /// Incidents that it is about.
    #[serde(default)]
    pub incidents: BTreeSet<String>,
    /// The election.
    #[serde(default)]
    pub election: Option<String>,
    /// Its marking.
    #[serde(default)]
    #[schema(value_type = String)]
    pub marking: Tlp,
}

/// Who may look at an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = EvidenceFileAccess)]
pub enum Access {
    /// Everybody: it can be shown to a court and to the other side.
    Open,
    /// Some.
    #[default]
    Restricted,
    /// It is classified.
    Classified,
}

/// What an item proves.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EvidenceFileProof)]
pub struct Proof {
    /// Which criterion: its id.
    pub criterion: String,
    /// What it shows for it, at most 2,000 characters.
    pub statement: String,
}

/// An item.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EvidenceFileItem)]
pub struct Item {
    /// SHA-256 of its bytes, lower-case hexadecimal.
    pub sha256: String,
    /// What it is, at most 300 characters.
    pub title: String,
    /// Where it was.
    pub source_url: String,
    /// When it was captured: milliseconds of UTC.
    pub captured_at: i64,
    /// With what: name and version.
    pub tool: String,
    /// Who may look at it.
    pub access: Access,
    /// Reliability of the source, `A` to `F` (Admiralty).
    pub reliability: String,
    /// Credibility of what it says, 1 to 6 (Admiralty).
    pub credibility: u8,
    /// What it proves, at most 50.
    pub proves: Vec<Proof>,
}

/// What is done with an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = EvidenceCustodyAction)]
pub enum Action {
    /// It was collected.
    Collect,
    /// Its hash was taken or checked.
    Hash,
    /// It was sealed.
    Seal,
    /// It was copied.
    Copy,
    /// It went from one custodian to another.
    Transfer,
    /// It was looked at.
    #[default]
    View,
    /// It was analysed, on a copy.
    Analyse,
    /// Parts were covered, on a copy.
    Redact,
    /// It was released.
    Release,
    /// It was destroyed.
    Destroy,
}

/// How an item was handled.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EvidenceCustodyHandling)]
pub struct Handling {
    /// Why, or on which legal basis; at most 500 characters.
    pub reason: String,
    /// With what: name and version.
    #[serde(default)]
    pub tool: String,
    /// From what kind of address it was fetched: `institution`, `residential`, `tor`.
    #[serde(default)]
    pub egress: String,
    /// For which task.
    #[serde(default)]
    pub task: String,
    /// From which custodian.
    #[serde(default)]
    pub from: String,
    /// To which custodian; for a transfer.
    #[serde(default)]
    pub to: String,
}

/// What a recipient outside of this installation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = EvidenceFileRecipientKind)]
pub enum RecipientKind {
    /// An institution or body of the Union: the Council, the High Representative.
    Institution,
    /// An authority of a state.
    Authority,
    /// A court.
    Court,
    /// Police or prosecutors.
    LawEnforcement,
    /// Counsel of a party to proceedings.
    Counsel,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = EvidenceFileCommand)]
pub enum Command {
    /// Begin a file.
    Open {
        /// What it is for.
        draft: Draft,
    },
    /// Change what it is for.
    Edit {
        /// What it is now for.
        draft: Draft,
    },
    /// Put an item in.
    Add {
        /// Which.
        item: Item,
        /// How it was collected.
        handling: Handling,
    },
    /// Take an item out; its custody stays.
    Remove {
        /// Its SHA-256.
        sha256: String,
        /// Why.
        reason: String,
    },
    /// Record what is done with an item.
    Handle {
        /// Its SHA-256.
        sha256: String,
        /// What.
        action: Action,
        /// How and why.
        handling: Handling,
    },
    /// Seal it.
    Seal,
    /// Open it again.
    Unseal {
        /// Why.
        reason: String,
    },
    /// Send it.
    Export {
        /// To whom: an organisation of this installation, by its id or its name; else whom outside, with `kind`.
        recipient: String,
        /// What the recipient is, where it is none of this installation.
        #[serde(default)]
        kind: Option<RecipientKind>,
    },
    /// Take it back.
    Withdraw {
        /// Why.
        reason: String,
    },
    /// End it.
    Close {
        /// What came of it.
        outcome: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = EvidenceFileEvent)]
pub enum Event {
    /// It was begun or changed.
    Drafted {
        /// What it is for.
        draft: Draft,
    },
    /// An item came in.
    Added {
        /// Which.
        item: Item,
        /// Its custody.
        entry: Entry,
    },
    /// An item was taken out.
    Removed {
        /// Its SHA-256.
        sha256: String,
        /// Why.
        reason: String,
    },
    /// Something was done with an item.
    Handled {
        /// Its custody.
        entry: Entry,
    },
    /// It was sealed.
    Sealed {
        /// Root over items and custody, hexadecimal.
        root: String,
    },
    /// It was opened again.
    Unsealed {
        /// Why.
        reason: String,
    },
    /// It was sent.
    Exported {
        /// To whom.
        recipient: String,
        /// What that is, where it is no organisation of this installation; in histories of before that was asked nothing.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<RecipientKind>,
    },
    /// It was taken back.
    Withdrawn {
        /// Why.
        reason: String,
    },
    /// It ended.
    Closed {
        /// What came of it.
        outcome: String,
    },
}
