//! The chain of custody of a blob: each entry hashes the one before it, so that the chain of one item can be handed to
//! a court without the rest of the log.

use crate::{Custody, Result, Store, apply::Cause, canonical, digest, writing::Writing};
use serde_json::json;

/// An entry as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CustodyEntry {
    /// Position in the item's chain, from 1.
    pub n: i64,
    /// Log entry that recorded it.
    pub seq: i64,
    /// The entry as canonical JSON: what is hashed after `prev`.
    pub json: Vec<u8>,
    /// Hash of the entry before; zeros for the first.
    pub prev: [u8; 32],
    /// SHA-256 of `prev` and `json`.
    pub hash: [u8; 32],
}

/// Appends an entry.
pub(crate) fn append(
    tx: &mut Writing<'_>,
    cause: Cause<'_>,
    sha256: &[u8; 32],
    entry: &Custody,
) -> Result<()> {
    let last = tx.driver.query_one(
        "SELECT n, hash FROM custody WHERE sha256 = $1 ORDER BY n DESC LIMIT 1",
        &[sha256.as_slice().into()],
    )?;
    let (n, prev) = match last {
        Some(mut row) => (row.int(0)? + 1, row.digest(1)?),
        None => (1, [0; 32]),
    };
    let text = canonical::text(&json!({
        "action": entry.action, "actor": cause.actor, "at": cause.at, "egress": entry.egress, "from": entry.from,
        "n": n, "object_sha256": digest::to_hex(sha256), "reason": entry.reason, "role": entry.role,
        "seq": cause.seq, "signature": entry.signature, "source_url": entry.source_url, "task": entry.task,
        "to": entry.to, "tool": entry.tool,
    }))?;
    let hash = digest::sha256(&[prev.as_slice(), &text].concat());
    let params = [
        sha256.as_slice().into(),
        n.into(),
        cause.seq.into(),
        text.as_slice().into(),
        prev.as_slice().into(),
        hash.as_slice().into(),
    ];
    tx.driver.execute(
        "INSERT INTO custody (sha256, n, seq, entry, prev, hash) VALUES ($1, $2, $3, $4, $5, $6)",
        &params,
    )?;
    Ok(())
}

impl Store {
    /// The chain of custody of a blob, oldest entry first; empty for an unknown one.
    pub fn custody(&self, sha256: &[u8; 32]) -> Result<Vec<CustodyEntry>> {
        self.read(|driver| {
            let sql = "SELECT n, seq, entry, prev, hash FROM custody WHERE sha256 = $1 ORDER BY n";
            let rows = driver.query(sql, &[sha256.as_slice().into()])?;
            rows.into_iter()
                .map(|mut row| {
                    Ok(CustodyEntry {
                        n: row.int(0)?,
                        seq: row.int(1)?,
                        json: row.blob(2)?,
                        prev: row.digest(3)?,
                        hash: row.digest(4)?,
                    })
                })
                .collect()
        })
    }
}
