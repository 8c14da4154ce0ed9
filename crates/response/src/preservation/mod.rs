//! Preservation requests: keep what will be needed as evidence, from when, until when, and who prolonged it.
//!
//! **The problem.** The facts about an operation are established long after the vote, when its accounts and logs are gone.
//! An order to keep them was extended twice in 2024 and 2025, by letters. **The choice.** One record an addressee: scope,
//! period of the data, until when it is kept; each extension is an entry of its own with its author, and its deadline
//! stands beside the one before. To keep is not to hand over: that takes a request of another kind. **Rejected.** An end
//! date that is edited: nobody could say what was ordered when.
//!
//! ```text
//! draft → sent → confirmed → ended      ↺ extended (sent, confirmed)
//!   │       ├→ declined
//!   └───────┴──────┴→ withdrawn
//! ```

mod command;
mod decide;
mod guard;
#[cfg(test)]
mod tests;

pub use command::{Command, Draft, Event, Nature};

use crate::{
    Aggregate, Channel, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, Source, Summary,
    Term, Words,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a preservation request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PreservationPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Being written.
    Draft,
    /// With the addressee.
    Sent,
    /// The addressee keeps it.
    Confirmed,
    /// The addressee does not keep it.
    Declined,
    /// It need not be kept any longer.
    Ended,
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
            Self::Confirmed => "confirmed",
            Self::Declined => "declined",
            Self::Ended => "ended",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// An extension.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PreservationExtension)]
pub struct Extension {
    /// When it was made.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// Until when it now is kept.
    pub until: i64,
    /// Why.
    pub reason: String,
}

/// A preservation request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Preservation {
    /// Where it stands.
    pub phase: Phase,
    /// What it asks.
    pub draft: Draft,
    /// Who keeps the record.
    pub author: Party,
    /// When it was sent.
    pub sent: Option<i64>,
    /// When the addressee answered, who entered that, and what it said.
    pub answered: Option<(i64, Party, String)>,
    /// Extensions, oldest first.
    pub extended_by: Vec<Extension>,
    /// When and how it ended.
    pub ended: Option<(i64, Party, String)>,
}

impl Preservation {
    /// Until when it is to be kept.
    pub fn until(&self) -> i64 {
        self.extended_by.last().map_or(self.draft.keep_until, |one| one.until)
    }

    fn basis(&self) -> Source {
        if self.draft.legal_basis.is_empty() {
            Source::house("what will be needed is asked for while it is there")
        } else {
            Source::known(&self.draft.legal_basis, "")
        }
    }
}

impl Aggregate for Preservation {
    const KIND: &'static str = "preservation";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    fn channels(&self, command: &Command) -> Vec<Channel> {
        if matches!(command, Command::Send) { vec![Channel::of("preservation-request")] } else { Vec::new() }
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
            Event::Confirmed { text } => {
                (self.phase, self.answered) = (Phase::Confirmed, Some((at, by, text.clone())));
            }
            Event::Declined { reason } => {
                (self.phase, self.answered) = (Phase::Declined, Some((at, by, reason.clone())));
            }
            Event::Extended { until, reason } => {
                self.extended_by.push(Extension { at, by, until: *until, reason: reason.clone() });
            }
            Event::Ended { result } => {
                (self.phase, self.ended) = (Phase::Ended, Some((at, by, result.clone())));
            }
            Event::Withdrawn { reason } => {
                (self.phase, self.ended) = (Phase::Withdrawn, Some((at, by, reason.clone())));
            }
        }
        self
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: matches!(self.phase, Phase::Draft | Phase::Sent | Phase::Confirmed),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: self.sent.iter().map(|_| self.draft.addressee.clone()).collect(),
        }
    }

    /// To confirm, for the addressee; and to extend or release before each end, for whoever asked.
    fn deadlines(&self) -> Vec<Deadline> {
        let Some(sent) = self.sent else { return Vec::new() };
        let ended = self.ended.as_ref().map(|(at, ..)| *at);
        let declined = self.answered.as_ref().filter(|_| self.phase == Phase::Declined).map(|(at, ..)| *at);
        let stop = Words::new(
            "declined, ended or withdrawn",
            "décliné, terminé ou retiré",
            "abgelehnt, beendet oder zurückgezogen",
        );
        let fulfilled =
            |at: i64, by: &Party, event: &str| Fulfilment { at, by: by.clone(), event: event.into() };
        let release = if self.phase == Phase::Withdrawn { "withdrawn" } else { "ended" };
        let answer = if declined.is_some() { "declined" } else { "confirmed" };
        let what =
            Words::new("confirm that it is kept", "confirmer la conservation", "die Aufbewahrung bestätigen");
        let mut all = vec![
            Deadline::new("confirm", what, self.basis(), "sent", Some(sent), Term::Promptly)
                .of(&self.draft.addressee)
                .stopped(stop.clone(), ended)
                .met(self.answered.as_ref().map(|(at, by, _)| fulfilled(*at, by, answer))),
        ];
        let first = (sent, "sent", self.draft.keep_until);
        let ends =
            std::iter::once(first).chain(self.extended_by.iter().map(|one| (one.at, "extended", one.until)));
        for (number, (started, by, until)) in ends.enumerate() {
            let what = Words::new("extend or release", "prolonger ou libérer", "verlängern oder freigeben");
            let extended = self.extended_by.get(number).map(|one| fulfilled(one.at, &one.by, "extended"));
            let released = self.ended.as_ref().map(|(at, by, _)| fulfilled(*at, by, release));
            let name = if number == 0 { "extend".to_owned() } else { format!("extend-{number}") };
            all.push(
                Deadline::new(&name, what, self.basis(), by, Some(started), Term::Until(until))
                    .stopped(stop.clone(), declined)
                    .met(extended.or(released)),
            );
        }
        all
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let out = match event {
            Event::Sent | Event::Extended { .. } | Event::Ended { .. } => true,
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
