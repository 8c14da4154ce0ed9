//! Verification: the chain from its first entry to its last, and every content that an entry names.
//!
//! **The choice.** One pass in the order of the log, so that what is reported is the first entry that is wrong; a content
//! is checked at the entry that names it, by the digest in the entry, and nothing that lies outside the chain is
//! believed. **Rejected.** Believing the column that says which event wrote a content: whoever edits a content edits that
//! too. That column says by whose hand an object came, so it is checked against the log as well: the entry that it names must be
//! the first that names the content, or the first after it was erased.

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
use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

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

/// What the table of contents says of who brought each.
#[derive(Default)]
struct Brought {
    /// Contents by the number of the entry that is said to have brought them.
    counts: BTreeMap<i64, i64>,
    /// Contents that were named before the entry that is said to have brought them, with that entry.
    late: HashMap<[u8; 32], i64>,
}

impl Brought {
    fn read(driver: &mut dyn Driver) -> Result<Self> {
        let mut counts = BTreeMap::new();
        for mut row in driver.query("SELECT seq, COUNT(*) FROM contents GROUP BY seq", &[])? {
            counts.insert(row.int(0)?, row.int(1)?);
        }
        Ok(Self { counts, late: HashMap::new() })
    }

    /// Compares what is said of an entry with what it names: each content, and the entry that is said to have brought it.
    fn check(&mut self, seq: i64, named: &HashMap<[u8; 32], i64>, effects: &[Recorded]) -> Option<FirstBad> {
        let other = |digest: &[u8; 32]| {
            let what = "another organisation's hand is noted for its content";
            Some(bad(seq, format!("{what} {}: restore a backup from before", to_hex(digest))))
        };
        for (digest, brought) in named {
            match brought.cmp(&seq) {
                // Brought anew after it was erased, or noted falsely: known when that entry comes.
                Ordering::Greater => {
                    self.late.insert(*digest, *brought);
                }
                Ordering::Equal if self.late.contains_key(digest) => return other(digest),
                _ => {}
            }
        }
        let brought = named.values().filter(|brought| **brought == seq).count();
        let said = self.counts.remove(&seq).unwrap_or(0);
        if usize::try_from(said).ok() != Some(brought) {
            let what = "contents are noted as brought by it that it does not name: somebody changed by whose hand they came";
            return Some(bad(seq, what));
        }
        for effect in effects {
            if let Recorded::Erase { contents } = effect {
                for content in contents {
                    self.late.remove(&content.0);
                }
            }
        }
        None
    }
}

fn walk(driver: &mut dyn Driver, verified: &mut Verified) -> Result<Option<FirstBad>> {
    let head = Head::read(driver)?;
    let mut brought = Brought::read(driver)?;
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
        let mut named = HashMap::new();
        for digests in contents_of(&effects).chunks(64) {
            if let Some(found) = check_contents(driver, entry.seq, digests, verified, &mut named)? {
                return Ok(Some(found));
            }
        }
        if let Some(found) = brought.check(entry.seq, &named, &effects) {
            return Ok(Some(found));
        }
        verified.entries += 1;
        (last.seq, last.hash) = (entry.seq, entry.hash);
    }
    if last.seq < head.seq {
        return Ok(Some(bad(last.seq + 1, format!("it is missing: the log should end at {}", head.seq))));
    }
    if let Some((seq, _)) = brought.counts.first_key_value() {
        return Ok(Some(bad(*seq, "contents are noted as brought by it, and there is no such entry")));
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
    named: &mut HashMap<[u8; 32], i64>,
) -> Result<Option<FirstBad>> {
    let params: Vec<Param<'_>> = digests.iter().map(|digest| digest.as_slice().into()).collect();
    let sql = "SELECT sha256, codec, size, bytes, erased, seq FROM contents WHERE sha256 IN {rows}";
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
        named.insert(digest, row.int(5)?);
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
