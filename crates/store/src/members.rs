//! Object versions and the collections they are in.
//!
//! **The problem.** A page of a collection is asked for by time of addition, by type, by first, last or all versions, at
//! a million objects, while others write. **The choice.** A member bears its time stamp as its key, and its *state*
//! (first, last, both, neither version of its object here), kept right at each change; every question then is a few
//! ranges of an index. **Rejected.** Finding the last version by a window function at each read: cost of the whole
//! collection for a page of twenty.

use crate::{Outcome, Result, apply::Given, many, recorded::Added, value::Param, version, writing::Writing};
use std::collections::{HashMap, HashSet};

/// Bit of the last version of an object in a collection.
pub(crate) const LAST: i64 = 1;
/// Bit of the first one.
pub(crate) const FIRST: i64 = 2;

/// A version to add.
pub(crate) struct Version<'a> {
    id: &'a str,
    kind: &'a str,
    spec: &'a str,
    /// In the form that is compared.
    comparable: &'a str,
    /// As it was given, where that differs from the usual spelling.
    given: Option<&'a str>,
    sha256: [u8; 32],
}

impl<'a> From<&'a Added> for Version<'a> {
    fn from(added: &'a Added) -> Self {
        let version = version::comparable(&added.version);
        Self {
            id: &added.id,
            kind: &added.kind,
            spec: &added.spec_version,
            comparable: version,
            given: (version::spelled(version) != added.version).then_some(added.version.as_str()),
            sha256: added.sha256,
        }
    }
}

/// Adds a chunk of versions of different objects to a collection; one outcome each.
pub(crate) fn add(
    tx: &mut Writing<'_>,
    seq: i64,
    collection: &str,
    chunk: &[Version<'_>],
    given: &Given<'_>,
    stamp: &mut i64,
    outcomes: &mut Vec<Outcome>,
) -> Result<()> {
    let stored = stored_versions(tx, chunk)?;
    let known_ids = known_ids(tx, chunk)?;
    let there = match tx.known_name(collection)? {
        Some(num) => present(tx, num, stored.values().map(|(num, _)| *num))?,
        None => HashSet::new(),
    };
    // What is to be written: for each, the number of its version if that is stored already.
    let mut wanted: Vec<(&Version<'_>, Option<i64>)> = Vec::new();
    for object in chunk {
        let outcome = match stored.get(object.id) {
            Some((_, sha256)) if *sha256 != object.sha256 => Outcome::Differs,
            Some((num, _)) if there.contains(num) => Outcome::Present,
            other => {
                wanted.push((object, other.map(|(num, _)| *num)));
                *stamp += 1;
                Outcome::Added(*stamp - 1)
            }
        };
        outcomes.push(outcome);
    }
    if wanted.is_empty() {
        return Ok(());
    }
    let first = *stamp - wanted.len() as i64;
    let collection = tx.name(collection)?;
    let nums = write_versions(tx, seq, &wanted, given)?;
    let mut rows: Vec<[i64; 6]> = Vec::with_capacity(wanted.len());
    for (index, ((object, _), num)) in wanted.iter().zip(nums).enumerate() {
        let state = if known_ids.contains(object.id) {
            settle(tx, collection, object.id, object.comparable)?
        } else {
            FIRST | LAST
        };
        let (kind, spec) = (tx.name(object.kind)?, tx.name(object.spec)?);
        rows.push([first + index as i64, collection, num, kind, spec, state]);
    }
    let params: Vec<Param<'_>> = rows.iter().flatten().map(|value| (*value).into()).collect();
    many::insert(tx.driver, "members (added, collection, version, type, spec, state)", 6, &params, "")?;
    Ok(())
}

/// Number and content digest of those versions that are stored, by object id.
fn stored_versions<'a>(
    tx: &mut Writing<'_>,
    chunk: &[Version<'a>],
) -> Result<HashMap<&'a str, (i64, [u8; 32])>> {
    let params: Vec<Param<'_>> =
        chunk.iter().flat_map(|object| [object.id.into(), object.comparable.into()]).collect();
    let rows = many::query(
        tx.driver,
        "SELECT v.id, v.num, c.sha256 FROM (VALUES {rows}) q CROSS JOIN versions v CROSS JOIN contents c
         WHERE v.id = q.column1 AND v.version = q.column2 AND c.num = v.content",
        2,
        &params,
    )?;
    let mut found = HashMap::with_capacity(rows.len());
    for mut row in rows {
        found.insert(row.text(0)?, (row.int(1)?, row.digest(2)?));
    }
    Ok(chunk.iter().filter_map(|object| Some((object.id, *found.get(object.id)?))).collect())
}

/// Those ids of which any version is stored.
fn known_ids(tx: &mut Writing<'_>, chunk: &[Version<'_>]) -> Result<HashSet<String>> {
    let params: Vec<Param<'_>> = chunk.iter().map(|object| object.id.into()).collect();
    let rows = many::query(
        tx.driver,
        "SELECT q.column1 FROM (VALUES {rows}) q WHERE EXISTS (SELECT 1 FROM versions v WHERE v.id = q.column1)",
        1,
        &params,
    )?;
    rows.into_iter().map(|mut row| row.text(0)).collect()
}

/// Those versions that are in the collection.
fn present(
    tx: &mut Writing<'_>,
    collection: i64,
    versions: impl Iterator<Item = i64>,
) -> Result<HashSet<i64>> {
    let params: Vec<Param<'_>> = versions.map(Param::Int).collect();
    // The number of the collection is one of ours, never a text from outside.
    let sql = format!("SELECT version FROM members WHERE collection = {collection} AND version IN {{rows}}");
    many::query(tx.driver, &sql, 1, &params)?.into_iter().map(|mut row| row.int(0)).collect()
}

/// Writes what is not stored yet; returns the number of each version.
fn write_versions(
    tx: &mut Writing<'_>,
    seq: i64,
    wanted: &[(&Version<'_>, Option<i64>)],
    given: &Given<'_>,
) -> Result<Vec<i64>> {
    let fresh: Vec<&Version<'_>> =
        wanted.iter().filter(|(_, num)| num.is_none()).map(|(object, _)| *object).collect();
    let digests: Vec<[u8; 32]> = fresh.iter().map(|object| object.sha256).collect();
    let contents = tx.contents(&digests, given, seq)?;
    let mut names = Vec::with_capacity(fresh.len());
    for object in &fresh {
        names.push((tx.name(object.kind)?, tx.name(object.spec)?));
    }
    let mut params: Vec<Param<'_>> = Vec::with_capacity(fresh.len() * 7);
    for (index, ((object, content), (kind, spec))) in fresh.iter().zip(&contents).zip(&names).enumerate() {
        let num = tx.last_version + 1 + index as i64;
        params.extend::<[Param<'_>; 7]>([
            num.into(),
            object.id.into(),
            object.comparable.into(),
            object.given.into(),
            (*kind).into(),
            (*spec).into(),
            (*content).into(),
        ]);
    }
    many::insert(tx.driver, "versions (num, id, version, given, type, spec, content)", 7, &params, "")?;
    let mut next = tx.last_version;
    tx.last_version += fresh.len() as i64;
    Ok(wanted
        .iter()
        .map(|(_, num)| {
            num.unwrap_or_else(|| {
                next += 1;
                next
            })
        })
        .collect())
}

/// Version of an object at one end of its history in a collection: time stamp, version, state.
fn end(tx: &mut Writing<'_>, collection: i64, id: &str, order: &str) -> Result<Option<(i64, String, i64)>> {
    let sql = format!(
        "SELECT m.added, v.version, m.state FROM versions v CROSS JOIN members m
         WHERE v.id = $1 AND m.collection = $2 AND m.version = v.num ORDER BY v.version {order} LIMIT 1"
    );
    let row = tx.driver.query_one(&sql, &[id.into(), collection.into()])?;
    row.map(|mut row| Ok((row.int(0)?, row.text(1)?, row.int(2)?))).transpose()
}

/// The state of a version that comes now; a neighbour that is no longer first or last is told so.
fn settle(tx: &mut Writing<'_>, collection: i64, id: &str, version: &str) -> Result<i64> {
    let mut state = 0;
    for (bit, order) in [(LAST, "DESC"), (FIRST, "ASC")] {
        match end(tx, collection, id, order)? {
            None => return Ok(FIRST | LAST),
            Some((added, other, its)) => {
                let replaces = if bit == LAST { other.as_str() < version } else { version < other.as_str() };
                if replaces {
                    state |= bit;
                    set_state(tx, added, its & !bit)?;
                }
            }
        }
    }
    Ok(state)
}

fn set_state(tx: &mut Writing<'_>, added: i64, state: i64) -> Result<()> {
    tx.driver.execute("UPDATE members SET state = $1 WHERE added = $2", &[state.into(), added.into()])?;
    Ok(())
}

/// Takes one version, or all, of an object out of a collection.
pub(crate) fn remove(tx: &mut Writing<'_>, collection: &str, id: &str, version: Option<&str>) -> Result<()> {
    let Some(collection) = tx.known_name(collection)? else { return Ok(()) };
    let sql =
        "DELETE FROM members WHERE collection = $1 AND version IN (SELECT num FROM versions WHERE id = $2";
    match version {
        None => tx.driver.execute(&format!("{sql})"), &[collection.into(), id.into()])?,
        Some(version) => {
            let version = version::comparable(version);
            let params = [collection.into(), id.into(), version.into()];
            tx.driver.execute(&format!("{sql} AND version = $3)"), &params)?
        }
    };
    for (bit, order) in [(LAST, "DESC"), (FIRST, "ASC")] {
        if let Some((added, _, state)) = end(tx, collection, id, order)? {
            set_state(tx, added, state | bit)?;
        }
    }
    Ok(())
}

/// Takes everything out of a collection.
pub(crate) fn clear(tx: &mut Writing<'_>, collection: &str) -> Result<()> {
    if let Some(collection) = tx.known_name(collection)? {
        tx.driver.execute("DELETE FROM members WHERE collection = $1", &[collection.into()])?;
    }
    Ok(())
}
