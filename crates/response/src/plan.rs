//! The response plan of an incident: what is chosen, why, on which ground, and how one will know whether it helped.
//!
//! **The problem.** A list of countermeasures is quickly ticked. Some of DISARM's act on lawful speech, make people say who
//! they are, deceive in turn or go against named persons; its own authors warn of them. Ticked, they become policy.
//! **The choice.** A plan is a record. What is chosen is a mechanism that the router holds open, or a counter of DISARM; each
//! with its reason, and where it acts on speech, identity or persons with a recorded legal basis, why it is necessary and
//! proportionate, and how it can be contested. Another person than its author approves it. What was done is evaluated
//! before the plan is closed. **Rejected.** A warning beside the tick: nobody reads it at night.
//!
//! ```text
//! draft ⇄ approved → closed
//! ```

mod command;
mod counters;
mod decide;
mod guard;
#[cfg(test)]
mod tests;

pub use command::{Command, Counter, Entry, Evaluation, Event, Ground, Outline};
pub use counters::{CounterSafeguard, safeguard};

use crate::actor::{ChannelFacts, MechanismFacts};
use crate::mechanism::{Addressee, Ask, AttributionNeed, Mechanisms};
use crate::router::{Reason, Route, Routes, Situation, Status};
use crate::{Aggregate, Happened, Party, Refusal, Scene, Source, Summary};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = PlanPhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Being written.
    Draft,
    /// Approved by somebody else than its author.
    Approved,
    /// Ended, with what came of it.
    Closed,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::Draft => "draft",
            Self::Approved => "approved",
            Self::Closed => "closed",
        }
    }
}

/// Something that was chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PlanChosen)]
pub struct Chosen {
    /// What, why, on which ground.
    pub entry: Entry,
    /// Who chose it.
    pub by: Party,
    /// When.
    pub at: i64,
    /// What came of it.
    pub evaluation: Option<Evaluation>,
}

/// A response plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct ResponsePlan {
    /// Where it stands.
    pub phase: Phase,
    /// What it is for.
    pub outline: Outline,
    /// Everybody who wrote in it: none of them approves it.
    pub authors: BTreeSet<Party>,
    /// What was chosen, by the counter's key.
    pub chosen: BTreeMap<String, Chosen>,
    /// Who approved it, and when.
    pub approved: Option<(i64, Party)>,
    /// When and how it ended.
    pub ended: Option<(i64, String)>,
}

impl ResponsePlan {
    /// What the duty to choose with reasons stands on.
    pub(crate) fn basis() -> Source {
        Source::known(
            "Charter of Fundamental Rights Art 52(1): law, necessity, proportionality",
            "https://eur-lex.europa.eu/eli/treaty/char_2012/oj",
        )
    }
}

/// What the router answered, as facts for decisions on a plan.
pub fn channel_facts(
    mechanisms: &Mechanisms,
    situation: &Situation,
    routes: &Routes,
) -> BTreeMap<String, ChannelFacts> {
    let fact = |route: &Route| {
        let (mut closed_by, mut missing) = (Vec::new(), Vec::new());
        match &route.status {
            Status::Open { .. } => {}
            Status::Missing { gaps, .. } => missing.extend(gaps.iter().map(|gap| gap.field.clone())),
            Status::Closed { reasons } => closed_by.extend(reasons.iter().cloned()),
        }
        let acts_on_speech = mechanisms.get(&route.mechanism).is_none_or(|one| {
            matches!(
                one.asks_for,
                Ask::Restrict | Ask::Mitigate | Ask::StopAdvertising | Ask::Investigate | Ask::Sanction
            )
        });
        let protected = protected(situation, route);
        let unattributed = crate::router::lack_of_attribution(route);
        (
            route.mechanism.clone(),
            ChannelFacts { closed_by, missing, acts_on_speech, protected, unattributed },
        )
    };
    routes.routes.iter().map(fact).collect()
}

/// What every use of each mechanism asks for.
pub fn mechanism_facts(mechanisms: &Mechanisms) -> BTreeMap<String, MechanismFacts> {
    let fact = |one: &crate::mechanism::Mechanism| {
        let facts = MechanismFacts {
            needs_two_people: one.needs_two_people,
            needs_attribution: one.needs_attribution != AttributionNeed::None,
            hears_media: crate::router::hears_media(one),
            speaks_to_nobody: one.addressee == Addressee::Nobody,
        };
        (one.id.clone(), facts)
    };
    mechanisms.iter().map(fact).collect()
}

/// The addresses of items that a mechanism leaves out, where no item that it is about stands at the same one.
fn protected(situation: &Situation, route: &Route) -> BTreeMap<String, Reason> {
    if route.left_out.is_empty() {
        return BTreeMap::new();
    }
    let mut by_id: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for item in &situation.items {
        let urls = item.urls.iter().map(|url| crate::address::canonical(url));
        by_id.entry(&item.id).or_default().extend(urls);
    }
    let addresses = |id: &str| by_id.get(id).cloned().unwrap_or_default();
    let kept: BTreeSet<String> = route.items.iter().flat_map(|id| addresses(id)).collect();
    let mut all = BTreeMap::new();
    for one in &route.left_out {
        let Some(reason) = crate::router::reason_of(&one.rule) else { continue };
        for address in addresses(&one.id).into_iter().filter(|address| !kept.contains(address)) {
            all.entry(address).or_insert_with(|| reason.clone());
        }
    }
    all
}

impl Aggregate for ResponsePlan {
    const KIND: &'static str = "plan";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    fn evolve(mut self, event: &Happened<Event>) -> Self {
        match &event.what {
            Event::Outlined { outline } => {
                (self.phase, self.outline) = (Phase::Draft, outline.clone());
                self.authors.insert(event.by.clone());
            }
            Event::Chosen { entry } => {
                let chosen =
                    Chosen { entry: entry.clone(), by: event.by.clone(), at: event.at, evaluation: None };
                self.chosen.insert(entry.counter.key(), chosen);
                self.authors.insert(event.by.clone());
            }
            Event::Dropped { counter, .. } => {
                self.chosen.remove(&counter.key());
                self.authors.insert(event.by.clone());
            }
            Event::Approved => {
                (self.phase, self.approved) = (Phase::Approved, Some((event.at, event.by.clone())));
            }
            Event::Reopened { .. } => (self.phase, self.approved) = (Phase::Draft, None),
            Event::Evaluated { counter, evaluation } => {
                if let Some(chosen) = self.chosen.get_mut(&counter.key()) {
                    chosen.evaluation = Some(evaluation.clone());
                }
            }
            Event::Closed { outcome } => {
                (self.phase, self.ended) = (Phase::Closed, Some((event.at, outcome.clone())));
            }
        }
        self
    }

    fn summary(&self) -> Summary {
        Summary {
            title: self.outline.title.clone(),
            state: self.phase.name().to_owned(),
            open: matches!(self.phase, Phase::Draft | Phase::Approved),
            marking: self.outline.marking,
            election: self.outline.election.clone(),
            incidents: self.outline.incident.iter().cloned().collect(),
            participants: BTreeSet::new(),
        }
    }
}
