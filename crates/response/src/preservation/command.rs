//! What may be asked of a preservation request, and what may happen to it.

use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Whether it binds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PreservationNature)]
pub enum Nature {
    /// It asks; anybody may.
    #[default]
    Request,
    /// It orders; an institution or authority with the power to.
    Order,
}

/// What is to be kept.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PreservationDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// Who is to keep it: an organisation.
    pub addressee: String,
    /// Request or order.
    #[serde(default)]
    pub nature: Nature,
    /// On which ground, at most 300 characters; a must for an order.
    #[serde(default)]
    pub legal_basis: String,
    /// What is to be kept, at most 4,000 characters: kinds of data, accounts, objects; no more than is needed.
    pub scope: String,
    /// Begin of the period that the data are of, milliseconds of UTC.
    pub from: i64,
    /// End of it.
    pub to: i64,
    /// Until when it is to be kept.
    pub keep_until: i64,
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
#[schema(as = PreservationCommand)]
pub enum Command {
    /// Begin a draft.
    Open {
        /// What is to be kept.
        draft: Draft,
    },
    /// Change the draft.
    Edit {
        /// What is now to be kept.
        draft: Draft,
    },
    /// Send it.
    Send,
    /// Say that it is kept.
    Confirm {
        /// What exactly, at most 4,000 characters.
        text: String,
    },
    /// Say that it is not kept.
    Decline {
        /// Why, at most 4,000 characters.
        reason: String,
    },
    /// Have it kept longer.
    Extend {
        /// Until when, later than before.
        until: i64,
        /// Why, at most 2,000 characters.
        reason: String,
    },
    /// Release it.
    End {
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
#[schema(as = PreservationEvent)]
pub enum Event {
    /// A draft was begun or changed.
    Drafted {
        /// What is to be kept.
        draft: Draft,
    },
    /// It went out.
    Sent,
    /// It is kept.
    Confirmed {
        /// What exactly.
        text: String,
    },
    /// It is not kept.
    Declined {
        /// Why.
        reason: String,
    },
    /// It is kept longer.
    Extended {
        /// Until when.
        until: i64,
        /// Why.
        reason: String,
    },
    /// It was released.
    Ended {
        /// What came of it.
        result: String,
    },
    /// It was taken back.
    Withdrawn {
        /// Why.
        reason: String,
    },
}
