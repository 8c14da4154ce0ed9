//! Notices of illegal content to a host: Regulation (EU) 2022/2065 (DSA) Article 16, with Article 22 priority.
//!
//! **The problem.** Most of what interference says is lawful, and a notice of illegality against it is wrong in law and
//! harms open debate; and a notice without its mandatory parts obliges nobody. **The choice.** The record forces the
//! choice: *illegal*, under which law, for which reasons. What is lawful is refused and shown the ways that are open. The
//! answers follow the regulation: receipt, decision with its statement of reasons and redress, complaint (Article 20),
//! out-of-court settlement (Article 21); each with its clock. **Rejected.** One "report" for terms of service and law.
//!
//! ```text
//! draft → sent → received → decided → complained → out-of-court → closed
//!   │       └──────────────────↑ │          │            ↑   ↑
//!   │       │          │         └──────────┴────────────┘   │ (from decided, complained, out-of-court)
//!   └───────┴──────────┴→ withdrawn
//! ```

mod clocks;
mod command;
mod decide;
mod evolve;
mod guard;
#[cfg(test)]
mod tests;

pub use command::{Capacity, Command, Decision, Draft, Event, Legality, Redress, Ruling};

use crate::{Aggregate, Channel, Deadline, Happened, Outward, Party, Refusal, Scene, Source, Summary};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Where a notice stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = NoticePhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Being written.
    Draft,
    /// With the host.
    Sent,
    /// Its receipt was confirmed.
    Received,
    /// The host has decided.
    Decided,
    /// A complaint is with the host.
    Complained,
    /// A dispute is with a settlement body.
    OutOfCourt,
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
            Self::Received => "received",
            Self::Decided => "decided",
            Self::Complained => "complained",
            Self::OutOfCourt => "out-of-court",
            Self::Closed => "closed",
            Self::Withdrawn => "withdrawn",
        }
    }
}

/// A step with its moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = NoticeStep<T>)]
pub struct Step<T> {
    /// When, milliseconds of UTC.
    pub at: i64,
    /// Who entered it.
    pub by: Party,
    /// What.
    pub what: T,
}

/// A notice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Notice {
    /// Where it stands.
    pub phase: Phase,
    /// What it says.
    pub draft: Draft,
    /// Who keeps it.
    pub author: Party,
    /// When it was sent, and by whom.
    pub sent: Option<(i64, Party)>,
    /// When its receipt was confirmed, and who entered that.
    pub received: Option<(i64, Party)>,
    /// The host's decision.
    pub decision: Option<Step<Decision>>,
    /// The complaint against it: its grounds.
    pub complaint: Option<Step<String>>,
    /// The decision on the complaint.
    pub complaint_decision: Option<Step<Ruling>>,
    /// The settlement body that the dispute was referred to.
    pub referral: Option<Step<String>>,
    /// That the body took 90 days more, and why.
    pub extension: Option<Step<String>>,
    /// Its outcome.
    pub settlement: Option<Step<Ruling>>,
    /// How it ended.
    pub ended: Option<Step<String>>,
}

impl Notice {
    /// An article of the Digital Services Act, re-read at a page of its own only where `read` says so.
    pub(crate) fn article(number: u32, part: &str) -> Source {
        let address =
            format!("https://www.eu-digital-services-act.com/Digital_Services_Act_Article_{number}.html");
        let cite = format!("Regulation (EU) 2022/2065 Art {number}{part}");
        if number == 16 { Source::read(&cite, &address) } else { Source::known(&cite, &address) }
    }
}

impl Aggregate for Notice {
    const KIND: &'static str = "notice";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    fn channels(&self, command: &Command) -> Vec<Channel> {
        let id = match self.draft.capacity {
            Capacity::Entity => "dsa-art-16-notice",
            Capacity::TrustedFlagger => "dsa-art-22-trusted-flagger",
        };
        if matches!(command, Command::Send) { vec![Channel::of(id)] } else { Vec::new() }
    }

    fn addresses(&self) -> BTreeMap<&'static str, BTreeSet<String>> {
        [("/urls", self.draft.urls.clone())].into()
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: !matches!(self.phase, Phase::None | Phase::Closed | Phase::Withdrawn),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: self.sent.iter().map(|_| self.draft.host.clone()).collect::<BTreeSet<_>>(),
        }
    }

    fn deadlines(&self) -> Vec<Deadline> {
        clocks::deadlines(self)
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let (article, to) = match event {
            Event::Sent => (16, self.draft.host.clone()),
            Event::Complained { .. } => (20, self.draft.host.clone()),
            Event::Referred { body } => (21, body.clone()),
            Event::Withdrawn { .. } if self.sent.is_some() => (16, self.draft.host.clone()),
            _ => return None,
        };
        let mut law = vec![Self::article(article, "")];
        law.extend(matches!(self.draft.capacity, Capacity::TrustedFlagger).then(|| Self::article(22, "")));
        Some(Outward {
            law,
            evidence: self.draft.evidence.iter().chain(&self.draft.incidents).cloned().collect(),
            recipients: vec![to],
            approved_by: None,
        })
    }
}
