//! Who decided this, on what evidence, under which law: for every act that left the house.
//!
//! **The problem.** An act is as public as its record, and what it rests on is not: an entry that everybody reads may stand on an
//! incident that nobody outside may know of. **The choice.** To a reader of another organisation the acts of a page pass the gate
//! like records do, ids of evidence and of other records stay only where that reader has them otherwise, and the rest is counted.
//! **Rejected.** To leave such acts out: that something was done, by which house and under which law, may be known.

use super::routing::Rested;
use super::show::{as_object, may_see, of_object, subject};
use crate::hub::outward::Way;
use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_response::publication::Publication;
use ostrakon_response::{Aggregate, Outward, Party, Summary};
use ostrakon_store::Record;
use serde::Serialize;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// An act towards the outside.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Act {
    /// Number of the event in the log.
    pub seq: i64,
    /// When, milliseconds of UTC.
    pub at: i64,
    /// Who decided it: an account; to readers of another organisation, the organisation.
    pub decided_by: String,
    /// What was done: `alert.issued`.
    pub act: String,
    /// On which record: `alert/…`.
    pub record: String,
    /// Law, evidence, recipients, second signature.
    #[serde(flatten)]
    pub outward: Outward,
    /// How many ids of evidence are kept from the reader.
    pub evidence_withheld: usize,
    /// What was known of its incidents when it was decided, by incident: for people of the house that keeps the record.
    pub rested_on: BTreeMap<String, Rested>,
    /// Hash of the entry in the audit chain, hexadecimal.
    pub hash: String,
}

/// Events that are looked through at a time.
const PAGE: usize = 5_000;

/// An act of another organisation, before it is known what of it this reader may have.
struct Theirs {
    act: Act,
    kind: &'static str,
    record: Record,
}

/// What an act rested on, for people of the house that keeps the record.
fn rested_on(who: &Principal, owner: &str, data: &Value) -> BTreeMap<String, Rested> {
    let named = data.get("rested_on").filter(|_| owner == who.organisation);
    named.and_then(|named| serde_json::from_value(named.clone()).ok()).unwrap_or_default()
}

impl Hub {
    /// The outward acts of one record, or of all that the asker may see, oldest first, after an event's number.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn acts(
        &self,
        who: &Principal,
        record: Option<&str>,
        after: i64,
        limit: usize,
    ) -> Result<Vec<Act>, HubError> {
        let (mut found, mut after) = (Vec::new(), after);
        loop {
            let events = self.log(after, record, PAGE)?;
            if events.is_empty() {
                return Ok(found);
            }
            let (mut page, mut theirs) = (Vec::new(), Vec::new());
            for event in events {
                after = event.seq;
                let Some(outward) = event.data.get("outward") else { continue };
                let Some((kind, id)) = subject(&event.subject) else { continue };
                let Some(kept) = self.store().record(kind.name, id)? else { continue };
                let summary = super::commands::kept(&kept).ok().and_then(|one| (kind.look)(&one.state));
                let participants = summary.map(|look| look.summary.participants).unwrap_or_default();
                if !may_see(who, &kept.owner, kept.marking, &participants) {
                    continue;
                }
                let damaged = |error: serde_json::Error| HubError::Damaged {
                    what: format!("event {}", event.seq),
                    why: error.to_string(),
                };
                let act = Act {
                    seq: event.seq,
                    at: event.at,
                    decided_by: event.actor,
                    act: event.kind,
                    record: event.subject,
                    outward: serde_json::from_value(outward.clone()).map_err(damaged)?,
                    evidence_withheld: 0,
                    rested_on: rested_on(who, &kept.owner, &event.data),
                    hash: ostrakon_store::to_hex(&event.hash),
                };
                if kept.owner == who.organisation || who.own {
                    page.push(act);
                } else {
                    theirs.push(Theirs { act, kind: kind.name, record: kept });
                }
                if found.len() + page.len() + theirs.len() >= limit {
                    break;
                }
            }
            page.extend(self.acts_of_others(who, theirs)?);
            page.sort_by_key(|one| one.seq);
            found.extend(page);
            if found.len() >= limit {
                found.truncate(limit);
                return Ok(found);
            }
        }
    }

    /// Acts on records of other organisations, as far as the reader may have them.
    fn acts_of_others(&self, who: &Principal, theirs: Vec<Theirs>) -> Result<Vec<Act>, HubError> {
        if theirs.is_empty() {
            return Ok(Vec::new());
        }
        let mut by_record: BTreeMap<&str, (&Record, Map<String, Value>)> = BTreeMap::new();
        for one in &theirs {
            let outward = serde_json::to_value(&one.act.outward).unwrap_or_default();
            let (_, acts) = by_record.entry(&one.act.record).or_insert_with(|| (&one.record, Map::new()));
            acts.insert(one.act.seq.to_string(), outward);
        }
        let rows = by_record.into_values().map(|(record, acts)| {
            let summary = Summary { marking: record.marking, ..Summary::default() };
            as_object(&record.id, record.rev, &summary, &Value::Object(acts))
        });
        // No record is delivered by this, so that the ledger holds nothing against the reader.
        let passed = Way::to_participant(self, who)?.pass(self, rows.collect(), true, false)?;
        let mut told = BTreeMap::new();
        for row in passed {
            let Some((_, Value::Object(acts))) = of_object(&row.bytes) else { continue };
            told.extend(acts);
        }
        let mut shown = Vec::with_capacity(theirs.len());
        for mut one in theirs {
            let Some(passed) = told.remove(&one.act.seq.to_string()) else { continue };
            let before = one.act.outward.evidence.len();
            one.act.outward = self.told_of_act(who, &one, passed)?;
            one.act.evidence_withheld = before - one.act.outward.evidence.len();
            one.act.decided_by = self.house_behind(who, &one.act.decided_by, &one.record.owner);
            shown.push(one.act);
        }
        Ok(shown)
    }

    /// What an act says to a reader of another organisation, of what the gate let pass.
    fn told_of_act(&self, who: &Principal, one: &Theirs, passed: Value) -> Result<Outward, HubError> {
        let mut whole = serde_json::to_value(Outward::default()).unwrap_or_default();
        if let (Value::Object(whole), Value::Object(passed)) = (&mut whole, passed) {
            whole.extend(passed);
        }
        let mut outward: Outward = serde_json::from_value(whole).unwrap_or_default();
        // What was told to the reader with the act, it has; what stands on the public page, everybody has.
        let addressed = one.act.outward.recipients.contains(&who.organisation);
        let public: BTreeSet<String> = if one.kind == Publication::KIND {
            let register = self.public_register()?;
            register.entry(&one.record.id).map(|shown| shown.entry.evidence.iter().cloned().collect())
        } else {
            None
        }
        .unwrap_or_default();
        let mut evidence = Vec::with_capacity(outward.evidence.len());
        for id in std::mem::take(&mut outward.evidence) {
            let whole = one.act.outward.evidence.contains(&id);
            if whole && (addressed || public.contains(&id) || self.is_known_to(who, &id)?) {
                evidence.push(id);
            }
        }
        outward.evidence = evidence;
        // Who else got it is not told to one of those who did; nor who the people of another house are.
        outward.recipients.retain(|one| *one == who.organisation || one == "public");
        outward.approved_by = outward.approved_by.map(|by| {
            if by.organisation == who.organisation { by } else { Party { person: String::new(), ..by } }
        });
        Ok(outward)
    }

    /// Whether a reader has what an id names: an object that the gate let pass, evidence of its house, a record that it sees.
    fn is_known_to(&self, who: &Principal, id: &str) -> Result<bool, HubError> {
        if let Some((kind, record)) = subject(id) {
            return match self.visible(who, kind, record) {
                Ok(_) => Ok(true),
                Err(HubError::NotFound(_)) => Ok(false),
                Err(error) => Err(error),
            };
        }
        if self.evidence(who, id).is_ok() {
            return Ok(true);
        }
        Ok(id.contains("--") && self.store().object(id)?.is_some())
    }

    /// Who decided, as a reader of another organisation is told: its own people by account, others by their organisation.
    fn house_behind(&self, who: &Principal, account: &str, owner: &str) -> String {
        match self.people().person(account) {
            Ok(person) if person.organisation == who.organisation => account.to_owned(),
            Ok(person) => person.organisation,
            Err(_) => owner.to_owned(),
        }
    }
}
