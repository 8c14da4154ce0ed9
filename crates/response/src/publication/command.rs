//! What may be asked of a publication, and what may happen to it.

use super::Appeal;
use crate::Party;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// What is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PublicationClass)]
pub enum Class {
    /// An entry of the register of measures, notifications and their outcomes.
    #[default]
    Register,
    /// A statement.
    Statement,
    /// A claim is judged.
    Debunk,
    /// A technique is explained before it is met.
    Prebunk,
    /// What helps to read media.
    MediaLiteracy,
    /// A method, with its error rate.
    MethodCard,
}

/// What a publication may be about. There is no kind for a natural person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PublicationSubjectKind)]
pub enum SubjectKind {
    /// A pattern of behaviour.
    #[default]
    Behaviour,
    /// A measure that was taken.
    Measure,
    /// A channel of an organisation, a medium or an official.
    Channel,
    /// A domain.
    Domain,
    /// An organisation.
    Organisation,
}

/// What a publication is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicationSubject)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// Its name, at most 300 characters.
    pub name: String,
    /// How many accounts it speaks of, where it speaks of a group of accounts: at least 10.
    #[serde(default)]
    pub accounts: Option<u32>,
}

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicationText)]
pub struct Text {
    /// Title, at most 200 characters.
    pub title: String,
    /// The essence, at most 1,000 characters.
    pub summary: String,
    /// The text, at most 20,000 characters.
    #[serde(default)]
    pub body: String,
}

/// Who can look at a piece of evidence.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PublicationAccess)]
pub enum Access {
    /// Everybody.
    Open,
    /// Who has a legitimate interest, under conditions.
    #[default]
    Restricted,
    /// It is classified.
    Classified,
}

/// A piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicationEvidence)]
pub struct Evidence {
    /// Id of an object, a finding, or SHA-256 of evidence.
    pub id: String,
    /// Who can look at it.
    #[serde(default)]
    pub access: Access,
}

/// How a claim was rated.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicationRating)]
pub struct Rating {
    /// From `worst` to `best`.
    pub value: i32,
    /// The best.
    pub best: i32,
    /// The worst.
    pub worst: i32,
    /// In a word: "False", at most 100 characters.
    pub name: String,
}

/// The judgement of a claim, in the terms of schema.org `ClaimReview`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicationClaimReview)]
pub struct ClaimReview {
    /// The claim, at most 1,000 characters.
    pub claim: String,
    /// Where it appeared, at most 100 addresses.
    #[serde(default)]
    pub appearances: BTreeSet<String>,
    /// How it is rated.
    pub rating: Rating,
}

/// What a publication says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicationDraft)]
pub struct Draft {
    /// What is published.
    pub class: Class,
    /// Language of the text: a tag such as `en`.
    pub language: String,
    /// The text.
    pub text: Text,
    /// The text in other languages, by tag.
    #[serde(default)]
    pub translations: BTreeMap<String, Text>,
    /// What it is about: behaviour, measures, channels, domains, organisations; at most 100.
    #[serde(default)]
    pub subjects: Vec<Subject>,
    /// The technique that a prebunk explains: its name or DISARM id.
    #[serde(default)]
    pub technique: String,
    /// The judgement of a claim; for a debunk.
    #[serde(default)]
    pub claim_review: Option<ClaimReview>,
    /// The error rate of a method, with its control: for a method card, at most 1,000 characters.
    #[serde(default)]
    pub error_rate: String,
    /// What it rests on, at most 1,000 pieces.
    #[serde(default)]
    pub evidence: BTreeSet<Evidence>,
    /// On which legal basis it is published, at most 500 characters; asked for before it is published.
    #[serde(default)]
    pub legal_basis: String,
    /// When it is to be reviewed: milliseconds of UTC; asked for before it is published.
    #[serde(default)]
    pub review_by: Option<i64>,
    /// Incidents that it is about.
    #[serde(default)]
    pub incidents: BTreeSet<String>,
    /// The election.
    #[serde(default)]
    pub election: Option<String>,
    /// Records that it makes public: `notification/…`, `notice/…`, `measure/…`, at most 200, kept by this house and marked TLP:CLEAR.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub records: BTreeSet<String>,
    /// Whether the figures of all notifications of the house for the election are published with it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub statistics: bool,
    /// What came of these records; set by the machine, which reads it off them when the draft is written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recorded: Vec<Recorded>,
    /// The figures; set by the machine, which counts them when the draft is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counted: Option<Counted>,
    /// Its marking: TLP:CLEAR before it is published.
    #[serde(default)]
    #[schema(value_type = String)]
    pub marking: Tlp,
}

/// What came of a record that is made public.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicationRecorded)]
pub struct Recorded {
    /// What it is: `notification`, `notice` or `measure`.
    pub kind: String,
    /// The record, as `kind/id`.
    pub record: String,
    /// Who acted: names of organisations.
    pub by: String,
    /// To whom it went: names of registered organisations, and kinds of them.
    pub to: Vec<String>,
    /// To how many more, who are not named.
    #[serde(default, skip_serializing_if = "nothing")]
    pub to_others: u64,
    /// On which ground: the platform's rule, the law.
    pub basis: String,
    /// When it was sent, or took effect: milliseconds of UTC.
    pub at: Option<i64>,
    /// Where it stands.
    pub state: String,
    /// What came of it: the outcome of a notification, whether a host acted; nothing while there is no answer.
    pub outcome: Option<String>,
    /// When it was answered last.
    pub answered: Option<i64>,
    /// Of a measure: what is estimated of each series (`volume`, `reach`, `spread`).
    pub effects: BTreeMap<String, String>,
}

/// Whether there is nothing to say: older entries have no such field, and the log commits to what they have.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn nothing(n: &u64) -> bool {
    *n == 0
}

/// The figures of the notifications of an election.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PublicationCounted)]
pub struct Counted {
    /// Sent, without those that were withdrawn.
    pub sent: u64,
    /// Of these, with an answer of the platform; none where it would tell of few.
    pub feedback: Option<u64>,
    /// Of these, removed or banned, fully or partly; none where it would tell of few.
    pub removed_or_banned: Option<u64>,
    /// By what came of them, without what would tell of few.
    pub by_outcome: BTreeMap<String, u64>,
    /// Those that `by_outcome` holds back, because there are few of them or few beside them.
    #[serde(default, skip_serializing_if = "nothing")]
    pub other_outcomes: u64,
    /// By platform, by its name, without what would tell of few.
    pub by_platform: BTreeMap<String, u64>,
    /// Those that `by_platform` holds back.
    #[serde(default, skip_serializing_if = "nothing")]
    pub other_platforms: u64,
    /// The median time to the first answer, milliseconds.
    pub median_answer: Option<i64>,
}

/// Why a version no longer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PublicationReasonCode)]
pub enum ReasonCode {
    /// A fact was wrong.
    #[default]
    FactualError,
    /// It was translated wrongly.
    TranslationError,
    /// It named the wrong channel, domain or organisation.
    WrongSubject,
    /// Something new became known.
    NewEvidence,
    /// Somebody who is affected contested it, and was right.
    ContestationUpheld,
    /// It said more of somebody than it may.
    Privacy,
    /// A court or an authority ordered it.
    LegalOrder,
    /// Another reason, in words.
    Other,
}

/// What may be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "command", deny_unknown_fields)]
#[schema(as = PublicationCommand)]
pub enum Command {
    /// Begin a draft.
    Open {
        /// What it says.
        draft: Draft,
    },
    /// Change the draft; an approval is void with it.
    Edit {
        /// What it now says.
        draft: Draft,
    },
    /// Offer a subject that is named to reply.
    OfferReply {
        /// Name of the subject.
        subject: String,
        /// By which way: an address that it publishes for it; at most 300 characters.
        by: String,
        /// Until when an answer is waited for: milliseconds of UTC.
        until: i64,
    },
    /// Record what a subject replied; it is published beside the text.
    RecordReply {
        /// Name of the subject.
        subject: String,
        /// What it said, at most 4,000 characters.
        text: String,
    },
    /// Approve the text as it stands, with a second person's approval to publish.
    Approve,
    /// Publish what was approved; or approve and publish in one, with the approval.
    Publish,
    /// Replace what is public, with a second person's approval; the old version stays as a tombstone.
    Correct {
        /// What it now says.
        draft: Draft,
        /// Why, for programs.
        code: ReasonCode,
        /// Why, in words, at most 2,000 characters.
        reason: String,
    },
    /// Take it back; a tombstone stays.
    Retract {
        /// Why, for programs.
        code: ReasonCode,
        /// Why, in words.
        reason: String,
    },
    /// Give it up before it is published.
    Drop {
        /// Why.
        reason: String,
    },
    /// Say that it was reviewed and still holds.
    Review {
        /// When it is to be reviewed again: milliseconds of UTC.
        next: i64,
    },
    /// Set right what was rightly contested, at once and beside the text: who examined the contestation decides it. The text
    /// itself is written anew by `correct`.
    Rectify {
        /// Id of the contestation.
        contestation: String,
        /// What is right, at most 4,000 characters.
        correction: String,
        /// Why, at most 4,000 characters.
        reasons: String,
    },
    /// Note that it is contested.
    Contest {
        /// Id of the contestation.
        contestation: String,
    },
    /// Note that a contestation was taken back.
    Uncontest {
        /// Id of the contestation.
        contestation: String,
    },
    /// Note how a contestation was decided.
    Settle {
        /// Id of the contestation.
        contestation: String,
        /// Whether it was right.
        upheld: bool,
    },
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "event")]
#[schema(as = PublicationEvent)]
pub enum Event {
    /// A draft was begun or changed.
    Drafted {
        /// What it says.
        draft: Draft,
    },
    /// A subject was offered to reply.
    ReplyOffered {
        /// Which.
        subject: String,
        /// By which way.
        by: String,
        /// Until when.
        until: i64,
    },
    /// It replied.
    Replied {
        /// Which.
        subject: String,
        /// What.
        text: String,
    },
    /// A second person approved the text.
    Approved {
        /// Who.
        approved_by: Party,
    },
    /// It became public.
    Published,
    /// It was replaced.
    Corrected {
        /// What it now says.
        draft: Draft,
        /// Why.
        code: ReasonCode,
        /// Why, in words.
        reason: String,
        /// Who approved it.
        approved_by: Party,
    },
    /// It was taken back.
    Retracted {
        /// Why.
        code: ReasonCode,
        /// Why, in words.
        reason: String,
    },
    /// It was given up.
    Dropped {
        /// Why.
        reason: String,
    },
    /// It was reviewed and still holds.
    Reviewed {
        /// When it is to be reviewed again.
        next: i64,
    },
    /// What was rightly contested was set right beside the text.
    Rectified {
        /// Id of the contestation.
        contestation: String,
        /// What is right.
        correction: String,
        /// Why.
        reasons: String,
    },
    /// A contestation of it came, or was decided.
    Contested {
        /// Id of the contestation.
        contestation: String,
        /// How it stands.
        appeal: Appeal,
    },
}
