//! Agreements with partner organisations, and sharing groups: what the gate is told about who may get what.
//!
//! One record a partner organisation: which collections, the highest marking, whether pseudonyms may travel, whether it
//! belongs to the community of TLP:GREEN, and which collections it may add to. A change is an event with its author, so
//! that "who decided that they get this" has an answer.

use crate::hub::{Hub, HubError, Versioned};
use ostrakon_access::Principal;
use ostrakon_exchange::gate::{self, SharingGroup, fixed_marking};
use ostrakon_model::Tlp;
use ostrakon_store::{Commit, Effect, Event, Expect, NewRecord, RecordQuery};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What is agreed with one partner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Agreement {
    /// The partner: the id of its organisation.
    pub organisation: String,
    /// Collections it may read, by id; all of them when left out.
    #[serde(default)]
    pub collections: Option<BTreeSet<String>>,
    /// The narrowest label that may go to it. RED never does.
    pub highest: Tlp,
    /// Whether pseudonymous accounts of private persons may travel.
    #[serde(default)]
    pub pseudonyms: bool,
    /// Whether it belongs to the community that TLP:GREEN speaks of.
    #[serde(default)]
    pub community: bool,
    /// From when on, milliseconds UTC.
    #[serde(default)]
    pub valid_from: Option<i64>,
    /// Until when, milliseconds UTC.
    #[serde(default)]
    pub valid_until: Option<i64>,
    /// The id under which the partner's own node knows the partner, and signs: `GET /api/v1/node` there tells it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// Public keys (Ed25519, 64 hexadecimal digits) of the partner's node. With one, whatever is not signed by it is
    /// refused.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub keys: BTreeSet<String>,
}

pub(crate) const KIND: &str = "agreement";
pub(crate) const GROUP: &str = "sharing-group";

impl Agreement {
    /// As the gate takes it.
    pub(crate) fn for_gate(&self) -> gate::Agreement {
        gate::Agreement {
            id: self.organisation.clone(),
            organisation: self.organisation.clone(),
            collections: self.collections.clone().map_or(gate::Collections::All, gate::Collections::Only),
            highest: self.highest,
            pseudonyms: self.pseudonyms,
            community: self.community,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
        }
    }

    fn check(&self) -> Result<(), HubError> {
        if self.highest == Tlp::Red {
            let why = "TLP:RED is for named people in a room; the most that an agreement can carry is TLP:AMBER+STRICT";
            return Err(HubError::invalid("/highest", why));
        }
        if let Some(bad) = self.keys.iter().find(|key| super::trust::verifying(key).is_none()) {
            let why = format!(
                "{bad:?} is no Ed25519 public key of 64 hexadecimal digits; ask the partner for its own"
            );
            return Err(HubError::invalid("/keys", why));
        }
        match (self.valid_from, self.valid_until) {
            (Some(from), Some(until)) if until <= from => {
                Err(HubError::invalid("/valid_until", "it ends before it begins"))
            }
            _ => Ok(()),
        }
    }
}

impl Hub {
    /// All agreements, by organisation.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn agreements(&self) -> Result<Vec<Versioned<Agreement>>, HubError> {
        self.all(KIND)
    }

    /// The agreement with one organisation.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn agreement(&self, organisation: &str) -> Result<Option<Versioned<Agreement>>, HubError> {
        self.one(KIND, organisation)
    }

    /// Writes an agreement: new, or over the revision that the writer has seen.
    ///
    /// # Errors
    /// [`HubError::Invalid`], [`HubError::NotFound`] for an unknown organisation, [`HubError::Changed`].
    pub fn agree(&self, who: &Principal, agreement: &Agreement, seen: Option<i64>) -> Result<i64, HubError> {
        agreement.check()?;
        let organisation = &agreement.organisation;
        if self.store().record("organisation", organisation)?.is_none() {
            return Err(HubError::NotFound(format!("organisation {organisation}")));
        }
        if agreement.identity.is_some() && agreement.identity.as_deref() == Some(&self.own_organisation()?) {
            return Err(HubError::invalid(
                "/identity",
                "this is our own id; the partner's node tells its own",
            ));
        }
        for collection in agreement.collections.iter().flatten() {
            if self.store().record("collection", collection)?.is_none() {
                return Err(HubError::invalid(
                    "/collections",
                    format!("there is no collection {collection}"),
                ));
            }
        }
        self.put(who, "agreement.made", KIND, organisation, agreement, seen)
    }

    /// Ends an agreement now. What was delivered under it stays in the ledger. Without a revision it ends whatever it says:
    /// ending is what a partner's breach asks for, and harms nobody's change.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::Changed`].
    pub fn end_agreement(
        &self,
        who: &Principal,
        organisation: &str,
        seen: Option<i64>,
    ) -> Result<(), HubError> {
        let found = self.agreement(organisation)?;
        let mut agreement =
            found.ok_or_else(|| HubError::NotFound(format!("agreement with {organisation}")))?;
        agreement.value.valid_until = Some(self.now());
        // An agreement that was to begin later ends before it begins.
        agreement.value.valid_from = agreement.value.valid_from.filter(|from| *from < self.now());
        self.put(who, "agreement.ended", KIND, organisation, &agreement.value, seen.or(Some(agreement.rev)))
            .map(|_| ())
    }

    /// Sharing groups, in order of the id of the marking definition that names them.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn sharing_groups(&self) -> Result<Vec<Versioned<SharingGroup>>, HubError> {
        self.all(GROUP)
    }

    /// Sharing groups by the id of the marking definition that names them, as the gate takes them.
    pub(crate) fn groups(&self) -> Result<BTreeMap<String, SharingGroup>, HubError> {
        Ok(self.sharing_groups()?.into_iter().map(|group| (group.id, group.value)).collect())
    }

    /// One sharing group, by the id of the marking definition that names it.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn sharing_group(&self, id: &str) -> Result<Option<Versioned<SharingGroup>>, HubError> {
        self.one(GROUP, id)
    }

    /// Writes a sharing group, and with the first the marking definition that names it. Who is in it stands in the record
    /// alone: a definition has no versions, and an old list of members would go on letting somebody in.
    ///
    /// # Errors
    /// [`HubError::Invalid`], [`HubError::Changed`].
    pub fn put_sharing_group(
        &self,
        who: &Principal,
        id: &str,
        group: &SharingGroup,
        seen: Option<i64>,
    ) -> Result<i64, HubError> {
        let uuid = id.strip_prefix("marking-definition--").and_then(|uuid| uuid::Uuid::try_parse(uuid).ok());
        if uuid.is_none() {
            return Err(HubError::invalid("/id", format!("{id:?} is not the id of a marking definition")));
        }
        if fixed_marking(id).is_some() {
            let why = "is a marking of TLP, which names no members: give the group a marking definition of its own, with a new UUID";
            return Err(HubError::invalid("/id", format!("{id:?} {why}")));
        }
        let rev = self.put(who, "sharing-group.written", GROUP, id, group, seen)?;
        self.define_group(who, id, group)?;
        Ok(rev)
    }

    /// Records of a kind, read as what they are.
    pub(crate) fn all<T: for<'de> Deserialize<'de>>(
        &self,
        kind: &str,
    ) -> Result<Vec<Versioned<T>>, HubError> {
        let (mut all, mut query) = (Vec::new(), RecordQuery { limit: 1000, ..RecordQuery::of(kind) });
        loop {
            let page = self.store().records(&query)?;
            for record in page.rows {
                all.extend(Versioned::read(record)?);
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => return Ok(all),
            }
        }
    }

    /// One record, read as what it is.
    pub(crate) fn one<T: for<'de> Deserialize<'de>>(
        &self,
        kind: &str,
        id: &str,
    ) -> Result<Option<Versioned<T>>, HubError> {
        self.store().record(kind, id)?.map_or(Ok(None), Versioned::read)
    }

    /// Writes a record of our own organisation with its event.
    pub(crate) fn put<T: Serialize>(
        &self,
        who: &Principal,
        event: &str,
        kind: &str,
        id: &str,
        value: &T,
        seen: Option<i64>,
    ) -> Result<i64, HubError> {
        let body = serde_json::to_value(value).map_err(|error| HubError::invalid("", error.to_string()))?;
        let record = NewRecord {
            kind: kind.to_owned(),
            id: id.to_owned(),
            owner: who.organisation.clone(),
            marking: Tlp::AmberStrict,
            keys: BTreeMap::new(),
            body,
        };
        let commit = Commit {
            actor: who.actor().to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: event.to_owned(),
                subject: format!("{kind}/{id}"),
                data: serde_json::Value::Null,
                effects: vec![Effect::PutRecord(record)],
            }],
            expect: vec![Expect { kind: kind.to_owned(), id: id.to_owned(), rev: seen }],
            idempotency: None,
        };
        Ok(self.store().commit(commit)?.revs.first().copied().unwrap_or_default())
    }
}
