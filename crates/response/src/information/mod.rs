//! Information requests: who is asked what, for which purpose, by when, and what came back.
//!
//! **The problem.** Questions between authorities, platforms and researchers go out by mail; nobody sees which are open, and
//! a question for data of people leaves no trace of its ground. **The choice.** One record a question to one organisation;
//! the addressee confirms, answers whole or in part, or declines with a reason; who asks for personal data says on which
//! ground and for what. **Rejected.** One question to many: the first answer hides that the others are silent.
//!
//! ```text
//! draft → sent → acknowledged → answered → closed
//!   │       └────────┬─────────→ ↑ ↺ further parts
//!   │                ├→ declined → closed
//!   └────────────────┴→ withdrawn
//! ```

mod command;
mod decide;
#[cfg(test)]
mod tests;

pub use command::{Command, Draft, Event};

use crate::{
    Aggregate, Channel, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, Source, Summary,
    Term, Words,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Rules by which what people say, and who says it, is protected.
const PROTECTING: &[&str] = &[
    "no-notice-against-lawful-opinion",
    "no-measure-against-satire",
    "no-measure-against-a-petition",
    "no-measure-against-party-volunteers",
    "no-measure-against-a-small-community",
    "no-measure-against-journalism",
    "no-measure-against-organic-behaviour",
];

/// Where a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = InformationPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Being written.
    Draft,
    /// With the addressee.
    Sent,
    /// The addressee has it.
    Acknowledged,
    /// There is an answer.
    Answered,
    /// The addressee does not answer it.
    Declined,
    /// Ended.
    Closed,
    /// Taken back.
    Withdrawn,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Draft => "draft",
            Self::Sent => "sent",
            Self::Acknowledged => "acknowledged",
            Self::Answered => "answered",
            Self::Declined => "declined",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A part of the answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = InformationAnswer)]
pub struct Answer {
    /// When.
    pub at: i64,
    /// Who entered it.
    pub by: Party,
    /// What.
    pub text: String,
    /// Whether the question is answered by it.
    pub complete: bool,
}

/// An information request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Information {
    /// Where it stands.
    pub phase: Phase,
    /// What it asks.
    pub draft: Draft,
    /// Who keeps it.
    pub author: Party,
    /// When it was sent.
    pub sent: Option<i64>,
    /// When its receipt was confirmed, and who entered that.
    pub acknowledged: Option<(i64, Party)>,
    /// The answer, part by part.
    pub answers: Vec<Answer>,
    /// Why it was declined, and when.
    pub declined: Option<(i64, Party, String)>,
    /// How often the addressee was reminded.
    pub reminders: u32,
    /// When and how it ended.
    pub ended: Option<(i64, String)>,
}

impl Information {
    /// What it stands on: the ground that it names, or the practice of asking.
    fn basis(&self) -> Source {
        if self.draft.legal_basis.is_empty() {
            Source::house("a question has an addressee and a time")
        } else {
            Source::known(&self.draft.legal_basis, "")
        }
    }
}

impl Aggregate for Information {
    const KIND: &'static str = "information";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    /// Who is behind protected speech is nobody's question: it is asked of the way to an investigation.
    fn channels(&self, command: &Command) -> Vec<Channel> {
        let asks = matches!(command, Command::Send) && self.draft.personal_data;
        if asks { vec![Channel::of("police-report").only(PROTECTING)] } else { Vec::new() }
    }

    fn evolve(mut self, happened: &Happened<Event>) -> Self {
        let (at, by) = (happened.at, happened.by.clone());
        match &happened.what {
            Event::Drafted { draft } => {
                if self.phase == Phase::None {
                    self.author = by;
                }
                self.phase = Phase::Draft;
                self.draft = draft.clone();
            }
            Event::Sent => (self.phase, self.sent) = (Phase::Sent, Some(at)),
            Event::Acknowledged => {
                (self.phase, self.acknowledged) = (Phase::Acknowledged, Some((at, by)));
            }
            Event::Answered { text, complete } => {
                self.phase = Phase::Answered;
                self.answers.push(Answer { at, by, text: text.clone(), complete: *complete });
            }
            Event::Declined { reason } => {
                (self.phase, self.declined) = (Phase::Declined, Some((at, by, reason.clone())));
            }
            Event::Reminded { .. } => self.reminders += 1,
            Event::Closed { result } => {
                (self.phase, self.ended) = (Phase::Closed, Some((at, result.clone())));
            }
            Event::Withdrawn { reason } => {
                (self.phase, self.ended) = (Phase::Withdrawn, Some((at, reason.clone())));
            }
        }
        self
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: !matches!(self.phase, Phase::None | Phase::Closed | Phase::Withdrawn),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: self.sent.iter().map(|_| self.draft.addressee.clone()).collect(),
        }
    }

    fn deadlines(&self) -> Vec<Deadline> {
        let Some(sent) = self.sent else { return Vec::new() };
        let what = Words::new("answer the question", "répondre à la question", "die Frage beantworten");
        let term = self.draft.due.map_or(Term::Promptly, Term::Until);
        let whole = self.answers.iter().find(|one| one.complete).map(|one| (one.at, &one.by, "answered"));
        let declined = self.declined.as_ref().map(|(at, by, _)| (*at, by, "declined"));
        let met = whole.or(declined);
        let stop = Words::new("closed or withdrawn", "clos ou retiré", "geschlossen oder zurückgezogen");
        vec![
            Deadline::new("answer", what, self.basis(), "sent", Some(sent), term)
                .of(&self.draft.addressee)
                .stopped(stop, self.ended.as_ref().map(|(at, _)| *at))
                .met(met.map(|(at, by, event)| Fulfilment { at, by: by.clone(), event: event.into() })),
        ]
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let out = match event {
            Event::Sent | Event::Reminded { .. } => true,
            Event::Withdrawn { .. } => self.sent.is_some(),
            _ => false,
        };
        out.then(|| Outward {
            law: vec![self.basis()],
            evidence: self.draft.evidence.iter().chain(&self.draft.incidents).cloned().collect(),
            recipients: vec![self.draft.addressee.clone()],
            approved_by: None,
        })
    }
}
