//! Records as they stood at a moment, as far as somebody may see them.
//!
//! **The problem.** A report with a cut-off of six o'clock must not know what was entered at seven; and of what its readers
//! may not see, it may tell how much there is, and nothing else. **The choice.** A record that has changed since is replayed
//! from its history up to the moment; one that has not is taken as it is kept. Visibility is that of today, since a
//! narrower marking that was set afterwards was set for a reason, and of the moment as well. What belongs to other organisations passes the
//! gate, all of it in one page. **Rejected.** Snapshots: they would have to be made before anybody knows of which hour.

use super::commands::kept;
use super::index::Entry;
use super::kinds::{Kind, Look};
use super::show::{as_object, may_see, of_object};
use crate::hub::outward::Way;
use crate::hub::{Hub, HubError};
use ostrakon_access::{Principal, Role};
use ostrakon_model::Tlp;
use ostrakon_response::alert::Alert;
use ostrakon_response::{Aggregate, Deadline, Summary};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};

/// A record as it stood at a moment.
#[derive(Debug, Clone)]
pub(crate) struct Past {
    /// Kind.
    pub kind: &'static str,
    /// Id.
    pub id: String,
    /// The organisation that keeps it.
    pub owner: String,
    /// When it was opened, milliseconds of UTC.
    pub opened: i64,
    /// What lists show of it.
    pub summary: Summary,
    /// Its deadlines.
    pub deadlines: Vec<Deadline>,
    /// The record itself.
    pub state: Value,
}

impl Past {
    /// Whether it is an exercise in an installation that is none.
    pub(crate) fn is_exercise(&self) -> bool {
        self.read::<Alert>().is_some_and(|alert| alert.is_exercise())
    }

    /// The record as what it is; `None` when it is of another kind, or lost a part at the gate that it cannot do without.
    pub(crate) fn read<A: Aggregate>(&self) -> Option<A> {
        (self.kind == A::KIND).then(|| serde_json::from_value(self.state.clone()).ok()).flatten()
    }
}

/// Whether a record is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// It is, and is counted where it may not be seen.
    Yes,
    /// It helps to judge others; nobody misses it.
    Beside,
    /// It is not.
    No,
}

/// Why a record is not shown to somebody who may know that it is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Hidden {
    /// Its marking is narrower than what they may see.
    Marking,
    /// The gate does not let it go to them.
    Gate,
    /// It is another organisation's, and may not be passed on to one of the recipients.
    Onward,
    /// A part of its history was erased, so that nobody can tell how it stood.
    Erased,
}

/// Records at a moment.
#[derive(Debug, Default)]
pub(crate) struct Sight {
    /// Those that may be seen, by kind and id.
    pub records: Vec<Past>,
    /// How many may not, by kind and reason.
    pub hidden: BTreeMap<(&'static str, Hidden), u64>,
}

impl Hub {
    /// Records of casework as they stood at `at`, of which `wanted` says that they are asked for.
    ///
    /// # Errors
    /// [`HubError::Store`], [`HubError::Damaged`].
    pub(crate) fn records_at(
        &self,
        who: &Principal,
        at: i64,
        wanted: &dyn Fn(&str, &Summary) -> Wanted,
    ) -> Result<Sight, HubError> {
        let mut sight = Sight::default();
        let mut foreign = Vec::new();
        for entry in self.index().entries(self)? {
            let Entry { kind, id, owner, marking, created, updated, summary, .. } = &entry;
            let changed_since = *updated > at;
            if *created > at || (!changed_since && wanted(kind.name, summary) == Wanted::No) {
                continue;
            }
            let told = may_know(who, owner, *marking, summary);
            if !told {
                continue;
            }
            let past = if changed_since {
                match self.replayed(kind, id, owner, *created, at)? {
                    Replayed::Was(past) => *past,
                    Replayed::WasNot => continue,
                    Replayed::Erased => {
                        if wanted(kind.name, summary) == Wanted::Yes {
                            *sight.hidden.entry((kind.name, Hidden::Erased)).or_default() += 1;
                        }
                        continue;
                    }
                }
            } else {
                let Some(state) = self.state_of(kind, id)? else { continue };
                of_state(kind, id, owner, *created, state)
            };
            let asked = wanted(kind.name, &past.summary);
            if asked == Wanted::No {
                continue;
            }
            let narrowest = (*marking).max(past.summary.marking);
            if !may_see(who, owner, narrowest, &past.summary.participants) {
                // Whoever took no part in it then is not told of it now.
                if asked == Wanted::Yes && may_know(who, owner, narrowest, &past.summary) {
                    *sight.hidden.entry((kind.name, Hidden::Marking)).or_default() += 1;
                }
            } else if who.own || *owner == who.organisation {
                sight.records.push(past);
            } else {
                foreign.push(past);
            }
        }
        self.foreign(who, foreign, &mut sight)?;
        sight.records.sort_by(|a, b| (a.kind, &a.id).cmp(&(b.kind, &b.id)));
        Ok(sight)
    }

    /// Records of a kind that the readers' own organisation keeps and they may not see, as they stood at `at`: for what must not be
    /// said against better knowledge, and for nothing that is told.
    ///
    /// # Errors
    /// As [`Hub::records_at`].
    pub(crate) fn unseen_at(&self, who: &Principal, kind: &str, at: i64) -> Result<Vec<Past>, HubError> {
        let mut unseen = Vec::new();
        for entry in self.index().entries(self)? {
            let Entry { kind: of, id, owner, marking, created, updated, .. } = &entry;
            if of.name != kind || *owner != who.organisation || *created > at {
                continue;
            }
            let past = if *updated > at {
                match self.replayed(of, id, owner, *created, at)? {
                    Replayed::Was(past) => *past,
                    Replayed::WasNot | Replayed::Erased => continue,
                }
            } else {
                let Some(state) = self.state_of(of, id)? else { continue };
                of_state(of, id, owner, *created, state)
            };
            let narrowest = (*marking).max(past.summary.marking);
            if !may_see(who, owner, narrowest, &past.summary.participants) {
                unseen.push(past);
            }
        }
        Ok(unseen)
    }

    /// Records of others, through the gate.
    fn foreign(&self, who: &Principal, records: Vec<Past>, sight: &mut Sight) -> Result<(), HubError> {
        if records.is_empty() {
            return Ok(());
        }
        let rows = records.iter().map(|one| {
            let version = self.store().record(one.kind, &one.id)?.map_or(0, |record| record.rev);
            Ok(as_object(&one.id, version, &one.summary, &one.state))
        });
        let rows = rows.collect::<Result<Vec<_>, HubError>>()?;
        let passed = Way::to_participant(self, who)?.pass(self, rows, true, true)?;
        let passed: HashMap<String, Vec<u8>> = passed.into_iter().map(|row| (row.id, row.bytes)).collect();
        for mut past in records {
            let bytes = passed.get(&super::show::object_id(&past.id));
            match bytes.and_then(|bytes| of_object(bytes)) {
                Some((summary, state)) => {
                    past.summary = summary.unwrap_or_default();
                    past.deadlines.retain(|one| one.whose == who.organisation);
                    past.state = state;
                    sight.records.push(past);
                }
                None => *sight.hidden.entry((past.kind, Hidden::Gate)).or_default() += 1,
            }
        }
        Ok(())
    }

    fn state_of(&self, kind: &Kind, id: &str) -> Result<Option<Value>, HubError> {
        let record = self.store().record(kind.name, id)?.filter(|one| one.erased.is_none());
        record.map(|record| Ok(kept(&record)?.state)).transpose()
    }

    /// A record replayed up to a moment.
    fn replayed(
        &self,
        kind: &'static Kind,
        id: &str,
        owner: &str,
        opened: i64,
        at: i64,
    ) -> Result<Replayed, HubError> {
        let Some(record) = self.store().record(kind.name, id)?.filter(|one| one.erased.is_none()) else {
            return Ok(Replayed::WasNot);
        };
        let mut events = Vec::new();
        for n in 1..=kept(&record)?.events {
            let Some(event) = self.event_of(kind.name, id, n)? else { return Ok(Replayed::Erased) };
            if event.get("at").and_then(Value::as_i64).is_none_or(|then| then > at) {
                break;
            }
            events.push(event);
        }
        if events.is_empty() {
            return Ok(Replayed::WasNot);
        }
        let damaged = |why: String| HubError::Damaged { what: format!("{}/{id}", kind.name), why };
        let state = (kind.replay)(&events).map_err(damaged)?;
        Ok(Replayed::Was(Box::new(of_state(kind, id, owner, opened, state))))
    }
}

enum Replayed {
    Was(Box<Past>),
    WasNot,
    Erased,
}

fn of_state(kind: &Kind, id: &str, owner: &str, opened: i64, state: Value) -> Past {
    let Look { summary, deadlines, .. } = (kind.look)(&state).unwrap_or_default();
    Past { kind: kind.name, id: id.to_owned(), owner: owner.to_owned(), opened, summary, deadlines, state }
}

/// Whether somebody may be told that there is such a record, be it too narrow for them: those who keep it or take part.
fn may_know(who: &Principal, owner: &str, marking: Tlp, summary: &Summary) -> bool {
    let looks_back = who.own && who.roles.contains(&Role::Auditor);
    owner == who.organisation
        || looks_back
        || summary.participants.contains(&who.organisation)
        || marking == Tlp::Clear
}
