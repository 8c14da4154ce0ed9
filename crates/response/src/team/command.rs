//! What may be asked of a request for a team, and what may happen to it.

use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Who may ask for a team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = TeamRequester)]
pub enum Requester {
    /// A member state.
    #[default]
    MemberState,
    /// A mission or operation of the common security and defence policy, in its host state.
    Mission,
    /// A partner country.
    PartnerCountry,
}

/// What is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TeamDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// Who asks.
    #[serde(default)]
    pub requester: Requester,
    /// The state that asks, or that hosts the mission: two letters of ISO 3166-1.
    pub requesting_state: String,
    /// The letter that asks, where an institution enters it for a state: SHA-256 of evidence, or its reference.
    #[serde(default)]
    pub letter: String,
    /// The institution that is asked: an organisation.
    pub addressee: String,
    /// The threat, at most 4,000 characters.
    pub threat: String,
    /// The expertise that is asked for, 1 to 30 of 200 characters.
    pub expertise: BTreeSet<String>,
    /// Begin of the time for which the team is needed, milliseconds of UTC.
    pub from: i64,
    /// End of it.
    pub to: i64,
    /// Legal and practical arrangements of the host, at most 4,000 characters; asked for before the team is deployed, and
    /// better given at once.
    #[serde(default)]
    pub host_arrangements: String,
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

/// What was found to be needed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TeamScope)]
pub struct Scope {
    /// The assessment, at most 4,000 characters.
    pub assessment: String,
    /// What the team is to deliver, 1 to 30 of 300 characters.
    pub deliverables: Vec<String>,
    /// The arrangements with the host, at most 4,000 characters, where the request did not have them.
    #[serde(default)]
    pub host_arrangements: String,
}

/// Experts of one organisation in one field: no names, which nobody needs who reads this.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TeamExpert)]
pub struct Expert {
    /// The organisation that sends them, at most 200 characters.
    pub organisation: String,
    /// Their field, at most 200 characters.
    pub domain: String,
    /// How many, 1 to 100.
    pub count: u32,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = TeamCommand)]
pub enum Command {
    /// Ask for a team.
    Open {
        /// What is asked for.
        draft: Draft,
    },
    /// Assess what is needed; the institution that is asked.
    Scope {
        /// What was found.
        scope: Scope,
    },
    /// Approve it.
    Approve {
        /// The decision of those whose it is, with its reference; at most 2,000 characters.
        decision: String,
    },
    /// Do not approve it.
    Decline {
        /// Why, at most 4,000 characters.
        reason: String,
    },
    /// Say of whom it is composed.
    Compose {
        /// Organisations and fields, 1 to 50.
        experts: Vec<Expert>,
    },
    /// Say that it works.
    Deploy {
        /// Where, at most 200 characters.
        place: String,
    },
    /// Say that it has left.
    Return {
        /// What it did, at most 4,000 characters.
        text: String,
    },
    /// Deliver its report.
    End {
        /// The report, or its reference; at most 8,000 characters.
        report: String,
    },
    /// Write what was learnt.
    WriteLessons {
        /// What, at most 8,000 characters.
        text: String,
    },
    /// Take the request back.
    Withdraw {
        /// Why, at most 2,000 characters.
        reason: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = TeamEvent)]
pub enum Event {
    /// A state asks.
    Requested {
        /// For what.
        draft: Draft,
    },
    /// It was assessed.
    Scoped {
        /// What was found.
        scope: Scope,
    },
    /// It was approved.
    Approved {
        /// By which decision.
        decision: String,
    },
    /// It was not.
    Declined {
        /// Why.
        reason: String,
    },
    /// It was composed.
    Composed {
        /// Of whom.
        experts: Vec<Expert>,
    },
    /// It works.
    Deployed {
        /// Where.
        place: String,
    },
    /// It has left.
    Returned {
        /// What it did.
        text: String,
    },
    /// Its report is there.
    Ended {
        /// The report.
        report: String,
    },
    /// What was learnt is written.
    LessonsWritten {
        /// What.
        text: String,
    },
    /// The request was taken back.
    Withdrawn {
        /// Why.
        reason: String,
    },
}
