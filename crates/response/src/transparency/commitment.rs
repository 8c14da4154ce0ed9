//! What stands in the log for a publication: a commitment, which can be opened, or never again.

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write;
use utoipa::ToSchema;

/// Says what is hashed, so that a hash made for another purpose is no commitment.
const DOMAIN: &[u8] = b"ostrakon.register.commitment.1\n";

/// An entry of the log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RegisterCommitment)]
pub struct Commitment {
    /// When it was logged: milliseconds of UTC.
    pub at: i64,
    /// The record that it is a version of: `publication/…`.
    pub record: String,
    /// Which version, counted from 1.
    pub version: u32,
    /// Salted hash of what is published, lower-case hexadecimal.
    pub commitment: String,
}

/// What opens a commitment: salt and text. Destroying it is the redaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Opening<'a> {
    /// Sixteen random bytes or more: without them a short text could be guessed.
    pub salt: &'a [u8],
    /// The bytes that were published.
    pub payload: &'a [u8],
}

impl Opening<'_> {
    /// The salted hash.
    pub fn hash(&self) -> String {
        let digest = Sha256::new()
            .chain_update(DOMAIN)
            // The length keeps salt and text apart: the same bytes divided elsewhere are another commitment.
            .chain_update((self.salt.len() as u64).to_be_bytes())
            .chain_update(self.salt)
            .chain_update(self.payload)
            .finalize();
        digest.iter().fold(String::with_capacity(64), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
    }
}

impl Commitment {
    /// Commits to what is published.
    pub fn to(at: i64, record: &str, version: u32, opening: &Opening<'_>) -> Self {
        Self { at, record: record.to_owned(), version, commitment: opening.hash() }
    }

    /// Whether this is what was committed to.
    pub fn opened_by(&self, opening: &Opening<'_>) -> bool {
        self.commitment == opening.hash()
    }

    /// The bytes that are logged: four lines, none of which a record's id can break.
    pub fn entry(&self) -> Vec<u8> {
        let record: String = self.record.chars().filter(|c| !c.is_control()).collect();
        format!("{record}\n{}\n{}\n{}\n", self.version, self.at, self.commitment).into_bytes()
    }
}
