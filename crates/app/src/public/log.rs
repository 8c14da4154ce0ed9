//! The transparency log for outsiders: signed checkpoint, tiles, and a line with everything that proves it.
//!
//! Formats of C2SP: `tlog-checkpoint`, `signed-note`, `tlog-tiles`. A line with its proof is one file of ours
//! (`ostrakon-log-proof-1`), so that somebody can keep it and check it years later with nothing else.

use super::{Register, Settings};
use crate::hub::{Hub, HubError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ostrakon_exchange::note;
use ostrakon_response::transparency::{Checkpoint, Hash, Note, NoteSignature, Tile, key_id};
use ostrakon_store::to_hex;
use serde::{Deserialize, Serialize};

/// The format's name and version.
pub(super) const FORMAT: &str = "ostrakon-log-proof-1";

/// A line of the log with what proves it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProofFile {
    /// Always `ostrakon-log-proof-1`.
    pub format: String,
    /// Its place in the log, counted from 0.
    pub index: u64,
    /// The line: record, number, milliseconds of UTC, commitment.
    pub entry: String,
    /// Sibling hashes from the leaf up, base64.
    pub proof: Vec<String>,
    /// The signed checkpoint that it is proven against.
    pub checkpoint: String,
    /// What the commitment commits to; `null` where it was destroyed.
    pub opening: Option<OpeningFile>,
}

/// What opens a commitment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OpeningFile {
    /// The salt, hexadecimal.
    pub salt: String,
    /// The text that was published: an entry as JSON.
    pub payload: String,
}

/// A verifier key as C2SP signed-note writes it: `name+id+base64(1, key)`.
pub(super) fn verifier_key(name: &str, public: &[u8; 32]) -> String {
    let id = key_id(name, public);
    let bytes = [&[1][..], public].concat();
    format!("{name}+{:08x}+{}", u32::from_be_bytes(id), STANDARD.encode(bytes))
}

/// Name and key of a verifier key.
pub(super) fn read_verifier_key(text: &str) -> Option<(String, [u8; 32])> {
    let mut parts = text.trim().rsplitn(3, '+');
    // Base64 has plus signs of its own: what is last may be cut too short, so the id is looked for.
    let (mut key, mut id) = (parts.next()?.to_owned(), parts.next()?.to_owned());
    let mut name = parts.next()?.to_owned();
    while id.len() != 8 || !id.bytes().all(|b| b.is_ascii_hexdigit()) {
        key = format!("{id}+{key}");
        let (rest, part) = name.rsplit_once('+').map(|(rest, part)| (rest.to_owned(), part.to_owned()))?;
        (name, id) = (rest, part);
    }
    let bytes = STANDARD.decode(key).ok()?;
    let public: [u8; 32] = bytes.strip_prefix(&[1]).and_then(|rest| rest.try_into().ok())?;
    (to_hex(&key_id(&name, &public)) == id).then_some((name, public))
}

impl Register {
    /// The root, as a checkpoint writes it.
    pub fn root(&self) -> String {
        STANDARD.encode(self.log.root())
    }

    /// A file of C2SP `tlog-tiles` by its path below the log: a tile of hashes or a bundle of lines, and whether it is full and
    /// so never changes. `None` for what is no such path or is not there yet.
    pub fn tile(&self, path: &str) -> Option<(Vec<u8>, bool)> {
        let tile = read_tile(path)?;
        let full = tile.width == 256;
        let bytes = if tile.level.is_some() {
            self.log.tile(&tile).ok()?
        } else {
            let (from, to) = tile.range();
            (to - from == u64::from(tile.width)).then_some(())?;
            self.bundle(from, to)?
        };
        Some((bytes, full))
    }

    /// The proof that the log of `old` lines is the beginning of that of `new`: hashes in base64.
    ///
    /// # Errors
    /// [`HubError::Invalid`] for sizes that the log never had.
    pub fn consistency(&self, old: u64, new: u64) -> Result<Vec<String>, HubError> {
        let proof = self.log.consistency(old, new);
        let proof = proof.map_err(|error| HubError::invalid("size", error.to_string()))?;
        Ok(proof.iter().map(|hash| STANDARD.encode(hash)).collect())
    }
}

/// A tile of its path, written in the one way that C2SP allows.
fn read_tile(path: &str) -> Option<Tile> {
    let rest = path.strip_prefix("tile/")?;
    let (level, rest) = rest.split_once('/')?;
    let level = match level {
        "entries" => None,
        level => Some(level.parse::<u8>().ok().filter(|n| *n < 64)?),
    };
    let (place, width) = match rest.split_once(".p/") {
        Some((place, width)) => (place, width.parse::<u16>().ok().filter(|n| (1..256).contains(n))?),
        None => (rest, 256),
    };
    let mut index = 0_u64;
    for part in place.split('/') {
        let digits = part.strip_prefix('x').unwrap_or(part);
        if digits.len() != 3 {
            return None;
        }
        index = index.checked_mul(1_000)?.checked_add(digits.parse().ok()?)?;
    }
    let tile = Tile { level, index, width };
    (tile.path() == path).then_some(tile)
}

impl Hub {
    /// The verifier key of the log; `None` where this node has no key.
    pub(super) fn log_key(&self, origin: &str) -> Result<Option<String>, HubError> {
        let key = self.node_key()?;
        Ok(key.map(|key| verifier_key(origin, &key.verifying_key().to_bytes())))
    }

    /// The signed checkpoint of the log.
    ///
    /// # Errors
    /// [`HubError::Conflict`] where this node has no key to sign with.
    pub fn public_checkpoint(&self, settings: &Settings, register: &Register) -> Result<String, HubError> {
        let none = "this installation has no key to sign checkpoints with; set OSTRAKON_NODE_KEY (openssl rand -hex 32 makes one)";
        let key = self.node_key()?.ok_or_else(|| HubError::Conflict(none.into()))?;
        let origin = settings.origin(&self.own_organisation()?);
        let checkpoint = Checkpoint {
            origin: origin.clone(),
            size: register.size(),
            root: register.log.root(),
            extensions: vec![],
        };
        let text = checkpoint.body();
        let signature = NoteSignature {
            key: key_id(&origin, &key.verifying_key().to_bytes()),
            name: origin,
            signature: note::sign(&key, &text).to_vec(),
        };
        Ok(Note { text, signatures: vec![signature] }.render())
    }

    /// A line of the log with its proof; `None` where there is no such line.
    ///
    /// # Errors
    /// As [`Hub::public_checkpoint`].
    pub fn public_proof(
        &self,
        settings: &Settings,
        register: &Register,
        index: u64,
    ) -> Result<Option<ProofFile>, HubError> {
        let Some(line) = usize::try_from(index).ok().and_then(|at| register.lines.get(at)) else {
            return Ok(None);
        };
        let proof = register.log.inclusion(index, register.size());
        let proof: Vec<Hash> = proof.map_err(|error| HubError::invalid("index", error.to_string()))?;
        let opening = self.opening(&line.id)?;
        Ok(Some(ProofFile {
            format: FORMAT.into(),
            index,
            entry: String::from_utf8_lossy(&line.commitment.entry()).into_owned(),
            proof: proof.iter().map(|hash| STANDARD.encode(hash)).collect(),
            checkpoint: self.public_checkpoint(settings, register)?,
            opening: opening.map(|one| OpeningFile { salt: one.salt, payload: one.payload }),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_verifier_key_is_read_as_it_is_written_and_no_other_way() {
        for seed in 0..64_u8 {
            let public = [seed.wrapping_mul(73) ^ 0xfb; 32];
            let text = verifier_key("hub.example.org/public/log", &public);
            assert_eq!(read_verifier_key(&text), Some(("hub.example.org/public/log".into(), public)));
            assert_eq!(read_verifier_key(&text.replace("hub", "hob")), None);
        }
        for bad in ["", "a", "a+b", "a+00000000+", "+++", "name+zzzzzzzz+AAAA"] {
            assert_eq!(read_verifier_key(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_tile_has_one_path() {
        for good in ["tile/0/000.p/5", "tile/entries/x001/234.p/255", "tile/1/x001/x234/067"] {
            assert_eq!(read_tile(good).map(|tile| tile.path()).as_deref(), Some(good));
        }
        for bad in [
            "tile/0/0",
            "tile/0/1000",
            "tile/0/x000/001",
            "tile/00/000",
            "tile/0/000.p/256",
            "tile/0/000.p/0",
            "tile/0/000.p/05",
            "tile/64/000",
            "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
            "tile//000",
            "tile/0/+01",
        ] {
            assert_eq!(read_tile(bad), None, "{bad}");
        }
    }
}
