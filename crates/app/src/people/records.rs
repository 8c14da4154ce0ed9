//! Typed records over the store: read with their revision, written only if that is still it.
//!
//! **The choice.** A [`Draft`] gathers events and records; each record it writes or removes is expected at the revision
//! that was read, so that a change in between refuses the whole commit. Names that must be unique are records of their
//! own (`person-name/…` by the digest of the name): the store's own check that such a record is new makes two people of
//! one name impossible, also for two processes at once. **Rejected.** A unique index for each kind: the store would have
//! to know the kinds.

use super::{Actor, People, Result, error};
use crate::hub::{HubError, Versioned};
use ostrakon_access::secret;
use ostrakon_store::{
    Commit, Effect, Error as StoreError, Event, Expect, NewRecord, Order, Record, RecordQuery,
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) const ORGANISATION: &str = "organisation";
pub(super) const ORGANISATION_NAME: &str = "organisation-name";
pub(super) const PERSON: &str = "person";
pub(super) const PERSON_NAME: &str = "person-name";
pub(super) const PERSON_EMAIL: &str = "person-email";
pub(super) const SUBJECT: &str = "person-subject";
pub(super) const CREDENTIAL: &str = "credential";
pub(super) const SESSION: &str = "session";
pub(super) const TOKEN: &str = "token";
pub(super) const LINK: &str = "link";
pub(super) const LOCKOUT: &str = "lockout";
pub(super) const COLLECTION: &str = "collection";
pub(super) const COLLECTION_ALIAS: &str = "collection-alias";
pub(super) const PROPOSAL: &str = "proposal";
pub(super) const PREFERENCES: &str = "preferences";

/// A record, as it was read.
#[derive(Debug, Clone)]
pub(super) struct Kept<T> {
    pub(super) value: T,
    pub(super) rev: i64,
    pub(super) content: [u8; 32],
}

impl<T> Kept<T> {
    /// Itself, unless the asker has seen another revision than this.
    pub(super) fn unless_changed(self, seen: Option<i64>) -> Result<Self> {
        match seen {
            Some(seen) if seen != self.rev => Err(HubError::Changed(format!(
                "it is at revision {} by now and you have seen {seen}; read it again, then change it",
                self.rev
            ))),
            _ => Ok(self),
        }
    }

    /// As others see it.
    pub(super) fn versioned(self, id: impl Fn(&T) -> &String) -> Versioned<T> {
        Versioned { id: id(&self.value).clone(), rev: self.rev, value: self.value }
    }
}

/// Where a unique name is reserved.
#[derive(Debug, Clone, Serialize, serde::Deserialize)]
pub(super) struct Reserved {
    /// Ids of the records that bear it; one, but for addresses.
    pub(super) ids: Vec<String>,
}

/// The id under which a name is reserved.
pub(super) fn reservation(name: &str) -> String {
    secret::digest(name)
}

fn typed<T: DeserializeOwned>(record: Record) -> Result<Kept<T>> {
    let (kind, id) = (record.kind, record.id);
    serde_json::from_value(record.body)
        .map(|value| Kept { value, rev: record.rev, content: record.content })
        .map_err(|e| HubError::Damaged { what: format!("{kind}/{id}"), why: e.to_string() })
}

impl People {
    pub(super) fn get<T: DeserializeOwned>(&self, kind: &str, id: &str) -> Result<Option<Kept<T>>> {
        // Erased contents are gone for good; their record is as good as none.
        let record = self.store.record(kind, id)?.filter(|record| record.erased.is_none());
        record.map(typed).transpose()
    }

    /// The record that a name is reserved for.
    pub(super) fn by_name<T: DeserializeOwned>(
        &self,
        names: &str,
        kind: &str,
        name: &str,
    ) -> Result<Option<Kept<T>>> {
        let Some(reserved) = self.get::<Reserved>(names, &reservation(name))? else { return Ok(None) };
        match reserved.value.ids.first() {
            Some(id) => self.get(kind, id),
            None => Ok(None),
        }
    }

    /// All records of a kind, or those with one key, in order of id.
    pub(super) fn all<T: DeserializeOwned>(
        &self,
        kind: &str,
        key: Option<(&str, &str)>,
    ) -> Result<Vec<Kept<T>>> {
        let mut query = match key {
            Some((name, value)) => RecordQuery::with_key(kind, name, value),
            None => RecordQuery { order: Order::Id, ..RecordQuery::of(kind) },
        };
        query.limit = 1_000;
        let mut found = Vec::new();
        loop {
            let page = self.store.records(&query)?;
            for record in page.rows.into_iter().filter(|record| record.erased.is_none()) {
                found.push(typed(record)?);
            }
            if page.next.is_none() {
                return Ok(found);
            }
            query.after = page.next;
        }
    }
}

/// A commit in the making.
pub(super) struct Draft {
    commit: Commit,
}

impl Draft {
    pub(super) fn new(actor: &Actor, now: i64) -> Self {
        Self { commit: Commit { actor: actor.id.clone(), at: now, ..Commit::default() } }
    }

    /// Begins an event; what is put after it are its effects. `data` holds ids and enumerated values only.
    pub(super) fn event(&mut self, kind: &str, subject: impl Into<String>, data: Value) -> &mut Self {
        let event = Event { kind: kind.into(), subject: subject.into(), data, effects: Vec::new() };
        self.commit.events.push(event);
        self
    }

    fn effect(&mut self, effect: Effect) {
        if let Some(event) = self.commit.events.last_mut() {
            event.effects.push(effect);
        }
    }

    /// Writes a record; `was` is the revision that was read, `None` for a new one.
    pub(super) fn put<T: Serialize>(
        &mut self,
        (kind, id): (&str, &str),
        owner: &str,
        keys: &[(&str, &str)],
        value: &T,
        was: Option<i64>,
    ) -> Result<&mut Self> {
        let body = serde_json::to_value(value).map_err(|e| error::conflict(format!("{kind} {id}: {e}")))?;
        let keys: BTreeMap<_, _> = keys.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect();
        self.expect(kind, id, was);
        self.effect(Effect::PutRecord(NewRecord {
            kind: kind.into(),
            id: id.into(),
            owner: owner.into(),
            keys,
            body,
            ..NewRecord::default()
        }));
        Ok(self)
    }

    /// Reserves a name for a record.
    pub(super) fn reserve(&mut self, names: &str, name: &str, id: &str) -> Result<&mut Self> {
        let reserved = Reserved { ids: vec![id.to_owned()] };
        self.put((names, &reservation(name)), "", &[], &reserved, None)
    }

    /// Removes a record; its content stays in the history, unless it is erased, too.
    pub(super) fn delete<T>(&mut self, kind: &str, id: &str, was: &Kept<T>) -> &mut Self {
        self.expect(kind, id, Some(was.rev));
        self.effect(Effect::DeleteRecord { kind: kind.into(), id: id.into() });
        self
    }

    /// Erases what a record held before: an old password's hash has no business in a history. Contents are kept once, by
    /// their digest: only what is sure to stand in one place may be erased.
    pub(super) fn erase<T>(&mut self, was: &Kept<T>) -> &mut Self {
        self.effect(Effect::Erase { contents: vec![was.content] });
        self
    }

    fn expect(&mut self, kind: &str, id: &str, rev: Option<i64>) {
        self.commit.expect.push(Expect { kind: kind.into(), id: id.into(), rev });
    }

    /// Writes it, all or nothing. `taken` says in words what it means when a name is no longer free.
    pub(super) fn commit(self, people: &People, taken: &str) -> Result<()> {
        match people.store.commit(self.commit) {
            Ok(_) => Ok(()),
            Err(StoreError::Conflict { expected: None, .. }) => Err(error::conflict(taken)),
            Err(e) => Err(e.into()),
        }
    }
}

/// For notes in passing (last use): that somebody else wrote at the same moment does no harm.
pub(super) fn lenient(done: Result<()>) -> Result<()> {
    match done {
        Err(HubError::Changed(_) | HubError::Conflict(_)) => Ok(()),
        other => other,
    }
}
