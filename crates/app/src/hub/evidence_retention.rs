//! Evidence comes to its end: when its retention class has run out, and nobody needs it any more.
//!
//! **The problem.** A screenshot of a private account that was kept for a case lies there years after the case is closed. And
//! evidence that goes while somebody contests the record that rests on it, or while it is ordered to be preserved, cannot be
//! got back. **The choice.** Whoever hands evidence in may say its class; its time counts from when it was stored, and anew from
//! the last change of every record of casework that rests on it. A record rests on it when it names the digest, or is about an
//! incident that does: in its object, or in what is known of it. While one of them is open (a case, an evidence file, a preservation
//! request), is contested, or is an entry that the public can read, or is made public by one, it stays whatever the class; the run
//! says for which records, and the log says it once for as long as they are the same. When it goes, bytes, their keys and what the
//! record said are gone; digest, chain of custody and the receipt stay.
//! Evidence without a class goes by the decision of two people and by nothing else, and so does all that goes early.
//! **Rejected.** A list of links from records to evidence, kept beside: it would be forgotten by the next kind of record.

use super::evidence::{self, Evidence};
use super::standing::SYSTEM;
use super::{Hub, HubError, Versioned};
use crate::casework::{KINDS, kept};
use crate::terms;
use ostrakon_model::time::iso;
use ostrakon_response::Aggregate;
use ostrakon_response::contestation::Contestation;
use ostrakon_response::publication::{Phase, Publication};
use ostrakon_store::{Commit, Custody, Effect, Event, Expect, Record, RecordQuery, from_hex};
use serde::Serialize;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;

/// Events of one item that are looked through for what was said last.
const EVENTS: usize = 100_000;

/// Length of a SHA-256 in hexadecimal.
const DIGEST: usize = 64;

/// Records that a line names at most.
const SHOWN: usize = 5;

/// Kind of the records of what is known of incidents.
const SITUATION: &str = "situation";
/// Kind of the records of what was known of them before.
const SITUATION_REVISION: &str = "situation-revision";

/// What casework says of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Use {
    /// Records that are open, contested or public, and rest on it: `kind/id`.
    needed: BTreeSet<String>,
    /// The last change of a record that rests on it.
    last: i64,
}

/// Evidence whose class has run out, and that stays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeptEvidence {
    /// SHA-256 of its bytes.
    pub sha256: String,
    /// Its retention class.
    pub class: String,
    /// Records that are open, contested or public, and rest on it: `kind/id`.
    pub needed_by: BTreeSet<String>,
    /// Where none needs it any more: when its time is over, counted from the last change of what rested on it.
    pub until: Option<i64>,
}

impl fmt::Display for KeptEvidence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "evidence {} ({}) stays: ", self.sha256, self.class)?;
        if let Some(until) = self.until {
            return write!(f, "its time counts anew until {}", iso(until));
        }
        let some: Vec<&str> = self.needed_by.iter().take(SHOWN).map(String::as_str).collect();
        write!(f, "it is needed by {}", some.join(", "))?;
        match self.needed_by.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

/// What a run of retention found of evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct EvidenceRun {
    /// SHA-256 of what went, or would go.
    pub gone: Vec<String>,
    /// What stays although its class has run out, and for whom.
    pub kept: Vec<KeptEvidence>,
}

/// Evidence of an organisation: the record, and what it says.
type Held = (Record, Versioned<Evidence>);

impl Hub {
    /// Lets evidence go whose time is over and that nobody needs; with `dry_run`, says what would go.
    ///
    /// # Errors
    /// [`HubError::Store`]; [`HubError::Damaged`] for a record that cannot be read. What went is gone, the rest goes with the next run.
    pub fn expire_evidence(&self, dry_run: bool) -> Result<EvidenceRun, HubError> {
        let (over, kept) = self.over_and_unneeded()?;
        let gone = over.iter().map(|(_, found)| found.value.sha256.clone()).collect();
        if !dry_run {
            for (record, found) in &over {
                match self.let_go(record, found) {
                    // Somebody handed it in again, or narrowed it, meanwhile: the next run looks again.
                    Ok(()) | Err(HubError::Changed(_)) => {}
                    Err(other) => return Err(other),
                }
            }
            for one in &kept {
                self.say_kept(one)?;
            }
        }
        Ok(EvidenceRun { gone, kept })
    }

    /// Says in the log that evidence outlives its class, and for which records; once for as long as they are the same.
    fn say_kept(&self, kept: &KeptEvidence) -> Result<(), HubError> {
        if kept.needed_by.is_empty() {
            return Ok(());
        }
        let data = json!({ "sha256": kept.sha256, "retention": kept.class, "needed_by": kept.needed_by });
        let event = Event { data, ..evidence::event("evidence.kept", &kept.sha256) };
        let said = self.log(0, Some(&event.subject), EVENTS)?;
        if said.iter().rev().find(|one| one.kind == event.kind).is_some_and(|one| one.data == event.data) {
            return Ok(());
        }
        self.store().commit(Commit {
            actor: SYSTEM.into(),
            at: self.now(),
            events: vec![event],
            expect: Vec::new(),
            idempotency: None,
        })?;
        Ok(())
    }

    fn let_go(&self, record: &Record, found: &Versioned<Evidence>) -> Result<(), HubError> {
        let (now, name) = (self.now(), found.value.sha256.clone());
        let Some(sha256) = from_hex(&name) else { return Ok(()) };
        let class = found.value.retention.clone().unwrap_or_default();
        let last = self.is_last_holder(&name, &found.id)?;
        let gone = Evidence { destroyed_at: Some(now), source_url: String::new(), ..found.value.clone() };
        let entry = Custody {
            action: "destroy".into(),
            reason: format!("its retention class {class} has run out"),
            ..Custody::default()
        };
        let mut effects = vec![
            Effect::Custody { sha256, entry },
            Effect::PutRecord(evidence::record(&record.owner, &gone)?),
            Effect::Erase { contents: vec![record.content] },
        ];
        if last {
            effects.push(Effect::DestroyBlob { sha256 });
        }
        let data = json!({ "sha256": name, "retention": class, "bytes_destroyed": last });
        let event = Event { data, effects, ..evidence::event("evidence.expired", &name) };
        let expect = vec![Expect { kind: evidence::KIND.into(), id: found.id.clone(), rev: Some(found.rev) }];
        self.store().commit(Commit {
            actor: SYSTEM.into(),
            at: now,
            events: vec![event],
            expect,
            idempotency: None,
        })?;
        if last {
            self.store().remove_blob(&sha256)?;
        }
        Ok(())
    }

    /// Evidence whose class has run out: what nobody needs, and what stays.
    fn over_and_unneeded(&self) -> Result<(Vec<Held>, Vec<KeptEvidence>), HubError> {
        let now = self.now();
        let (mut due, mut query) =
            (Vec::new(), RecordQuery { limit: 1_000, ..RecordQuery::of(evidence::KIND) });
        loop {
            let page = self.store().records(&query)?;
            for record in page.rows {
                let Some(found) = Versioned::<Evidence>::read(record.clone())? else { continue };
                let Some(time) = time_of(&found.value) else { continue };
                if now > found.value.stored_at.saturating_add(time) {
                    due.push((record, found, time));
                }
            }
            match page.next {
                Some(next) => query.after = Some(next),
                None => break,
            }
        }
        if due.is_empty() {
            return Ok(Default::default());
        }
        let uses =
            self.uses_of_evidence(&due.iter().map(|(_, found, _)| found.value.sha256.as_str()).collect())?;
        let (mut over, mut kept) = (Vec::new(), BTreeMap::new());
        for (record, found, time) in due {
            let how = uses.get(&found.value.sha256).cloned().unwrap_or_default();
            let until = how.last.saturating_add(time);
            if how.needed.is_empty() && now > until {
                over.push((record, found));
                continue;
            }
            let sha256 = found.value.sha256;
            kept.entry(sha256.clone()).or_insert(KeptEvidence {
                sha256,
                class: found.value.retention.unwrap_or_default(),
                until: how.needed.is_empty().then_some(until),
                needed_by: how.needed,
            });
        }
        Ok((over, kept.into_values().collect()))
    }

    /// What casework of all kinds says of these digests.
    fn uses_of_evidence(&self, wanted: &BTreeSet<&str>) -> Result<BTreeMap<String, Use>, HubError> {
        let mut uses: BTreeMap<String, Use> = BTreeMap::new();
        // By record, so that a contestation finds what the contested one rests on.
        let mut by_record: HashMap<String, BTreeSet<String>> = HashMap::new();
        let mut by_incident: HashMap<String, BTreeSet<String>> = HashMap::new();
        let known = self.named_in_situations(wanted)?;
        // Records that others hold on to: what is contested, and what a public entry makes public. With those that do.
        let mut held: Vec<(String, String)> = Vec::new();
        for kind in KINDS {
            let mut query = RecordQuery { limit: 1_000, ..RecordQuery::of(kind.name) };
            loop {
                let page = self.store().records(&query)?;
                for record in page.rows.iter().filter(|one| one.erased.is_none()) {
                    let state = kept(record)?.state;
                    let summary = (kind.look)(&state).unwrap_or_default().summary;
                    let mut digests = named(&state.to_string(), wanted);
                    for incident in &summary.incidents {
                        if !by_incident.contains_key(incident) {
                            let mut named = self.named_by(incident, wanted)?;
                            named.extend(known.get(incident).into_iter().flatten().cloned());
                            by_incident.insert(incident.clone(), named);
                        }
                        digests.extend(by_incident[incident].iter().cloned());
                    }
                    let (name, public) =
                        (format!("{}/{}", kind.name, record.id), is_public(kind.name, &state));
                    for digest in &digests {
                        let how = uses.entry(digest.clone()).or_default();
                        if summary.open || public {
                            how.needed.insert(name.clone());
                        }
                        how.last = how.last.max(record.updated);
                    }
                    let mut holds: Vec<&str> = Vec::new();
                    if kind.name == Contestation::KIND && summary.open {
                        holds.extend(state["draft"]["contested"].as_str());
                    }
                    if public {
                        let records = state["draft"]["records"].as_array().into_iter().flatten();
                        holds.extend(records.filter_map(serde_json::Value::as_str));
                    }
                    held.extend(holds.into_iter().map(|other| (other.to_owned(), name.clone())));
                    if !digests.is_empty() {
                        by_record.insert(name, digests);
                    }
                }
                match page.next {
                    Some(next) => query.after = Some(next),
                    None => break,
                }
            }
        }
        for (other, name) in held {
            for digest in by_record.get(&other).into_iter().flatten() {
                uses.entry(digest.clone()).or_default().needed.insert(name.clone());
            }
        }
        Ok(uses)
    }

    /// The digests that what is known of incidents names, whichever organisation wrote it, by incident.
    fn named_in_situations(
        &self,
        wanted: &BTreeSet<&str>,
    ) -> Result<HashMap<String, BTreeSet<String>>, HubError> {
        let mut all: HashMap<String, BTreeSet<String>> = HashMap::new();
        // What was written over is what an act may have rested on.
        for kind in [SITUATION, SITUATION_REVISION] {
            let mut query = RecordQuery { limit: 1_000, ..RecordQuery::of(kind) };
            loop {
                let page = self.store().records(&query)?;
                for record in page.rows {
                    let Some(incident) = record.body["situation"]["incident"].as_str() else { continue };
                    let digests = named(&record.body.to_string(), wanted);
                    all.entry(incident.to_owned()).or_default().extend(digests);
                }
                match page.next {
                    Some(next) => query.after = Some(next),
                    None => break,
                }
            }
        }
        Ok(all)
    }

    /// The digests that any version of an object names.
    fn named_by(&self, object: &str, wanted: &BTreeSet<&str>) -> Result<BTreeSet<String>, HubError> {
        let versions = self.store().versions(object)?;
        let texts = versions.iter().map(|version| String::from_utf8_lossy(&version.bytes));
        Ok(texts.flat_map(|text| named(&text, wanted)).collect())
    }
}

/// Whether a record is an entry that the public can read.
fn is_public(kind: &str, state: &serde_json::Value) -> bool {
    let phase = || serde_json::from_value::<Phase>(state["phase"].clone());
    kind == Publication::KIND && phase().is_ok_and(Phase::is_public)
}

/// How long an item is kept, in milliseconds; none for what has no class, or is gone already.
fn time_of(evidence: &Evidence) -> Option<i64> {
    let class = evidence.retention.as_deref().filter(|_| evidence.destroyed_at.is_none())?;
    // A class that this version does not know is no reason to let something go.
    terms::retention_ms(class).ok()
}

/// The digests among these that a text names, in capitals or not.
fn named(text: &str, wanted: &BTreeSet<&str>) -> BTreeSet<String> {
    let runs = text.split(|c: char| !c.is_ascii_hexdigit()).filter(|run| run.len() == DIGEST);
    runs.map(str::to_ascii_lowercase).filter(|run| wanted.contains(run.as_str())).collect()
}

/// Refuses a class that is none.
pub(super) fn check_class(class: &str) -> Result<(), HubError> {
    terms::retention_ms(class).map(|_| ()).map_err(|_| {
        let classes: Vec<&str> = terms::RETENTION_CLASSES.iter().map(|(name, _)| *name).collect();
        HubError::invalid("retention", format!("no such class; give one of {}", classes.join(", ")))
    })
}

#[cfg(test)]
mod tests;
