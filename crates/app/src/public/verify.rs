//! Checking the register without a hub and without a network: a line with its proof, or a whole folder of files.
//!
//! Nothing is believed but the key that the reader got by another way. What is proven and what is not is said in plain words.

use super::log::{FORMAT, ProofFile, read_verifier_key};
use crate::hub::HubError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use ostrakon_exchange::note;
use ostrakon_response::transparency::{
    Checkpoint, Hash, Log, Note, Opening, key_id, leaf_hash, verify_inclusion,
};
use serde::Serialize;
use std::fmt;
use std::path::Path;

/// What was proven, and what was not.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Told {
    /// What is proven.
    pub proven: Vec<String>,
    /// What is not.
    pub not_proven: Vec<String>,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "Proven:")?;
        self.proven.iter().try_for_each(|line| writeln!(f, "  {line}"))?;
        write!(f, "Not proven:")?;
        self.not_proven.iter().try_for_each(|line| write!(f, "\n  {line}"))
    }
}

fn bad(place: impl Into<String>, why: impl Into<String>) -> HubError {
    HubError::invalid(place, why)
}

/// A checkpoint that is signed by the key.
fn checkpoint(text: &str, key: &str) -> Result<Checkpoint, HubError> {
    let wrong = "is no verifier key; it is written NAME+ID+KEY, as the register's page on verifying shows it";
    let (name, public) = read_verifier_key(key).ok_or_else(|| bad("--log-key", wrong))?;
    let note = Note::parse(text).map_err(|error| bad("checkpoint", error.to_string()))?;
    let id = key_id(&name, &public);
    let signed = note.signatures.iter().any(|one| {
        one.name == name && one.key == id && note::is_signed_by(&public, &note.text, &one.signature)
    });
    if !signed {
        return Err(bad("checkpoint", "is not signed by this key: it is forged, or of another log"));
    }
    let read = Checkpoint::parse(&note.text).map_err(|error| bad("checkpoint", error.to_string()))?;
    if read.origin != name {
        return Err(bad("checkpoint", format!("is of {}, and the key is that of {name}", read.origin)));
    }
    Ok(read)
}

fn hash(text: &str) -> Result<Hash, HubError> {
    let bytes = STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
    bytes.ok_or_else(|| bad("proof", "a hash is 32 bytes in base64"))
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

/// Record, number, time and commitment of a line.
fn line(entry: &str) -> Result<[&str; 4], HubError> {
    let lines: Vec<&str> = entry.strip_suffix('\n').unwrap_or_default().split('\n').collect();
    lines.try_into().map_err(|_| bad("entry", "is not the four lines of a commitment"))
}

/// Checks a line with its proof (`ostrakon-log-proof-1`) by the key of its log.
///
/// # Errors
/// [`HubError::Invalid`] with what does not hold.
pub fn verify_proof(bytes: &[u8], key: &str) -> Result<Told, HubError> {
    let file: ProofFile = serde_json::from_slice(bytes).map_err(|error| bad("file", error.to_string()))?;
    if file.format != FORMAT {
        return Err(bad("format", format!("{:?} is not {FORMAT:?}, which this version reads", file.format)));
    }
    let checkpoint = checkpoint(&file.checkpoint, key)?;
    let proof = file.proof.iter().map(|one| hash(one)).collect::<Result<Vec<_>, _>>()?;
    verify_inclusion(
        &leaf_hash(file.entry.as_bytes()),
        file.index,
        checkpoint.size,
        &proof,
        &checkpoint.root,
    )
    .map_err(|error| bad("proof", error.to_string()))?;
    let [record, number, _, commitment] = line(&file.entry)?;
    let mut told = Told {
        proven: vec![
            format!("{} signed a log of {} lines.", checkpoint.origin, checkpoint.size),
            format!("Line {} of it is change {number} of {record}.", file.index),
        ],
        not_proven: vec![
            "That what the entry says is true.".into(),
            "That everybody is shown this log: compare its checkpoint with one that somebody else has."
                .into(),
        ],
    };
    match &file.opening {
        Some(opening) => {
            let salt =
                from_hex(&opening.salt).ok_or_else(|| bad("opening", "the salt is no hexadecimal number"))?;
            if (Opening { salt: &salt, payload: opening.payload.as_bytes() }).hash() != commitment {
                return Err(bad("opening", "is not the text that the line commits to: it was changed"));
            }
            told.proven.push("The text beside it is, word for word, what was published then.".into());
        }
        None => told
            .not_proven
            .insert(0, "What was published: text and salt were destroyed, or are not in this file.".into()),
    }
    Ok(told)
}

/// Checks a folder that `ostrakon public export` wrote: the signature, that every line is in the signed tree, that every text
/// that is shown is the one that its line commits to; and, with an earlier checkpoint, that this log begins with that one.
///
/// # Errors
/// [`HubError::Invalid`] with the file and what does not hold.
pub fn verify_folder(folder: &Path, key: &str, since: Option<&Path>) -> Result<Told, HubError> {
    let read =
        |path: &Path| std::fs::read(path).map_err(|error| bad(path.display().to_string(), error.to_string()));
    let text = |path: &Path| {
        String::from_utf8(read(path)?).map_err(|_| bad(path.display().to_string(), "is no UTF-8"))
    };
    let now = checkpoint(&text(&folder.join("log/checkpoint"))?, key)?;
    let (mut log, mut lines) = (Log::default(), Vec::new());
    while log.size() < now.size {
        let index = log.size() / 256;
        let width = (now.size - log.size()).min(256) as u16;
        let tile = ostrakon_response::transparency::Tile { level: None, index, width };
        let path = folder.join("log").join(tile.path());
        let bytes = read(&path)?;
        let entries = unbundle(&bytes).ok_or_else(|| bad(path.display().to_string(), "is cut short"))?;
        if entries.len() != usize::from(width) {
            return Err(bad(
                path.display().to_string(),
                format!("has {} lines, and {width} are due", entries.len()),
            ));
        }
        for entry in entries {
            log.append(entry);
            lines.push(String::from_utf8_lossy(entry).into_owned());
        }
    }
    if log.root() != now.root {
        return Err(bad(
            "log/checkpoint",
            "signs another root than the lines give: a line was changed, left out or put in",
        ));
    }
    let (mut opened, mut closed) = (0_u64, 0_u64);
    for (index, entry) in lines.iter().enumerate() {
        let path = folder.join(format!("log/proof/{index}.json"));
        let file: ProofFile = serde_json::from_slice(&read(&path)?)
            .map_err(|error| bad(path.display().to_string(), error.to_string()))?;
        let told = verify_proof(&read(&path)?, key)
            .map_err(|error| bad(path.display().to_string(), error.to_string()))?;
        if file.entry != *entry || file.index != index as u64 || told.proven.is_empty() {
            return Err(bad(path.display().to_string(), "proves another line than the one in its place"));
        }
        if file.opening.is_some() { opened += 1 } else { closed += 1 }
    }
    let mut told = Told {
        proven: vec![
            format!("{} signed a log of {} lines, and these are all of them.", now.origin, now.size),
            format!("{opened} texts are, word for word, what was published."),
        ],
        not_proven: vec![
            "That what the entries say is true.".into(),
            "That everybody is shown this log: compare its checkpoint with one that somebody else has."
                .into(),
        ],
    };
    if closed > 0 {
        told.not_proven.insert(
            0,
            format!("What {closed} lines said: their texts were destroyed. That they stood there is proven."),
        );
    }
    if let Some(path) = since {
        let old = checkpoint(&text(path)?, key)?;
        let root =
            log.root_at(old.size).map_err(|error| bad(path.display().to_string(), error.to_string()))?;
        if root != old.root {
            return Err(bad(
                path.display().to_string(),
                "is no beginning of this log: what it signed was changed since",
            ));
        }
        told.proven.push(format!(
            "Nothing of the {} lines of the earlier checkpoint was changed or left out since.",
            old.size
        ));
    }
    Ok(told)
}

/// The entries of a bundle; `None` where it is cut short.
fn unbundle(mut bytes: &[u8]) -> Option<Vec<&[u8]>> {
    let mut entries = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk::<2>()?;
        let (entry, rest) = rest.split_at_checked(usize::from(u16::from_be_bytes(*length)))?;
        entries.push(entry);
        bytes = rest;
    }
    Some(entries)
}
