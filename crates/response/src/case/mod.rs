//! The case: the casework side of an incident, from a finding or a tip to an outcome.
//!
//! **The problem.** Tools for incidents let one score stand for everything, merge what cannot be parted again, close what
//! nobody reviewed, and have no word for "we were wrong". **The choice.** Coordination, impact and attribution are three
//! judgements by people, none derived from another; attribution has four levels, each with its own confidence, and may stay
//! unknown for ever; to a state it takes two people. Merging and splitting hide and show ([`Members`]) and so undo without
//! loss. What is done about it is a plan of mechanisms, each with its reason and legal basis, and doing nothing is one of
//! them. **Rejected.** A severity that is computed from a score, and a "resolved" without an outcome.
//!
//! ```text
//! new → in-progress ⇄ closed
//!  └──────┴──→ merged (into another) → back, as it was
//! ```

mod command;
mod decide;
mod evolve;
mod guard;
mod judgement;
mod kpi;
mod members;
#[cfg(test)]
mod tests;
mod work;

pub use command::{Command, Draft, Event, Outcome, Severity};
pub use judgement::{
    Attribution, AttributionLevel, Category, Confidence, Coordination, CoordinationFound, Exposure,
    ExposureEvidence, ExposureEvidenceKind, Hypothesis, Impact, ImpactFound,
};
pub use kpi::{Measured, measure};
pub use members::{Item, ItemKind, Members, Taken, bare};
pub use work::{Choice, Review, Task};

use crate::actor::MechanismFacts;
use crate::{
    Aggregate, Channel, Deadline, Fulfilment, Happened, Outward, Party, Refusal, Scene, SecondPerson,
    Sensitive, Source, Summary, TakesTwo, Term, Words, second,
};
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use utoipa::ToSchema;

/// The mechanism that is to do nothing, with its reason.
pub const NO_ACTION: &str = "no-action";

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
#[schema(as = CasePhase)]
pub enum Phase {
    /// Nothing happened yet.
    #[default]
    None,
    /// Nobody works on it yet.
    New,
    /// Somebody does.
    InProgress,
    /// Ended, with an outcome.
    Closed,
    /// Another case has taken it up.
    Merged,
}

impl Phase {
    /// The name as it is written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "not opened",
            Self::New => "new",
            Self::InProgress => "in-progress",
            Self::Closed => "closed",
            Self::Merged => "merged",
        }
    }
}

/// A case.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Case {
    /// Where it stands.
    pub phase: Phase,
    /// What it is about.
    pub draft: Draft,
    /// Who opened it.
    pub author: Party,
    /// Account of who leads it.
    pub owner: Option<String>,
    /// Its review.
    pub review: Review,
    /// Findings, incidents and evidence in it.
    pub members: Members,
    /// Organisations that take part, for their own tasks.
    pub participants: BTreeSet<String>,
    /// By each case that it took up, what holds while it has it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub taken: BTreeMap<String, Taken>,
    /// Whether accounts act together.
    pub coordination: Option<Coordination>,
    /// What it brought about.
    pub impact: Option<Impact>,
    /// Who is behind it: unknown until somebody says.
    pub attribution: Attribution,
    /// Who gave the second signature to an attribution to a state.
    pub attribution_approved_by: Option<Party>,
    /// When each judgement was made last, and by whom.
    pub judged: BTreeMap<String, (i64, Party)>,
    /// Channels and how they belong to an actor.
    pub exposures: BTreeMap<String, Exposure>,
    /// Tasks, in the order in which they were set.
    pub tasks: Vec<Task>,
    /// Mechanisms that were chosen.
    pub plan: BTreeMap<String, Choice>,
    /// When it was opened.
    pub opened: Option<i64>,
    /// When work began first.
    pub begun: Option<i64>,
    /// When it was closed, how, and what is to be said about it.
    pub closed: Option<(i64, Outcome, String)>,
    /// The case that took it up, and how it stood before.
    pub merged: Option<(String, Phase)>,
}

impl Case {
    /// That attribution is a decision of its own.
    pub fn attribution_basis() -> Source {
        Source::known(
            "Council conclusions of 21 June 2022 on a coordinated response to hybrid campaigns: attribution is a sovereign political decision",
            "https://ieu-monitoring.com/?p=381017",
        )
    }

    /// Its marking, with that of each case that it took up: the narrowest.
    pub fn marking(&self) -> Tlp {
        self.taken.values().map(|one| one.marking).fold(self.draft.marking, Tlp::max)
    }

    /// Organisations that take part in all that it shows.
    pub fn audience(&self) -> BTreeSet<String> {
        let withheld = |one: &&String| self.taken.values().any(|taken| taken.withheld_from.contains(*one));
        self.participants.iter().filter(|one| !withheld(one)).cloned().collect()
    }

    /// All that another case shows that takes it up: its items, and the incident that it works on.
    pub fn brings(&self) -> BTreeSet<Item> {
        let incident = self.draft.incident.iter().map(|id| Item { kind: ItemKind::Incident, id: id.clone() });
        self.members.shown().into_iter().chain(incident).collect()
    }
}

impl Aggregate for Case {
    const KIND: &'static str = "case";
    type Command = Command;
    type Event = Event;

    fn decide(&self, command: &Command, scene: &Scene<'_>) -> Result<Vec<Event>, Refusal> {
        decide::decide(self, command, scene)
    }

    /// To expose always; to attribute where a state is named that was not before.
    fn takes_two(&self, _: &BTreeMap<String, MechanismFacts>) -> TakesTwo {
        if !self.summary().open {
            return TakesTwo::new();
        }
        let action = Sensitive::Attribute;
        let mut steps = second::always(action, &["expose"]);
        steps.insert("attribute", SecondPerson { action, always: false });
        steps
    }

    /// What is planned is done by whoever has the role for it.
    fn channels(&self, command: &Command) -> Vec<Channel> {
        match command {
            Command::Plan { mechanism, .. } => {
                vec![Channel::of(mechanism).judging(&["only-the-right-role-may-use-it"])]
            }
            _ => Vec::new(),
        }
    }

    fn standing(&self) -> Vec<Channel> {
        let chosen = self.plan.iter().filter(|(_, choice)| choice.dropped.is_none());
        chosen.map(|(id, _)| Channel::of(id).judging(&["only-the-right-role-may-use-it"])).collect()
    }

    fn evolve(self, event: &Happened<Event>) -> Self {
        evolve::evolve(self, event)
    }

    fn summary(&self) -> Summary {
        // An incident is one by its id, whatever kind of item it was entered as.
        let is_incident =
            |one: &Item| one.kind == ItemKind::Incident || crate::aggregate::is_incident(&one.id);
        let incidents = self.members.shown().into_iter().filter(is_incident);
        Summary {
            title: self.draft.title.clone(),
            state: self.phase.name().into(),
            open: matches!(self.phase, Phase::New | Phase::InProgress),
            marking: self.marking(),
            election: self.draft.election.clone(),
            incidents: incidents.map(|one| one.id).chain(self.draft.incident.clone()).collect(),
            participants: self.audience(),
        }
    }

    /// One for each task that has a date.
    fn deadlines(&self) -> Vec<Deadline> {
        let dated = self.tasks.iter().enumerate().filter_map(|(n, one)| Some((n, one, one.due?)));
        dated
            .map(|(n, task, due)| {
                let name = format!("task-{n}");
                let what = Words::new(&*task.title, &*task.title, &*task.title);
                let house = Source::house("a task is done by its date");
                let set = Some(task.set.0);
                Deadline::new(&name, what, house, "task-set", set, Term::Until(due))
                    .of(&task.assignee)
                    .stopped(
                        Words::new("dropped", "abandonnée", "aufgegeben"),
                        task.dropped.as_ref().map(|(at, _)| *at),
                    )
                    .met(task.done.as_ref().map(|(at, by)| Fulfilment {
                        at: *at,
                        by: by.clone(),
                        event: "task-finished".into(),
                    }))
            })
            .collect()
    }

    fn outward(&self, event: &Event) -> Option<Outward> {
        match event {
            Event::Involved { organisation } => Some(Outward {
                law: vec![Source::house("a case is shared with organisations that take part in it")],
                evidence: self.members.shown().into_iter().map(|one| one.id).collect(),
                recipients: vec![organisation.clone()],
                approved_by: None,
            }),
            _ => None,
        }
    }
}
