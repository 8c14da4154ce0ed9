//! Publications: register entries, statements, debunks, prebunks, media-literacy cards, method cards.
//!
//! **The problem.** A publication that names an outlet without hearing it, shows a private handle, rests on what nobody may
//! see, or repeats the falsehood in its headline does the work of those whom it is about; and an entry that is quietly
//! edited is believed by nobody. **The choice.** It is about behaviour and measures; a second person approves the very
//! text; who is named is heard before; what is superseded stays as a tombstone with its reason; a review date is set.
//! There is no kind of subject for a natural person, and a prebunk has no field for the false claim, only for the
//! technique. **Rejected.** A free status field and an "updated at": neither says what was wrong.
//!
//! ```text
//! drafted → approved → published → corrected (a new version, the old one a tombstone) → …
//!                          published → corrected (rectified: what was rightly contested, beside the text, at once) → …
//!    ↑ edit ───┘            └─────────┴──→ retracted
//!    └─ dropped
//! ```

mod command;
mod deadlines;
mod decide;
mod evolve;
mod guard;
mod handles;
#[cfg(test)]
mod tests;

pub use guard::masked;

pub use command::{
    Access, ClaimReview, Class, Command, Counted, Draft, Event, Evidence, Rating, ReasonCode, Recorded,
    Subject, SubjectKind, Text,
};

use crate::actor::MechanismFacts;
use crate::{
    Aggregate, Channel, Deadline, Happened, Outward, Party, Refusal, Scene, Sensitive, Source, Summary,
    TakesTwo, second,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Where a publication stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PublicationPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Being written.
    Drafted,
    /// A second person approved the text as it stands.
    Approved,
    /// Public.
    Published,
    /// Public, in a later version than the first.
    Corrected,
    /// Taken back; its tombstone stays.
    Retracted,
    /// Given up before it was published.
    Dropped,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Drafted => "drafted",
            Self::Approved => "approved",
            Self::Published => "published",
            Self::Corrected => "corrected",
            Self::Retracted => "retracted",
            Self::Dropped => "dropped",
        }
    }

    /// Whether the public can read it.
    pub const fn is_public(self) -> bool {
        matches!(self, Self::Published | Self::Corrected)
    }
}

/// How a contestation of it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PublicationAppeal)]
pub enum Appeal {
    /// It is examined.
    #[default]
    Pending,
    /// It was right.
    Upheld,
    /// It was not.
    Rejected,
    /// It was taken back.
    Withdrawn,
}

/// The right of reply of somebody who is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublicationReply)]
pub struct Reply {
    /// When it was offered.
    pub offered: i64,
    /// By which way (an address that they publish for it).
    pub by: String,
    /// Until when an answer is waited for.
    pub until: i64,
    /// What they said, and when; it is published beside the text.
    pub said: Option<(i64, String)>,
}

/// What is left of a version that was superseded or taken back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublicationTombstone)]
pub struct Tombstone {
    /// Which version, counted from 1.
    pub version: u32,
    /// Its title.
    pub title: String,
    /// When it became public.
    pub published: i64,
    /// When it ceased to be the one that holds.
    pub at: i64,
    /// By when it was to be reviewed.
    pub review_by: Option<i64>,
    /// Why, for programs.
    pub code: ReasonCode,
    /// Why, in words.
    pub reason: String,
}

/// What was rightly contested, set right beside the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublicationRectification)]
pub struct Rectification {
    /// When.
    pub at: i64,
    /// Who decided it: who examined the contestation.
    pub by: Party,
    /// The version that bears it.
    pub version: u32,
    /// Id of the contestation.
    pub contestation: String,
    /// What is right.
    pub text: String,
}

/// A review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PublicationReview)]
pub struct Review {
    /// When.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// Of which version.
    pub version: u32,
    /// When it is to be reviewed again.
    pub next: i64,
}

/// A publication.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Publication {
    /// Where it stands.
    pub phase: Phase,
    /// What it says now.
    pub draft: Draft,
    /// Who began it.
    pub author: Party,
    /// Who wrote the text as it stands.
    pub written_by: Party,
    /// Who approved the text as it stands.
    pub approved_by: Option<Party>,
    /// Version that is public, counted from 1; 0 before.
    pub version: u32,
    /// When the version that is public became so, and by whose decision.
    pub published: Option<(i64, Party)>,
    /// Earlier versions, oldest first.
    pub tombstones: Vec<Tombstone>,
    /// Right of reply, by the name of the subject.
    pub replies: BTreeMap<String, Reply>,
    /// Contestations of it, by id, with when they came.
    pub contested: BTreeMap<String, (i64, Appeal)>,
    /// Reviews that found that it still holds, oldest first.
    pub reviews: Vec<Review>,
    /// What was rightly contested and set right beside the text, oldest first. A text that is written anew takes it in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rectified: Vec<Rectification>,
    /// When and why it was given up or taken back.
    pub ended: Option<(i64, String)>,
}

impl Publication {
    /// On what publishing rests here.
    pub fn basis() -> Source {
        Source::house(
            "what is published is about behaviour and measures, approved by two people, and open to reply",
        )
    }

    /// Whether what was approved or published may be read by everybody.
    pub fn is_public(&self) -> bool {
        self.phase.is_public()
    }

    /// Whether a correction is about something that the public version is not about.
    fn widens(&self, draft: &Draft) -> bool {
        let appearances = |draft: &Draft| {
            let review = draft.claim_review.iter();
            review.flat_map(|one| one.appearances.iter().cloned()).collect::<BTreeSet<String>>()
        };
        let claim = |draft: &Draft| draft.claim_review.as_ref().map(|one| one.claim.clone());
        draft.class != self.draft.class
            || !draft.incidents.is_subset(&self.draft.incidents)
            || !appearances(draft).is_subset(&appearances(&self.draft))
            || draft.subjects.iter().any(|one| !self.draft.subjects.contains(one))
            || (draft.claim_review.is_some() && claim(draft) != claim(&self.draft))
    }

    fn out(&self, draft: &Draft) -> Outward {
        let law = if draft.legal_basis.is_empty() {
            Vec::new()
        } else {
            vec![Source::known(&draft.legal_basis, "")]
        };
        Outward {
            law: law.into_iter().chain([Self::basis()]).collect(),
            evidence: draft
                .evidence
                .iter()
                .map(|one| one.id.clone())
                .chain(draft.incidents.iter().cloned())
                .chain(draft.records.iter().cloned())
                .collect(),
            recipients: vec!["public".into()],
            approved_by: self.approved_by.clone(),
        }
    }
}

impl Publication {
    /// The claims that a debunk checks, for each incident and language: by the addresses at which they appeared, else by what they
    /// say. Empty for everything else.
    fn claims(&self, draft: &Draft) -> BTreeSet<String> {
        let Some(review) = draft.claim_review.as_ref().filter(|_| draft.class == Class::Debunk) else {
            return BTreeSet::new();
        };
        let mut about: Vec<String> =
            review.appearances.iter().map(|one| crate::address::canonical(one)).collect();
        if about.is_empty() {
            about.push(review.claim.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase());
        }
        let languages: Vec<String> = std::iter::once(&draft.language)
            .chain(draft.translations.keys())
            .map(|one| one.to_lowercase())
            .collect();
        let mut keys = BTreeSet::new();
        for incident in &draft.incidents {
            for language in &languages {
                keys.extend(
                    about
                        .iter()
                        .map(|one| format!("{}/{language}/{incident}/{one}", self.author.organisation)),
                );
            }
        }
        keys
    }
}

impl Aggregate for Publication {
    const KIND: &'static str = "publication";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    /// What was approved is published by one.
    fn takes_two(&self, _: &BTreeMap<String, MechanismFacts>) -> TakesTwo {
        let commands: &[&'static str] = match self.phase {
            Phase::Drafted => &["approve", "publish"],
            Phase::Published | Phase::Corrected => &["correct"],
            _ => &[],
        };
        second::always(Sensitive::Publish, commands)
    }

    /// An entry of the register and a method card stand under the rules of what they say in public, whoever writes them.
    fn channels(&self, command: &Command) -> Vec<Channel> {
        let draft = match command {
            Command::Approve | Command::Publish => &self.draft,
            // What only takes back is never closed.
            Command::Correct { draft, .. } if self.widens(draft) => draft,
            _ => return Vec::new(),
        };
        vec![match draft.class {
            Class::Register => Channel::of("statement").whoever(),
            Class::Statement => Channel::of("statement"),
            Class::Debunk => Channel::of("debunk"),
            Class::Prebunk => Channel::of("prebunk"),
            Class::MediaLiteracy => Channel::of("media-literacy"),
            Class::MethodCard => Channel::of("media-literacy").whoever(),
        }]
    }

    fn addresses(&self) -> BTreeMap<&'static str, BTreeSet<String>> {
        let claimed = self.draft.claim_review.iter();
        claimed.map(|one| ("/claim_review/appearances", one.appearances.iter().cloned().collect())).collect()
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    /// What stands on the public page and checks a claim: a second check of it in the same language would be one too many.
    fn keys(&self) -> BTreeSet<String> {
        let stands = matches!(self.phase, Phase::Published | Phase::Corrected);
        if stands { self.claims(&self.draft) } else { BTreeSet::new() }
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.draft.text.title.clone(),
            state: self.phase.name().into(),
            open: matches!(self.phase, Phase::Drafted | Phase::Approved)
                || self.contested.values().any(|(_, appeal)| *appeal == Appeal::Pending),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: BTreeSet::new(),
        }
    }

    fn deadlines(&self) -> Vec<Deadline> {
        deadlines::deadlines(self)
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        match event {
            Event::Published | Event::Retracted { .. } => Some(self.out(&self.draft)),
            Event::Corrected { draft, approved_by, .. } => {
                Some(Outward { approved_by: Some(approved_by.clone()), ..self.out(draft) })
            }
            Event::Rectified { contestation, .. } => {
                let mut out = self.out(&self.draft);
                out.law.insert(0, crate::contestation::Contestation::correction_basis());
                out.evidence.push(format!("contestation/{contestation}"));
                Some(out)
            }
            Event::ReplyOffered { subject, .. } => Some(Outward {
                recipients: vec![subject.clone()],
                approved_by: None,
                ..self.out(&self.draft)
            }),
            _ => None,
        }
    }
}
