//! A kind of record: how commands are decided, and how events change it.

use crate::actor::MechanismFacts;
use crate::{Deadline, Party, Refusal, Scene, Source, TakesTwo};
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use utoipa::ToSchema;

/// An event, with who and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Happened<E> {
    /// Milliseconds since 1970 UTC.
    pub at: i64,
    /// Who decided it.
    pub by: Party,
    /// What happened.
    pub what: E,
}

/// What the log keeps of an act that leaves the house: on what evidence, under which law, to whom.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Outward {
    /// The law, agreement or practice that the act stands on.
    pub law: Vec<Source>,
    /// Evidence, findings and incidents that it rests on.
    pub evidence: Vec<String>,
    /// Organisations or addressees that it goes to.
    pub recipients: Vec<String>,
    /// Who gave the second signature, where the act takes two.
    pub approved_by: Option<Party>,
}

/// What lists and boards show of any record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
pub struct Summary {
    /// Title.
    pub title: String,
    /// Name of the state that it is in.
    pub state: String,
    /// Whether something is still to be done.
    pub open: bool,
    /// Its marking.
    #[schema(value_type = String)]
    pub marking: Tlp,
    /// The election that it belongs to.
    pub election: Option<String>,
    /// Incidents that it is about.
    pub incidents: BTreeSet<String>,
    /// Organisations that take part in it and therefore see it, besides the one that keeps it.
    pub participants: BTreeSet<String>,
}

/// A mechanism of the router that a command would use: towards the outside, or in what is planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Channel {
    /// Id of the mechanism.
    pub mechanism: String,
    /// Rules of the router that the record judges itself, knowing more than the incident says.
    pub judged_here: &'static [&'static str],
    /// Rules that alone are asked; empty for all.
    pub only: &'static [&'static str],
    /// Whether an attribution that two people have not decided refuses it.
    pub attributes: bool,
}

impl Channel {
    /// A mechanism all of whose rules the router judges.
    pub fn of(mechanism: &str) -> Self {
        Self { mechanism: mechanism.to_owned(), judged_here: &[], only: &[], attributes: false }
    }

    /// Who may use it is judged by the record.
    #[must_use]
    pub fn whoever(self) -> Self {
        self.judging(&["only-those-entitled-may-use-it", "only-the-right-role-may-use-it"])
    }

    /// It rests on an attribution, which is not missing then.
    #[must_use]
    pub fn attributing(self) -> Self {
        Self { attributes: true, ..self }
    }

    /// These rules alone are asked.
    #[must_use]
    pub fn only(self, only: &'static [&'static str]) -> Self {
        Self { only, ..self }
    }

    /// Whether what a rule says counts.
    pub fn asks(&self, rule: &str) -> bool {
        !self.judged_here.contains(&rule) && (self.only.is_empty() || self.only.contains(&rule))
    }

    /// These rules are judged by the record.
    #[must_use]
    pub fn judging(self, judged_here: &'static [&'static str]) -> Self {
        Self { judged_here, ..self }
    }
}

/// In [`Aggregate::refers_to`]: the record itself, which does not know its id.
pub const ITSELF: &str = "itself";

/// A kind of record. `Default` is the record before its first event.
pub trait Aggregate:
    Clone + Debug + Default + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static
{
    /// Name of the kind, as it stands in addresses and the log: `alert`.
    const KIND: &'static str;
    /// What may be asked of it; internally tagged by `command`.
    type Command: DeserializeOwned + Debug + Send + 'static;
    /// What may happen to it; internally tagged by `event`.
    type Event: Clone + Debug + PartialEq + Serialize + DeserializeOwned + Send + 'static;

    /// Decides a command: what then happened, in order, or why not. Pure.
    ///
    /// # Errors
    /// A [`Refusal`] that names its rule.
    fn decide(&self, command: &Self::Command, scene: &Scene<'_>) -> Result<Vec<Self::Event>, Refusal>;

    /// Records (`kind/id`, or [`ITSELF`]) whose facts this decision asks for.
    fn refers_to(&self, command: &Self::Command) -> BTreeSet<String> {
        let _ = command;
        BTreeSet::new()
    }

    /// Mechanisms that a command uses. Asked of the router for every incident of the record by [`decided`](crate::decided()).
    fn channels(&self, command: &Self::Command) -> Vec<Channel> {
        let _ = command;
        Vec::new()
    }

    /// Mechanisms that stand in the record already, chosen or used: asked of the router for every incident that a command adds.
    fn standing(&self) -> Vec<Channel> {
        Vec::new()
    }

    /// Steps that take a second person as the record stands, for those who are about to take them.
    fn takes_two(&self, mechanisms: &BTreeMap<String, MechanismFacts>) -> TakesTwo {
        let _ = mechanisms;
        TakesTwo::new()
    }

    /// Addresses that the record is about, by the field in which they stand (a JSON pointer into the record's `draft`): none of
    /// them is one of a protected item.
    fn addresses(&self) -> BTreeMap<&'static str, BTreeSet<String>> {
        BTreeMap::new()
    }

    /// The record after an event. Total: an event that was decided always applies.
    #[must_use]
    fn evolve(self, event: &Happened<Self::Event>) -> Self;

    /// What lists show.
    fn summary(&self) -> Summary;

    /// What makes another open record of this kind a duplicate: two open ones share no key. The caller hands the keys of
    /// the open ones to decisions in [`Facts::open`](crate::Facts::open). Empty for kinds that know no duplicates.
    fn keys(&self) -> BTreeSet<String> {
        BTreeSet::new()
    }

    /// Its deadlines, computed from what has happened.
    fn deadlines(&self) -> Vec<Deadline> {
        Vec::new()
    }

    /// For an event that is an act towards the outside: on what it stands.
    fn outward(&self, event: &Self::Event) -> Option<Outward> {
        let _ = event;
        None
    }
}

/// The record that a history gives.
pub fn replay<'a, A: Aggregate>(history: impl IntoIterator<Item = &'a Happened<A::Event>>) -> A {
    history.into_iter().fold(A::default(), A::evolve)
}

/// Whether a reference is the id of an incident.
pub fn is_incident(reference: &str) -> bool {
    reference.starts_with("incident--")
}
