//! Bundles that prove who wrote them: made with a key file, checked without a hub and without a network.
//!
//! A key file holds the 32 bytes of an Ed25519 secret as 64 hexadecimal digits; it is made, readable by its owner only,
//! when it is missing. What partners need is the public key, which is printed with every bundle.

use super::HubError;
use ostrakon_exchange::Limits;
use ostrakon_exchange::bundle::{self, Manifest, Trust};
use ostrakon_exchange::bundle::{SigningKey, VerifyingKey};
use ostrakon_store::{from_hex, to_hex};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::Path;

/// Reads a key file, or makes one.
///
/// # Errors
/// [`HubError::Invalid`] when it is no key, or cannot be read or written.
pub fn key(path: &Path) -> Result<SigningKey, HubError> {
    let fault = |why: String| HubError::invalid(path.display().to_string(), why);
    match std::fs::read_to_string(path) {
        Ok(text) => from_hex(text.trim())
            .map(|bytes| SigningKey::from_bytes(&bytes))
            .ok_or_else(|| fault("is no key: 64 hexadecimal digits".into())),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let mut secret = [0; 32];
            getrandom::fill(&mut secret).map_err(|error| fault(error.to_string()))?;
            let mut options = std::fs::OpenOptions::new();
            options.write(true).create_new(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let mut file = options.open(path).map_err(|error| fault(error.to_string()))?;
            writeln!(file, "{}", to_hex(&secret)).map_err(|error| fault(error.to_string()))?;
            Ok(SigningKey::from_bytes(&secret))
        }
        Err(error) => Err(fault(error.to_string())),
    }
}

/// The public half of a key, 64 hexadecimal digits.
pub fn public(key: &SigningKey) -> String {
    to_hex(key.verifying_key().as_bytes())
}

/// Checks a signed bundle against the keys that its reader trusts, `(issuer, public key in hexadecimal)`.
///
/// # Errors
/// [`HubError::Invalid`] with the reason why it is not accepted.
pub fn verify(
    bytes: &[u8],
    keys: &[(String, String)],
    reader: &[String],
    now: i64,
) -> Result<Manifest, HubError> {
    let mut trusted: BTreeMap<String, Vec<VerifyingKey>> = BTreeMap::new();
    for (issuer, text) in keys {
        let key = from_hex(text).and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok());
        let key =
            key.ok_or_else(|| HubError::invalid("--key", format!("{text} is no Ed25519 public key")))?;
        trusted.entry(issuer.clone()).or_default().push(key);
    }
    let reader: BTreeSet<String> = reader.iter().cloned().collect();
    let trust = Trust { keys: trusted, reader, seen: BTreeMap::new(), now };
    let (manifest, _) = bundle::verify(bytes, &trust, Limits::default())
        .map_err(|rejection| HubError::Invalid { detail: rejection.to_string(), faults: Vec::new() })?;
    Ok(manifest)
}

/// What a bundle says of itself, where nobody is trusted yet: its objects are those of its manifest, and no more is known.
///
/// # Errors
/// [`HubError::Invalid`] for what is no bundle, or not whole.
pub fn whole(bytes: &[u8]) -> Result<Manifest, HubError> {
    let (manifest, _) = bundle::whole(bytes, Limits::default())
        .map_err(|rejection| HubError::Invalid { detail: rejection.to_string(), faults: Vec::new() })?;
    Ok(manifest)
}

/// Whether a text is signed by one of these keys of an issuer; the signature in hexadecimal.
pub(crate) fn is_signed(text: &str, signature: &str, issuer: &str, keys: &[(String, String)]) -> bool {
    let theirs = keys.iter().filter(|(name, _)| name == issuer);
    theirs
        .filter_map(|(_, key)| from_hex(key).and_then(|bytes| VerifyingKey::from_bytes(&bytes).ok()))
        .any(|key| bundle::is_signed(text, signature, &key))
}

#[cfg(test)]
mod tests {
    use super::{key, public, verify};
    use ostrakon_exchange::bundle::{self, Terms};
    use serde_json::json;

    #[test]
    fn a_bundle_is_accepted_from_whom_it_says_and_from_nobody_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let ours = key(&folder.path().join("ours.key")).expect("made");
        assert_eq!(public(&ours), public(&key(&folder.path().join("ours.key")).expect("read again")));
        let other = key(&folder.path().join("other.key")).expect("made");
        let object = json!({"type": "url", "id": "url--8ae20dde-83d4-5218-88fd-41ef0dabf9d1", "value": "https://a.example/"});
        let issuer = "identity--00000000-0000-4000-8000-000000000001".to_owned();
        let terms = Terms {
            issuer: issuer.clone(),
            audience: std::collections::BTreeSet::default(),
            sequence: 1,
            issued: 1_000,
            expires: 9_000,
        };
        let text = bundle::sign(&[object], &terms, &ours).to_string();
        let by = |key: &_| [(issuer.clone(), public(key))];
        assert_eq!(verify(text.as_bytes(), &by(&ours), &[], 2_000).expect("accepted").objects.len(), 1);
        assert!(verify(text.as_bytes(), &by(&other), &[], 2_000).is_err());
        assert!(verify(text.as_bytes(), &[], &[], 2_000).is_err());
        assert!(verify(text.as_bytes(), &by(&ours), &[], 10_000).is_err());
        let altered = text.replace("a.example", "b.example");
        assert!(verify(altered.as_bytes(), &by(&ours), &[], 2_000).is_err());
        std::fs::write(folder.path().join("no.key"), "xyz").expect("written");
        assert!(key(&folder.path().join("no.key")).is_err());
    }
}
