//! What may be asked of an alert, and what may happen to it.

use super::{Class, Message};
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// A criterion, as somebody assessed it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AlertCriterion)]
pub struct Criterion {
    /// Whether it is met.
    pub met: bool,
    /// Why, in a sentence.
    pub reason: String,
}

/// The criteria of an alert: each must be assessed, and the first two be met.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AlertCriteria)]
pub struct Criteria {
    /// It concerns more than one state.
    pub transnational: Option<Criterion>,
    /// Its impact is significant.
    pub significant: Option<Criterion>,
    /// It concerns an election.
    pub election_related: Option<Criterion>,
    /// It cannot wait.
    pub time_critical: Option<Criterion>,
}

/// What an alert says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AlertDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// Routine share or alert.
    #[serde(default)]
    pub class: Class,
    /// What is claimed, at most 4,000 characters.
    pub claim: String,
    /// What is uncertain about it, at most 2,000 characters.
    #[serde(default)]
    pub uncertainty: String,
    /// What would show that it is wrong, at most 2,000 characters.
    #[serde(default)]
    pub falsified_by: String,
    /// What the addressees are asked to do, at most 2,000 characters.
    #[serde(default)]
    pub proposed_action: String,
    /// The criteria.
    #[serde(default)]
    pub criteria: Criteria,
    /// Evidence: ids of objects, findings, or SHA-256 of evidence.
    #[serde(default)]
    pub evidence: BTreeSet<String>,
    /// Incidents that it is about.
    #[serde(default)]
    pub incidents: BTreeSet<String>,
    /// The election.
    #[serde(default)]
    pub election: Option<String>,
    /// Addressees: ids of organisations.
    #[serde(default)]
    pub recipients: BTreeSet<String>,
    /// How many of them must acknowledge before it may be closed; at most as many as there are. An alert asks for one at least,
    /// a share may ask for none.
    #[serde(default)]
    pub required: u32,
    /// Hours within which each is to acknowledge, 1 to 720.
    #[serde(default = "a_day")]
    pub acknowledge_within_hours: u32,
    /// Its marking.
    #[serde(default)]
    #[schema(value_type = String)]
    pub marking: Tlp,
    /// Whether it is an exercise: it is called one wherever it goes.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub exercise: bool,
}

fn a_day() -> u32 {
    24
}

/// What an addressee says with its acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "kind", deny_unknown_fields)]
#[schema(as = AlertCommitment)]
pub enum Commitment {
    /// It looks into it, and answers until then (milliseconds of UTC).
    LookingUntil {
        /// Until when.
        until: i64,
    },
    /// It does not concern it.
    NotOurs {
        /// Why.
        reason: String,
    },
    /// It has taken note and does nothing.
    Noted,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = AlertCommand)]
pub enum Command {
    /// Begin a draft.
    Open {
        /// What it says.
        draft: Draft,
    },
    /// Change the draft.
    Edit {
        /// What it now says.
        draft: Draft,
    },
    /// Take in a message of another alerting system: a draft is made of it or changed by it, or ended; of what went out already people decide.
    Receive {
        /// Who sent it, when, and what it does.
        message: Message,
        /// The message as it came.
        whole: String,
        /// What an alert made of it says; for what tells something or takes the place of something.
        #[serde(default)]
        draft: Option<Box<Draft>>,
    },
    /// Send it to its addressees.
    Issue,
    /// Say that it was seen, and what will be done.
    Acknowledge {
        /// What will be done.
        commitment: Commitment,
    },
    /// Say what was done or found.
    Respond {
        /// At most 4,000 characters.
        text: String,
    },
    /// Remind an addressee that is silent beyond its time.
    Escalate {
        /// Which.
        organisation: String,
        /// By which way it is reached now (telephone, its permanent representation, …).
        by: String,
    },
    /// Correct what was said; it goes to exactly those who have acknowledged.
    Correct {
        /// What was wrong, and what is right; at most 4,000 characters.
        text: String,
    },
    /// Say that a correction was received.
    ConfirmCorrection {
        /// Which, counted from 0.
        correction: usize,
    },
    /// End it.
    Close {
        /// What came of it.
        outcome: String,
    },
    /// Take it back.
    Withdraw {
        /// Why.
        reason: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = AlertEvent)]
pub enum Event {
    /// A draft was begun or changed.
    Drafted {
        /// What it says.
        draft: Draft,
    },
    /// A message of another alerting system was received that it is made of, or that speaks of it.
    Received {
        /// Who sent it, when, and what it does.
        message: Message,
        /// The message as it came.
        whole: String,
    },
    /// It went out.
    Issued {
        /// To whom, with the country of each.
        recipients: BTreeMap<String, String>,
    },
    /// An addressee acknowledged.
    Acknowledged {
        /// Which.
        organisation: String,
        /// What it will do.
        commitment: Commitment,
    },
    /// An addressee answered.
    Responded {
        /// Which.
        organisation: String,
        /// What.
        text: String,
    },
    /// A silent addressee was reminded.
    Escalated {
        /// Which.
        organisation: String,
        /// By which way.
        by: String,
    },
    /// It was corrected.
    Corrected {
        /// What was wrong, and what is right.
        text: String,
        /// Those who had acknowledged.
        to: BTreeSet<String>,
    },
    /// A correction was received.
    CorrectionConfirmed {
        /// By whom.
        organisation: String,
        /// Which.
        correction: usize,
    },
    /// It ended.
    Closed {
        /// What came of it.
        outcome: String,
    },
    /// It was taken back.
    Withdrawn {
        /// Why.
        reason: String,
    },
}
