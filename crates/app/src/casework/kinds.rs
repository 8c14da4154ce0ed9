//! Which kinds of record there are.
//!
//! **The choice.** A table of functions, one line a kind: what is generic in `response` becomes one shape here, so that the
//! interface, the index and the reports need not know the kinds.

use ostrakon_response::actor::MechanismFacts;
use ostrakon_response::{
    Aggregate, Deadline, Happened, Outward, Party, Refusal, Scene, Summary, TakesTwo, ad_check, alert, case,
    check, contestation, crisis, cyber, election, evidence_file, information, measure, media_check, notice,
    notification, plan, preservation, publication, report, statement, team,
};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// What came of a command: each event as JSON with its name, and the record after it.
pub(crate) struct Decided {
    pub(crate) events: Vec<(String, Value, Option<Outward>)>,
    pub(crate) state: Value,
}

/// Why it was not decided.
pub(crate) enum Undecided {
    /// The command cannot be read.
    Unreadable(String),
    /// A rule refuses it.
    Refused(Box<Refusal>),
    /// The record that is kept cannot be read.
    Damaged(String),
}

/// About which incidents a decision asks the router.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asks {
    /// None.
    Nothing,
    /// Those that the command adds: what stands in the record is held against them.
    OfAdded,
    /// All of the record.
    OfAll,
}

type Mechanisms = BTreeMap<String, MechanismFacts>;
type Decide = fn(Option<&Value>, &Value, &Scene<'_>, &Party) -> Result<Decided, Undecided>;

/// What boards and lists need of a record.
#[derive(Default)]
pub(crate) struct Look {
    pub(crate) summary: Summary,
    pub(crate) deadlines: Vec<Deadline>,
    /// What makes another open record of the kind a duplicate.
    pub(crate) keys: BTreeSet<String>,
}

/// A kind of record.
pub struct Kind {
    /// Its name: `alert`.
    pub name: &'static str,
    pub(crate) decide: Decide,
    pub(crate) refers_to: fn(Option<&Value>, &Value) -> BTreeSet<String>,
    /// About which incidents a decision asks what may be done.
    pub(crate) asks_the_router: fn(Option<&Value>, &Value) -> Asks,
    /// The mechanisms that it asks about; none for all of them.
    pub(crate) mechanisms: fn(Option<&Value>, &Value) -> Option<BTreeSet<String>>,
    pub(crate) look: fn(&Value) -> Option<Look>,
    /// Which steps take a second person.
    pub(crate) takes_two: fn(&Value, &Mechanisms) -> TakesTwo,
    pub(crate) replay: fn(&[Value]) -> Result<Value, String>,
    /// What is computed from a record and not kept in it.
    pub(crate) measure: Option<fn(&Value) -> Option<Value>>,
}

const fn of<A: Aggregate>() -> Kind {
    Kind {
        name: A::KIND,
        decide: decide::<A>,
        refers_to: refers_to::<A>,
        asks_the_router: asks_the_router::<A>,
        mechanisms: mechanisms::<A>,
        look: look::<A>,
        takes_two: takes_two::<A>,
        replay: replay::<A>,
        measure: None,
    }
}

impl Kind {
    /// The record that a history of events gives.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn replayed(&self, history: &[Value]) -> Result<Value, String> {
        (self.replay)(history)
    }

    const fn measured(self, measure: fn(&Value) -> Option<Value>) -> Self {
        Self { measure: Some(measure), ..self }
    }
}

/// Measures a record.
fn by<A: Aggregate, M: Serialize>(state: &Value, measure: fn(&A) -> M) -> Option<Value> {
    serde_json::to_value(measure(&read(state).ok()?)).ok()
}

/// All kinds.
pub static KINDS: &[Kind] = &[
    of::<ad_check::AdCheck>().measured(|state| by(state, ad_check::AdCheck::measure)),
    of::<alert::Alert>().measured(|state| by(state, alert::measure)),
    of::<case::Case>().measured(|state| by(state, case::measure)),
    of::<contestation::Contestation>(),
    of::<crisis::Crisis>(),
    of::<cyber::Cyber>(),
    of::<election::Election>(),
    of::<evidence_file::EvidenceFile>(),
    of::<information::Information>(),
    of::<measure::Measure>().measured(|state| by(state, measure::Measure::effects)),
    of::<media_check::MediaCheck>(),
    of::<notice::Notice>(),
    of::<notification::Notification>(),
    of::<plan::ResponsePlan>(),
    of::<preservation::Preservation>(),
    of::<publication::Publication>(),
    of::<report::Report>(),
    of::<statement::Statement>(),
    of::<team::Team>(),
];

/// The kind of a name.
pub fn kind(name: &str) -> Option<&'static Kind> {
    KINDS.iter().find(|kind| kind.name == name)
}

fn read<A: Aggregate>(state: &Value) -> Result<A, String> {
    serde_json::from_value(state.clone()).map_err(|error| error.to_string())
}

fn decide<A: Aggregate>(
    state: Option<&Value>,
    command: &Value,
    scene: &Scene<'_>,
    by: &Party,
) -> Result<Decided, Undecided> {
    check::moments(command).map_err(|refusal| Undecided::Refused(Box::new(refusal)))?;
    let mut record = state.map_or_else(|| Ok(A::default()), read).map_err(Undecided::Damaged)?;
    let command: A::Command =
        serde_json::from_value(command.clone()).map_err(|error| Undecided::Unreadable(error.to_string()))?;
    let whats = ostrakon_response::decided(&record, &command, scene)
        .map_err(|refusal| Undecided::Refused(Box::new(refusal)))?;
    let mut events = Vec::with_capacity(whats.len());
    for what in whats {
        let outward = record.outward(&what);
        let happened = Happened { at: scene.now, by: by.clone(), what };
        let value = serde_json::to_value(&happened).map_err(|error| Undecided::Damaged(error.to_string()))?;
        let name = value["what"]["event"].as_str().unwrap_or("happened").to_owned();
        events.push((name, value, outward));
        record = record.evolve(&happened);
    }
    let state = serde_json::to_value(&record).map_err(|error| Undecided::Damaged(error.to_string()))?;
    Ok(Decided { events, state })
}

/// Records that a decision asks about; none for a command that cannot be read.
fn refers_to<A: Aggregate>(state: Option<&Value>, command: &Value) -> BTreeSet<String> {
    let record = state.map_or_else(|| Ok(A::default()), read::<A>);
    match (record, serde_json::from_value(command.clone())) {
        (Ok(record), Ok(command)) => record.refers_to(&command),
        _ => BTreeSet::new(),
    }
}

/// A plan asks with every command, the others when they use a mechanism or hold one.
fn asks_the_router<A: Aggregate>(state: Option<&Value>, command: &Value) -> Asks {
    let record = state.map_or_else(|| Ok(A::default()), read::<A>);
    match (record, serde_json::from_value(command.clone())) {
        (Ok(record), Ok(command))
            if A::KIND == plan::ResponsePlan::KIND || !record.channels(&command).is_empty() =>
        {
            Asks::OfAll
        }
        (Ok(record), Ok(_)) if !record.standing().is_empty() => Asks::OfAdded,
        _ => Asks::Nothing,
    }
}

/// What a command uses and what stands in the record; a plan chooses among all that there are.
fn mechanisms<A: Aggregate>(state: Option<&Value>, command: &Value) -> Option<BTreeSet<String>> {
    if A::KIND == plan::ResponsePlan::KIND {
        return None;
    }
    let record = state.map_or_else(|| Ok(A::default()), read::<A>).ok()?;
    let command = serde_json::from_value(command.clone()).ok()?;
    let used = record.channels(&command).into_iter().chain(record.standing());
    Some(used.map(|one| one.mechanism).collect())
}

fn look<A: Aggregate>(state: &Value) -> Option<Look> {
    let record: A = read(state).ok()?;
    Some(Look { summary: record.summary(), deadlines: record.deadlines(), keys: record.keys() })
}

/// None of a record that cannot be read: its steps are refused in any case.
fn takes_two<A: Aggregate>(state: &Value, mechanisms: &Mechanisms) -> TakesTwo {
    read::<A>(state).map(|record| record.takes_two(mechanisms)).unwrap_or_default()
}

/// The record that a history of events gives.
fn replay<A: Aggregate>(history: &[Value]) -> Result<Value, String> {
    let mut record = A::default();
    for event in history {
        let happened: Happened<A::Event> =
            serde_json::from_value(event.clone()).map_err(|error| error.to_string())?;
        record = record.evolve(&happened);
    }
    serde_json::to_value(&record).map_err(|error| error.to_string())
}
