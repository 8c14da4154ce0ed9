//! What may be asked of a statement of reasons, and what may happen to it.

use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// On what the decision stands, in the words of the Transparency Database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[schema(as = StatementGround)]
pub enum Ground {
    /// Illegal content.
    #[serde(rename = "DECISION_GROUND_ILLEGAL_CONTENT")]
    IllegalContent,
    /// Incompatible with the platform's terms.
    #[default]
    #[serde(rename = "DECISION_GROUND_INCOMPATIBLE_CONTENT")]
    IncompatibleContent,
}

/// A part that Article 17(3) asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = StatementPart)]
pub enum Part {
    /// (a) What was restricted, where and for how long.
    Restriction,
    /// (b) Facts and circumstances, and whether a notice led to it.
    Facts,
    /// (c) The use of automated means.
    AutomatedMeans,
    /// (d) The legal ground, explained; where the content is illegal.
    LegalGround,
    /// (e) The contractual ground, explained; where it breaks the terms.
    ContractualGround,
    /// (f) The possibilities of redress.
    Redress,
}

/// The record that a statement answers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "kind", content = "id")]
#[schema(as = StatementAnswered)]
pub enum Answered {
    /// A notice of illegal content.
    Notice(String),
    /// A notification of the Rapid Response System.
    Notification(String),
}

/// What is kept of a statement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StatementDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// The platform: an organisation.
    pub platform: String,
    /// To whom it is, where the platform itself enters it: an organisation.
    #[serde(default)]
    pub addressee: Option<String>,
    /// Its UUID in the Transparency Database.
    #[serde(default)]
    pub uuid: Option<String>,
    /// The platform's own id of it: 1 to 500 of `A–Z a–z 0–9 - _`.
    #[serde(default)]
    pub puid: Option<String>,
    /// Its ground.
    pub decision_ground: Ground,
    /// Its category, such as `STATEMENT_CATEGORY_NEGATIVE_EFFECTS_ON_CIVIC_DISCOURSE_OR_ELECTIONS`.
    pub category: String,
    /// The decisions, such as `DECISION_VISIBILITY_CONTENT_REMOVED`; at least one.
    pub decisions: BTreeSet<String>,
    /// What else is worth keeping, at most 5,000 characters.
    #[serde(default)]
    pub text: String,
    /// What it answers.
    #[serde(default)]
    pub answers: Option<Answered>,
    /// Evidence: SHA-256 of the letter or the page.
    #[serde(default)]
    pub evidence: BTreeSet<String>,
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

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = StatementCommand)]
pub enum Command {
    /// Enter one that came.
    Open {
        /// What is kept of it.
        draft: Draft,
    },
    /// Set right what was entered; an examination falls.
    Correct {
        /// What is now kept of it.
        draft: Draft,
    },
    /// Say what it answers.
    Link {
        /// Which record.
        answers: Answered,
    },
    /// Hold it against Article 17(3).
    Examine {
        /// Parts that are missing.
        missing: BTreeSet<Part>,
        /// What else there is to say, at most 4,000 characters.
        #[serde(default)]
        note: String,
    },
    /// End it.
    Close {
        /// What came of it, at most 4,000 characters.
        result: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = StatementEvent)]
pub enum Event {
    /// It came.
    Received {
        /// What is kept of it.
        draft: Draft,
    },
    /// It was set right.
    Corrected {
        /// What is now kept of it.
        draft: Draft,
    },
    /// It was linked.
    Linked {
        /// With which record.
        answers: Answered,
    },
    /// It was examined.
    Examined {
        /// Parts that are missing.
        missing: BTreeSet<Part>,
        /// What else there is to say.
        note: String,
    },
    /// It ended.
    Closed {
        /// What came of it.
        result: String,
    },
}
