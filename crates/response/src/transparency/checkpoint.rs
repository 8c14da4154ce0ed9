//! Checkpoints and signed notes: the bytes that are signed, and the text that carries the signatures.
//!
//! The format of C2SP: <https://c2sp.org/tlog-checkpoint>, <https://c2sp.org/signed-note>. Read strictly, since two readings
//! of one signed text are an attack: no carriage return, no leading zero, no second way to write a number or a hash.

use super::{Hash, LogError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Extension lines and signatures of a note, at most.
const MOST: usize = 64;
/// A note's length in bytes, at most: no hostile text is read to its end.
const LONGEST: usize = 64 * 1024;

/// The state of a log, to be signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Name of the log: an address without scheme, unique for ever.
    pub origin: String,
    /// How many entries it has.
    pub size: u64,
    /// Its root.
    pub root: Hash,
    /// Further lines, opaque.
    pub extensions: Vec<String>,
}

impl Checkpoint {
    /// The bytes to be signed: `origin`, `size` and `root` in lines.
    pub fn body(&self) -> String {
        let mut text = format!("{}\n{}\n{}\n", self.origin, self.size, STANDARD.encode(self.root));
        for line in &self.extensions {
            let _ = writeln!(text, "{line}");
        }
        text
    }

    /// Reads the body of a note.
    ///
    /// # Errors
    /// [`LogError::Note`], with the line.
    pub fn parse(body: &str) -> Result<Self, LogError> {
        let bad = |line: usize, what: &str| LogError::Note { line, what: what.into() };
        if body.len() > LONGEST || body.contains('\r') {
            return Err(bad(1, "a checkpoint is short, and its lines end with a line feed alone"));
        }
        let body = body.strip_suffix('\n').ok_or_else(|| bad(1, "the last line ends with a line feed"))?;
        let lines: Vec<&str> = body.split('\n').collect();
        let [origin, size, root, extensions @ ..] = lines.as_slice() else {
            return Err(bad(lines.len(), "three lines are due: origin, size, root"));
        };
        if origin.is_empty() {
            return Err(bad(1, "the origin of the log is missing"));
        }
        let plain = *size == "0" || (!size.starts_with('0') && size.bytes().all(|b| b.is_ascii_digit()));
        let count = size.parse().ok().filter(|_| plain);
        let count = count.ok_or_else(|| bad(2, "the size is a decimal number without leading zeros"))?;
        let hash = STANDARD.decode(root).ok().and_then(|bytes| Hash::try_from(bytes).ok());
        let hash = hash.ok_or_else(|| bad(3, "the root is 32 bytes in base64"))?;
        if extensions.len() > MOST || extensions.iter().any(|line| line.is_empty()) {
            return Err(bad(4, "extension lines are few and not empty"));
        }
        let extensions = extensions.iter().map(|line| (*line).to_owned()).collect();
        Ok(Self { origin: (*origin).to_owned(), size: count, root: hash, extensions })
    }
}

/// A signature line of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// Name of the key: no blank, no plus sign.
    pub name: String,
    /// First four bytes of the key's id ([`key_id`]).
    pub key: [u8; 4],
    /// The signature.
    pub signature: Vec<u8>,
}

/// A text and its signatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, which ends with a line feed: exactly the bytes that are signed.
    pub text: String,
    /// Signatures: the log's, and those of witnesses.
    pub signatures: Vec<NoteSignature>,
}

impl Note {
    /// The note as it is published.
    pub fn render(&self) -> String {
        let mut text = format!("{}\n", self.text);
        for one in &self.signatures {
            let bytes = [&one.key[..], &one.signature].concat();
            let _ = writeln!(text, "\u{2014} {} {}", one.name, STANDARD.encode(bytes));
        }
        text
    }

    /// Reads a note.
    ///
    /// # Errors
    /// [`LogError::Note`], with the line.
    pub fn parse(note: &str) -> Result<Self, LogError> {
        let bad = |line: usize, what: &str| LogError::Note { line, what: what.into() };
        if note.len() > LONGEST || note.chars().any(|c| c.is_control() && c != '\n') {
            return Err(bad(1, "a note is short, and holds no control characters but line feeds"));
        }
        // The last empty line divides: the text itself may hold others.
        let cut =
            note.rfind("\n\n").ok_or_else(|| bad(1, "an empty line is due between text and signatures"))?;
        let (text, lines) = (&note[..=cut], &note[cut + 2..]);
        let above = text.matches('\n').count() + 1;
        let lines =
            lines.strip_suffix('\n').ok_or_else(|| bad(above, "the last signature ends with a line feed"))?;
        let mut signatures = Vec::new();
        for (n, line) in lines.split('\n').enumerate() {
            if n == MOST {
                return Err(bad(above + n, "a note has few signatures"));
            }
            let at = above + 1 + n;
            let rest =
                line.strip_prefix("\u{2014} ").ok_or_else(|| bad(at, "a signature begins with `— `"))?;
            let (name, bytes) = rest.split_once(' ').ok_or_else(|| bad(at, "name and signature are due"))?;
            let bytes = STANDARD.decode(bytes).ok().filter(|bytes| bytes.len() > 4);
            let bytes = bytes.ok_or_else(|| bad(at, "the signature is base64 of a key's id and more"))?;
            if name.is_empty() || name.contains('+') {
                return Err(bad(at, "the name of a key has no blank and no plus sign"));
            }
            let mut key = [0; 4];
            key.copy_from_slice(&bytes[..4]);
            signatures.push(NoteSignature { name: name.to_owned(), key, signature: bytes[4..].to_vec() });
        }
        Ok(Self { text: text.to_owned(), signatures })
    }
}

/// The first four bytes of the id of an Ed25519 key: of SHA-256 over name, line feed, 0x01, key.
pub fn key_id(name: &str, public_key: &[u8; 32]) -> [u8; 4] {
    let digest = Sha256::new().chain_update(name).chain_update("\n\u{1}").chain_update(public_key).finalize();
    let mut id = [0; 4];
    id.copy_from_slice(&digest[..4]);
    id
}
