//! Custody: who had which item in hands, when, and why; each entry holds the hash of the one before.

use super::command::{Action, Handling};
use crate::Party;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use utoipa::ToSchema;

/// What stands in the first entry for the hash of the one before.
pub const FIRST: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// An entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = EvidenceCustodyEntry)]
pub struct Entry {
    /// Number, from 1.
    pub seq: u64,
    /// When: milliseconds of UTC.
    pub at: i64,
    /// Who.
    pub by: Party,
    /// The item, by SHA-256.
    pub object: String,
    /// What was done with it.
    pub action: Action,
    /// How, why, from whom and to whom.
    pub handling: Handling,
    /// Hash of the entry before, hexadecimal; [`FIRST`] in the first.
    pub previous: String,
    /// Hash of this entry without this field, hexadecimal.
    pub hash: String,
}

pub(super) fn hex(hash: &[u8]) -> String {
    hash.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

impl Entry {
    /// The entry that follows others.
    pub(super) fn after(
        entries: &[Self],
        at: i64,
        by: Party,
        object: &str,
        action: Action,
        handling: Handling,
    ) -> Self {
        let previous = entries.last().map_or_else(|| FIRST.to_owned(), |one| one.hash.clone());
        let seq = entries.last().map_or(1, |one| one.seq + 1);
        let mut entry =
            Self { seq, at, by, object: object.to_owned(), action, handling, previous, hash: String::new() };
        entry.hash = entry.due_hash();
        entry
    }

    /// The hash that it should have: SHA-256 of it as JSON, in the order of its fields and with an empty `hash`.
    pub fn due_hash(&self) -> String {
        let bare = Self { hash: String::new(), ..self.clone() };
        // An entry is text and numbers: it always becomes JSON.
        hex(&Sha256::digest(serde_json::to_vec(&bare).unwrap_or_default()))
    }
}

/// Checks a record of custody; answers the number of the first entry that was changed, left out or put in.
///
/// # Errors
/// The number of that entry, counted from 1.
pub fn verify(entries: &[Entry]) -> Result<(), u64> {
    let mut previous = FIRST;
    for (seq, entry) in (1..).zip(entries) {
        if entry.seq != seq || entry.previous != previous || entry.hash != entry.due_hash() {
            return Err(seq);
        }
        previous = &entry.hash;
    }
    Ok(())
}
