//! What boards and lists show: one line a record, in memory, brought up to date from the log.
//!
//! **The problem.** A board of ten thousand open records is asked for with every look at a page; reading and decoding that many
//! states takes a tenth of a second. **The choice.** The index keeps summaries and deadlines; before each question it reads the
//! events since the last one and looks again at the records that they name. It holds nothing that the store does not, and is
//! right for several servers on one database. **Rejected.** Due dates as columns: a deadline would have two truths.

use super::commands::kept;
use super::kinds::{Kind, Look};
use super::show::{Due, may_see, subject};
use super::{KINDS, kind};
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_model::Tlp;
use ostrakon_response::{Deadline, Standing, Summary};
use ostrakon_store::{Cursor, Order, Record, RecordQuery};
use serde::Serialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// One record in lists.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// Kind.
    pub kind: &'static str,
    /// Id.
    pub id: String,
    /// Revision.
    pub rev: i64,
    /// Organisation that keeps it.
    pub owner: String,
    /// When it was opened, milliseconds of UTC.
    pub created: i64,
    /// When it last changed.
    pub updated: i64,
    /// Title, state, marking, what it belongs to.
    #[serde(flatten)]
    pub summary: Summary,
    /// When the next of its running deadlines is due.
    pub next_due: Option<i64>,
    /// The record with its deadlines, where it was asked for.
    #[serde(flatten)]
    pub full: Option<Full>,
}

/// What a list leaves out unless it is asked for.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Full {
    /// Deadlines.
    pub deadlines: Vec<Due>,
    /// The record itself.
    pub record: Value,
}

/// Which records.
#[derive(Debug, Clone, Default)]
pub struct ListQuery {
    /// Of this kind only.
    pub kind: Option<String>,
    /// In this state.
    pub state: Option<String>,
    /// Open or not.
    pub open: Option<bool>,
    /// Of this election.
    pub election: Option<String>,
    /// About this incident.
    pub incident: Option<String>,
    /// Whose title holds this, without regard to case.
    pub search: Option<String>,
    /// Changed before this place: `updated`, kind, id of the last one of the page before.
    pub after: Option<(i64, String)>,
    /// With the records and their deadlines.
    pub full: bool,
    /// At most as many.
    pub limit: usize,
}

/// A page of records, last changed first.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct ListPage {
    /// The records.
    pub rows: Vec<Listed>,
    /// How many there are in all.
    pub total: usize,
    /// Where the next page begins.
    pub next: Option<(i64, String)>,
}

/// A deadline of a record.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DeadlineRow {
    /// Kind of the record.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The deadline.
    #[serde(flatten)]
    pub deadline: Deadline,
    /// How it stands.
    pub standing: Standing,
}

/// The deadlines of all records that one may see.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Board {
    /// As of when, milliseconds of UTC.
    pub as_of: i64,
    /// How many stand how, over all of them.
    pub counts: BTreeMap<Standing, usize>,
    /// Missed first, then running by their due date.
    pub rows: Vec<DeadlineRow>,
}

/// A record, in short.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) id: String,
    pub(super) kind: &'static Kind,
    pub(super) rev: i64,
    pub(super) owner: String,
    pub(super) marking: Tlp,
    pub(super) created: i64,
    pub(super) updated: i64,
    pub(super) summary: Summary,
    pub(super) deadlines: Vec<Deadline>,
    keys: BTreeSet<String>,
}

#[derive(Default)]
struct Known {
    seq: Option<i64>,
    all: BTreeMap<(&'static str, String), Entry>,
}

impl Known {
    fn put(&mut self, kind: &'static Kind, record: &Record) {
        let looked = kept(record).ok().and_then(|kept| (kind.look)(&kept.state));
        let Some(Look { summary, deadlines, keys }) = looked.filter(|_| record.erased.is_none()) else {
            self.all.remove(&(kind.name, record.id.clone()));
            return;
        };
        let entry = Entry {
            id: record.id.clone(),
            kind,
            rev: record.rev,
            owner: record.owner.clone(),
            marking: record.marking,
            created: record.created,
            updated: record.updated,
            summary,
            deadlines,
            keys,
        };
        self.all.insert((kind.name, record.id.clone()), entry);
    }
}

/// The index of one process.
#[derive(Default)]
pub(crate) struct Index {
    known: Mutex<Known>,
    turn: Mutex<()>,
}

/// Events that are read at a time.
const EVENTS: usize = 5_000;

impl Index {
    /// Decisions of this process are taken one at a time: two that open the same would each not see the other.
    pub(super) fn turn(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All records in short, by kind and id.
    pub(super) fn entries(&self, hub: &Hub) -> Result<Vec<Entry>, HubError> {
        self.with(hub, |known| known.all.values().cloned().collect())
    }

    /// Kind and id of the records of an organisation that name an incident, last changed last.
    pub(super) fn about(
        &self,
        hub: &Hub,
        organisation: &str,
        incident: &str,
    ) -> Result<Vec<(&'static str, String)>, HubError> {
        self.chosen(hub, |one| one.owner == organisation && one.summary.incidents.contains(incident))
    }

    /// Kind and id of the records that fit, last changed last.
    pub(super) fn chosen(
        &self,
        hub: &Hub,
        fits: impl Fn(&Entry) -> bool,
    ) -> Result<Vec<(&'static str, String)>, HubError> {
        self.with(hub, |known| {
            let mut found: Vec<&Entry> = known.all.values().filter(|one| fits(one)).collect();
            found.sort_by_key(|one| (one.updated, one.kind.name, &one.id));
            found.into_iter().map(|one| (one.kind.name, one.id.clone())).collect()
        })
    }

    /// Calls `f` with what is known now.
    fn with<T>(&self, hub: &Hub, f: impl FnOnce(&Known) -> T) -> Result<T, HubError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let store = hub.store();
        let Some(mut seq) = known.seq else {
            // The number is taken first: what is written meanwhile is looked at again with the next question.
            let seq = store.last_seq()?;
            for kind in KINDS {
                let mut query = RecordQuery { order: Order::Id, limit: 10_000, ..RecordQuery::of(kind.name) };
                loop {
                    let page = store.records(&query)?;
                    page.rows.iter().for_each(|record| known.put(kind, record));
                    let Some(next) = page.next else { break };
                    query.after = Some(Cursor { value: next.value, id: next.id });
                }
            }
            known.seq = Some(seq);
            return Ok(f(&known));
        };
        loop {
            let events = store.events(seq, EVENTS)?;
            let Some(last) = events.last() else { break };
            let full = events.len() == EVENTS;
            seq = last.seq;
            let changed: BTreeSet<&str> = events.iter().map(|event| event.subject.as_str()).collect();
            for (kind, id) in changed.into_iter().filter_map(subject) {
                match store.record(kind.name, id)? {
                    Some(record) => known.put(kind, &record),
                    None => drop(known.all.remove(&(kind.name, id.to_owned()))),
                }
            }
            known.seq = Some(seq);
            if !full {
                break;
            }
        }
        Ok(f(&known))
    }
}

fn seen<'a>(known: &'a Known, who: &'a Principal) -> impl Iterator<Item = (&'a String, &'a Entry)> {
    known
        .all
        .iter()
        .filter(|(_, entry)| may_see(who, &entry.owner, entry.marking, &entry.summary.participants))
        .map(|((_, id), entry)| (id, entry))
}

impl Hub {
    /// Records that the asker may see, last changed first.
    ///
    /// # Errors
    /// [`HubError::NotFound`] for an unknown kind, [`HubError::Store`].
    pub fn records_of(&self, who: &Principal, query: &ListQuery) -> Result<ListPage, HubError> {
        if let Some(name) = query.kind.as_deref().filter(|name| kind(name).is_none()) {
            return Err(HubError::NotFound(format!("kind of record `{name}`")));
        }
        let now = self.now();
        let search = query.search.as_deref().map(str::to_lowercase);
        let page = self.index().with(self, |known| {
            let fits = |entry: &Entry| {
                let summary = &entry.summary;
                query.kind.as_deref().is_none_or(|name| name == entry.kind.name)
                    && query.state.as_deref().is_none_or(|state| state == summary.state)
                    && query.open.is_none_or(|open| open == summary.open)
                    && (query.election.is_none() || query.election == summary.election)
                    && query.incident.as_deref().is_none_or(|id| summary.incidents.contains(id))
                    && search.as_deref().is_none_or(|text| summary.title.to_lowercase().contains(text))
            };
            let mut all: Vec<(&String, &Entry)> = seen(known, who).filter(|(_, entry)| fits(entry)).collect();
            all.sort_by(|(a, x), (b, y)| {
                y.updated.cmp(&x.updated).then_with(|| place(x, a).cmp(&place(y, b)))
            });
            let total = all.len();
            if let Some((updated, last)) = &query.after {
                all.retain(|(id, entry)| {
                    (std::cmp::Reverse(entry.updated), place(entry, id))
                        > (std::cmp::Reverse(*updated), last.clone())
                });
            }
            let more = all.len() > query.limit;
            all.truncate(query.limit);
            let next = all.last().filter(|_| more).map(|(id, entry)| (entry.updated, place(entry, id)));
            let rows = all.into_iter().map(|(id, entry)| listed(who, id, entry, now)).collect();
            ListPage { rows, total, next }
        })?;
        self.told(who, page, query.full)
    }

    /// What the open records of a kind that the asker may see are about, and which one it is. Of what it may not see it
    /// does not learn through a refusal that it is there.
    pub(super) fn open_keys(
        &self,
        who: &Principal,
        kind: &'static Kind,
    ) -> Result<BTreeMap<String, String>, HubError> {
        self.index().with(self, |known| {
            let of_kind = seen(known, who).filter(|(_, entry)| entry.kind.name == kind.name);
            of_kind.flat_map(|(id, entry)| entry.keys.iter().map(|key| (key.clone(), id.clone()))).collect()
        })
    }

    /// The deadlines of what the asker may see.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn deadlines(
        &self,
        who: &Principal,
        standing: Option<Standing>,
        limit: usize,
    ) -> Result<Board, HubError> {
        let now = self.now();
        self.index().with(self, |known| {
            let mut board = Board { as_of: now, ..Board::default() };
            let mut all = Vec::new();
            for (id, entry) in seen(known, who) {
                // An organisation that only takes part is not told of the deadlines of others.
                let whole = who.own || entry.owner == who.organisation;
                for deadline in entry.deadlines.iter().filter(|one| whole || one.whose == who.organisation) {
                    let stands = deadline.standing(now);
                    *board.counts.entry(stands).or_default() += 1;
                    let wanted = match standing {
                        Some(one) => one == stands,
                        None => matches!(stands, Standing::Running | Standing::Missed),
                    };
                    if wanted {
                        all.push((
                            stands != Standing::Missed,
                            deadline.due.unwrap_or(i64::MAX),
                            entry,
                            id,
                            deadline,
                            stands,
                        ));
                    }
                }
            }
            all.sort_by_key(|(late, due, entry, id, ..)| (*late, *due, entry.kind.name, *id));
            board.rows = all
                .into_iter()
                .take(limit)
                .map(|(_, _, entry, id, deadline, standing)| DeadlineRow {
                    kind: entry.kind.name,
                    id: id.clone(),
                    title: entry.summary.title.clone(),
                    deadline: deadline.clone(),
                    standing,
                })
                .collect();
            board
        })
    }
}

fn place(entry: &Entry, id: &str) -> String {
    format!("{}/{id}", entry.kind.name)
}

fn listed(who: &Principal, id: &str, entry: &Entry, now: i64) -> Listed {
    // Of the deadlines of others a participant is not told.
    let whole = who.own || entry.owner == who.organisation;
    let running = entry
        .deadlines
        .iter()
        .filter(|one| whole || one.whose == who.organisation)
        .filter(|one| matches!(one.standing(now), Standing::Running | Standing::Missed));
    Listed {
        kind: entry.kind.name,
        id: id.to_owned(),
        rev: entry.rev,
        owner: entry.owner.clone(),
        created: entry.created,
        updated: entry.updated,
        summary: entry.summary.clone(),
        next_due: running.filter_map(|one| one.due).min(),
        full: None,
    }
}
