//! What may be asked of a notification, and what may happen to it.

use crate::measure::Provider;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// What it is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = NotificationObject)]
pub enum Flagged {
    /// Posts, videos, articles.
    #[default]
    Content,
    /// Accounts, channels, pages.
    Account,
    /// A hashtag, a search term, a sound.
    Trend,
}

/// How an answer came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = NotificationForm)]
pub enum Form {
    /// Said.
    Oral,
    /// Written.
    Written,
    /// Said and written.
    Both,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = NotificationOutcome)]
pub enum Outcome {
    /// All of it was removed.
    RemovedFull,
    /// A part of it was removed.
    RemovedPartly,
    /// The accounts were banned.
    Banned,
    /// It was labelled.
    Labelled,
    /// It was labelled, and something else was done.
    LabelAndOther,
    /// The platform finds no breach of its policies.
    NoBreach,
    /// The platform did not answer.
    NoAnswer,
    /// The platform still looks into it.
    Pending,
}

impl Outcome {
    /// Whether something was removed or banned, fully or partly.
    pub const fn removes(self) -> bool {
        matches!(self, Self::RemovedFull | Self::RemovedPartly | Self::Banned)
    }
}

/// What a notification says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NotificationDraft)]
pub struct Draft {
    /// Title, at most 200 characters.
    pub title: String,
    /// The election, whose window must be open.
    pub election: String,
    /// The platform: an organisation.
    pub platform: String,
    /// What it is about.
    #[serde(default)]
    pub object: Flagged,
    /// Where it is: addresses, at most 500. Content and accounts need one.
    #[serde(default)]
    pub urls: BTreeSet<String>,
    /// Hashtags or search terms of a trend, at most 100 of 200 characters. A trend needs one, or an address.
    #[serde(default)]
    pub terms: BTreeSet<String>,
    /// What is seen, at most 4,000 characters.
    pub description: String,
    /// Why it cannot wait, at most 2,000 characters; asked for when it is sent.
    #[serde(default)]
    pub time_sensitive: String,
    /// Which rule of the platform's own policies, at most 500 characters; asked for when it is sent.
    #[serde(default)]
    pub policy: String,
    /// Who is behind the addresses, where the registry of media does not say it: a media service provider, or somebody who is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// Evidence: ids of objects, findings, or SHA-256 of evidence.
    #[serde(default)]
    pub evidence: BTreeSet<String>,
    /// Incidents that it is about.
    #[serde(default)]
    pub incidents: BTreeSet<String>,
    /// By when an answer is asked for, milliseconds of UTC.
    #[serde(default)]
    pub answer_by: Option<i64>,
    /// When it was sent by another way (portal, mail), where it is entered afterwards; the window is judged by it.
    #[serde(default)]
    pub sent_at: Option<i64>,
    /// Its marking.
    #[serde(default)]
    #[schema(value_type = String)]
    pub marking: Tlp,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = NotificationCommand)]
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
    /// Send it to the platform.
    Send,
    /// Say that the platform has it: the platform itself, or the notifier who was told.
    Acknowledge {
        /// When that was, where the notifier enters it later.
        #[serde(default)]
        at: Option<i64>,
    },
    /// Say what the platform answered: the platform itself, or the notifier who was told.
    Answer {
        /// How it came.
        form: Form,
        /// What came of it.
        outcome: Outcome,
        /// Why, at most 4,000 characters.
        reason: String,
        /// When that was, where the notifier enters it later.
        #[serde(default)]
        at: Option<i64>,
    },
    /// Say that no answer came.
    RecordNoAnswer {
        /// What was tried, at most 2,000 characters.
        reason: String,
    },
    /// Put in writing what was only said.
    WriteUp {
        /// What was said, by whom and when; at most 4,000 characters.
        text: String,
    },
    /// Ask again, or for more.
    FollowUp {
        /// What, at most 4,000 characters.
        text: String,
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
#[schema(as = NotificationEvent)]
pub enum Event {
    /// A draft was begun or changed.
    Drafted {
        /// What it says.
        draft: Draft,
    },
    /// It went to the platform.
    Sent {
        /// When.
        sent: i64,
    },
    /// The platform has it.
    Acknowledged {
        /// When it said so.
        received: i64,
    },
    /// The platform answered.
    Answered {
        /// How.
        form: Form,
        /// What came of it.
        outcome: Outcome,
        /// Why.
        reason: String,
        /// When.
        received: i64,
    },
    /// No answer came.
    NoAnswerRecorded {
        /// What was tried.
        reason: String,
    },
    /// What was said was put in writing.
    WrittenUp {
        /// What.
        text: String,
    },
    /// It was asked again.
    FollowedUp {
        /// What.
        text: String,
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
