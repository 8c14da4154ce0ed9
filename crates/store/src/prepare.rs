//! From what the caller gives to what is written: limits checked, contents hashed and compressed, effects by digest.
//! Needs no database, so it happens before the queue and on every caller's own thread.

use crate::{
    Commit, Effect, Error, Expect, Idempotency, NewRecord, Result, canonical,
    pack::{self, Packed},
    recorded::{AddObjects, Added, Digest, Line, PutRecord, Recorded},
};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The longest id, key or name, in bytes: PostgreSQL's index entries hold 2,700.
pub const LONGEST_ID: usize = 512;
/// The longest details of an event, in bytes.
const LONGEST_DATA: usize = 1 << 20;
/// Sort keys of one record.
const MOST_KEYS: usize = 16;
/// Contents that are compressed on one thread; more are shared among all.
const ALONE: usize = 512;

/// A commit, ready to be written.
pub(crate) struct Prepared {
    pub(crate) actor: String,
    pub(crate) at: i64,
    pub(crate) events: Vec<PreparedEvent>,
    pub(crate) expect: Vec<Expect>,
    pub(crate) idempotency: Option<Idempotency>,
    pub(crate) contents: Vec<Packed>,
}

pub(crate) struct PreparedEvent {
    pub(crate) kind: String,
    pub(crate) subject: String,
    pub(crate) data: Vec<u8>,
    pub(crate) effects: Vec<Recorded>,
}

impl Prepared {
    /// Whether it erases contents.
    pub(crate) fn erases(&self) -> bool {
        let mut effects = self.events.iter().flat_map(|event| &event.effects);
        effects.any(|effect| matches!(effect, Recorded::Erase { .. }))
    }

    /// About how many bytes it writes.
    pub(crate) fn weight(&self) -> usize {
        self.contents.iter().map(|packed| packed.bytes.len() + 256).sum()
    }
}

fn short(what: &str, text: &str) -> Result<()> {
    if text.len() <= LONGEST_ID {
        return Ok(());
    }
    let shown: String = text.chars().take(40).collect();
    Err(Error::input(
        format!("{what} {shown}…"),
        format!("is {} bytes long, more than {LONGEST_ID}; shorten it", text.len()),
    ))
}

fn given(what: &str, text: &str) -> Result<()> {
    if text.is_empty() {
        return Err(Error::input(what, "is empty; give one"));
    }
    short(what, text)
}

/// Checks and packs a commit.
pub(crate) fn prepare(commit: Commit) -> Result<Prepared> {
    given("the actor of a commit", &commit.actor)?;
    for expect in &commit.expect {
        short("the kind of a record", &expect.kind)?;
        short("the id of a record", &expect.id)?;
    }
    if let Some(key) = &commit.idempotency {
        short("the scope of an idempotency key", &key.scope)?;
        given("an idempotency key", &key.key)?;
    }
    let mut contents = Vec::new();
    let mut events = Vec::with_capacity(commit.events.len());
    for event in commit.events {
        given("the kind of an event", &event.kind)?;
        short("the subject of an event", &event.subject)?;
        let data = canonical::text(&event.data)?;
        if data.len() > LONGEST_DATA {
            return Err(Error::input(
                format!("the data of event {}", event.kind),
                format!("is {} bytes, more than {LONGEST_DATA}; put it into a record", data.len()),
            ));
        }
        let effects = event
            .effects
            .into_iter()
            .map(|effect| recorded(effect, &mut contents))
            .collect::<Result<Vec<_>>>()?;
        events.push(PreparedEvent { kind: event.kind, subject: event.subject, data, effects });
    }
    let Commit { actor, at, expect, idempotency, .. } = commit;
    Ok(Prepared { actor, at, events, expect, idempotency, contents })
}

fn recorded(effect: Effect, contents: &mut Vec<Packed>) -> Result<Recorded> {
    Ok(match effect {
        Effect::PutRecord(record) => put_record(record, contents)?,
        Effect::DeleteRecord { kind, id } => {
            given("the kind of a record", &kind)?;
            given("the id of a record", &id)?;
            Recorded::DeleteRecord { id, kind }
        }
        Effect::AddObjects { collection, objects } => {
            given("the id of a collection", &collection)?;
            for object in &objects {
                given("the id of an object", &object.id)?;
                given("the type of an object", &object.kind)?;
                short("the version of an object", &object.version)?;
                short("the specification version of an object", &object.spec_version)?;
            }
            let bytes: Vec<&[u8]> = objects.iter().map(|object| object.bytes.as_slice()).collect();
            let packed = pack_all(&bytes)?;
            let added = objects.into_iter().zip(&packed).map(|(object, packed)| Added {
                id: object.id,
                sha256: packed.sha256,
                spec_version: object.spec_version,
                kind: object.kind,
                version: object.version,
            });
            let objects = added.collect();
            contents.extend(packed);
            Recorded::AddObjects(AddObjects { added: 0, collection, objects })
        }
        Effect::RemoveObject { collection, id, version } => {
            given("the id of an object", &id)?;
            Recorded::RemoveObject { collection, id, version }
        }
        Effect::ClearCollection { collection } => Recorded::ClearCollection { collection },
        Effect::Release { recipient, route, objects } => {
            given("the recipient of a release", &recipient)?;
            given("the route of a release", &route)?;
            for object in &objects {
                given("a released object", &object.object)?;
                short("the version of a released object", &object.version)?;
            }
            let line = |object: crate::Released| Line {
                marking: object.marking,
                object: object.object,
                version: object.version,
            };
            Recorded::Release { objects: objects.into_iter().map(line).collect(), recipient, route }
        }
        Effect::Erase { contents } => {
            Recorded::Erase { contents: contents.into_iter().map(Digest).collect() }
        }
        Effect::PutBlob(meta) => {
            short("a media type", &meta.media_type)?;
            Recorded::PutBlob(meta)
        }
        Effect::DestroyBlob { sha256 } => Recorded::DestroyBlob { sha256: Digest(sha256) },
        Effect::Custody { sha256, entry } => {
            given("the action of a custody entry", &entry.action)?;
            Recorded::Custody { entry, sha256: Digest(sha256) }
        }
    })
}

/// The content of a record, as the log digests it. Kind and id are part of it, so that two records never share one, and erasing one
/// erases one.
fn record_text(kind: &str, id: &str, keys: &BTreeMap<String, String>, body: &Value) -> Result<Vec<u8>> {
    canonical::text(&json!({ "body": body, "id": id, "keys": keys, "kind": kind }))
}

/// The SHA-256 by which the log names what a record said.
///
/// # Errors
/// [`Error::Input`] for a body that has no canonical form.
pub fn record_digest(
    kind: &str,
    id: &str,
    keys: &BTreeMap<String, String>,
    body: &Value,
) -> Result<[u8; 32]> {
    Ok(crate::digest::sha256(&record_text(kind, id, keys, body)?))
}

fn put_record(record: NewRecord, contents: &mut Vec<Packed>) -> Result<Recorded> {
    given("the kind of a record", &record.kind)?;
    given("the id of a record", &record.id)?;
    short("the owner of a record", &record.owner)?;
    if record.keys.len() > MOST_KEYS {
        return Err(Error::input(
            format!("{} {}", record.kind, record.id),
            format!(
                "has {} keys, more than {MOST_KEYS}; keep what is not sorted by in the body",
                record.keys.len()
            ),
        ));
    }
    for (name, value) in &record.keys {
        given("the name of a key", name)?;
        short("the value of a key", value)?;
    }
    let text = record_text(&record.kind, &record.id, &record.keys, &record.body)?;
    let packed = pack::pack(&text)?;
    let content = packed.sha256;
    contents.push(packed);
    let NewRecord { kind, id, owner, marking, .. } = record;
    Ok(Recorded::PutRecord(PutRecord { content, id, kind, marking, owner }))
}

/// Packs contents, in order, on all processors where there are many.
fn pack_all(all: &[&[u8]]) -> Result<Vec<Packed>> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(8);
    if all.len() <= ALONE || threads == 1 {
        return all.iter().map(|bytes| pack::pack(bytes)).collect();
    }
    let share = all.len().div_ceil(threads);
    std::thread::scope(|scope| {
        let work = |part: &[&[u8]]| part.iter().map(|bytes| pack::pack(bytes)).collect::<Result<Vec<_>>>();
        let running: Vec<_> = all.chunks(share).map(|part| scope.spawn(move || work(part))).collect();
        let mut packed = Vec::with_capacity(all.len());
        for part in running {
            let done = part.join().map_err(|_| Error::input("a content", "made the compressor fail"))?;
            packed.extend(done?);
        }
        Ok(packed)
    })
}
