//! Names of all accounts that we hold, for the gate: what one page masks, every other masks too.
//!
//! **The choice.** Read once, on the first way out, and from then on only what was stored since: versions have numbers that
//! strictly grow. Some hundred bytes an account. **Rejected.** The accounts of the page, or of the collection: a name in a
//! note tells who it is wherever the account stands.

use super::HubError;
use ostrakon_exchange::gate::{Handles, PSEUDONYM_MARK};
use ostrakon_store::Store;
use serde_json::Value;
use std::sync::{PoisonError, RwLock, RwLockReadGuard};

/// Types that have names of accounts, or accounts within them.
const TYPES: [&str; 4] = ["user-account", "persona", "channel", "observed-data"];
/// Versions that are read at a time.
const PIECE: usize = 2_000;

/// The index.
#[derive(Default)]
pub(crate) struct Index(RwLock<Known>);

/// What was read.
#[derive(Default)]
pub(crate) struct Known {
    pub(crate) names: Handles,
    /// Number of the last version that was read.
    last: i64,
}

impl Index {
    /// The names, up to what is stored now.
    pub(crate) fn read(&self, store: &Store) -> Result<RwLockReadGuard<'_, Known>, HubError> {
        let last = self.0.read().unwrap_or_else(PoisonError::into_inner).last;
        let (rows, read) = store.versions_after(&TYPES, last, PIECE)?;
        if read != last {
            let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
            // Somebody else may have read on meanwhile.
            if known.last == last {
                known.take(rows, read);
            }
            loop {
                let (rows, read) = store.versions_after(&TYPES, known.last, PIECE)?;
                if read == known.last {
                    break;
                }
                known.take(rows, read);
            }
        }
        Ok(self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Known {
    fn take(&mut self, rows: Vec<ostrakon_store::StoredObject>, last: i64) {
        for row in rows {
            let is_read = row.kind != "observed-data" || contains(&row.bytes, b"\"objects\"");
            let Some(object) = is_read.then(|| serde_json::from_slice::<Value>(&row.bytes).ok()).flatten()
            else {
                continue;
            };
            // Media and organisations are named in public; a channel that stands for a person's account is not.
            if row.kind != "channel" || object.get(PSEUDONYM_MARK).is_some() {
                self.names.add_within(&object);
            }
        }
        self.last = last;
    }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|one| one == part)
}
