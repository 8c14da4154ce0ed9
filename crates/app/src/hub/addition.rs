//! Adding objects to a collection, and saying what became of each.
//!
//! **The choice.** The objects are kept in one commit before the status is written: a client that never gets its answer
//! sends again, and a repeat adds nothing. A version is immutable: other content under the same id and version is
//! refused, with the reason. What has no version of its own (an observable) and comes with other content gets the moment
//! of its arrival as its version, as TAXII 2.1 §3.3 allows, so that nothing is lost and nothing is overwritten.

use super::collection::may_write;
use super::outward::{VOUCHED, origin};
use super::{Fault, Hub, HubError, Refused, intake};
use ostrakon_access::Principal;
use ostrakon_exchange::taxii::resource::{Status, StatusDetails};
use ostrakon_exchange::taxii::stamp;
use ostrakon_model::Tlp;
use ostrakon_store::{Commit, Effect, Event, NewObject, NewRecord, Outcome};
use std::collections::{BTreeMap, HashSet};

const STATUS: &str = "addition";
pub(super) const CLASH: &str = "there is other content under this id and version, and a version never changes; send it with a \
                     later `modified`";

/// What became of objects that were handed in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    /// New to the collection.
    pub new: usize,
    /// There already, with the same content.
    pub present: usize,
    /// Not taken.
    pub refused: Vec<Refused>,
}

/// Whose hand adds, and for which organisation.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    /// The actor in the log.
    pub actor: &'a str,
    /// Whose objects they are.
    pub organisation: &'a str,
    /// Whether that is us.
    pub own: bool,
}

impl<'a> From<&'a Principal> for Source<'a> {
    fn from(who: &'a Principal) -> Self {
        Self { actor: who.actor(), organisation: &who.organisation, own: who.own }
    }
}

impl Hub {
    /// Whether somebody may add to a collection: asked before a long body is read.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::NotAllowed`].
    pub fn may_add(&self, who: &Principal, collection: &str) -> Result<(), HubError> {
        may_write(&self.shelf(who, collection)?)
    }

    /// Adds objects, one JSON text each, and keeps a status that can be asked for later.
    ///
    /// # Errors
    /// [`HubError::NotFound`], [`HubError::NotAllowed`], [`HubError::Store`]; a wrong object is no error but a failure in
    /// the status.
    pub fn add<T: AsRef<[u8]> + Sync>(
        &self,
        who: &Principal,
        collection: &str,
        texts: &[T],
    ) -> Result<Status, HubError> {
        let view = self.shelf(who, collection)?;
        may_write(&view)?;
        let came = self.now();
        let intake = intake::read(texts);
        let names: Vec<(usize, String, String)> =
            intake.objects.iter().map(|(at, o)| (*at, o.id.clone(), o.version.clone())).collect();
        let done = self.keep(who.into(), &view.id, intake)?;
        let refused: HashSet<usize> = done.refused.iter().map(|refused| refused.index).collect();
        let detail = |id: &str, version: &str, message: Option<String>| StatusDetails {
            id: id.to_owned(),
            version: if version.is_empty() { stamp::write(came * 1000) } else { version.to_owned() },
            message,
        };
        let successes: Vec<StatusDetails> = names
            .iter()
            .filter(|(at, _, _)| !refused.contains(at))
            .map(|(_, id, version)| detail(id, version, None))
            .collect();
        let failures: Vec<StatusDetails> =
            done.refused.iter().map(|r| detail(&r.id, &r.version, Some(r.reason.clone()))).collect();
        let status = Status {
            id: uuid::Uuid::new_v4().to_string(),
            status: "complete".into(),
            request_timestamp: Some(stamp::write(came * 1000)),
            total_count: texts.len() as u64,
            success_count: (texts.len() - done.refused.len()) as u64,
            successes,
            failure_count: done.refused.len() as u64,
            failures,
            pending_count: 0,
            pendings: Vec::new(),
        };
        self.keep_status(who, &status)?;
        Ok(status)
    }

    /// Adds objects wholly or not at all, as every request but TAXII's is taken (invariant 10).
    ///
    /// # Errors
    /// [`HubError::Invalid`] with the place of each object that cannot be taken, or that is there with other content under
    /// the same version; then nothing was kept.
    pub fn add_whole<T: AsRef<[u8]> + Sync>(
        &self,
        who: &Principal,
        collection: &str,
        texts: &[T],
    ) -> Result<Status, HubError> {
        self.may_add(who, collection)?;
        let intake = intake::read(texts);
        let fault = |index: usize, detail: String| Fault { pointer: format!("/objects/{index}"), detail };
        let mut faults: Vec<Fault> = intake
            .refused
            .into_iter()
            .map(|one| fault(one.index, format!("{}: {}", one.id, one.reason)))
            .collect();
        let (places, objects): (Vec<usize>, Vec<NewObject>) = intake.objects.into_iter().unzip();
        let not_theirs = self.not_theirs(who.into(), &objects)?;
        for (at, (index, object)) in places.iter().zip(&objects).enumerate() {
            if let Some(why) = not_theirs.get(&at) {
                faults.push(fault(*index, format!("{}: {why}", object.id)));
                continue;
            }
            if object.version.is_empty() {
                continue;
            }
            let there = self.store().object_version(&object.id, &object.version)?;
            if there.is_some_and(|there| there.erased.is_none() && there.bytes != object.bytes) {
                faults.push(fault(*index, format!("{}: {CLASH}", object.id)));
            }
        }
        if !faults.is_empty() {
            let detail =
                format!("{} of {} objects cannot be taken; nothing was kept", faults.len(), texts.len());
            faults.truncate(100);
            return Err(HubError::Invalid { detail, faults });
        }
        self.add(who, collection, texts)
    }

    /// What became of an addition; only its own organisation may ask.
    ///
    /// # Errors
    /// [`HubError::Store`].
    pub fn status(&self, who: &Principal, id: &str) -> Result<Option<Status>, HubError> {
        let record = self.store().record(STATUS, id)?.filter(|record| record.owner == who.organisation);
        Ok(record.map_or(Ok(None), super::Versioned::read)?.map(|found| found.value))
    }

    /// Keeps what was read, in one commit.
    pub(crate) fn keep(
        &self,
        source: Source<'_>,
        collection: &str,
        intake: intake::Intake,
    ) -> Result<Kept, HubError> {
        let mut done = Kept { refused: intake.refused, ..Kept::default() };
        let (places, objects): (Vec<usize>, Vec<NewObject>) = intake.objects.into_iter().unzip();
        let not_theirs = self.not_theirs(source, &objects)?;
        let (mut at_places, mut allowed) = (Vec::new(), Vec::new());
        for (at, (place, object)) in places.into_iter().zip(objects).enumerate() {
            if let Some(why) = not_theirs.get(&at) {
                let (id, version) = (object.id, object.version);
                done.refused.push(Refused { index: place, id, version, reason: why.clone() });
            } else {
                at_places.push(place);
                allowed.push(object);
            }
        }
        let (places, objects) = (at_places, allowed);
        if objects.is_empty() {
            done.refused.sort_by_key(|refused| refused.index);
            return Ok(done);
        }
        let outcomes = self.commit_objects(source, collection, objects.clone())?;
        let added = objects.iter().zip(&outcomes).filter(|(_, one)| matches!(one, Outcome::Added(_)));
        let added: Vec<NewObject> =
            if source.own { Vec::new() } else { added.map(|(object, _)| object.clone()).collect() };
        let mut again: Vec<(usize, NewObject)> = Vec::new();
        for ((place, object), outcome) in places.into_iter().zip(objects).zip(&outcomes) {
            match outcome {
                Outcome::Added(_) => done.new += 1,
                Outcome::Present => done.present += 1,
                Outcome::Differs if object.version.is_empty() => again.push((place, object)),
                Outcome::Differs => done.refused.push(Refused {
                    index: place,
                    id: object.id,
                    version: object.version,
                    reason: CLASH.into(),
                }),
            }
        }
        self.keep_unversioned(source, collection, again, &mut done)?;
        self.carry_markings(source, collection, &added)?;
        done.refused.sort_by_key(|refused| refused.index);
        Ok(done)
    }

    /// Observables that are there with other content: a version each, unless the newest is the same.
    fn keep_unversioned(
        &self,
        source: Source<'_>,
        collection: &str,
        objects: Vec<(usize, NewObject)>,
        done: &mut Kept,
    ) -> Result<(), HubError> {
        let mut fresh: BTreeMap<String, NewObject> = BTreeMap::new();
        let version = stamp::write(self.now() * 1000);
        for (_, object) in objects {
            if self.store().object(&object.id)?.is_some_and(|newest| newest.bytes == object.bytes) {
                done.present += 1;
            } else {
                done.new += 1;
                fresh.insert(object.id.clone(), NewObject { version: version.clone(), ..object });
            }
        }
        if !fresh.is_empty() {
            self.commit_objects(source, collection, fresh.into_values().collect())?;
        }
        Ok(())
    }

    fn commit_objects(
        &self,
        source: Source<'_>,
        collection: &str,
        objects: Vec<NewObject>,
    ) -> Result<Vec<Outcome>, HubError> {
        let count = objects.len();
        let mut effects = Vec::with_capacity(2);
        // Where it came from is kept apart from the shelf that it stands on: a marking may only be lowered by the one
        // who set it, and the gate asks whose it is.
        if !source.own {
            effects.push(Effect::AddObjects {
                collection: origin(source.organisation),
                objects: objects.clone(),
            });
        }
        // A definition of a marking that our own people add is one that we stand for, whoever sent it first.
        let definitions = objects.iter().filter(|object| source.own && object.kind == "marking-definition");
        let definitions: Vec<NewObject> = definitions.cloned().collect();
        if !definitions.is_empty() {
            effects.push(Effect::AddObjects { collection: VOUCHED.into(), objects: definitions });
        }
        let beside = self.definitions_beside(&objects)?;
        if !beside.is_empty() {
            effects.push(Effect::AddObjects { collection: collection.to_owned(), objects: beside });
        }
        let owed = self.owed_for(&objects, source.organisation)?;
        effects.insert(0, Effect::AddObjects { collection: collection.to_owned(), objects });
        effects.extend(owed);
        let committed = self.store().commit(Commit {
            actor: source.actor.to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: "objects.added".into(),
                subject: format!("collection/{collection}"),
                data: serde_json::json!({ "organisation": source.organisation, "objects": count }),
                effects,
            }],
            ..Commit::default()
        })?;
        Ok(committed.objects.into_iter().take(count).collect())
    }

    fn keep_status(&self, who: &Principal, status: &Status) -> Result<(), HubError> {
        let body = serde_json::to_value(status)
            .map_err(|error| HubError::Damaged { what: "status".into(), why: error.to_string() })?;
        let record = NewRecord {
            kind: STATUS.into(),
            id: status.id.clone(),
            owner: who.organisation.clone(),
            marking: Tlp::AmberStrict,
            keys: BTreeMap::new(),
            body,
        };
        self.store().commit(Commit {
            actor: who.actor().to_owned(),
            at: self.now(),
            events: vec![Event {
                kind: "addition.decided".into(),
                subject: format!("{STATUS}/{}", status.id),
                data: serde_json::json!({
                    "total": status.total_count, "accepted": status.success_count, "refused": status.failure_count,
                }),
                effects: vec![Effect::PutRecord(record)],
            }],
            ..Commit::default()
        })?;
        Ok(())
    }
}
