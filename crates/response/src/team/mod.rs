//! Requests for a Hybrid Rapid Response Team, from the letter to the lessons.
//!
//! **The problem.** A team is tailored, targeted and short-term, and comes on request; the one that a partner asked for in
//! 2026 took about eleven weeks from letter to start, much of it for questions that a form asks at once. **The choice.** A
//! record in which a state asks; the institution that is asked scopes it, has it approved where that is decided, composes
//! it of organisations and fields (no names of experts), deploys it and reports; the state says what it learnt. **Rejected.**
//! One task list for both: who asks does not approve, and who approves does not ask.
//!
//! ```text
//! requested → scoped → approved → composed → deployed → reporting → ended → lessons
//!     │         ├→ declined
//!     └─────────┴────────┴──────────┴→ withdrawn
//! ```

mod command;
mod decide;
mod guard;
#[cfg(test)]
mod tests;

pub use command::{Command, Draft, Event, Expert, Requester, Scope};

use crate::{
    Aggregate, Channel, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, Source, Summary,
    Term, Words,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Where a request stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash, Serialize, Deserialize, ToSchema,
)]
#[serde(rename_all = "kebab-case")]
#[schema(as = TeamPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// A state asks.
    Requested,
    /// What is needed was assessed.
    Scoped,
    /// It was approved.
    Approved,
    /// It was not.
    Declined,
    /// Its experts were found.
    Composed,
    /// It works.
    Deployed,
    /// It has left, and writes.
    Reporting,
    /// Its report is there.
    Ended,
    /// What was learnt is written.
    Lessons,
    /// The request was taken back.
    Withdrawn,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Requested => "requested",
            Self::Scoped => "scoped",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Composed => "composed",
            Self::Deployed => "deployed",
            Self::Reporting => "reporting",
            Self::Ended => "ended",
            Self::Lessons => "lessons",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A step, with who took it and what was said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = TeamStep)]
pub struct Step {
    /// When, milliseconds of UTC.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// The name of its event.
    pub event: String,
    /// What was said.
    pub text: String,
}

/// A request for a team.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Team {
    /// Where it stands.
    pub phase: Phase,
    /// What is asked for.
    pub draft: Draft,
    /// Who keeps it: the organisation that asks.
    pub author: Party,
    /// What was found to be needed.
    pub scope: Option<Scope>,
    /// Of whom it is composed: organisations and fields, no names.
    pub experts: Vec<Expert>,
    /// Every step, oldest first.
    pub steps: Vec<Step>,
}

impl Team {
    /// What it stands on.
    pub fn basis() -> Source {
        Source::read(
            "Guiding framework for the Hybrid Rapid Response Teams, 21 May 2024",
            "https://www.einpresswire.com/article/713727328/",
        )
    }

    /// The first step of a name.
    pub fn step(&self, event: &str) -> Option<&Step> {
        self.steps.iter().find(|one| one.event == event)
    }
}

impl Aggregate for Team {
    const KIND: &'static str = "team";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    fn channels(&self, command: &Command) -> Vec<Channel> {
        let open = matches!(command, Command::Open { .. });
        if open { vec![Channel::of("hybrid-rapid-response-team")] } else { Vec::new() }
    }

    fn evolve(mut self, happened: &Happened<Event>) -> Self {
        let (phase, event, text) = match &happened.what {
            Event::Requested { draft } => {
                self.author = happened.by.clone();
                self.draft = draft.clone();
                (Phase::Requested, "requested", "")
            }
            Event::Scoped { scope } => {
                self.scope = Some(scope.clone());
                (Phase::Scoped, "scoped", scope.assessment.as_str())
            }
            Event::Approved { decision } => (Phase::Approved, "approved", decision.as_str()),
            Event::Declined { reason } => (Phase::Declined, "declined", reason.as_str()),
            Event::Composed { experts } => {
                self.experts.clone_from(experts);
                (Phase::Composed, "composed", "")
            }
            Event::Deployed { place } => (Phase::Deployed, "deployed", place.as_str()),
            Event::Returned { text } => (Phase::Reporting, "returned", text.as_str()),
            Event::Ended { report } => (Phase::Ended, "ended", report.as_str()),
            Event::LessonsWritten { text } => (Phase::Lessons, "lessons-written", text.as_str()),
            Event::Withdrawn { reason } => (Phase::Withdrawn, "withdrawn", reason.as_str()),
        };
        self.phase = phase;
        let (at, by) = (happened.at, happened.by.clone());
        self.steps.push(Step { at, by, event: event.into(), text: text.into() });
        self
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: !matches!(self.phase, Phase::None | Phase::Declined | Phase::Lessons | Phase::Withdrawn),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: if self.phase == Phase::None {
                std::collections::BTreeSet::new()
            } else {
                [self.draft.addressee.clone()].into()
            },
        }
    }

    /// To decide before the team is needed; to return, as it is short-term; to report; to write the lessons.
    fn deadlines(&self) -> Vec<Deadline> {
        let over = [self.step("declined"), self.step("withdrawn")].into_iter().flatten().next().map(|s| s.at);
        let stop =
            || Words::new("declined or withdrawn", "décliné ou retiré", "abgelehnt oder zurückgezogen");
        let met = |event: &str| {
            self.step(event).map(|one| Fulfilment { at: one.at, by: one.by.clone(), event: event.into() })
        };
        let clock = |name: &str, what: Words, starts: &str, term: Term, met: Option<Fulfilment>| {
            self.step(starts).map(|one| {
                Deadline::new(name, what, Self::basis(), starts, Some(one.at), term)
                    .stopped(stop(), over)
                    .met(met)
            })
        };
        let words = |en: &str, fr: &str, de: &str| Words::new(en, fr, de);
        let needed = Term::Until(self.draft.from);
        let decided = met("approved").or(met("declined"));
        let asked = &self.draft.addressee;
        let decide = words("decide on the request", "statuer sur la demande", "über die Bitte entscheiden");
        let leave = words("bring the team back", "ramener l’équipe", "das Team zurückholen");
        let report = words("deliver the report", "remettre le rapport", "den Bericht abliefern");
        let learn = words("write the lessons", "tirer les enseignements", "die Lehren schreiben");
        [
            clock("decide", decide, "requested", needed, decided).map(|one| one.of(asked)),
            clock("return", leave, "deployed", Term::Until(self.draft.to), met("returned"))
                .map(|one| one.of(asked)),
            clock("report", report, "returned", Term::Promptly, met("ended")).map(|one| one.of(asked)),
            clock("lessons", learn, "ended", Term::Promptly, met("lessons-written")),
        ]
        .into_iter()
        .flatten()
        .collect()
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let to = match event {
            Event::Requested { draft } => draft.addressee.clone(),
            Event::Scoped { .. } | Event::LessonsWritten { .. } | Event::Composed { .. } => return None,
            Event::Withdrawn { .. } => self.draft.addressee.clone(),
            _ => self.author.organisation.clone(),
        };
        let draft = if let Event::Requested { draft } = event { draft } else { &self.draft };
        Some(Outward {
            law: vec![Self::basis()],
            evidence: draft.evidence.iter().chain(&draft.incidents).cloned().collect(),
            recipients: vec![to],
            approved_by: None,
        })
    }
}
