//! Lists: written, changed, taken away with everything that their runs found.

use super::access::Read;
use super::wire::{Draft, Kept, Run, WatchList};
use super::{LIST, RUN, Watches};
use crate::analysis::place::new_id;
use crate::hub::{HubError, Versioned};
use ostrakon_access::Principal;
use ostrakon_store::{Commit, Effect, Event, Expect, NewRecord, RecordQuery};
use serde_json::Value;
use std::collections::BTreeMap;

impl Watches {
    /// The asker's lists, by name.
    ///
    /// # Errors
    /// [`HubError::Store`], [`HubError::Damaged`].
    pub fn lists(&self, who: &Principal) -> Result<Vec<WatchList>, HubError> {
        let all = self.all::<Kept>(Some(who), RecordQuery::of(LIST))?.into_iter();
        let shown = all.map(|Versioned { id, rev, value: Kept { list, by, at } }| WatchList {
            id,
            rev,
            list,
            by,
            at,
        });
        let mut all: Vec<WatchList> = shown.collect();
        all.sort_by(|a, b| (a.list.name.to_lowercase(), &a.id).cmp(&(b.list.name.to_lowercase(), &b.id)));
        Ok(all)
    }

    /// One list.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn list(&self, who: &Principal, id: &str) -> Result<WatchList, HubError> {
        Ok(self.list_of(who, id)?.shown())
    }

    /// Makes a list.
    ///
    /// # Errors
    /// [`HubError::Invalid`] with every fault; an account that the registry does not list is one.
    pub fn make(&self, who: &Principal, draft: Draft) -> Result<WatchList, HubError> {
        let id = new_id();
        self.write(who, "watchlist.made", &id, draft, None)
    }

    /// Changes a list over the revision that was seen. Runs keep what they looked for.
    ///
    /// # Errors
    /// As [`Watches::make`]; [`HubError::NotFound`], [`HubError::Changed`].
    pub fn change(&self, who: &Principal, id: &str, draft: Draft, seen: i64) -> Result<WatchList, HubError> {
        self.list_of(who, id)?;
        self.write(who, "watchlist.changed", id, draft, Some(seen))
    }

    /// Takes a list away, with its runs and what they found.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::Changed`].
    pub fn remove(&self, who: &Principal, id: &str, seen: Option<i64>) -> Result<(), HubError> {
        let found = self.list_of(who, id)?;
        if seen.is_some_and(|seen| seen != found.rev) {
            return Err(HubError::Changed(format!(
                "the list is at revision {} now; look at it again",
                found.rev
            )));
        }
        for run in self.all::<Run>(None, RecordQuery::with_key(RUN, "list", id))? {
            self.erase_run(who.actor(), &run.id)?;
        }
        self.erase(who.actor(), "watchlist.removed", LIST, &found)
    }

    fn write(
        &self,
        who: &Principal,
        event: &str,
        id: &str,
        draft: Draft,
        seen: Option<i64>,
    ) -> Result<WatchList, HubError> {
        if !who.may_see(draft.marking) {
            let detail = format!("you may write up to {}", who.highest);
            return Err(HubError::NotAllowed { detail, rule: "marking".into() });
        }
        let list = self.inner.hub.checked_list(draft)?;
        let kept = Kept { list, by: who.person.clone(), at: self.inner.hub.now() };
        let body = serde_json::to_value(&kept).map_err(HubError::from_json("watch list"))?;
        let record = NewRecord {
            kind: LIST.into(),
            id: id.to_owned(),
            owner: who.organisation.clone(),
            marking: kept.list.marking,
            keys: BTreeMap::new(),
            body,
        };
        let rev = self.commit(who.actor(), event, LIST, id, vec![Effect::PutRecord(record)], seen)?;
        Ok(WatchList { id: id.to_owned(), rev, list: kept.list, by: kept.by, at: kept.at })
    }

    /// Removes a record with its content; the event is the receipt.
    pub(super) fn erase<T>(
        &self,
        actor: &str,
        event: &str,
        kind: &str,
        found: &Read<T>,
    ) -> Result<(), HubError> {
        let effects = vec![
            Effect::DeleteRecord { kind: kind.into(), id: found.id.clone() },
            Effect::Erase { contents: vec![found.record.content] },
        ];
        self.commit(actor, event, kind, &found.id, effects, Some(found.rev)).map(drop)
    }

    /// One event with its effects, over the revision that was seen.
    pub(super) fn commit(
        &self,
        actor: &str,
        event: &str,
        kind: &str,
        id: &str,
        effects: Vec<Effect>,
        seen: Option<i64>,
    ) -> Result<i64, HubError> {
        let event = Event { kind: event.into(), subject: format!("{kind}/{id}"), data: Value::Null, effects };
        let done = self.inner.hub.store().commit(Commit {
            actor: actor.to_owned(),
            at: self.inner.hub.now(),
            events: vec![event],
            expect: vec![Expect { kind: kind.into(), id: id.into(), rev: seen }],
            idempotency: None,
        })?;
        Ok(done.revs.first().copied().unwrap_or_default())
    }
}
