//! By which event an object version came first, and so by whose hand.
//!
//! **The problem.** Several organisations write to one collection, and an object's id says nothing of who may speak for it.
//! **The choice.** The content of a version names the event that brought it first; that event says who wrote. Both are there
//! already and never change, so that nothing can be claimed afterwards. **Rejected.** A table of owners beside: it would
//! have to be kept in step with the log, and older data directories have none.

use crate::{
    Error, Result, Store, many,
    objects::{CONTENT, NAMES, StoredObject, VERSION, object},
    value::{Param, Row},
    version,
};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Arc;

/// Ids asked for in one read.
const PIECE: usize = 2_000;

/// Where an object version came from first.
#[derive(Clone, Debug, PartialEq)]
pub struct Provenance {
    /// Id of the object.
    pub id: String,
    /// The version, as it was given; empty for what has none of its own.
    pub version: String,
    /// Number of the event.
    pub seq: i64,
    /// Details of the event.
    pub data: Arc<Value>,
}

fn data(row: &mut Row, at: usize, seq: i64) -> Result<Value> {
    serde_json::from_slice(&row.blob(at)?).map_err(|reason| {
        Error::damaged(format!("log entry {seq}"), format!("its data cannot be read: {reason}"))
    })
}

impl Store {
    /// Where each version of these objects came from, those of one object in the order in which they came.
    pub fn provenance(&self, ids: &[String]) -> Result<Vec<Provenance>> {
        let mut all: Vec<Provenance> = Vec::new();
        for chunk in ids.chunks(PIECE) {
            let params: Vec<Param<'_>> = chunk.iter().map(|id| id.as_str().into()).collect();
            all.extend(self.read(|driver| {
                let mut rows = many::query(
                    driver,
                    "SELECT v.id, v.version, v.given, c.seq, v.num FROM (VALUES {rows}) q CROSS JOIN versions v
                     CROSS JOIN contents c WHERE v.id = q.column1 AND c.num = v.content",
                    1,
                    &params,
                )?;
                let mut found = Vec::with_capacity(rows.len());
                let mut events: HashMap<i64, Arc<Value>> = HashMap::new();
                for row in &mut rows {
                    let (id, comparable, seq, num) = (row.text(0)?, row.text(1)?, row.int(3)?, row.int(4)?);
                    let version = row.text_or_null(2)?.unwrap_or_else(|| version::spelled(&comparable));
                    found.push((id, seq, num, version));
                    events.entry(seq).or_default();
                }
                let seqs: Vec<Param<'_>> = events.keys().copied().map(Param::Int).collect();
                for row in &mut many::query(driver, "SELECT seq, data FROM log WHERE seq IN {rows}", 1, &seqs)? {
                    let seq = row.int(0)?;
                    events.insert(seq, Arc::new(data(row, 1, seq)?));
                }
                found.sort_unstable();
                Ok(found.into_iter().map(move |(id, seq, _, version)| {
                    let data = events.get(&seq).cloned().unwrap_or_default();
                    Provenance { id, version, seq, data }
                }))
            })?);
        }
        Ok(all)
    }

    /// The newest version of an object, the details of the event that brought it, and how many versions there are.
    pub fn object_with_provenance(&self, id: &str) -> Result<Option<(StoredObject, Value, i64)>> {
        let sql = format!(
            "SELECT {VERSION}, 0, {CONTENT}, c.seq, l.data, (SELECT COUNT(*) FROM versions o WHERE o.id = v.id)
             FROM versions v {NAMES} JOIN contents c ON c.num = v.content JOIN log l ON l.seq = c.seq
             WHERE v.id = $1 ORDER BY v.version DESC LIMIT 1"
        );
        let row = self.read(|driver| driver.query_one(&sql, &[id.into()]))?;
        row.map(|mut row| {
            let stored = object(&mut row, true)?;
            let seq = row.int(10)?;
            Ok((stored, data(&mut row, 11, seq)?, row.int(12)?))
        })
        .transpose()
    }

    /// Newest content of each version of these types that was stored after the version numbered `after`, at most `limit`; with
    /// the number of the last version there is, if there are no more.
    pub fn versions_after(
        &self,
        types: &[&str],
        after: i64,
        limit: usize,
    ) -> Result<(Vec<StoredObject>, i64)> {
        self.read_consistently(|driver| {
            let last = driver.query_one("SELECT MAX(num) FROM versions", &[])?;
            let last = last.map(|mut row| row.int_or_null(0)).transpose()?.flatten().unwrap_or(0);
            if last <= after {
                return Ok((Vec::new(), after));
            }
            let names: Vec<Param<'_>> = types.iter().map(|kind| (*kind).into()).collect();
            let nums = many::query(driver, "SELECT num FROM names WHERE name IN {rows}", 1, &names)?;
            let nums: Vec<String> =
                nums.into_iter().map(|mut row| row.int(0).map(|num| num.to_string())).collect::<Result<_>>()?;
            if nums.is_empty() {
                return Ok((Vec::new(), last));
            }
            // The numbers of types are ours, never a text from outside.
            let sql = format!(
                "SELECT {VERSION}, 0, {CONTENT}, v.num FROM versions v {NAMES} JOIN contents c ON c.num = v.content
                 WHERE v.num > $1 AND v.type IN ({}) ORDER BY v.num LIMIT $2",
                nums.join(",")
            );
            let mut rows = driver.query(&sql, &[after.into(), (limit as i64).into()])?;
            let mut read = last;
            if rows.len() == limit
                && let Some(row) = rows.last_mut()
            {
                read = row.int(10)?;
            }
            let rows = rows.iter_mut().map(|row| object(row, true)).collect::<Result<Vec<_>>>()?;
            Ok((rows, read))
        })
    }
}
