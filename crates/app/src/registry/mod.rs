//! The registry of media, state channels, officials and organisations: who is listed by name, on which ground, until when.
//!
//! **The problem.** Accounts of private persons are pseudonyms from ingest on. What speaks for the public or for a state must be
//! called by its name: a declared media service provider has 24 hours to reply (EMFA Art 18), a state channel is evidence, an
//! authority must not be watched by mistake. A list in somebody's spreadsheet has no source, no end and no second reader.
//!
//! **The choice.** An entry is a record of the store with a ground ([`Basis`]) out of a closed list that fits its kind, a source,
//! and an end where a person is concerned. A second person confirms it. **An entry that nobody confirmed protects and exposes
//! nothing**: the router already counts its declaration, but its accounts stay pseudonyms and no watch list may name them.
//! Nothing is looked up by guesswork: a domain, an account of a platform, or no answer.
//!
//! **Rejected.** A kind for private persons, however public they feel (invariant 6). Handles without a platform: the same name is
//! a stranger elsewhere. Keeping entries as STIX identities: who is listed is our decision, with its ground and end, and not
//! something that arrives with somebody's bundle.

mod check;
mod dates;
mod entry;
mod import;
mod lookup;
mod medium;
mod reach;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use check::domain;
pub use entry::{Account, Basis, Declaration, DeclarationState, Draft, Kind, Listed, Party, Verification};
pub use import::Imported;
pub(crate) use lookup::Index;
pub use lookup::{Found, Means, Sought};
pub use table::COLUMNS;

use crate::hub::{Hub, HubError, Versioned};
use entry::Kept;
use ostrakon_access::Principal;
use ostrakon_store::{Commit, Effect, Event, Expect, NewRecord, Record};
use std::collections::BTreeMap;

/// Kind of the records.
pub(crate) const KIND: &str = "registry";

/// Which entries.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// In the name, a domain or a handle, without regard to case.
    pub search: Option<String>,
    /// Of this kind.
    pub kind: Option<Kind>,
    /// Of this country.
    pub country: Option<String>,
    /// Confirmed by a second person, or not.
    pub verified: Option<bool>,
    /// Valid today, or not.
    pub valid: Option<bool>,
}

impl Query {
    fn fits(&self, one: &Listed) -> bool {
        let small = |text: &str| text.to_lowercase();
        let draft = &one.entry;
        let holds = |wanted: &str| {
            let handles =
                draft.accounts.iter().flat_map(|one| [one.handle.as_str(), one.account_id.as_str()]);
            let texts = std::iter::once(draft.name.as_str()).chain(draft.domains.iter().map(String::as_str));
            texts.chain(handles).any(|text| small(text).contains(wanted))
        };
        self.search.as_deref().map(|text| small(text.trim())).is_none_or(|text| holds(&text))
            && self.kind.is_none_or(|kind| kind == draft.kind)
            && self.country.as_deref().is_none_or(|country| country.eq_ignore_ascii_case(&draft.country))
            && self.verified.is_none_or(|verified| verified == one.verified.is_some())
            && self.valid.is_none_or(|valid| valid == one.valid)
    }
}

impl Hub {
    /// Entries that the asker may see, by name.
    ///
    /// # Errors
    /// [`HubError::Store`], [`HubError::Damaged`].
    pub fn registry(&self, who: &Principal, query: &Query) -> Result<Vec<Listed>, HubError> {
        let mut all = self.listed(who)?;
        all.retain(|one| query.fits(one));
        all.sort_by(|a, b| (a.entry.name.to_lowercase(), &a.id).cmp(&(b.entry.name.to_lowercase(), &b.id)));
        self.within_reach(who, all)
    }

    /// One entry that the asker may see.
    ///
    /// # Errors
    /// [`HubError::NotFound`].
    pub fn registry_entry(&self, who: &Principal, id: &str) -> Result<Listed, HubError> {
        let found = self.kept_entry(id)?.filter(|one| who.may_see(one.value.entry.marking));
        let found = found.map(|one| Listed::of(one, self.now()));
        self.within_reach(who, found.into_iter().collect())?.pop().ok_or_else(|| unknown(id))
    }

    /// Lists somebody new; id and revision.
    ///
    /// # Errors
    /// [`HubError::Invalid`] with every fault, [`HubError::Conflict`] when a domain or an account is listed already.
    pub fn list_entry(&self, who: &Principal, draft: Draft) -> Result<(String, i64), HubError> {
        let draft = checked(who, draft)?;
        let _turn = self.registry_index().turn();
        self.refuse_twins(&draft, None)?;
        let id = uuid::Uuid::new_v4().to_string();
        let kept = Kept::new(who, draft, self.now());
        let rev = self.write_entries(who, vec![("registry.listed", id.clone(), kept, None)])?;
        Ok((id, rev))
    }

    /// Changes an entry over the revision that was seen. Whoever confirmed it confirmed what it said: that is gone.
    ///
    /// # Errors
    /// As [`Hub::list_entry`]; [`HubError::NotFound`], [`HubError::Changed`].
    pub fn change_entry(&self, who: &Principal, id: &str, draft: Draft, seen: i64) -> Result<i64, HubError> {
        let draft = checked(who, draft)?;
        let _turn = self.registry_index().turn();
        self.own_entry(who, id)?;
        self.refuse_twins(&draft, Some(id))?;
        let kept = Kept::new(who, draft, self.now());
        self.write_entries(who, vec![("registry.changed", id.to_owned(), kept, Some(seen))])
    }

    /// Confirms what an entry says: by another human than the one who wrote it.
    ///
    /// # Errors
    /// [`HubError::NotAllowed`] for the writer, [`HubError::NotFound`], [`HubError::Changed`].
    pub fn verify_entry(&self, who: &Principal, id: &str, seen: i64) -> Result<i64, HubError> {
        let found = self.own_entry(who, id)?;
        let mut kept = found.value;
        if kept.entered.human == who.human {
            let detail = "who wrote an entry does not confirm it; another person opens its source and does";
            return Err(HubError::NotAllowed { detail: detail.into(), rule: "second-person".into() });
        }
        kept.verified = Some(entry::Entered::by(who, self.now()));
        self.write_entries(who, vec![("registry.verified", id.to_owned(), kept, Some(seen))])
    }

    /// Takes an entry out, with its content: it may have been a person's. The event stays, as the receipt.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::Changed`].
    pub fn withdraw_entry(&self, who: &Principal, id: &str, seen: Option<i64>) -> Result<(), HubError> {
        let found = self.own_entry(who, id)?;
        let record: Option<Record> = self.store().record(KIND, id)?;
        let content = record.ok_or_else(|| unknown(id))?.content;
        self.store().commit(Commit {
            actor: who.actor().to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: "registry.withdrawn".into(),
                subject: format!("{KIND}/{id}"),
                data: serde_json::Value::Null,
                effects: vec![
                    Effect::DeleteRecord { kind: KIND.into(), id: id.into() },
                    Effect::Erase { contents: vec![content] },
                ],
            }],
            expect: vec![Expect { kind: KIND.into(), id: id.into(), rev: Some(seen.unwrap_or(found.rev)) }],
            idempotency: None,
        })?;
        Ok(())
    }

    fn kept_entry(&self, id: &str) -> Result<Option<Versioned<Kept>>, HubError> {
        self.one::<Kept>(KIND, id)
    }

    /// An entry that the asker's organisation keeps.
    fn own_entry(&self, who: &Principal, id: &str) -> Result<Versioned<Kept>, HubError> {
        let theirs = |one: &Versioned<Kept>| {
            one.value.owner == who.organisation && who.may_see(one.value.entry.marking)
        };
        self.kept_entry(id)?.filter(theirs).ok_or_else(|| unknown(id))
    }

    /// Everything that the asker's markings allow.
    fn listed(&self, who: &Principal) -> Result<Vec<Listed>, HubError> {
        let all = self.all::<Kept>(KIND)?.into_iter().filter(|one| who.may_see(one.value.entry.marking));
        Ok(all.map(|one| Listed::of(one, self.now())).collect())
    }

    /// Refuses an entry that names what another one names.
    fn refuse_twins(&self, draft: &Draft, own: Option<&str>) -> Result<(), HubError> {
        match self.registry_entries()?.twin(draft, own) {
            Some((name, what)) => Err(HubError::Conflict(format!(
                "{what} is listed already, for {name:?}: change that entry, or take {what} out of it first"
            ))),
            None => Ok(()),
        }
    }

    /// Writes entries in one commit, each over the revision that was seen; the revision of the first.
    fn write_entries(
        &self,
        who: &Principal,
        entries: Vec<(&'static str, String, Kept, Option<i64>)>,
    ) -> Result<i64, HubError> {
        let (mut events, mut expect) = (Vec::with_capacity(entries.len()), Vec::with_capacity(entries.len()));
        for (event, id, kept, seen) in entries {
            let body = serde_json::to_value(&kept).map_err(HubError::from_json("registry"))?;
            let record = NewRecord {
                kind: KIND.into(),
                id: id.clone(),
                owner: kept.owner,
                marking: kept.entry.marking,
                keys: BTreeMap::new(),
                body,
            };
            events.push(Event {
                kind: event.into(),
                subject: format!("{KIND}/{id}"),
                data: serde_json::Value::Null,
                effects: vec![Effect::PutRecord(record)],
            });
            expect.push(Expect { kind: KIND.into(), id, rev: seen });
        }
        let commit =
            Commit { actor: who.actor().to_owned(), at: self.now(), events, expect, idempotency: None };
        Ok(self.store().commit(commit)?.revs.first().copied().unwrap_or_default())
    }
}

/// The draft as it is kept, or every fault of it.
fn checked(who: &Principal, draft: Draft) -> Result<Draft, HubError> {
    if !who.may_see(draft.marking) {
        let detail = format!("you may write up to {}", who.highest);
        return Err(HubError::NotAllowed { detail, rule: "marking".into() });
    }
    let (draft, faults) = check::check(draft);
    if faults.is_empty() {
        return Ok(draft);
    }
    Err(HubError::Invalid { detail: "the entry is not as it must be".into(), faults })
}

fn unknown(id: &str) -> HubError {
    HubError::NotFound(format!("entry {id} of the registry"))
}
