//! Custody: who had which item in hands, when, and why; each entry holds the hash of the one before.

use super::command::{Action, Handling};
use crate::{Party, Scene};
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
    /// In which roles; empty in records of before they were written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub role: String,
    /// The item, by SHA-256; of a seal and an export, the root over all of them.
    pub object: String,
    /// Where the item was; empty for all of them together.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub source_url: String,
    /// What was done with it.
    pub action: Action,
    /// How, why, from whom and to whom.
    pub handling: Handling,
    /// Hash of the entry before, hexadecimal; [`FIRST`] in the first.
    pub previous: String,
    /// Hash of this entry without this field and the next, hexadecimal.
    pub hash: String,
    /// Signature of the hash by the node on which it was written, hexadecimal; see [`Entry::signed_text`].
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub signature: String,
}

/// An item, or all of them, as an entry names it.
pub(super) struct Object<'a> {
    pub(super) hash: &'a str,
    pub(super) source_url: &'a str,
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
        scene: &Scene<'_>,
        object: &Object<'_>,
        action: Action,
        handling: Handling,
    ) -> Self {
        let previous = entries.last().map_or_else(|| FIRST.to_owned(), |one| one.hash.clone());
        let seq = entries.last().map_or(1, |one| one.seq + 1);
        let roles: Vec<&str> = scene.actor.roles.iter().map(|role| role.name()).collect();
        let mut entry = Self {
            seq,
            at: scene.now,
            by: scene.actor.party(),
            role: roles.join(", "),
            object: object.hash.to_owned(),
            source_url: object.source_url.to_owned(),
            action,
            handling,
            previous,
            hash: String::new(),
            signature: String::new(),
        };
        entry.hash = entry.due_hash();
        entry
    }

    /// What the node signs: keys that sign other things too are not made to sign an entry by them.
    pub fn signed_text(&self) -> String {
        format!("ostrakon-custody-1\n{}\n", self.hash)
    }

    /// The hash that it should have: SHA-256 of it as JSON, in the order of its fields, with an empty `hash` and no signature.
    pub fn due_hash(&self) -> String {
        let bare = Self { hash: String::new(), signature: String::new(), ..self.clone() };
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
