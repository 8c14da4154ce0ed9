//! What may be asked of a contestation, and what may happen to it.

use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// As what somebody is affected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = ContestationCapacity)]
pub enum Capacity {
    /// Holds an account or channel that it is about.
    AccountHolder,
    /// Publishes a medium that it is about.
    Media,
    /// A candidate, or somebody who campaigns.
    Candidate,
    /// An organisation that it is about, or that received it.
    Organisation,
    /// Anybody else who is affected.
    #[default]
    Other,
}

/// What a contestation says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ContestationDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// What is contested: a record as `kind/id`, the id of a finding or an object, or the address of a published page.
    pub contested: String,
    /// What is wrong about it, at most 4,000 characters.
    pub statement: String,
    /// What would be right, at most 2,000 characters.
    #[serde(default)]
    pub remedy: String,
    /// As what one is affected.
    #[serde(default)]
    pub capacity: Capacity,
    /// The organisation that is to answer, where what is contested is no record of this installation.
    #[serde(default)]
    pub addressed_to: Option<String>,
    /// What shows it: addresses, ids, or SHA-256 of evidence; at most 100.
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
#[schema(as = ContestationCommand)]
pub enum Command {
    /// Contest something.
    Open {
        /// What is wrong.
        draft: Draft,
        /// Receipt number of 16 digits, where it comes through the public form. It is not kept, only its digest.
        #[serde(default)]
        receipt: Option<String>,
    },
    /// Begin to examine it.
    TakeUp,
    /// It is right: correct what was wrong, everywhere.
    Uphold {
        /// Why; at most 4,000 characters.
        reasons: String,
        /// What is right; at most 4,000 characters.
        correction: String,
        /// Recipients besides those that the installation knows of: addresses of mirrors, networks, readers.
        #[serde(default)]
        also_to: BTreeSet<String>,
    },
    /// It is not right.
    Reject {
        /// Why; at most 4,000 characters.
        reasons: String,
    },
    /// Ask once for another examination.
    Appeal {
        /// Why the decision is wrong; at most 4,000 characters.
        grounds: String,
        /// The receipt number, where it came through the public form.
        #[serde(default)]
        receipt: Option<String>,
    },
    /// Record that a recipient has the correction.
    Deliver {
        /// Which.
        recipient: String,
        /// By what it is shown; at most 300 characters.
        proof: String,
    },
    /// Take it back.
    Withdraw {
        /// Why.
        reason: String,
        /// The receipt number, where it came through the public form.
        #[serde(default)]
        receipt: Option<String>,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = ContestationEvent)]
pub enum Event {
    /// It came in.
    Received {
        /// What it says.
        draft: Draft,
        /// The organisation that answers.
        kept_by: String,
        /// Who had a part in what is contested: in histories of before they were asked for when somebody examines it. The record
        /// is read by who contested, and they are accounts of another house.
        #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
        authors: BTreeSet<String>,
        /// Digest of the receipt number.
        receipt: Option<String>,
        /// Whether an election is near.
        urgent: bool,
    },
    /// Somebody examines it.
    TakenUp {
        /// The human behind the examiner's account.
        human: String,
    },
    /// It was right.
    Upheld {
        /// Why.
        reasons: String,
        /// What is right.
        correction: String,
        /// Everybody to whom the correction goes.
        to: BTreeSet<String>,
    },
    /// It was not right.
    Rejected {
        /// Why.
        reasons: String,
    },
    /// Another examination was asked for.
    Appealed {
        /// Why.
        grounds: String,
        /// Whether an election is near.
        urgent: bool,
    },
    /// A recipient has the correction.
    Delivered {
        /// Which.
        recipient: String,
        /// By what it is shown.
        proof: String,
    },
    /// It was taken back.
    Withdrawn {
        /// Why.
        reason: String,
    },
}
