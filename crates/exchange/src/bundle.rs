//! Signed bundles: STIX objects in a file that proves who wrote it, for whom, when, and that nothing was changed.
//!
//! **The problem.** A file that travels by mail or stick may be forged, altered, cut, kept back and sent again later, or
//! sent on to somebody it was not meant for.
//!
//! **The choice.** A manifest with the SHA-256 of every object's canonical form (RFC 8785), a sequence number, issuer,
//! audience and expiry, signed with Ed25519 (RFC 8032) over its own canonical form. The file is one JSON object: manifest,
//! signature, objects. Whoever verifies says which keys he trusts for which issuer, who he is, what time it is, and what
//! he has already seen; the answer is a function of that.
//!
//! **Rejected.** JWS: it would sign bytes that a JSON tool rewrites. A signature for each object: it cannot show that one
//! is missing.

use crate::error::ExchangeError;
use crate::input::{self, Limits};
use ed25519_dalek::{Signature, Signer};
pub use ed25519_dalek::{SigningKey, VerifyingKey};
use ostrakon_stix::canonical;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};

/// What messages call it.
const WHAT: &str = "signed bundle";

/// The format's name and version, inside what is signed.
const FORMAT: &str = "ostrakon-bundle-1";

/// What is signed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Always `ostrakon-bundle-1`.
    pub format: String,
    /// Identity id of who wrote it.
    pub issuer: String,
    /// Identity ids of whom it is for; empty: for everybody.
    pub audience: BTreeSet<String>,
    /// Counts up by one for each bundle of this issuer to this audience.
    pub sequence: u64,
    /// Milliseconds UTC.
    pub issued: i64,
    /// First moment when it is no longer good, milliseconds UTC.
    pub expires: i64,
    /// Every object: its id, its version, and the SHA-256 of its canonical form in hexadecimal, in the file's order.
    pub objects: Vec<Entry>,
}

/// One object in a manifest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Id of the object.
    pub id: String,
    /// Its `modified`, else `created`, else empty.
    pub version: String,
    /// SHA-256 of the canonical form, 64 hexadecimal digits.
    pub sha256: String,
}

/// What a bundle says beside its objects.
#[derive(Clone, Debug)]
pub struct Terms {
    /// Identity id of who writes it.
    pub issuer: String,
    /// Identity ids of whom it is for; empty: for everybody.
    pub audience: BTreeSet<String>,
    /// Next number.
    pub sequence: u64,
    /// Now, milliseconds UTC.
    pub issued: i64,
    /// End of its validity, milliseconds UTC.
    pub expires: i64,
}

/// Against what a bundle is verified.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    /// Public keys by issuer.
    pub keys: BTreeMap<String, Vec<VerifyingKey>>,
    /// Identity ids of the reader.
    pub reader: BTreeSet<String>,
    /// The sequence numbers already accepted, by issuer.
    pub seen: BTreeMap<String, Accepted>,
    /// Now, milliseconds UTC.
    pub now: i64,
}

/// Which bundles of an issuer were accepted: all up to a number, and some beyond it. Bundles of several collections are made in
/// one order and arrive in another.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Accepted {
    /// Every bundle up to this number counts as accepted.
    #[serde(rename = "sequence")]
    pub up_to: u64,
    /// Later ones that were.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub beyond: BTreeSet<u64>,
}

impl Accepted {
    /// Numbers that are remembered beyond the first: what is older than so many is refused.
    const REMEMBERED: usize = 1_000;

    /// Whether a number was accepted.
    #[must_use]
    pub fn has(&self, sequence: u64) -> bool {
        sequence <= self.up_to || self.beyond.contains(&sequence)
    }

    /// Adds a number. The first there is stands for none before it.
    pub fn add(&mut self, sequence: u64) {
        self.beyond.insert(sequence);
        while self.beyond.len() > Self::REMEMBERED {
            self.up_to = self.up_to.max(self.beyond.pop_first().unwrap_or_default());
        }
    }
}

/// Why a bundle is not accepted. Nothing of it is taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// It cannot be read.
    #[error(transparent)]
    Unreadable(#[from] ExchangeError),
    /// No key is trusted for its issuer.
    #[error("{issuer} is no issuer whose key is trusted here; exchange keys first")]
    UnknownIssuer {
        /// Who it says it is from.
        issuer: String,
    },
    /// The signature is not by a key of its issuer, or the manifest was changed.
    #[error("the signature is not {issuer}'s: the bundle is forged or its manifest was altered")]
    Forged {
        /// Who it says it is from.
        issuer: String,
    },
    /// The objects are not those that were signed.
    #[error("object {at} ({id}): {reason}")]
    Altered {
        /// Position of the object.
        at: usize,
        /// Its id.
        id: String,
        /// In what it differs.
        reason: &'static str,
    },
    /// It was accepted before.
    #[error(
        "bundle {sequence} of {issuer} was accepted before (all up to {seen} count as such): it is sent a second time"
    )]
    Replayed {
        /// Who it is from.
        issuer: String,
        /// Its number.
        sequence: u64,
        /// Up to which number all count as accepted.
        seen: u64,
    },
    /// It is for somebody else.
    #[error("the bundle is for {audience}, not for us")]
    WrongRecipient {
        /// Whom it is for.
        audience: String,
    },
    /// Its time is over.
    #[error("the bundle was good until {expires} and it is {now} (milliseconds UTC); ask for a new one")]
    Expired {
        /// End of validity.
        expires: i64,
        /// Now.
        now: i64,
    },
    /// It comes from the future by more than clocks differ.
    #[error("the bundle was issued at {issued} and it is {now} (milliseconds UTC); set the clocks right")]
    NotYet {
        /// When it says it was issued.
        issued: i64,
        /// Now.
        now: i64,
    },
}

/// How far clocks may differ, milliseconds.
const CLOCKS: i64 = 300_000;

/// SHA-256 of an object's canonical form, hexadecimal.
pub fn digest(object: &Value) -> String {
    to_hex(&Sha256::digest(canonical::to_string(object)))
}

fn entry(object: &Value) -> Entry {
    let text = |key: &str| object.get(key).and_then(Value::as_str);
    Entry {
        id: text("id").unwrap_or_default().to_owned(),
        version: text("modified").or_else(|| text("created")).unwrap_or_default().to_owned(),
        sha256: digest(object),
    }
}

/// Signs objects. They are what the gate released for this audience.
pub fn sign(objects: &[Value], terms: &Terms, key: &SigningKey) -> Value {
    let manifest = json!({"format": FORMAT, "issuer": terms.issuer, "audience": terms.audience,
        "sequence": terms.sequence, "issued": terms.issued, "expires": terms.expires,
        "objects": objects.iter().map(|object| json!(entry(object))).collect::<Vec<_>>()});
    let signature = key.sign(canonical::to_string(&manifest).as_bytes());
    json!({"manifest": manifest, "signature": to_hex(&signature.to_bytes()), "objects": objects})
}

/// Signs a text by itself; hexadecimal.
pub fn sign_text(text: &str, key: &SigningKey) -> String {
    to_hex(&key.sign(text.as_bytes()).to_bytes())
}

/// Whether a text is signed by a key; what is no signature signs nothing.
pub fn is_signed(text: &str, signature: &str, key: &VerifyingKey) -> bool {
    let signature = hex(signature).map(|raw| Signature::from_bytes(&raw));
    signature.is_some_and(|one| key.verify_strict(text.as_bytes(), &one).is_ok())
}

/// A bundle that was read, and of which nothing is known yet.
struct Read {
    manifest: Manifest,
    /// What was signed.
    signed: String,
    signature: Signature,
    objects: Vec<Value>,
}

/// Reads a bundle and checks that its objects are those of its manifest. Who made it is not known by that: anybody can write a
/// manifest.
pub fn whole(bytes: &[u8], limits: Limits) -> Result<(Manifest, Vec<Value>), Rejection> {
    let Read { manifest, objects, .. } = read(bytes, limits)?;
    compare(&manifest, &objects)?;
    Ok((manifest, objects))
}

/// Reads and verifies a bundle. Returns the manifest, whose sequence number the caller keeps, and the objects.
pub fn verify(bytes: &[u8], trust: &Trust, limits: Limits) -> Result<(Manifest, Vec<Value>), Rejection> {
    let Read { manifest, signed, signature, objects } = read(bytes, limits)?;
    let issuer = manifest.issuer.clone();
    let Some(keys) = trust.keys.get(&issuer) else { return Err(Rejection::UnknownIssuer { issuer }) };
    if !keys.iter().any(|key| key.verify_strict(signed.as_bytes(), &signature).is_ok()) {
        return Err(Rejection::Forged { issuer });
    }
    compare(&manifest, &objects)?;
    if !manifest.audience.is_empty() && manifest.audience.is_disjoint(&trust.reader) {
        let audience = manifest.audience.iter().cloned().collect::<Vec<_>>().join(", ");
        return Err(Rejection::WrongRecipient { audience });
    }
    if trust.now >= manifest.expires {
        return Err(Rejection::Expired { expires: manifest.expires, now: trust.now });
    }
    if manifest.issued > trust.now.saturating_add(CLOCKS) {
        return Err(Rejection::NotYet { issued: manifest.issued, now: trust.now });
    }
    match trust.seen.get(&issuer) {
        Some(seen) if seen.has(manifest.sequence) => {
            Err(Rejection::Replayed { issuer, sequence: manifest.sequence, seen: seen.up_to })
        }
        _ => Ok((manifest, objects)),
    }
}

fn read(bytes: &[u8], limits: Limits) -> Result<Read, Rejection> {
    let mut file = input::json(bytes, WHAT, limits)?;
    let Some(map) = file.as_object_mut() else {
        return Err(ExchangeError::at(WHAT, "$", "is no object with manifest, signature and objects").into());
    };
    if let Some(key) = map.keys().find(|key| !matches!(key.as_str(), "manifest" | "signature" | "objects")) {
        return Err(
            ExchangeError::at(WHAT, key.clone(), "is not part of the format and is not signed").into()
        );
    }
    let given = map.shift_remove("manifest").unwrap_or_default();
    let signed = canonical::to_string(&given);
    let manifest: Manifest = serde_json::from_value(given)
        .map_err(|error| ExchangeError::at(WHAT, "manifest", error.to_string()))?;
    if manifest.format != FORMAT {
        let reason = format!("{:?} is not {FORMAT:?}, which this version reads", manifest.format);
        return Err(ExchangeError::at(WHAT, "manifest.format", reason).into());
    }
    let signature =
        map.get("signature").and_then(Value::as_str).and_then(hex).map(|raw| Signature::from_bytes(&raw));
    let Some(signature) = signature else {
        return Err(ExchangeError::at(WHAT, "signature", "is not 128 hexadecimal digits").into());
    };
    let Some(Value::Array(objects)) = map.shift_remove("objects") else {
        return Err(ExchangeError::at(WHAT, "objects", "is no list").into());
    };
    Ok(Read { manifest, signed, signature, objects })
}

/// The objects against the manifest, one by one.
fn compare(manifest: &Manifest, objects: &[Value]) -> Result<(), Rejection> {
    for (at, wanted) in manifest.objects.iter().enumerate() {
        let altered = |reason| Rejection::Altered { at, id: wanted.id.clone(), reason };
        let found = objects.get(at).map(entry).ok_or_else(|| altered("is missing"))?;
        if found.id != wanted.id || found.version != wanted.version {
            return Err(altered("is another object or version"));
        }
        if found.sha256 != wanted.sha256 {
            return Err(altered("was altered"));
        }
    }
    match objects.get(manifest.objects.len()) {
        Some(extra) => {
            let id = entry(extra).id;
            Err(Rejection::Altered { at: manifest.objects.len(), id, reason: "was added and is not signed" })
        }
        None => Ok(()),
    }
}

/// Bytes as hexadecimal digits.
fn to_hex(bytes: &[u8]) -> String {
    let digit = |four: u8| char::from_digit(u32::from(four), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// 64 bytes of 128 hexadecimal digits.
fn hex(text: &str) -> Option<[u8; 64]> {
    let digits = text.as_bytes();
    if digits.len() != 128 {
        return None;
    }
    let mut raw = [0; 64];
    for (byte, pair) in raw.iter_mut().zip(digits.chunks_exact(2)) {
        let digit = |c: u8| char::from(c).to_digit(16);
        *byte = u8::try_from(digit(pair[0])? * 16 + digit(pair[1])?).ok()?;
    }
    Some(raw)
}

#[cfg(test)]
mod tests;
