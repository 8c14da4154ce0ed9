//! Signed checkpoints: where the log stood, under a key, for a third party to keep.
//!
//! **The problem.** A chain that is rewritten as a whole, from some entry on, is again a good chain. **The choice.** An
//! Ed25519 signature over the number and hash of the last entry, given to somebody else: whoever rewrites the log cannot
//! rewrite what that person holds. **Rejected.** A time stamp by the store's own clock alone as proof of time: `at` is a
//! statement; where it must be proven, the checkpoint's digest goes to a time-stamping authority.

use crate::{
    Error, Result, Store, canonical,
    digest::{self, to_hex},
    log,
};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde_json::json;

const FORMAT: &str = "ostrakon-checkpoint/1";

/// A checkpoint, as it is exported (JSON).
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Checkpoint {
    /// `ostrakon-checkpoint/1`.
    pub format: String,
    /// Hash of the log's first entry: which log it is.
    pub log: String,
    /// Number of the last entry.
    pub seq: i64,
    /// Its hash.
    pub hash: String,
    /// When it was signed, milliseconds since 1970 UTC, as the signer says.
    pub at: i64,
    /// The signer's Ed25519 key, hexadecimal.
    pub public_key: String,
    /// Signature over the canonical JSON of all other fields, hexadecimal.
    pub signature: String,
}

impl Checkpoint {
    fn signed_bytes(&self) -> Result<Vec<u8>> {
        canonical::text(&json!({
            "at": self.at, "format": self.format, "hash": self.hash, "log": self.log,
            "public_key": self.public_key, "seq": self.seq,
        }))
    }

    /// Checks the signature, by the key that the reader trusts. Needs no store.
    ///
    /// # Errors
    /// [`Error::Checkpoint`] when it is of another format, by another key, or was changed.
    pub fn check_signature(&self, trusted: &[u8; 32]) -> Result<()> {
        let refuse = |why: &str| Err(Error::Checkpoint(why.to_owned()));
        if self.format != FORMAT {
            return refuse(&format!("its format is {:?}, this program knows {FORMAT}", self.format));
        }
        if digest::from_hex(&self.public_key).as_ref() != Some(trusted) {
            return refuse("it is signed by another key than the one you trust");
        }
        let halves = (self.signature.get(..64), self.signature.get(64..));
        let (Some(r), Some(s)) = (halves.0.and_then(digest::from_hex), halves.1.and_then(digest::from_hex))
        else {
            return refuse("its signature is not 128 hexadecimal digits");
        };
        let Ok(key) = VerifyingKey::from_bytes(trusted) else {
            return refuse("the trusted key is no Ed25519 key");
        };
        let signature = Signature::from_components(r, s);
        if key.verify_strict(&self.signed_bytes()?, &signature).is_err() {
            return refuse("its signature does not hold: it was changed, or is forged");
        }
        Ok(())
    }
}

impl Store {
    /// Signs the end of the log with an Ed25519 key (32 bytes of seed).
    ///
    /// # Errors
    /// [`Error::Checkpoint`] when the log is empty.
    pub fn checkpoint(&self, key: &[u8; 32], at: i64) -> Result<Checkpoint> {
        let key = SigningKey::from_bytes(key);
        let (head, first) = self.read_consistently(|driver| {
            Ok((crate::writing::Head::read(driver)?, log::next_entry(driver, 0)?))
        })?;
        let Some(first) = first else {
            return Err(Error::Checkpoint("the log is empty: there is nothing to sign yet".to_owned()));
        };
        let mut checkpoint = Checkpoint {
            format: FORMAT.to_owned(),
            log: to_hex(&first.hash),
            seq: head.seq,
            hash: to_hex(&head.hash),
            at,
            public_key: to_hex(key.verifying_key().as_bytes()),
            signature: String::new(),
        };
        checkpoint.signature = to_hex(&key.sign(&checkpoint.signed_bytes()?).to_bytes());
        Ok(checkpoint)
    }

    /// Checks that the log still contains what was signed. (That the log is whole in itself, [`Store::verify`] says.)
    ///
    /// # Errors
    /// [`Error::Checkpoint`] that says what does not hold.
    pub fn verify_checkpoint(&self, checkpoint: &Checkpoint, trusted: &[u8; 32]) -> Result<()> {
        checkpoint.check_signature(trusted)?;
        let entry = |seq: i64| self.read(|driver| log::next_entry(driver, seq - 1));
        let first = entry(1)?.map(|entry| to_hex(&entry.hash));
        if first.as_deref() != Some(checkpoint.log.as_str()) {
            return Err(Error::Checkpoint("it is of another log, or the first entry was changed".to_owned()));
        }
        match entry(checkpoint.seq)? {
            Some(found) if found.seq == checkpoint.seq && to_hex(&found.hash) == checkpoint.hash => Ok(()),
            Some(found) if found.seq == checkpoint.seq => Err(Error::Checkpoint(format!(
                "entry {} has another hash than the one that was signed: the log was rewritten",
                checkpoint.seq
            ))),
            _ => Err(Error::Checkpoint(format!(
                "entry {} is no longer in the log: it was cut",
                checkpoint.seq
            ))),
        }
    }
}
