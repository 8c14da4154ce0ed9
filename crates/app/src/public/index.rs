//! What the public side shows, in memory: the lines of the log in order, their tree, and the entries as they are now.
//!
//! Brought up to date from the event log before each question, as the index of casework is; it holds nothing that the store does
//! not. The order of lines is that of the commits that wrote them, which no rebuild and no restore changes.

use super::pages::{Entry, LogLine, Shown};
use super::register::{ENTRY, OPENING, Opened};
use super::view;
use crate::casework::Kept;
use crate::hub::{Hub, HubError};
use ostrakon_response::transparency::{Commitment, Log, bundle};
use ostrakon_store::{Cursor, RecordQuery};
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::{Arc, Mutex, PoisonError};

/// Rows that are read at a time.
const ROWS: usize = 5_000;

/// A line of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) id: String,
    pub(super) commitment: Commitment,
    pub(super) redacted: bool,
}

/// The public side at one moment.
#[derive(Debug, Clone, Default)]
pub struct Register {
    pub(super) lines: Vec<Line>,
    pub(super) log: Log,
    shown: Vec<Shown>,
}

impl Register {
    /// Entries, last changed first.
    pub fn entries(&self) -> &[Shown] {
        &self.shown
    }

    /// An entry.
    pub fn entry(&self, id: &str) -> Option<&Shown> {
        self.shown.iter().find(|one| one.entry.id == id)
    }

    /// How many lines the log has.
    pub fn size(&self) -> u64 {
        self.log.size()
    }

    /// When the last line was added.
    pub fn last(&self) -> Option<i64> {
        self.lines.last().map(|one| one.commitment.at)
    }

    /// The bytes of lines, as tiles bundle them.
    pub(super) fn bundle(&self, from: u64, to: u64) -> Option<Vec<u8>> {
        let range = usize::try_from(from).ok()?..usize::try_from(to).ok()?;
        let lines: Vec<Vec<u8>> = self.lines.get(range)?.iter().map(|one| one.commitment.entry()).collect();
        bundle(lines.iter().map(Vec::as_slice)).ok()
    }
}

#[derive(Default)]
struct Known {
    seq: Option<i64>,
    seen: HashSet<String>,
    entries: BTreeMap<String, Entry>,
    now: Arc<Register>,
}

/// The index of one process.
#[derive(Default)]
pub(crate) struct Index {
    known: Mutex<Known>,
}

impl Index {
    /// The public side as it is now.
    pub(super) fn now(&self, hub: &Hub) -> Result<Arc<Register>, HubError> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(mut seq) = known.seq else {
            // The number is taken first: what is written meanwhile is looked at again with the next question.
            let seq = hub.store().last_seq()?;
            *known = Known::read(hub)?;
            known.seq = Some(seq);
            return Ok(Arc::clone(&known.now));
        };
        let (mut added, mut touched) = (Vec::new(), BTreeSet::new());
        loop {
            let events = hub.store().events(seq, ROWS)?;
            let Some(last) = events.last() else { break };
            seq = last.seq;
            let full = events.len() == ROWS;
            for event in events {
                let Some(id) = event.subject.strip_prefix("publication/") else { continue };
                touched.insert(id.to_owned());
                added.extend(event.data["register"]["line"].as_str().map(str::to_owned));
            }
            if !full {
                break;
            }
        }
        if !touched.is_empty() {
            known.update(hub, added, &touched)?;
        }
        known.seq = Some(seq);
        Ok(Arc::clone(&known.now))
    }
}

impl Known {
    /// Everything anew.
    fn read(hub: &Hub) -> Result<Self, HubError> {
        let mut known = Self::default();
        let mut rows = Vec::new();
        each(hub, ENTRY, |record| {
            let commitment = serde_json::from_value(record.body).ok();
            rows.extend(commitment.map(|commitment: Commitment| (record.rev, record.id, commitment)));
        })?;
        let mut redacted = HashSet::new();
        each(hub, OPENING, |record| {
            if record.erased.is_some() {
                redacted.insert(record.id);
            }
        })?;
        rows.sort_by(|a, b| (a.0, &a.1).cmp(&(b.0, &b.1)));
        let mut register = Register::default();
        let mut touched = BTreeSet::new();
        for (_, id, commitment) in rows {
            touched.extend(commitment.record.strip_prefix("publication/").map(str::to_owned));
            register.log.append(&commitment.entry());
            known.seen.insert(id.clone());
            register.lines.push(Line { redacted: redacted.contains(&id), id, commitment });
        }
        known.now = Arc::new(register);
        known.update(hub, Vec::new(), &touched)?;
        Ok(known)
    }

    fn update(&mut self, hub: &Hub, added: Vec<String>, touched: &BTreeSet<String>) -> Result<(), HubError> {
        let mut register = Register::clone(&self.now);
        for id in added {
            if !self.seen.insert(id.clone()) {
                continue;
            }
            let damaged = |why: String| HubError::Damaged { what: format!("{ENTRY}/{id}"), why };
            let record = hub.store().record(ENTRY, &id)?.ok_or_else(|| damaged("it is missing".into()))?;
            let commitment: Commitment =
                serde_json::from_value(record.body).map_err(|error| damaged(error.to_string()))?;
            register.log.append(&commitment.entry());
            register.lines.push(Line { id, commitment, redacted: false });
        }
        for id in touched {
            let record = hub.store().record("publication", id)?.filter(|one| one.erased.is_none());
            let kept = record.and_then(|one| serde_json::from_value::<Kept>(one.body).ok());
            match kept.and_then(|kept| view::of_state(id, &kept.state)) {
                Some(entry) => drop(self.entries.insert(id.clone(), entry)),
                None => drop(self.entries.remove(id)),
            }
            let subject = format!("publication/{id}");
            for line in register.lines.iter_mut().filter(|one| one.commitment.record == subject) {
                let opening = hub.store().record(OPENING, &line.id)?;
                line.redacted = opening.is_none_or(|one| one.erased.is_some());
            }
        }
        let mut lines: BTreeMap<&str, Vec<LogLine>> = BTreeMap::new();
        for (index, line) in (0..).zip(&register.lines) {
            let Some(id) = line.commitment.record.strip_prefix("publication/") else { continue };
            lines.entry(id).or_default().push(LogLine {
                index,
                at: line.commitment.at,
                commitment: line.commitment.commitment.clone(),
                redacted: line.redacted,
            });
        }
        let mut shown: Vec<Shown> = self
            .entries
            .iter()
            .filter_map(|(id, entry)| {
                let log = lines.remove(id.as_str())?;
                Some(Shown { entry: entry.clone(), updated: log.last()?.at, log })
            })
            .collect();
        // The last line decides between two of one moment.
        let last = |one: &Shown| one.log.last().map_or(0, |line| line.index);
        shown.sort_by_key(|one| std::cmp::Reverse(last(one)));
        register.shown = shown;
        self.now = Arc::new(register);
        Ok(())
    }
}

/// Every record of a kind.
fn each(hub: &Hub, kind: &str, mut f: impl FnMut(ostrakon_store::Record)) -> Result<(), HubError> {
    let mut query = RecordQuery { limit: ROWS, ..RecordQuery::of(kind) };
    loop {
        let page = hub.store().records(&query)?;
        page.rows.into_iter().for_each(&mut f);
        let Some(next) = page.next else { return Ok(()) };
        query.after = Some(Cursor { value: next.value, id: next.id });
    }
}

impl Hub {
    /// The public side as it is now.
    ///
    /// # Errors
    /// [`HubError::Store`], [`HubError::Damaged`].
    pub fn public_register(&self) -> Result<Arc<Register>, HubError> {
        self.register().now(self)
    }

    /// What opens a line; `None` once it was destroyed.
    pub(super) fn opening(&self, line: &str) -> Result<Option<Opened>, HubError> {
        let record = self.store().record(OPENING, line)?.filter(|one| one.erased.is_none());
        Ok(record.and_then(|one| serde_json::from_value(one.body).ok()))
    }
}
