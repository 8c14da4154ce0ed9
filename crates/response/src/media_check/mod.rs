//! The check of the media privilege: before anything is done under a platform's terms to a provider of a media service.
//!
//! **The problem.** A report under terms of service takes a newspaper off a platform in hours, and the newspaper hears of it
//! from its readers. **The choice.** Whether the channel is that of a *declared* media service provider is asked and answered
//! with a source before anything else; if it is, reasons are stated, the provider has 24 hours to reply, and a second person
//! signs. What is done under other law (illegal content, Articles 28, 34 and 35 of the Digital Services Act) has no such
//! clock. **Rejected.** To take "unknown" for "no".
//!
//! ```text
//! open → reasons-stated (declared, and on the ground of terms) → proceeded | dropped
//!   └────────────────────────────────────────────────────────────┘
//! ```

mod command;
mod decide;
mod evolve;
mod guard;
#[cfg(test)]
mod tests;

pub use command::{Command, Crisis, Draft, Event, Ground};

use crate::actor::MechanismFacts;
use crate::{
    Aggregate, Answer, Channel, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, Sensitive,
    Source, Summary, TakesTwo, Term, Words, second,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = MediaCheckPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// It is asked what the channel is.
    Open,
    /// The provider was told why, and may reply.
    ReasonsStated,
    /// The action was taken, or proposed to the platform.
    Proceeded,
    /// It was not.
    Dropped,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Open => "open",
            Self::ReasonsStated => "reasons-stated",
            Self::Proceeded => "proceeded",
            Self::Dropped => "dropped",
        }
    }
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct MediaCheck {
    /// Where it stands.
    pub phase: Phase,
    /// What is to be done, and to whom.
    pub draft: Draft,
    /// Who opened it.
    pub author: Party,
    /// When the reasons were stated, by whom, and which.
    pub reasons: Option<(i64, Party, String)>,
    /// What the provider replied, when, and who recorded it.
    pub reply: Option<(i64, Party, String)>,
    /// How it ended: when, by whom, why.
    pub ended: Option<(i64, Party, String)>,
    /// Who gave the second signature.
    pub approved_by: Option<Party>,
}

impl MediaCheck {
    /// Art 18 of the European Media Freedom Act.
    pub fn basis() -> Source {
        Source::read(
            "Regulation (EU) 2024/1083 Art 18: answer to parliamentary question E-000672/2024",
            "https://www.europarl.europa.eu/doceo/document/E-9-2024-000672-ASW_EN.html",
        )
    }

    /// Whether the provider must be told, and heard, before anything is done.
    pub fn is_privileged(&self) -> bool {
        self.draft.declared == Answer::Yes && self.draft.ground == Ground::Terms
    }

    /// How long the provider may reply: 24 hours, or fewer in a crisis that the Commission has decided on.
    pub fn hours(&self) -> u32 {
        self.draft.crisis.as_ref().map_or(24, |crisis| crisis.reply_hours)
    }

    /// Until when the provider may reply.
    pub fn reply_until(&self) -> Option<i64> {
        self.deadlines().first().and_then(|one| one.due)
    }
}

impl Aggregate for MediaCheck {
    const KIND: &'static str = "media-check";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    /// Whether it is a media provider is what the check is about.
    fn channels(&self, command: &Command) -> Vec<Channel> {
        let judged = &["only-media-providers-have-the-media-privilege"];
        let hears = matches!(command, Command::StateReasons { .. });
        if hears { vec![Channel::of("emfa-art-18-check").judging(judged)] } else { Vec::new() }
    }

    fn takes_two(&self, _: &BTreeMap<String, MechanismFacts>) -> TakesTwo {
        match self.phase {
            Phase::Open | Phase::ReasonsStated if self.is_privileged() => {
                second::always(Sensitive::ActOnMedia, &["proceed"])
            }
            _ => TakesTwo::new(),
        }
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: matches!(self.phase, Phase::Open | Phase::ReasonsStated),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: BTreeSet::new(),
        }
    }

    /// The provider's time to reply.
    fn deadlines(&self) -> Vec<Deadline> {
        let Some((at, ..)) = &self.reasons else { return Vec::new() };
        let what = Words::new(
            "reply to the statement of reasons",
            "répondre à l’exposé des motifs",
            "auf die Begründung antworten",
        );
        let dropped = self.ended.as_ref().filter(|_| self.phase == Phase::Dropped).map(|(at, ..)| *at);
        vec![
            Deadline::new(
                "reply",
                what,
                Self::basis(),
                "reasons-stated",
                Some(*at),
                Term::Hours(self.hours()),
            )
            .of(&self.draft.provider)
            .stopped(Words::new("dropped", "abandonné", "fallen gelassen"), dropped)
            .met(self.reply.as_ref().map(|(at, by, _)| Fulfilment {
                at: *at,
                by: by.clone(),
                event: "replied".into(),
            })),
        ]
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let to = |recipient: &str, approved_by: Option<Party>| Outward {
            law: vec![Self::basis()],
            evidence: self.draft.evidence.iter().chain(&self.draft.incidents).cloned().collect(),
            recipients: vec![recipient.to_owned()],
            approved_by,
        };
        match event {
            Event::ReasonsStated { .. } => Some(to(&self.draft.provider, None)),
            Event::Proceeded { approved_by, .. } => Some(to(&self.draft.platform, approved_by.clone())),
            _ => None,
        }
    }
}
