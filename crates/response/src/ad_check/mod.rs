//! The check of a political advertisement: possible breaches of the transparency regulation, for an authority to judge.
//!
//! **The problem.** Undeclared advertising is the cheapest interference, and "illegal ad" is the easiest accusation against
//! an opponent. **The choice.** Facts about the advertisement go in, dated rules of Regulation (EU) 2024/900 say which
//! articles are possibly breached and which authority is to judge it; this record never says "illegal". A view that nobody
//! paid for is no advertisement and is refused at the door. **Rejected.** A verdict, and a score of "political-ness".
//!
//! ```text
//! open → sent (to the provider, to the authority, a request for information) → closed
//! ```

mod breach;
mod command;
mod decide;
mod evolve;
mod guard;
#[cfg(test)]
mod tests;

pub use breach::{Breach, Measured, Window, possible_breaches};
pub use command::{Ad, Command, Draft, Event, Ground, Nature, Outcome, Seat};

use crate::{
    Aggregate, Channel, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, Source, Summary,
    Term, Words,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Where a check stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = AdCheckPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Facts are collected.
    Open,
    /// Somebody was told or asked.
    Sent,
    /// Ended, with what came of it.
    Closed,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Open => "open",
            Self::Sent => "sent",
            Self::Closed => "closed",
        }
    }
}

/// Something that was sent, and what came back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = AdCheckSent)]
pub struct Sent {
    /// Why it was sent.
    pub ground: Ground,
    /// To whom.
    pub to: String,
    /// When, and by whom.
    pub sent: (i64, Party),
    /// Whether the addressee is a small or medium-sized enterprise.
    pub small: bool,
    /// Whether it was sent in the last month before the vote.
    pub last_month: bool,
    /// What came back, when, and who recorded it.
    pub answer: Option<(i64, Party, String)>,
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct AdCheck {
    /// Where it stands.
    pub phase: Phase,
    /// What is known.
    pub draft: Draft,
    /// Who opened it.
    pub author: Party,
    /// The periods of the election that count here.
    pub window: Window,
    /// What was sent.
    pub sent: Vec<Sent>,
    /// When it ended, how, and with which note.
    pub closed: Option<(i64, Outcome, String)>,
}

/// An article of the regulation.
pub(crate) fn article(which: &str) -> Source {
    Source::known(
        &format!("Regulation (EU) 2024/900 {which}"),
        "https://eur-lex.europa.eu/eli/reg/2024/900/oj",
    )
}

impl AdCheck {
    /// Articles that are possibly breached, for the authority that is to judge it.
    pub fn breaches(&self) -> Vec<Breach> {
        possible_breaches(&self.draft.ad, &self.draft.authority, &self.window)
    }

    /// What is computed from the check.
    pub fn measure(&self) -> Measured {
        Measured { breaches: self.breaches(), window: self.window }
    }
}

impl Aggregate for AdCheck {
    const KIND: &'static str = "ad-check";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    /// Information may be asked for by whom its article names; a referral of a sponsor from outside the Union has a way of its own.
    fn channels(&self, command: &Command) -> Vec<Channel> {
        let Command::Send { ground, .. } = command else { return Vec::new() };
        let barred = self.breaches().iter().any(|one| one.source == article("Art 5(2)"));
        vec![match ground {
            Ground::Referral if barred => Channel::of("ttpa-third-country-sponsor"),
            Ground::Notification | Ground::Referral => Channel::of("ttpa-complaint"),
            Ground::AuthorityRequest | Ground::InterestedRequest => Channel::of("ttpa-complaint").whoever(),
        }]
    }

    fn addresses(&self) -> BTreeMap<&'static str, BTreeSet<String>> {
        [("/ad/addresses", self.draft.ad.addresses.iter().cloned().collect())].into()
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: matches!(self.phase, Phase::Open | Phase::Sent),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: BTreeSet::new(),
        }
    }

    /// One for each thing that was sent: to answer it.
    fn deadlines(&self) -> Vec<Deadline> {
        let closed = self.closed.as_ref().map(|(at, ..)| *at);
        let stop = || Words::new("closed", "clos", "geschlossen");
        let each = self.sent.iter().enumerate().map(|(n, one)| {
            let (basis, term) = match (one.ground, one.last_month, one.small) {
                (Ground::Notification, true, _) => ("Art 15", Term::Hours(48)),
                (Ground::Notification, false, _) => ("Art 15", Term::Promptly),
                (Ground::AuthorityRequest, true, false) => ("Art 16", Term::Hours(48)),
                (Ground::AuthorityRequest, true, true) => ("Art 16", Term::Promptly),
                (Ground::AuthorityRequest, false, false) => ("Art 16", Term::WorkingDays(8)),
                (Ground::AuthorityRequest, false, true) => ("Art 16", Term::WorkingDays(12)),
                (Ground::InterestedRequest, ..) => ("Art 17", Term::Months(1)),
                (Ground::Referral, ..) => ("Art 22", Term::Promptly),
            };
            let what =
                Words::new("answer what was sent", "répondre à l’envoi", "auf das Gesendete antworten");
            Deadline::new(&format!("answer-{n}"), what, article(basis), "sent", Some(one.sent.0), term)
                .of(&one.to)
                .stopped(stop(), closed)
                .met(one.answer.as_ref().map(|(at, by, _)| Fulfilment {
                    at: *at,
                    by: by.clone(),
                    event: "answered".into(),
                }))
        });
        each.collect()
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let Event::Sent { to, .. } = event else { return None };
        Some(Outward {
            law: self.breaches().into_iter().map(|one| one.source).collect(),
            evidence: self.draft.evidence.iter().chain(&self.draft.incidents).cloned().collect(),
            recipients: vec![to.clone()],
            approved_by: None,
        })
    }
}
