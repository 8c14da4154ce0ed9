//! Measures taken by any actor: on which ground, against which behaviour, and what came of it.
//!
//! **The problem.** Measures are decided in one place, taken in another and remembered nowhere; their effect is claimed, not
//! measured; and whether they were necessary and proportionate is written afterwards. **The choice.** One record a measure:
//! actor, instrument, the behaviour that it is aimed at; a legal basis and a note on necessity and proportionality before
//! it is decided; the reply of a declared media provider before it takes effect. What was observed is kept as three
//! series that are never added up: volume (activity), reach, and spread to other platforms. **Rejected.** A field
//! "effective: yes": see [`effect`](crate::effect).
//!
//! ```text
//! proposed → decided → in-force → ended
//!     └────→ refused ←┘
//! ```

mod command;
mod decide;
mod guard;
#[cfg(test)]
mod tests;

pub use command::{Command, Declaration, Draft, Event, Ground, Observed, Provider};

use crate::actor::MechanismFacts;
use crate::check::is_address;
use crate::effect::{Effect, Series, estimate};
use crate::{
    Aggregate, Channel, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, Source, Summary,
    TakesTwo, Term, Words, second,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Where a measure stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = MeasurePhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Somebody proposes it.
    Proposed,
    /// It is decided, and has no effect yet.
    Decided,
    /// It has effect.
    InForce,
    /// It has ended.
    Ended,
    /// It was not taken.
    Refused,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Proposed => "proposed",
            Self::Decided => "decided",
            Self::InForce => "in-force",
            Self::Ended => "ended",
            Self::Refused => "refused",
        }
    }
}

/// A decision to take a measure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = MeasureDecision)]
pub struct Decision {
    /// When.
    pub at: i64,
    /// By whom.
    pub by: Party,
    /// Why, in the words of who decided.
    pub reason: String,
    /// Who gave the second signature, where the measure is against a declared media provider.
    pub approved_by: Option<Party>,
}

/// A measure.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Measure {
    /// Where it stands.
    pub phase: Phase,
    /// What it is.
    pub draft: Draft,
    /// Who keeps it.
    pub author: Party,
    /// The decision.
    pub decision: Option<Decision>,
    /// When a declared media provider was sent the reasons, and by whom.
    pub heard: Option<(i64, Party)>,
    /// What it replied, and when.
    pub reply: Option<(i64, String)>,
    /// Since when it has effect, and who entered that.
    pub in_force: Option<(i64, Party)>,
    /// When and how it ended, or why it was refused.
    pub ended: Option<(i64, String)>,
    /// What was observed; each series as it was last entered.
    pub observed: BTreeMap<Observed, Series>,
}

/// What each of the three series says of a measure; never added up.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
#[schema(as = MeasureEffects)]
pub struct Effects {
    /// The moment that before and after are counted from; without one nothing is estimated.
    pub since: Option<i64>,
    /// Of activity.
    pub volume: Option<Effect>,
    /// Of reach.
    pub reach: Option<Effect>,
    /// Of the spread to other platforms.
    pub spread: Option<Effect>,
}

impl Measure {
    /// What hearing a media provider stands on.
    pub fn hearing() -> Source {
        Source::known(
            "Regulation (EU) 2024/1083 Art 18(4)",
            "https://www.europarl.europa.eu/doceo/document/E-9-2024-000672-ASW_EN.html",
        )
    }

    /// What was measured, where the measure has had effect.
    pub fn effects(&self) -> Effects {
        let Some((since, _)) = self.in_force else { return Effects::default() };
        let of = |what| self.observed.get(&what).map(|series| estimate(series, since));
        Effects {
            since: Some(since),
            volume: of(Observed::Volume),
            reach: of(Observed::Reach),
            spread: of(Observed::Spread),
        }
    }

    /// Whether a declared provider must be heard before it takes effect: on the ground of terms, and not on that of the law.
    pub fn must_hear(&self) -> bool {
        let provider = self.draft.provider.as_ref();
        provider.is_some_and(|one| one.declared == Declaration::Yes) && self.draft.ground == Ground::Terms
    }
}

impl Aggregate for Measure {
    const KIND: &'static str = "measure";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    /// Who takes it may be another than who keeps it: who may use the instrument is that one's question.
    fn channels(&self, command: &Command) -> Vec<Channel> {
        let acts = matches!(command, Command::Decide { .. } | Command::PutInForce { .. });
        if acts { vec![Channel::of(&self.draft.instrument).whoever().attributing()] } else { Vec::new() }
    }

    /// By its instrument, which is data, and by whom it acts on.
    fn takes_two(&self, mechanisms: &BTreeMap<String, MechanismFacts>) -> TakesTwo {
        let instrument = mechanisms.get(&self.draft.instrument).copied().unwrap_or_default();
        match decide::second_person(&self.draft, instrument) {
            Some(action) if self.phase == Phase::Proposed => second::always(action, &["decide"]),
            _ => TakesTwo::new(),
        }
    }

    /// A measure has no field for addresses: what it acts on is named among its evidence or where it goes.
    fn addresses(&self) -> BTreeMap<&'static str, BTreeSet<String>> {
        let web = |all: &BTreeSet<String>| all.iter().filter(|one| is_address(one)).cloned().collect();
        [("/addressees", web(&self.draft.addressees)), ("/evidence", web(&self.draft.evidence))].into()
    }

    fn evolve(mut self, happened: &Happened<Event>) -> Self {
        let (at, by) = (happened.at, happened.by.clone());
        match &happened.what {
            Event::Proposed { draft } => {
                if self.phase == Phase::None {
                    self.author = by;
                }
                self.phase = Phase::Proposed;
                self.draft = draft.clone();
            }
            Event::Decided { reason, approved_by } => {
                self.phase = Phase::Decided;
                self.decision =
                    Some(Decision { at, by, reason: reason.clone(), approved_by: approved_by.clone() });
            }
            Event::ProviderHeard => self.heard = Some((at, by)),
            Event::ProviderReplied { text } => self.reply = Some((at, text.clone())),
            Event::PutInForce { since } => {
                self.phase = Phase::InForce;
                self.in_force = Some((*since, by));
            }
            Event::Ended { result } => {
                self.phase = Phase::Ended;
                self.ended = Some((at, result.clone()));
            }
            Event::Refused { reason } => {
                self.phase = Phase::Refused;
                self.ended = Some((at, reason.clone()));
            }
            Event::Observed { what, series } => drop(self.observed.insert(*what, series.clone())),
        }
        self
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: matches!(self.phase, Phase::Proposed | Phase::Decided | Phase::InForce),
            marking: self.draft.marking,
            election: self.draft.election.clone(),
            incidents: self.draft.incidents.clone(),
            participants: BTreeSet::new(),
        }
    }

    /// The 24 hours of a declared media provider; and the day on which a measure that was set an end is looked at again.
    fn deadlines(&self) -> Vec<Deadline> {
        let ended = self.ended.as_ref().map(|(at, _)| *at);
        let stop = Words::new("ended or refused", "terminée ou refusée", "beendet oder abgelehnt");
        let mut all = Vec::new();
        if let (Some((heard, _)), Some(provider)) = (&self.heard, &self.draft.provider) {
            let what = Words::new("reply to the reasons", "répondre aux motifs", "auf die Gründe antworten");
            let done = self.reply.as_ref().map(|(at, _)| Fulfilment {
                at: *at,
                by: self.author.clone(),
                event: "provider-replied".into(),
            });
            let term = Term::Hours(24);
            all.push(
                Deadline::new("reply", what, Self::hearing(), "provider-heard", Some(*heard), term)
                    .of(&provider.name)
                    .stopped(stop.clone(), ended)
                    .met(done),
            );
        }
        if let (Some((since, _)), Some(until)) = (&self.in_force, self.draft.until) {
            let what = Words::new("end it", "y mettre fin", "beenden");
            let basis = Source::house("a measure lasts no longer than it was decided for");
            let done = self.ended.as_ref().map(|(at, _)| Fulfilment {
                at: *at,
                by: self.author.clone(),
                event: "ended".into(),
            });
            let term = Term::Until(until);
            all.push(Deadline::new("end", what, basis, "put-in-force", Some(*since), term).met(done));
        }
        all
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        let to = match event {
            Event::PutInForce { .. } | Event::Ended { .. } => self.draft.addressees.iter().cloned().collect(),
            Event::ProviderHeard => self.draft.provider.iter().map(|one| one.name.clone()).collect(),
            _ => return None,
        };
        let mut law: Vec<_> = self.draft.legal_basis.iter().map(|cite| Source::known(cite, "")).collect();
        law.extend(self.must_hear().then(Self::hearing));
        Some(Outward {
            law,
            evidence: self.draft.evidence.iter().chain(&self.draft.incidents).cloned().collect(),
            recipients: to,
            approved_by: self.decision.as_ref().and_then(|one| one.approved_by.clone()),
        })
    }
}
