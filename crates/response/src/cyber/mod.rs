//! Cyber incidents over the electoral cycle, with the clocks of the NIS 2 Directive.
//!
//! **The problem.** The party whose mail was stolen and the office whose result page is down tell nobody in time, because
//! nobody knows whose clock runs. **The choice.** A record says what happened in which phase of the electoral cycle, whether
//! the entity is in scope and the incident significant, and since when it is known; the clocks (24 hours, 72 hours, a
//! month) then follow from what happened and stop by what was sent. What is out of scope has no clock and may be notified all
//! the same. **Rejected.** A clock that starts when somebody opens the record: the law's starts when one becomes aware.
//!
//! ```text
//! open → warned (early warning) → notified → final → closed
//!  └──────┴──────────────────────────┴─────────────→ closed (out of scope)
//! ```

mod command;
mod deadlines;
mod decide;
mod evolve;
mod guard;
#[cfg(test)]
mod tests;

pub use command::{Command, CyclePhase, Draft, Event, IncidentType, Outcome};

use crate::{
    Aggregate, Answer, Channel, Deadline, Happened, Outward, Party, Refusal, Scene, Source, Summary,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use utoipa::ToSchema;

/// Where an incident stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CyberPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Known, and nobody told.
    Open,
    /// An early warning was sent.
    Warned,
    /// The incident was notified.
    Notified,
    /// The final report was sent.
    Final,
    /// Ended.
    Closed,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Open => "open",
            Self::Warned => "warned",
            Self::Notified => "notified",
            Self::Final => "final",
            Self::Closed => "closed",
        }
    }
}

/// A report that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CyberReport)]
pub struct Report {
    /// When.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// What it says.
    pub text: String,
}

/// A cyber incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Cyber {
    /// Where it stands.
    pub phase: Phase,
    /// What is known.
    pub draft: Draft,
    /// Who opened it.
    pub author: Party,
    /// Early warning.
    pub warning: Option<Report>,
    /// Notification.
    pub notification: Option<Report>,
    /// Reports of progress, oldest first.
    pub progress: Vec<Report>,
    /// When it was handled, and who says so.
    pub handled: Option<(i64, Party)>,
    /// Final report.
    pub final_report: Option<Report>,
    /// What the CSIRT answered, oldest first.
    pub feedback: Vec<Report>,
    /// When it ended, how, and with which note.
    pub closed: Option<(i64, Outcome, String)>,
}

impl Cyber {
    /// Art 23 of the directive.
    pub fn basis(paragraph: &str) -> Source {
        Source::known(
            &format!("Directive (EU) 2022/2555 Art 23{paragraph}"),
            "https://eur-lex.europa.eu/eli/dir/2022/2555/oj",
        )
    }

    /// Whether it must be reported: the entity is in scope and the incident significant. Unknown is not no, and not yes.
    pub fn must_be_reported(&self) -> bool {
        self.draft.in_scope == Answer::Yes && self.draft.significant == Answer::Yes
    }
}

impl Aggregate for Cyber {
    const KIND: &'static str = "cyber";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    /// To notify is a duty of the entity, whoever writes it down; and that this is a cyber incident, the record says.
    fn channels(&self, command: &Command) -> Vec<Channel> {
        let judged = &[
            "only-those-entitled-may-use-it",
            "only-the-right-role-may-use-it",
            "only-cyber-incidents-go-to-the-csirt",
        ];
        let notifies = matches!(command, Command::Warn { .. } | Command::Notify { .. });
        if notifies { vec![Channel::of("nis2-notification").judging(judged)] } else { Vec::new() }
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    fn summary(&self) -> Summary {
        let told = self.warning.is_some() || self.notification.is_some();
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: !matches!(self.phase, Phase::None | Phase::Closed),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: if told { [self.draft.csirt.clone()].into() } else { BTreeSet::new() },
        }
    }

    fn deadlines(&self) -> Vec<Deadline> {
        deadlines::deadlines(self)
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let paragraph = match event {
            Event::Warned { .. } => "(4)(a)",
            Event::Notified { .. } => "(4)(b)",
            Event::Progressed { .. } => "(4)(e)",
            Event::Finished { .. } => "(4)(d)",
            _ => return None,
        };
        Some(Outward {
            law: vec![Self::basis(paragraph)],
            evidence: self.draft.evidence.iter().chain(&self.draft.incidents).cloned().collect(),
            recipients: vec![self.draft.csirt.clone()],
            approved_by: None,
        })
    }
}
