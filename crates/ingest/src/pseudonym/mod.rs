//! Accounts of private persons become keyed pseudonyms (invariant 6 of the design).
//!
//! **Problem.** Coordination is judged by behaviour; nobody needs a person's name for that, and a leaked analysis must
//! not name anyone. But posts that mention or link an account must still be seen to mention *that* account.
//! **Choice.** HMAC-SHA-256 (RFC 2104) with a random key per data set, shown as `acc_` and 16 characters of base32:
//! 80 bits. With n accounts two of them collide with probability below n²/2⁸¹: 4·10⁻⁹ for 10⁸ accounts; and the token
//! is still short enough to be compared by eye and read out on the phone. Without the key nobody can test a guess,
//! so handles are not recovered by hashing a list of all handles. A [`Registry`] lists the organisations, media,
//! officials and state channels that stay in clear.
//! **Rejected.** A plain hash (a list of handles undoes it in minutes); random numbers with a table (the table is the
//! secret, grows, and two runs need the same one); format-preserving encryption (reversible from the output with the
//! key alone, where we want unmasking to need the data as well); 64 bits (2·10⁻⁴ for 10⁸ accounts).
//!
//! **Limits.** Handles are found by their `@`, in addresses of profiles and posts, and in ids made from them. A name
//! written as a plain word stays: replacing words that happen to be somebody's handle would destroy the text.

mod address;
mod columns;
mod key;
mod post;
mod registry;
mod text;

pub use key::Key;
pub use post::Authors;
pub use registry::{Registry, Role};

use crate::entities::lowercase;
use foldhash::quality::RandomState;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use std::collections::HashMap;
use std::path::PathBuf;

/// Why a key or a registry cannot be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PseudonymError {
    /// The operating system gives no randomness.
    #[error("no random key: the operating system's generator failed ({0}); try again, or on another machine")]
    Random(String),
    /// A file cannot be read or written.
    #[error("{path}: {source}; check the path and its permissions")]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A key must never be overwritten: all pseudonyms made with it would lose their meaning.
    #[error("{path}: exists already and is not overwritten; load it, or save the key under another name")]
    KeyExists {
        /// The file.
        path: PathBuf,
    },
    /// The file is no key.
    #[error("{path}: is no pseudonym key; a key file holds one line of 64 hexadecimal digits")]
    NoKey {
        /// The file.
        path: PathBuf,
    },
    /// Others can read the key.
    #[error("{path}: others can read this key (mode {mode:o}); run `chmod 600 {path}`")]
    KeyExposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The registry of public names does not say what it must.
    #[error("{origin}, {place}: {reason}")]
    Registry {
        /// The file.
        origin: PathBuf,
        /// Line, or entry.
        place: String,
        /// What is wrong, and what would be right.
        reason: String,
    },
}

/// Replaces accounts and handles by their pseudonyms, the same for the same key.
///
/// ```
/// use ostrakon_ingest::pseudonym::{Key, Pseudonymiser, Registry};
/// let mut names = Pseudonymiser::new(&Key::from_bytes([7; 32]), Registry::default());
/// let token = names.handle("Alice");
/// assert_eq!(token.len(), "acc_".len() + 16);
/// assert_eq!(names.text("thanks @alice!"), format!("thanks @{token}!"));
/// assert_eq!(names.text("no names"), "no names");
/// ```
pub struct Pseudonymiser {
    mac: Hmac<Sha256>,
    registry: Registry,
    platform: String,
    /// What stands for each handle met or learnt, by its lower-case form.
    names: Met,
    /// New name of each account that [`Pseudonymiser::know`] was told of, by its id.
    authors: HashMap<String, String, RandomState>,
}

/// What stands for handles, by their lower-case forms.
type Met = HashMap<String, String, RandomState>;

/// A name that was masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Masked<'a> {
    /// What stands for it.
    pub pseudonym: &'a str,
    /// The platform's id of the account, or a handle in lower case.
    pub name: &'a str,
    /// Whether it is the id.
    pub is_id: bool,
}

impl Pseudonymiser {
    /// Everything that was masked so far, in no order: accounts that [`Pseudonymiser::know`] was told of, and handles that
    /// were met. For whoever keeps a way back (see `docs/data-sets.md`); nobody else has a use for it.
    pub fn masked(&self) -> impl Iterator<Item = Masked<'_>> {
        let ids = self.authors.iter().map(|(name, pseudonym)| Masked { pseudonym, name, is_id: true });
        let handles = self.names.iter().map(|(name, pseudonym)| Masked { pseudonym, name, is_id: false });
        ids.chain(handles).filter(|one| one.pseudonym.starts_with("acc_") && one.pseudonym != one.name)
    }

    /// With the key of a data set and the names that stay in clear.
    pub fn new(key: &Key, registry: Registry) -> Self {
        Self {
            mac: key.mac(),
            registry,
            platform: String::new(),
            names: HashMap::default(),
            authors: HashMap::default(),
        }
    }

    /// For data of one platform (`x`, `telegram`, …): public names of other platforms are not exempt, and pseudonyms
    /// of handles do not link persons across platforms. Without it the registry holds whatever the platform.
    #[must_use]
    pub fn on(mut self, platform: &str) -> Self {
        platform.clone_into(&mut self.platform);
        self.names.clear();
        self.authors.clear();
        self
    }

    /// The pseudonym of an account, or its id if the registry lists it. Ids are compared exactly.
    pub fn account(&self, platform: &str, id: &str) -> String {
        if self.registry.is_public(platform, id) {
            return id.to_owned();
        }
        self.token(&["account", platform, id])
    }

    /// The pseudonym of a handle, with or without `@`, upper or lower case: that of its account once
    /// [`Pseudonymiser::columns`] has seen it, else one of its own; the handle itself, in lower case, if the registry lists it.
    pub fn handle(&mut self, handle: &str) -> String {
        let bare = handle.trim_start_matches(['@', '\u{FF20}', '\u{FE6B}']);
        self.name(bare).to_owned()
    }

    fn name(&mut self, bare: &str) -> &str {
        let lower = lowercase(bare);
        if !self.names.contains_key(&*lower) {
            let name = self.stranger(&lower);
            self.names.insert(lower.clone().into_owned(), name);
        }
        &self.names[&*lower]
    }

    /// What stands for a handle in lower case, for many threads: one that is new goes into `met`.
    fn name_met<'m>(&'m self, lower: &str, met: &'m mut Met) -> &'m str {
        if let Some(name) = self.names.get(lower) {
            return name;
        }
        if !met.contains_key(lower) {
            met.insert(lower.to_owned(), self.stranger(lower));
        }
        &met[lower]
    }

    /// What stands for a handle, in lower case, of an account that never posted.
    fn stranger(&self, lower: &str) -> String {
        if lower.is_empty() || self.registry.is_public(&self.platform, lower) {
            lower.to_owned()
        } else {
            self.token(&["handle", &self.platform, lower])
        }
    }

    fn is_known(&self, bare: &str) -> bool {
        self.names.contains_key(&*lowercase(bare))
    }

    /// Lengths stand before the parts, so that no two lists of parts give the same bytes.
    fn token(&self, parts: &[&str]) -> String {
        let mut mac = self.mac.clone();
        for part in parts {
            mac.update(&(part.len() as u64).to_le_bytes());
            mac.update(part.as_bytes());
        }
        let digest = mac.finalize().into_bytes();
        let mut token = String::with_capacity(20);
        token.push_str("acc_");
        for five in digest[..10].chunks_exact(5) {
            let bits = five.iter().fold(0u64, |bits, &byte| bits << 8 | u64::from(byte));
            for i in (0..8).rev() {
                token.push(BASE32[(bits >> (5 * i) & 31) as usize] as char);
            }
        }
        token
    }
}

/// RFC 4648 §6, in lower case.
const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

impl std::fmt::Debug for Pseudonymiser {
    /// Neither key nor names.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Pseudonymiser").field("platform", &self.platform).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
