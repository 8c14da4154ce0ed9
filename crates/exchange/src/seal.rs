//! Seals: messages between nodes that prove who sent them, to whom, in answer to what, and that nothing was changed.
//!
//! **The problem.** Between two nodes stand proxies that end TLS, and a token that was stolen speaks for its owner. What a
//! link carries must be the partner's own words, said now and to us.
//!
//! **The choice.** A header beside the message: sender's and receiver's public key, a number used once, the time, what the
//! message is about (method and address, or the number of the request that it answers), and the SHA-256 of the body;
//! signed with Ed25519 over its canonical JSON. The message itself stays plain TAXII, so that a node that knows nothing of
//! seals reads it. **Rejected.** Signed bundles in the place of envelopes: an earlier version and every other product
//! would not understand them, and each object would be hashed by itself. HTTP Message Signatures (RFC 9421): proxies
//! rewrite what they cover.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use ostrakon_stix::canonical;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The header's name.
pub const HEADER: &str = "Ostrakon-Seal";
/// Format and version, inside what is signed.
const FORMAT: &str = "ostrakon-seal-1";
/// How old a message may be, and how far clocks may differ, milliseconds.
const FRESH: i64 = 600_000;
/// The longest header.
const LONGEST: usize = 4_000;

/// What is signed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// Always `ostrakon-seal-1`.
    format: String,
    /// Public key of the sender, hexadecimal.
    pub from: String,
    /// Public key of the receiver, where the sender knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// 32 hexadecimal digits that the sender uses once.
    pub nonce: String,
    /// Milliseconds UTC.
    pub issued: i64,
    /// `POST /taxii2/…`, or `answer` and the nonce of the request.
    pub about: String,
    /// SHA-256 of the body, hexadecimal.
    pub sha256: String,
}

/// Why a seal is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Broken {
    /// There is none.
    #[error("the message bears no seal, and the agreement names a key; the partner's node must sign")]
    Missing,
    /// It cannot be read.
    #[error("the seal cannot be read")]
    Unreadable,
    /// Not by a key that is trusted.
    #[error("the seal is not by a key of the partner: the message is forged, or the partner has a new key")]
    Forged,
    /// The body is another.
    #[error("the message is not the one that was sealed: it was altered on its way")]
    Altered,
    /// Of another message, or for somebody else.
    #[error("the seal belongs to another message or another receiver")]
    Misplaced,
    /// Too old, or from the future.
    #[error("the seal is {0} s old; set the clocks right, or send it anew")]
    Stale(i64),
    /// Seen before.
    #[error("the message came before: it is sent a second time")]
    Replayed,
}

impl Broken {
    /// The kind, for the log.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unreadable => "unreadable",
            Self::Forged => "forged",
            Self::Altered => "altered",
            Self::Misplaced => "misplaced",
            Self::Stale(_) => "stale",
            Self::Replayed => "replayed",
        }
    }
}

/// SHA-256 of a body, hexadecimal.
pub fn digest(body: &[u8]) -> String {
    hex(&Sha256::digest(body))
}

/// Seals a message: the header's value.
pub fn write(
    key: &SigningKey,
    to: Option<&str>,
    nonce: &[u8; 16],
    issued: i64,
    about: &str,
    sha256: &str,
) -> String {
    let seal = Seal {
        format: FORMAT.into(),
        from: hex(key.verifying_key().as_bytes()),
        to: to.map(str::to_owned),
        nonce: hex(nonce),
        issued,
        about: about.to_owned(),
        sha256: sha256.to_owned(),
    };
    // A struct of texts and a number is always writable as JSON.
    let text = canonical::to_string(&serde_json::to_value(&seal).unwrap_or_default());
    let signature = key.sign(text.as_bytes());
    format!("{}.{}", hex(text.as_bytes()), hex(&signature.to_bytes()))
}

/// Reads and verifies a seal against the keys that are trusted, our own key, what the message is about, its body's digest
/// and the time. Whether its nonce was seen before is the caller's to know.
///
/// # Errors
/// [`Broken`].
pub fn verify(
    header: &str,
    trusted: &[VerifyingKey],
    own: Option<&str>,
    about: &str,
    sha256: &str,
    now: i64,
) -> Result<Seal, Broken> {
    if header.len() > LONGEST {
        return Err(Broken::Unreadable);
    }
    let (text, signature) = header.trim().split_once('.').ok_or(Broken::Unreadable)?;
    let text = unhex(text).ok_or(Broken::Unreadable)?;
    let signature: [u8; 64] =
        unhex(signature).and_then(|bytes| bytes.try_into().ok()).ok_or(Broken::Unreadable)?;
    let seal: Seal = serde_json::from_slice(&text).map_err(|_| Broken::Unreadable)?;
    if seal.format != FORMAT || seal.nonce.len() != 32 {
        return Err(Broken::Unreadable);
    }
    let signature = Signature::from_bytes(&signature);
    let by = trusted.iter().find(|key| hex(key.as_bytes()) == seal.from);
    if by.is_none_or(|key| key.verify_strict(&text, &signature).is_err()) {
        return Err(Broken::Forged);
    }
    if seal.about != about || seal.to.as_deref().is_some_and(|to| own.is_some_and(|own| own != to)) {
        return Err(Broken::Misplaced);
    }
    if seal.sha256 != sha256 {
        return Err(Broken::Altered);
    }
    let age = now.saturating_sub(seal.issued);
    if age.saturating_abs() > FRESH { Err(Broken::Stale(age / 1_000)) } else { Ok(seal) }
}

/// The nonce of a seal that nothing is believed of: an answer names it.
pub fn nonce_of(header: &str) -> Option<String> {
    let text = unhex(header.get(..LONGEST.min(header.len()))?.split('.').next()?)?;
    let seal: Seal = serde_json::from_slice(&text).ok()?;
    (seal.nonce.len() == 32 && seal.nonce.bytes().all(|byte| byte.is_ascii_hexdigit())).then_some(seal.nonce)
}

fn hex(bytes: &[u8]) -> String {
    let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let digit = |c: u8| char::from(c).to_digit(16);
    let pairs = text.as_bytes().chunks_exact(2);
    if !pairs.remainder().is_empty() {
        return None;
    }
    pairs.map(|pair| u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::{Broken, digest, nonce_of, verify, write};
    use ed25519_dalek::SigningKey;
    use proptest::prelude::*;

    const NOW: i64 = 1_750_000_000_000;

    #[test]
    fn a_seal_holds_for_its_message_its_receiver_and_its_time_and_for_nothing_else() {
        let (ours, other) = (SigningKey::from_bytes(&[1; 32]), SigningKey::from_bytes(&[2; 32]));
        let body = digest(b"body");
        let header = write(&ours, Some("south"), &[7; 16], NOW, "POST /a", &body);
        let trusted = [ours.verifying_key()];
        let check = |own: &str, about: &str, body: &str, now: i64| {
            verify(&header, &trusted, Some(own), about, body, now).map(|seal| seal.nonce)
        };
        assert_eq!(check("south", "POST /a", &body, NOW + 1_000), Ok("07".repeat(16)));
        assert_eq!(check("west", "POST /a", &body, NOW), Err(Broken::Misplaced));
        assert_eq!(check("south", "POST /b", &body, NOW), Err(Broken::Misplaced));
        assert_eq!(check("south", "POST /a", &digest(b"other"), NOW), Err(Broken::Altered));
        assert!(matches!(check("south", "POST /a", &body, NOW + 700_000), Err(Broken::Stale(700))));
        assert!(matches!(check("south", "POST /a", &body, NOW - 700_000), Err(Broken::Stale(_))));
        assert_eq!(
            verify(&header, &[other.verifying_key()], None, "POST /a", &body, NOW),
            Err(Broken::Forged)
        );
        assert_eq!(nonce_of(&header), Some("07".repeat(16)));
    }

    proptest! {
        #[test]
        fn no_changed_seal_is_believed(at in 0usize..600, digit in "[0-9a-f]", any in ".{0,80}") {
            let key = SigningKey::from_bytes(&[1; 32]);
            let header = write(&key, None, &[7; 16], NOW, "POST /a", &digest(b""));
            let at = at % header.len();
            let changed = format!("{}{digit}{}", &header[..at], &header[at + 1..]);
            let believed = |text: &str| verify(text, &[key.verifying_key()], None, "POST /a", &digest(b""), NOW).is_ok();
            prop_assert_eq!(believed(&changed), changed == header);
            prop_assert!(!believed(&any) && nonce_of(&any).is_none());
        }
    }
}
