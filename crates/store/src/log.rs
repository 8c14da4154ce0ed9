//! The event log: what happened, in order.

use crate::{Result, Store, driver::Driver, pack, recorded::Entry, records::LONGEST_PAGE, value::Row};
use serde_json::Value;

/// An event, as it stands in the log.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEvent {
    /// Its number, from 1, without gaps.
    pub seq: i64,
    /// When, milliseconds since 1970 UTC.
    pub at: i64,
    /// Who.
    pub actor: String,
    /// What happened.
    pub kind: String,
    /// To what.
    pub subject: String,
    /// Details.
    pub data: Value,
    /// Hash of this entry and, through it, of all before.
    pub hash: [u8; 32],
}

/// An entry with the bytes that are hashed.
pub(crate) struct RawEntry {
    pub(crate) seq: i64,
    pub(crate) at: i64,
    pub(crate) actor: String,
    pub(crate) kind: String,
    pub(crate) subject: String,
    pub(crate) data: Vec<u8>,
    pub(crate) effects: Vec<u8>,
    pub(crate) prev: [u8; 32],
    pub(crate) hash: [u8; 32],
}

impl RawEntry {
    fn read(row: &mut Row) -> Result<Self> {
        let seq = row.int(0)?;
        Ok(Self {
            seq,
            at: row.int(1)?,
            actor: row.text(2)?,
            kind: row.text(3)?,
            subject: row.text(4)?,
            data: row.blob(5)?,
            effects: pack::unframe(&row.blob(6)?, &format!("log entry {seq}"))?,
            prev: row.digest(7)?,
            hash: row.digest(8)?,
        })
    }

    /// The hash that the entry should have.
    pub(crate) fn computed(&self) -> [u8; 32] {
        let Self { seq, at, actor, kind, subject, data, effects, prev, .. } = self;
        Entry { seq: *seq, at: *at, actor, kind, subject, data, effects }.hash(prev)
    }
}

/// The first entry after `after`. One at a time, since one may hold the addition of a hundred thousand objects.
pub(crate) fn next_entry(driver: &mut dyn Driver, after: i64) -> Result<Option<RawEntry>> {
    let sql = "SELECT seq, at, actor, kind, subject, data, effects, prev, hash FROM log WHERE seq > $1
               ORDER BY seq LIMIT 1";
    driver.query_one(sql, &[after.into()])?.map(|mut row| RawEntry::read(&mut row)).transpose()
}

fn event(mut row: Row) -> Result<StoredEvent> {
    let seq = row.int(0)?;
    let data = row.blob(5)?;
    Ok(StoredEvent {
        seq,
        at: row.int(1)?,
        actor: row.text(2)?,
        kind: row.text(3)?,
        subject: row.text(4)?,
        data: serde_json::from_slice(&data).map_err(|reason| {
            crate::Error::damaged(format!("log entry {seq}"), format!("its data cannot be read: {reason}"))
        })?,
        hash: row.digest(6)?,
    })
}

impl Store {
    /// Events after number `after`, in order, at most `limit`.
    pub fn events(&self, after: i64, limit: usize) -> Result<Vec<StoredEvent>> {
        let limit = limit.clamp(1, LONGEST_PAGE) as i64;
        let sql =
            "SELECT seq, at, actor, kind, subject, data, hash FROM log WHERE seq > $1 ORDER BY seq LIMIT $2";
        let rows = self.read(|driver| driver.query(sql, &[after.into(), limit.into()]))?;
        rows.into_iter().map(event).collect()
    }

    /// Events of one subject after number `after`, in order: the history of a record.
    pub fn history(&self, subject: &str, after: i64, limit: usize) -> Result<Vec<StoredEvent>> {
        let limit = limit.clamp(1, LONGEST_PAGE) as i64;
        let sql = "SELECT seq, at, actor, kind, subject, data, hash FROM log WHERE subject = $1 AND seq > $2
                   ORDER BY seq LIMIT $3";
        let rows = self.read(|driver| driver.query(sql, &[subject.into(), after.into(), limit.into()]))?;
        rows.into_iter().map(event).collect()
    }
}
