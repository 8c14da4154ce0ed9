//! What of a publication may be public.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Class {
    /// An entry of the register of measures, notifications and their outcomes.
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

impl Class {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Register, Self::Statement, Self::Debunk, Self::Prebunk, Self::MediaLiteracy, Self::MethodCard];

    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Statement => "statement",
            Self::Debunk => "debunk",
            Self::Prebunk => "prebunk",
            Self::MediaLiteracy => "media-literacy",
            Self::MethodCard => "method-card",
        }
    }

    /// The class of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// Where an entry stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// As it was first published.
    Published,
    /// In a later version than the first.
    Corrected,
    /// Taken back; a tombstone is left.
    Retracted,
}

impl State {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Published, Self::Corrected, Self::Retracted];

    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Corrected => "corrected",
            Self::Retracted => "retracted",
        }
    }

    /// The state of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|one| one.name() == name)
    }
}

/// A text in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Text {
    /// Title.
    pub title: String,
    /// The essence.
    pub summary: String,
    /// The text; an empty line parts paragraphs.
    pub body: String,
}

/// What an entry is about: never a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// `behaviour`, `measure`, `channel`, `domain`, `organisation`.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// How many accounts it speaks of, 10 or more.
    pub accounts: Option<u32>,
}

/// The judgement of a claim, in the terms of schema.org `ClaimReview`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claim {
    /// The claim.
    pub claim: String,
    /// Where it appeared.
    pub appearances: Vec<String>,
    /// Its rating, from `worst` to `best`.
    pub value: i32,
    /// The best rating.
    pub best: i32,
    /// The worst rating.
    pub worst: i32,
    /// The rating in a word.
    pub name: String,
}

/// The right of reply of somebody who is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// Who is named.
    pub subject: String,
    /// When it was offered, milliseconds of UTC.
    pub offered: i64,
    /// Until when an answer is waited for.
    pub until: i64,
    /// When they replied, and what; accounts are left out of it.
    pub said: Option<(i64, String)>,
}

/// How contestations stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Appeals {
    /// Examined.
    pub pending: u32,
    /// That were right.
    pub upheld: u32,
    /// That were not.
    pub rejected: u32,
}

/// What was rightly contested, set right beside the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Correction {
    /// When.
    pub at: i64,
    /// What is right.
    pub text: String,
}

/// A notification, a notice or a measure that the entry makes public, and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// What it is: `notification`, `notice`, `measure`.
    pub kind: String,
    /// The record, as `kind/id`.
    pub record: String,
    /// Who acted.
    pub by: String,
    /// To whom it went.
    pub to: Vec<String>,
    /// To how many more, who are not named.
    #[serde(default, skip_serializing_if = "nothing")]
    pub to_others: u64,
    /// On which ground.
    pub basis: String,
    /// When it was sent, or took effect, milliseconds of UTC.
    pub at: Option<i64>,
    /// Where it stood when the text was written.
    pub state: String,
    /// What came of it; nothing while there was no answer.
    pub outcome: Option<String>,
    /// When it was answered last.
    pub answered: Option<i64>,
    /// Of a measure: what is estimated of each series.
    pub effects: BTreeMap<String, String>,
}

/// Whether there is nothing to say: older entries have no such field, and the log commits to what they have.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn nothing(n: &u64) -> bool {
    *n == 0
}

/// The figures of the notifications of an election.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Figures {
    /// Sent, without those that were withdrawn.
    pub sent: u64,
    /// Of these, with an answer; none where it would tell of few.
    pub feedback: Option<u64>,
    /// Of these, removed or banned, fully or partly.
    pub removed_or_banned: Option<u64>,
    /// By what came of them.
    pub by_outcome: BTreeMap<String, u64>,
    /// Those that `by_outcome` holds back, because there are few of them or few beside them.
    #[serde(default, skip_serializing_if = "nothing")]
    pub other_outcomes: u64,
    /// By platform.
    pub by_platform: BTreeMap<String, u64>,
    /// Those that `by_platform` holds back.
    #[serde(default, skip_serializing_if = "nothing")]
    pub other_platforms: u64,
    /// The median time to the first answer, milliseconds.
    pub median_answer: Option<i64>,
}

/// What is left of an earlier version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// Which version, counted from 1.
    pub version: u32,
    /// Its title; none where the title itself had to go.
    pub title: Option<String>,
    /// When it became public.
    pub published: i64,
    /// When it ceased to hold.
    pub at: i64,
    /// Why, for programs: `factual-error`, `privacy`, ….
    pub code: String,
    /// Why, in words.
    pub reason: String,
}

/// An entry as the public sees it, and as the log commits to it. Of a retracted one only tombstones are left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Id: a UUID.
    pub id: String,
    /// What it is.
    pub class: Class,
    /// Where it stands.
    pub state: State,
    /// Which version, counted from 1.
    pub version: u32,
    /// When its first version became public, milliseconds of UTC.
    pub published: i64,
    /// When it is reviewed.
    pub review_by: Option<i64>,
    /// Language of the original: a tag such as `en`.
    pub language: String,
    /// The text by language; empty when it was retracted.
    pub texts: BTreeMap<String, Text>,
    /// What it is about.
    pub subjects: Vec<Subject>,
    /// The technique that it explains; empty for none.
    pub technique: String,
    /// The claim that it judges.
    pub claim: Option<Claim>,
    /// Error rate of the method that it describes; empty for none.
    pub error_rate: String,
    /// On which legal basis it is published.
    pub legal_basis: String,
    /// Evidence that everybody can look at: ids.
    pub evidence: Vec<String>,
    /// How many more pieces only some can look at.
    pub evidence_restricted: u32,
    /// The election, by id.
    pub election: Option<String>,
    /// What it makes public, and what came of that.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    /// The figures of the election's notifications.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub figures: Option<Figures>,
    /// Right of reply.
    pub replies: Vec<Reply>,
    /// Contestations.
    pub appeals: Appeals,
    /// What was set right beside the text.
    pub corrections: Vec<Correction>,
    /// Earlier versions, oldest first.
    pub tombstones: Vec<Tombstone>,
}

impl Entry {
    /// The text in a language, else in the original's, with the language that it is in. `None` when it was retracted.
    pub fn text<'a>(&'a self, language: &str) -> Option<(&'a str, &'a Text)> {
        let found = |tag: &str| self.texts.get_key_value(tag);
        found(language)
            .or_else(|| found(&self.language))
            .or_else(|| self.texts.iter().next())
            .map(|(tag, text)| (tag.as_str(), text))
    }

    /// The title in a language; of a retracted entry the last that may still be shown.
    pub fn title<'a>(&'a self, language: &str) -> Option<(&'a str, &'a str)> {
        let text = self.text(language).map(|(tag, text)| (tag, text.title.as_str()));
        let last = || self.tombstones.last().and_then(|one| one.title.as_deref());
        text.or_else(|| last().map(|title| (self.language.as_str(), title)))
    }
}

/// A line of the transparency log about an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// Its place in the log, counted from 0.
    pub index: u64,
    /// When it was logged.
    pub at: i64,
    /// The salted hash.
    pub commitment: String,
    /// Whether what it commits to was destroyed.
    pub redacted: bool,
}

/// An entry and its lines in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The entry.
    pub entry: Entry,
    /// When what the public sees of it last changed.
    pub updated: i64,
    /// Its lines in the log, oldest first.
    pub log: Vec<LogLine>,
}

/// Who publishes, and where.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Site {
    /// Name of the installation.
    pub title: String,
    /// Whom one may write to.
    pub contact: Option<String>,
    /// `https://HOST`, or the address of the folder of files; `None` where it is not known.
    pub base: Option<String>,
    /// Name of the log and of its key.
    pub origin: String,
    /// The verifier key of the log, as C2SP signed-note writes it; `None` where this node has no key.
    pub key: Option<String>,
    /// UUID of the feed.
    pub feed: String,
    /// Whether the clock is an exercise's: then every page says that none of it happened, and asks not to be found.
    pub exercise: bool,
    /// Names of elections, by id.
    pub elections: BTreeMap<String, String>,
}

impl Site {
    /// The name of an election; its id where none is known.
    pub fn election<'a>(&'a self, id: &'a str) -> &'a str {
        self.elections.get(id).map_or(id, String::as_str)
    }
}
