//! What an effect does to the projections. The same function at commit and at rebuild: a rebuilt projection is equal by
//! construction.

use crate::{
    Error, Outcome, Result, many,
    members::{self, Version},
    pack::{self, Packed},
    recorded::{AddObjects, Line, PutRecord, Recorded},
    value::Param,
    writing::Writing,
};
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};

/// Contents that came with a commit, by digest; empty at a rebuild, where all are in the database.
pub(crate) type Given<'a> = HashMap<[u8; 32], &'a Packed>;

/// The event that an effect belongs to.
#[derive(Clone, Copy)]
pub(crate) struct Cause<'a> {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) actor: &'a str,
}

/// Applies one effect. [`Recorded::AddObjects`] is narrowed to what was really added; outcomes are appended.
pub(crate) fn effect(
    tx: &mut Writing<'_>,
    cause: Cause<'_>,
    effect: &mut Recorded,
    given: &Given<'_>,
    outcomes: &mut Vec<Outcome>,
) -> Result<()> {
    match effect {
        Recorded::PutRecord(record) => put_record(tx, cause, record, given),
        Recorded::DeleteRecord { kind, id } => delete_record(tx, kind, id),
        Recorded::AddObjects(add) => add_objects(tx, cause, add, given, outcomes),
        Recorded::RemoveObject { collection, id, version } => {
            members::remove(tx, collection, id, version.as_deref())
        }
        Recorded::ClearCollection { collection } => members::clear(tx, collection),
        Recorded::Release { recipient, route, objects } => release(tx, cause, recipient, route, objects),
        Recorded::Erase { contents } => {
            for digest in contents {
                let digest: Param<'_> = digest.0.as_slice().into();
                tx.driver.execute(
                    "UPDATE contents SET bytes = NULL, erased = $1 WHERE sha256 = $2 AND seq <= $3",
                    &[cause.seq.into(), digest, cause.seq.into()],
                )?;
                // The keys of a record are part of its content.
                tx.driver.execute(
                    "DELETE FROM record_keys WHERE (kind, id) IN (SELECT r.kind, r.id FROM contents c JOIN records r
                     ON r.content = c.num WHERE c.sha256 = $1)",
                    &[digest],
                )?;
            }
            Ok(())
        }
        Recorded::PutBlob(meta) => {
            let params = [
                meta.sha256.as_slice().into(),
                (meta.size as i64).into(),
                meta.media_type.as_str().into(),
                meta.captured_at.into(),
                cause.seq.into(),
            ];
            tx.driver.execute(
                "INSERT INTO blobs (sha256, size, media_type, captured, seq) VALUES ($1, $2, $3, $4, $5)
                 ON CONFLICT (sha256) DO UPDATE SET destroyed = NULL, media_type = excluded.media_type,
                 captured = excluded.captured, seq = excluded.seq WHERE blobs.destroyed IS NOT NULL",
                &params,
            )?;
            Ok(())
        }
        Recorded::DestroyBlob { sha256 } => {
            tx.driver.execute(
                "UPDATE blobs SET destroyed = $1 WHERE sha256 = $2",
                &[cause.seq.into(), sha256.0.as_slice().into()],
            )?;
            Ok(())
        }
        Recorded::Custody { sha256, entry } => crate::custody::append(tx, cause, &sha256.0, entry),
    }
}

/// A record's content: all of it that may be personal data, so that erasing the content erases that.
#[derive(Deserialize)]
pub(crate) struct RecordContent {
    pub(crate) body: serde_json::Value,
    pub(crate) keys: BTreeMap<String, String>,
}

fn put_record(tx: &mut Writing<'_>, cause: Cause<'_>, record: &PutRecord, given: &Given<'_>) -> Result<()> {
    let content = tx.contents(&[record.content], given, cause.seq)?;
    let content = content.first().copied().unwrap_or_default();
    let keys = match given.get(&record.content) {
        Some(packed) => Some(pack::unpack(packed.codec, packed.size, packed.bytes.clone(), &record.id)?),
        None => crate::records::content(tx.driver, content)?.ok(),
    };
    let keys = match keys {
        Some(bytes) => {
            let content: RecordContent = serde_json::from_slice(&bytes).map_err(|reason| {
                Error::damaged(
                    format!("{} {}", record.kind, record.id),
                    format!("its content is no record: {reason}"),
                )
            })?;
            content.keys
        }
        None => BTreeMap::new(),
    };
    let (kind, id) = (record.kind.as_str(), record.id.as_str());
    let params = [
        kind.into(),
        id.into(),
        cause.seq.into(),
        record.owner.as_str().into(),
        (record.marking as i64).into(),
        cause.at.into(),
        cause.at.into(),
        content.into(),
    ];
    tx.driver.execute(
        "INSERT INTO records (kind, id, rev, owner, marking, created, updated, content)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
         ON CONFLICT (kind, id) DO UPDATE SET rev = excluded.rev, owner = excluded.owner, marking = excluded.marking,
         updated = excluded.updated, content = excluded.content",
        &params,
    )?;
    tx.driver.execute("DELETE FROM record_keys WHERE kind = $1 AND id = $2", &[kind.into(), id.into()])?;
    let params: Vec<Param<'_>> = keys
        .iter()
        .flat_map(|(name, value)| [kind.into(), name.as_str().into(), value.as_str().into(), id.into()])
        .collect();
    many::insert(tx.driver, "record_keys (kind, name, value, id)", 4, &params, "")?;
    Ok(())
}

fn delete_record(tx: &mut Writing<'_>, kind: &str, id: &str) -> Result<()> {
    tx.driver.execute("DELETE FROM record_keys WHERE kind = $1 AND id = $2", &[kind.into(), id.into()])?;
    tx.driver.execute("DELETE FROM records WHERE kind = $1 AND id = $2", &[kind.into(), id.into()])?;
    Ok(())
}

/// Adds in chunks; an id that comes up again begins a new one, so that within a chunk every object is met once.
fn add_objects(
    tx: &mut Writing<'_>,
    cause: Cause<'_>,
    add: &mut AddObjects,
    given: &Given<'_>,
    outcomes: &mut Vec<Outcome>,
) -> Result<()> {
    const CHUNK: usize = 256;
    let mut stamp = add.added;
    let first_outcome = outcomes.len();
    let mut from = 0;
    while from < add.objects.len() {
        let mut ids = std::collections::HashSet::new();
        let chunk: Vec<Version<'_>> = add.objects[from..]
            .iter()
            .take(CHUNK)
            .take_while(|object| ids.insert(object.id.as_str()))
            .map(Version::from)
            .collect();
        from += chunk.len();
        members::add(tx, cause.seq, &add.collection, &chunk, given, &mut stamp, outcomes)?;
    }
    let mut at = first_outcome;
    add.objects.retain(|_| {
        at += 1;
        matches!(outcomes.get(at - 1), Some(Outcome::Added(_)))
    });
    tx.head.stamp = tx.head.stamp.max(stamp - 1);
    Ok(())
}

fn release(
    tx: &mut Writing<'_>,
    cause: Cause<'_>,
    recipient: &str,
    route: &str,
    objects: &mut Vec<Line>,
) -> Result<()> {
    let mut fresh = Vec::new();
    for line in objects.drain(..) {
        let params = [
            recipient.into(),
            line.object.as_str().into(),
            line.version.as_str().into(),
            (line.marking as i64).into(),
            route.into(),
            cause.at.into(),
            cause.seq.into(),
        ];
        let added = many::insert(
            tx.driver,
            "ledger (recipient, object, version, marking, route, at, seq)",
            7,
            &params,
            "ON CONFLICT DO NOTHING",
        )?;
        if added > 0 {
            fresh.push(line);
        }
    }
    *objects = fresh;
    Ok(())
}
