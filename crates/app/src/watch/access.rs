//! Who may look: people of the organisation that made a list, up to its marking. To others it is not there.

use super::wire::{Kept, Run, WatchList};
use super::{LIST, RUN, Watches};
use crate::analysis::place::is_id;
use crate::hub::{HubError, Versioned};
use ostrakon_access::Principal;
use ostrakon_store::{Record, RecordQuery};
use serde::de::DeserializeOwned;

/// A record that was read, with what writing and erasing it asks for.
pub(super) struct Read<T> {
    pub id: String,
    pub rev: i64,
    pub record: Record,
    pub value: T,
}

impl Watches {
    /// A record that is there, and of the asker's reach.
    pub(super) fn read<T: DeserializeOwned>(
        &self,
        who: Option<&Principal>,
        kind: &str,
        id: &str,
    ) -> Result<Option<Read<T>>, HubError> {
        if !is_id(id) {
            return Ok(None);
        }
        let found = self.inner.hub.store().record(kind, id)?.filter(|one| one.erased.is_none());
        let found = found.filter(|one| who.is_none_or(|who| reaches(who, one)));
        let Some(record) = found else { return Ok(None) };
        let value = serde_json::from_value(record.body.clone())
            .map_err(|error| HubError::Damaged { what: format!("{kind}/{id}"), why: error.to_string() })?;
        Ok(Some(Read { id: record.id.clone(), rev: record.rev, record, value }))
    }

    pub(super) fn list_of(&self, who: &Principal, id: &str) -> Result<Read<Kept>, HubError> {
        let found = self.read(Some(who), LIST, id)?;
        found.ok_or_else(|| HubError::NotFound("watch list of this id".into()))
    }

    pub(super) fn run_of(&self, who: &Principal, list: &str, id: &str) -> Result<Read<Run>, HubError> {
        let found = self.read::<Run>(Some(who), RUN, id)?.filter(|one| one.value.watchlist == list);
        found.ok_or_else(|| HubError::NotFound("run of this id".into()))
    }

    /// All records of a kind, of somebody's reach or all.
    pub(super) fn all<T: DeserializeOwned>(
        &self,
        who: Option<&Principal>,
        mut query: RecordQuery,
    ) -> Result<Vec<Versioned<T>>, HubError> {
        let mut all = Vec::new();
        query.limit = 1_000;
        loop {
            let page = self.inner.hub.store().records(&query)?;
            for record in page.rows {
                if record.erased.is_some() || who.is_some_and(|who| !reaches(who, &record)) {
                    continue;
                }
                let value = serde_json::from_value(record.body).map_err(|error| HubError::Damaged {
                    what: format!("{}/{}", record.kind, record.id),
                    why: error.to_string(),
                })?;
                all.push(Versioned { id: record.id, rev: record.rev, value });
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(all),
            }
        }
    }
}

fn reaches(who: &Principal, record: &Record) -> bool {
    who.own && record.owner == who.organisation && who.may_see(record.marking)
}

impl Read<Kept> {
    pub(super) fn shown(self) -> WatchList {
        let Kept { list, by, at } = self.value;
        WatchList { id: self.id, rev: self.rev, list, by, at }
    }
}
