//! The alert network: what is shared as routine, and what is raised as an alert.
//!
//! **The problem.** The Rapid Alert System was blamed for having no alerts, no rapidity and nobody who knew who had seen
//! what. **The choice.** An alert is a claim with evidence, uncertainty, what would falsify it, and named addressees; each
//! acknowledges for itself and says what it will do; silence is visible and escalates; a correction goes to exactly those
//! who acknowledged. There is no automatism: the criteria are assessed by people, and a point of contact issues.
//! **Rejected.** One "acknowledged" flag an alert, and expiry by a timer: both hide that nobody looked.
//!
//! ```text
//! draft → issued → responding → closed
//!           └─────────┴──────→ withdrawn
//! ```

mod command;
mod decide;
mod evolve;
mod guard;
mod measure;
mod received;
#[cfg(test)]
mod tests;

pub use command::{Command, Commitment, Criteria, Criterion, Draft, Event};
pub use measure::{Measured, measure};
pub use received::{Message, MessageKind};

use crate::{
    Aggregate, Channel, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, Source, Summary,
    Term, Words,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Routine report, or alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = AlertClass)]
pub enum Class {
    /// Daily sharing of information and analysis.
    #[default]
    Share,
    /// A high-priority case.
    Alert,
}

/// Where an alert stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = AlertPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Being written.
    Draft,
    /// Sent to its addressees.
    Issued,
    /// Somebody answers with an action.
    Responding,
    /// Ended, with what came of it.
    Closed,
    /// Taken back by its issuer.
    Withdrawn,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Draft => "draft",
            Self::Issued => "issued",
            Self::Responding => "responding",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// One addressee.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertRecipient)]
pub struct Recipient {
    /// Its country.
    pub country: String,
    /// What it said when it acknowledged.
    pub acknowledged: Option<Acknowledgement>,
    /// What it did.
    pub responses: Vec<Answer>,
    /// How often it was reminded.
    pub escalations: u32,
}

/// An acknowledgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertAcknowledgement)]
pub struct Acknowledgement {
    /// When.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// What it will do.
    pub commitment: Commitment,
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertAnswer)]
pub struct Answer {
    /// When.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// What was done or found.
    pub text: String,
}

/// A correction, and who has confirmed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AlertCorrection)]
pub struct Correction {
    /// When.
    pub at: i64,
    /// What was wrong, and what is right.
    pub text: String,
    /// Exactly those who had acknowledged; the moment at which each confirmed.
    pub to: BTreeMap<String, Option<i64>>,
}

/// An alert or a share.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Alert {
    /// Where it stands.
    pub phase: Phase,
    /// What it says.
    pub draft: Draft,
    /// Who wrote it.
    pub author: Party,
    /// Who issued it, and when.
    pub issued: Option<(i64, Party)>,
    /// Addressees, by organisation.
    pub recipients: BTreeMap<String, Recipient>,
    /// Messages of other alerting systems that it is made of, or that speak of it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub received: Vec<Message>,
    /// Corrections, oldest first.
    pub corrections: Vec<Correction>,
    /// When and how it ended.
    pub ended: Option<(i64, String)>,
}

impl Alert {
    /// Addressees who have acknowledged.
    pub fn acknowledged(&self) -> usize {
        self.recipients.values().filter(|one| one.acknowledged.is_some()).count()
    }

    /// What it stands on: the practice of the network.
    pub fn basis() -> Source {
        Source::read(
            "Rapid Alert System: answer to parliamentary question E-006819/2020",
            "https://www.europarl.europa.eu/doceo/document/E-9-2020-006819-ASW_EN.html",
        )
    }
}

impl Aggregate for Alert {
    const KIND: &'static str = "alert";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    fn channels(&self, command: &Command) -> Vec<Channel> {
        let id = match self.draft.class {
            Class::Share => "rapid-alert-share",
            Class::Alert => "rapid-alert-alert",
        };
        if matches!(command, Command::Issue) { vec![Channel::of(id)] } else { Vec::new() }
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    fn summary(&self) -> Summary {
        Summary {
            title: if self.is_exercise() {
                format!("EXERCISE: {}", self.draft.title)
            } else {
                self.draft.title.clone()
            },
            state: self.phase.name().into(),
            open: matches!(self.phase, Phase::Draft | Phase::Issued | Phase::Responding),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: match self.phase {
                Phase::None | Phase::Draft => BTreeSet::new(),
                _ => self.recipients.keys().cloned().collect(),
            },
        }
    }

    /// A message makes one alert, however often it comes.
    fn keys(&self) -> BTreeSet<String> {
        let open = self.summary().open;
        self.received.iter().filter(|_| open).map(Message::key).collect()
    }

    /// One for each addressee: to acknowledge; and one more, where it said until when it looks.
    fn deadlines(&self) -> Vec<Deadline> {
        let started = self.issued.as_ref().map(|(at, _)| *at);
        let ended = self.ended.as_ref().map(|(at, _)| *at);
        let stop = Words::new("closed or withdrawn", "clos ou retiré", "geschlossen oder zurückgezogen");
        let mut all = Vec::new();
        for (organisation, recipient) in &self.recipients {
            let done = recipient.acknowledged.as_ref();
            let what =
                Words::new("acknowledge the alert", "accuser réception de l’alerte", "den Alarm quittieren");
            let term = Term::Hours(self.draft.acknowledge_within_hours);
            all.push(
                Deadline::new("acknowledge", what, Self::basis(), "issued", started, term)
                    .of(organisation)
                    .stopped(stop.clone(), ended)
                    .met(done.map(|a| Fulfilment {
                        at: a.at,
                        by: a.by.clone(),
                        event: "acknowledged".into(),
                    })),
            );
            let Some((since, Commitment::LookingUntil { until })) = done.map(|a| (a.at, &a.commitment))
            else {
                continue;
            };
            let what = Words::new(
                "answer what was found",
                "répondre ce qui a été constaté",
                "antworten, was gefunden wurde",
            );
            let answer = recipient.responses.first();
            all.push(
                Deadline::new(
                    "answer",
                    what,
                    Self::basis(),
                    "acknowledged",
                    Some(since),
                    Term::Until(*until),
                )
                .of(organisation)
                .stopped(stop.clone(), ended)
                .met(answer.map(|a| Fulfilment {
                    at: a.at,
                    by: a.by.clone(),
                    event: "responded".into(),
                })),
            );
        }
        all
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let to = |recipients: Vec<String>| Outward {
            law: vec![Self::basis()],
            evidence: self.draft.evidence.iter().chain(&self.draft.incidents).cloned().collect(),
            recipients,
            approved_by: None,
        };
        match event {
            Event::Issued { recipients } => Some(to(recipients.keys().cloned().collect())),
            Event::Corrected { to: those, .. } => Some(to(those.iter().cloned().collect())),
            Event::Withdrawn { .. } => Some(to(self.recipients.keys().cloned().collect())),
            Event::Escalated { organisation, .. } => Some(to(vec![organisation.clone()])),
            _ => None,
        }
    }
}
