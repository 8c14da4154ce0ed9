//! The items of an evidence file, beside it under their SHA-256: written there, and held against it.
//!
//! **The problem.** A signed list of hashes proves nothing of a file that was exchanged, or that is not there. **The choice.** The
//! items are written beside the bundle, and whoever checks it has each hashed and is told how many were: one that is another stops
//! everything, one that is missing is counted. **Rejected.** Items in the bundle: they may be gigabytes, and a bundle that holds
//! them could not be shown in part.

use crate::hub::{Hub, HubError};
use ostrakon_access::Principal;
use ostrakon_response::evidence_file::EvidenceFile;
use ostrakon_store::to_hex;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// What was written beside a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ItemsWritten {
    /// Items, by SHA-256.
    pub written: Vec<String>,
    /// Items whose bytes are not here any more, or are not for the asker.
    pub missing: Vec<String>,
}

/// What was found beside a bundle.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct ItemsChecked {
    /// How many lie beside it and are, byte for byte, those of the file.
    pub checked: usize,
    /// How many the file has.
    pub of: usize,
    /// SHA-256 of those that do not lie beside it.
    pub missing: Vec<String>,
}

impl Hub {
    /// Writes the items of an evidence file into a folder. That they were opened stands in the custody of each.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for a folder that cannot be written; those of the store.
    pub fn write_items(
        &self,
        who: &Principal,
        file: &EvidenceFile,
        folder: &Path,
    ) -> Result<ItemsWritten, HubError> {
        let mut done = ItemsWritten::default();
        for sha256 in file.items.keys() {
            let reason = format!("exported with the evidence file {:?}", file.draft.title);
            let mut reader = match self.open_evidence(who, sha256, &reason) {
                Ok((_, reader)) => reader,
                Err(HubError::NotFound(_) | HubError::Gone(_)) => {
                    done.missing.push(sha256.clone());
                    continue;
                }
                Err(error) => return Err(error),
            };
            let fault = |error: io::Error| HubError::invalid(folder.display().to_string(), error.to_string());
            let mut part = tempfile::NamedTempFile::new_in(folder).map_err(fault)?;
            io::copy(&mut reader, &mut part).map_err(fault)?;
            part.persist(folder.join(sha256)).map_err(|error| fault(error.error))?;
            done.written.push(sha256.clone());
        }
        Ok(done)
    }
}

/// Hashes what lies beside a bundle under the names of its items.
///
/// # Errors
/// [`HubError::Invalid`] for one that is another than the file names, or cannot be read.
pub fn check_items(file: &EvidenceFile, folder: &Path) -> Result<ItemsChecked, HubError> {
    let mut found = ItemsChecked { of: file.items.len(), ..ItemsChecked::default() };
    for sha256 in file.items.keys() {
        // The name comes from the file that is checked: nothing but a hash is looked for on the disk.
        if sha256.len() != 64 || !sha256.bytes().all(|one| one.is_ascii_hexdigit()) {
            return Err(HubError::invalid("record/items", format!("{sha256:?} is no SHA-256")));
        }
        let path = folder.join(sha256);
        let fault = |why: String| HubError::invalid(path.display().to_string(), why);
        let opened = match File::open(&path) {
            Ok(opened) => opened,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                found.missing.push(sha256.clone());
                continue;
            }
            Err(error) => return Err(fault(error.to_string())),
        };
        let hash = hashed(opened).map_err(|error| fault(error.to_string()))?;
        if hash != sha256.to_ascii_lowercase() {
            return Err(fault(format!(
                "these are other bytes than the file names: their SHA-256 is {hash}; get the item again"
            )));
        }
        found.checked += 1;
    }
    Ok(found)
}

fn hashed(mut file: File) -> io::Result<String> {
    let (mut hasher, mut buffer) = (Sha256::new(), vec![0; 1 << 16]);
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(to_hex(&hasher.finalize()));
        }
        hasher.update(&buffer[..read]);
    }
}
