//! What may be asked of a check, and what may happen to it.

use super::Window;
use crate::Answer;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = AdCheckNature)]
pub enum Nature {
    /// An advertisement, paid for or made in-house as part of a campaign.
    #[default]
    Advertisement,
    /// Under the editorial responsibility of a medium.
    Editorial,
    /// What somebody says for themselves.
    PersonalView,
}

/// Where a sponsor is established.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = AdCheckSeat)]
pub enum Seat {
    /// In the Union.
    Union,
    /// Outside.
    ThirdCountry,
    /// Nobody has found out.
    #[default]
    Unknown,
}

/// Facts about an advertisement.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AdCheckAd)]
pub struct Ad {
    /// What it is.
    #[serde(default)]
    pub nature: Nature,
    /// Whether somebody was paid for it, in money or otherwise.
    #[serde(default)]
    pub remunerated: Answer,
    /// Addresses or ids in a repository, at most 100.
    #[serde(default)]
    pub addresses: BTreeSet<String>,
    /// Name of the sponsor, as far as it is known.
    #[serde(default)]
    pub sponsor: String,
    /// Where the sponsor is established.
    #[serde(default)]
    pub seat: Seat,
    /// Whether somebody outside the Union owns or controls the sponsor in the end.
    #[serde(default)]
    pub controlled_from_outside: Answer,
    /// Whether it is online.
    #[serde(default)]
    pub online: bool,
    /// When it was first published: milliseconds of UTC.
    #[serde(default)]
    pub published_at: Option<i64>,
    /// When it was looked at: milliseconds of UTC.
    #[serde(default)]
    pub seen_at: Option<i64>,
    /// Whether the label of Art 11 is there and complete.
    #[serde(default)]
    pub label: Answer,
    /// Whether the transparency notice of Art 12 is there and complete.
    #[serde(default)]
    pub notice: Answer,
    /// Whether it is in the European repository.
    #[serde(default)]
    pub in_repository: Answer,
    /// Whether it was targeted.
    #[serde(default)]
    pub targeted: Answer,
    /// Whether those who saw it had consented.
    #[serde(default)]
    pub consent: Answer,
    /// Whether it was targeted by special categories of personal data.
    #[serde(default)]
    pub special_categories: Answer,
}

/// What a check knows.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AdCheckDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// The advertisement.
    pub ad: Ad,
    /// The authority that is to judge it: its name or organisation.
    pub authority: String,
    /// Evidence.
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

/// Why something is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = AdCheckGround)]
pub enum Ground {
    /// To the publisher, that it may not comply (Art 15).
    #[default]
    Notification,
    /// To the authority.
    Referral,
    /// By an authority, for information (Art 16).
    AuthorityRequest,
    /// By an interested entity, for information (Art 17).
    InterestedRequest,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = AdCheckOutcome)]
pub enum Outcome {
    /// It was labelled or completed.
    Corrected,
    /// It was taken down.
    Withdrawn,
    /// The authority found a breach.
    BreachFound,
    /// The authority found none, or there was nothing to be sent.
    #[default]
    NoBreach,
    /// Nobody answered.
    NoAnswer,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = AdCheckCommand)]
pub enum Command {
    /// Begin a check.
    Open {
        /// What is known.
        draft: Draft,
    },
    /// Change what is known, before anything is sent.
    Edit {
        /// What is now known.
        draft: Draft,
    },
    /// Tell or ask somebody.
    Send {
        /// Why.
        ground: Ground,
        /// To whom: a provider, a publisher, an authority.
        to: String,
        /// Whether the addressee is a small or medium-sized enterprise.
        #[serde(default)]
        small: bool,
    },
    /// Record what came back.
    RecordAnswer {
        /// To which, counted from 0.
        sent: usize,
        /// What, at most 4,000 characters.
        text: String,
    },
    /// End it.
    Close {
        /// How.
        outcome: Outcome,
        /// What is to be said about it, at most 4,000 characters.
        note: String,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = AdCheckEvent)]
pub enum Event {
    /// It was begun, or what is known was changed.
    Drafted {
        /// What is known.
        draft: Draft,
        /// The periods of the election.
        window: Window,
    },
    /// Somebody was told or asked.
    Sent {
        /// Why.
        ground: Ground,
        /// To whom.
        to: String,
        /// Whether the addressee is small.
        small: bool,
        /// Whether the vote is less than a month away.
        last_month: bool,
    },
    /// Something came back.
    Answered {
        /// To which.
        sent: usize,
        /// What.
        text: String,
    },
    /// It ended.
    Closed {
        /// How.
        outcome: Outcome,
        /// What is to be said about it.
        note: String,
    },
}
