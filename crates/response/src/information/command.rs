//! What may be asked of an information request, and what may happen to it.

use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What a request asks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = InformationDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// Who is asked: an organisation.
    pub addressee: String,
    /// The questions, 1 to 50 of 2,000 characters.
    pub questions: Vec<String>,
    /// What the answer is needed for, at most 2,000 characters.
    pub purpose: String,
    /// Whether it asks for data of people.
    #[serde(default)]
    pub personal_data: bool,
    /// On which ground it may ask, at most 300 characters; a must where it asks for data of people.
    #[serde(default)]
    pub legal_basis: String,
    /// By when, milliseconds of UTC.
    #[serde(default)]
    pub due: Option<i64>,
    /// Evidence: ids of objects, findings, or SHA-256 of evidence.
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
#[schema(as = InformationCommand)]
pub enum Command {
    /// Begin a draft.
    Open {
        /// What it asks.
        draft: Draft,
    },
    /// Change the draft.
    Edit {
        /// What it now asks.
        draft: Draft,
    },
    /// Send it.
    Send,
    /// Say that it was received.
    Acknowledge,
    /// Answer it, or a part of it.
    Answer {
        /// What, at most 8,000 characters.
        text: String,
        /// Whether the question is answered by it.
        complete: bool,
    },
    /// Do not answer it.
    Decline {
        /// Why, at most 4,000 characters.
        reason: String,
    },
    /// Remind the addressee.
    Remind {
        /// By which way, at most 200 characters.
        by: String,
    },
    /// End it.
    Close {
        /// What came of it, at most 4,000 characters.
        result: String,
    },
    /// Take it back.
    Withdraw {
        /// Why, at most 2,000 characters.
        reason: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = InformationEvent)]
pub enum Event {
    /// A draft was begun or changed.
    Drafted {
        /// What it asks.
        draft: Draft,
    },
    /// It went out.
    Sent,
    /// It was received.
    Acknowledged,
    /// It was answered, whole or in part.
    Answered {
        /// What.
        text: String,
        /// Whether the question is answered by it.
        complete: bool,
    },
    /// It is not answered.
    Declined {
        /// Why.
        reason: String,
    },
    /// The addressee was reminded.
    Reminded {
        /// By which way.
        by: String,
    },
    /// It ended.
    Closed {
        /// What came of it.
        result: String,
    },
    /// It was taken back.
    Withdrawn {
        /// Why.
        reason: String,
    },
}
