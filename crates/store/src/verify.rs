//! Verification: the chain from its first entry to its last, and every content that an entry names.
//!
//! **The choice.** One pass in the order of the log, so that what is reported is the first entry that is wrong; a content
//! is checked at the entry that names it, by the digest in the entry, and nothing that lies outside the chain is
//! believed. **Rejected.** Believing the column that says which event wrote a content: whoever edits a content edits that
//! too.

use crate::{
    Error, Result, Store,
    digest::{self, to_hex},
    driver::Driver,
    log::{self, RawEntry},
    many, pack,
    recorded::{self, Recorded},
    value::Param,
    writing::Head,
};

/// The first entry of the log that is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FirstBad {
    /// Its number (of the missing one, where one is missing).
    pub seq: i64,
    /// What is wrong.
    pub what: String,
}

impl std::fmt::Display for FirstBad {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "log entry {}: {}", self.seq, self.what)
    }
}

/// What was verified.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Verified {
    /// Entries of the log.
    pub entries: i64,
    /// Contents whose digests were compared.
    pub contents: u64,
    /// Contents that were erased, each with its receipt in the log.
    pub erased: u64,
    /// The first entry that is wrong.
    pub first_bad: Option<FirstBad>,
}

impl Store {
    /// Verifies the whole log. `Ok` with [`Verified::first_bad`] when there is damage; `Err` only when the database
    /// cannot be read at all.
    pub fn verify(&self) -> Result<Verified> {
        self.read_consistently(|driver| {
            let mut verified = Verified { entries: 0, contents: 0, erased: 0, first_bad: None };
            verified.first_bad = walk(driver, &mut verified)?;
            Ok(verified)
        })
    }
}

fn bad(seq: i64, what: impl Into<String>) -> FirstBad {
    FirstBad { seq, what: what.into() }
}

fn walk(driver: &mut dyn Driver, verified: &mut Verified) -> Result<Option<FirstBad>> {
    let head = Head::read(driver)?;
    let mut last = Head { seq: 0, hash: [0; 32], stamp: 0 };
    loop {
        let entry = match log::next_entry(driver, last.seq) {
            Ok(Some(entry)) => entry,
            Ok(None) => break,
            Err(Error::Damaged { what, .. }) => return Ok(Some(bad(last.seq + 1, what))),
            Err(error) => return Err(error),
        };
        if let Some(found) = check_entry(&entry, &last, &head) {
            return Ok(Some(found));
        }
        let effects = match recorded::from_text(&entry.effects, entry.seq) {
            Ok(effects) => effects,
            Err(error) => return Ok(Some(bad(entry.seq, error.to_string()))),
        };
        for digests in contents_of(&effects).chunks(64) {
            if let Some(found) = check_contents(driver, entry.seq, digests, verified)? {
                return Ok(Some(found));
            }
        }
        verified.entries += 1;
        (last.seq, last.hash) = (entry.seq, entry.hash);
    }
    if last.seq < head.seq {
        return Ok(Some(bad(last.seq + 1, format!("it is missing: the log should end at {}", head.seq))));
    }
    if last.hash != head.hash {
        return Ok(Some(bad(last.seq, "its hash is not the one noted as the end of the log")));
    }
    Ok(None)
}

fn check_entry(entry: &RawEntry, last: &Head, head: &Head) -> Option<FirstBad> {
    if entry.seq != last.seq + 1 {
        return Some(bad(last.seq + 1, format!("it is missing: {} follows {}", entry.seq, last.seq)));
    }
    if entry.prev != last.hash {
        let what = "it does not follow from the entry before: one of the two was changed, inserted or moved";
        return Some(bad(entry.seq, what));
    }
    if entry.computed() != entry.hash {
        return Some(bad(entry.seq, "it was changed: its hash is not that of its bytes"));
    }
    if entry.seq > head.seq {
        return Some(bad(
            entry.seq,
            format!("it was added behind the end of the log, which is {}", head.seq),
        ));
    }
    None
}

/// Digests of the contents that effects name.
pub(crate) fn contents_of(effects: &[Recorded]) -> Vec<[u8; 32]> {
    let mut all = Vec::new();
    for effect in effects {
        match effect {
            Recorded::PutRecord(record) => all.push(record.content),
            Recorded::AddObjects(add) => all.extend(add.objects.iter().map(|object| object.sha256)),
            _ => {}
        }
    }
    all
}

fn check_contents(
    driver: &mut dyn Driver,
    seq: i64,
    digests: &[[u8; 32]],
    verified: &mut Verified,
) -> Result<Option<FirstBad>> {
    let params: Vec<Param<'_>> = digests.iter().map(|digest| digest.as_slice().into()).collect();
    let sql = "SELECT sha256, codec, size, bytes, erased FROM contents WHERE sha256 IN {rows}";
    let mut found = std::collections::HashSet::new();
    for mut row in many::query(driver, sql, 1, &params)? {
        let digest = row.digest(0)?;
        let name = to_hex(&digest);
        match (row.blob_or_null(3)?, row.int_or_null(4)?) {
            (Some(packed), _) => match pack::unpack(row.int(1)?, row.int(2)?, packed, &name) {
                Ok(bytes) if digest::sha256(&bytes) == digest => verified.contents += 1,
                Ok(_) => return Ok(Some(bad(seq, format!("its content {name} was changed")))),
                Err(Error::Damaged { what, .. }) => {
                    return Ok(Some(bad(seq, format!("its content {name} was changed: {what}"))));
                }
                Err(error) => return Err(error),
            },
            (None, Some(receipt)) if is_receipt(driver, receipt, &digest)? => verified.erased += 1,
            (None, _) => return Ok(Some(bad(seq, format!("its content {name} is gone without a receipt")))),
        }
        found.insert(digest);
    }
    let missing = digests.iter().find(|digest| !found.contains(*digest));
    Ok(missing.map(|digest| bad(seq, format!("its content {} is missing", to_hex(digest)))))
}

/// Whether entry `seq` erases the content. That the entry itself is genuine is found when the walk comes to it.
fn is_receipt(driver: &mut dyn Driver, seq: i64, digest: &[u8; 32]) -> Result<bool> {
    let Some(entry) = log::next_entry(driver, seq - 1)?.filter(|entry| entry.seq == seq) else {
        return Ok(false);
    };
    let effects = recorded::from_text(&entry.effects, seq)?;
    Ok(effects.iter().any(|effect| match effect {
        Recorded::Erase { contents } => contents.iter().any(|content| content.0 == *digest),
        _ => false,
    }))
}
