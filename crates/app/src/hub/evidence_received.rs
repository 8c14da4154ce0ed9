//! Evidence that came from a partner: a record of our own, that says from whom.
//!
//! **The problem.** Bytes that arrived with a partner's incident lay in the store, and no list named them: nobody could find,
//! open, cite or destroy them. **The choice.** They are evidence of this house, with the same record as what it captured itself;
//! who sent them, when, and with which object stands in the record, and as `transfer` in the chain of custody. Blob, entry and
//! record are one commit, so that none is without the others. The narrowest of the object's label, the label that the sender
//! stated and the label under which we hold it already counts. A second delivery by the same partner changes nothing; by
//! another it adds a line. What two people destroyed here does not come back by being sent again. **Rejected.** A kind of
//! record of its own: each place that shows, cites or erases evidence would have to know two. Taking bytes that lie here already for
//! delivered: a partner would learn what we hold by naming it, and prove nothing about what it holds itself.

use super::evidence::{self, Delivery, Evidence};
use super::{Hub, HubError, Versioned};
use ostrakon_access::Principal;
use ostrakon_exchange::part::Part;
use ostrakon_model::Tlp;
use ostrakon_store::{BlobMeta, Commit, Custody, Effect, Event, Expect, LedgerQuery, to_hex};
use serde_json::{Value, json};
use std::io::Read;

/// How often a commit is tried anew when another delivery of the same item came between.
const TRIES: usize = 5;

/// An item that is arriving: whose, what, and with which object.
pub(super) struct Arrival<'a> {
    /// Who acts: the partner's account, or whoever wrote the link.
    pub(super) who: &'a Principal,
    /// Organisation that sends it.
    pub(super) partner: &'a str,
    /// SHA-256 of the bytes.
    pub(super) sha256: [u8; 32],
    /// The object that names it.
    pub(super) object: &'a Value,
    /// The version of this object, as the store knows it.
    pub(super) version: &'a str,
    /// The label that this object bears.
    pub(super) label: Tlp,
}

/// What this house has of an item that is to arrive.
pub(super) enum Held {
    /// Nothing that would make sending it needless.
    Wanted,
    /// The partner sent it before.
    FromThem(u64),
    /// It was captured here, or came from somebody else.
    FromOthers(u64),
    /// Two people decided that it goes.
    Destroyed(u64),
}

impl Arrival<'_> {
    fn name(&self) -> String {
        to_hex(&self.sha256)
    }

    /// The address from which the bytes were captured, as the object says.
    fn source(&self) -> String {
        let names = |one: &&Value| one["hashes"]["SHA-256"].as_str() == Some(&self.name());
        let references = self.object["external_references"].as_array().into_iter().flatten();
        let named = std::iter::once(self.object).chain(references).find(names);
        let url = named.and_then(|one| one["url"].as_str()).unwrap_or_default();
        let readable = url.starts_with("https://") || url.starts_with("http://");
        let fits = url.len() <= evidence::LONGEST && !url.contains(char::is_control);
        if readable && fits { url.to_owned() } else { String::new() }
    }
}

impl Hub {
    fn held_here(&self, house: &str, name: &str) -> Result<Option<Versioned<Evidence>>, HubError> {
        self.one(evidence::KIND, &evidence::key(house, name))
    }

    /// What this house has of it. What the partner sent before takes on the narrower label.
    pub(super) fn held_of(&self, arrival: &Arrival<'_>) -> Result<Held, HubError> {
        let house = self.own_organisation()?;
        let Some(held) = self.held_here(&house, &arrival.name())? else { return Ok(Held::Wanted) };
        let size = held.value.size;
        if held.value.destroyed_at.is_some() {
            return Ok(Held::Destroyed(size));
        }
        if !held.value.received.iter().any(|one| one.from == arrival.partner) {
            return Ok(Held::FromOthers(size));
        }
        if held.value.marking < arrival.label {
            let evidence = Evidence { marking: arrival.label, ..held.value };
            let effects = vec![Effect::PutRecord(evidence::record(&house, &evidence)?)];
            let expect = Expect { kind: evidence::KIND.into(), id: held.id, rev: Some(held.rev) };
            let event = Event { effects, ..evidence::event("evidence.marked", &arrival.name()) };
            match self.commit_as(arrival.who, self.now(), vec![event], vec![expect]) {
                // Somebody else wrote it: the next delivery looks again.
                Ok(()) | Err(HubError::Changed(_)) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(Held::FromThem(size))
    }

    /// Whether the object is one that we gave away ourselves: then it came round in a circle, and so did what it names. A
    /// stranger cannot make that up, since a version of ours with other content is refused.
    pub(super) fn went_out_before(&self, arrival: &Arrival<'_>) -> Result<bool, HubError> {
        let id = arrival.object["id"].as_str().unwrap_or_default().to_owned();
        let query = LedgerQuery { object: Some(id), limit: 10_000, ..LedgerQuery::default() };
        Ok(self.store().ledger(&query)?.iter().any(|line| line.version == arrival.version))
    }

    /// Keeps an item whose bytes are whole and whose digest is right.
    pub(super) fn keep_received(
        &self,
        arrival: &Arrival<'_>,
        part: &Part,
        bytes: &mut dyn Read,
    ) -> Result<(), HubError> {
        let (sha256, size) = self.store().write_blob(bytes)?;
        let house = self.own_organisation()?;
        let mut tries = 0;
        loop {
            tries += 1;
            match self.note_received(arrival, part, &house, sha256, size) {
                Err(HubError::Changed(_)) if tries < TRIES => {}
                done => return done,
            }
        }
    }

    fn note_received(
        &self,
        arrival: &Arrival<'_>,
        part: &Part,
        house: &str,
        sha256: [u8; 32],
        size: u64,
    ) -> Result<(), HubError> {
        let (now, name) = (self.now(), to_hex(&sha256));
        let held = self.held_here(house, &name)?;
        if held.as_ref().is_some_and(|held| held.value.destroyed_at.is_some()) {
            // It was destroyed while it arrived. Where nobody else holds it, the bytes go again.
            if self.store().blob(&sha256)?.is_some_and(|blob| blob.destroyed.is_some()) {
                self.store().remove_blob(&sha256)?;
            }
            return Ok(());
        }
        let marking = part.marking.map_or(arrival.label, |stated| stated.max(arrival.label));
        let object = arrival.object["id"].as_str().unwrap_or_default().to_owned();
        let delivery = Delivery { from: arrival.partner.to_owned(), at: now, object };
        let rev = held.as_ref().map(|held| held.rev);
        let mut evidence = held.map_or_else(
            || Evidence {
                sha256: name.clone(),
                size,
                media_type: part.media_type.clone(),
                // A wrong clock at the partner's is no reason to lose what it sent.
                captured_at: part.captured_at.clamp(0, now),
                stored_at: now,
                stored_by: arrival.who.person.clone(),
                source_url: arrival.source(),
                marking,
                retention: None,
                access: None,
                received: Vec::new(),
                destroyed_at: None,
            },
            |held| held.value,
        );
        if evidence.received.iter().any(|had| had.from == delivery.from) {
            return Ok(());
        }
        evidence.marking = evidence.marking.max(marking);
        evidence.received.push(delivery);
        let meta = BlobMeta {
            captured_at: evidence.captured_at,
            media_type: evidence.media_type.clone(),
            sha256,
            size,
        };
        let entry = Custody {
            action: "transfer".into(),
            from: arrival.partner.to_owned(),
            to: house.to_owned(),
            reason: "shared with an object that names it".into(),
            source_url: evidence.source_url.clone(),
            tool: format!("ostrakon {}", env!("CARGO_PKG_VERSION")),
            ..Custody::default()
        };
        let event = Event {
            data: json!({ "sha256": name, "from": arrival.partner }),
            effects: vec![
                Effect::PutBlob(meta),
                Effect::Custody { sha256, entry },
                Effect::PutRecord(evidence::record(house, &evidence)?),
            ],
            ..evidence::event("evidence.received", &name)
        };
        let expect = vec![Expect { kind: evidence::KIND.into(), id: evidence::key(house, &name), rev }];
        let actor = arrival.who.actor().to_owned();
        self.store().commit(Commit { actor, at: now, events: vec![event], expect, idempotency: None })?;
        Ok(())
    }
}
