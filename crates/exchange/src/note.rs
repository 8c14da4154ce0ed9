//! Signatures of notes: Ed25519 as C2SP `signed-note` has it (<https://c2sp.org/signed-note>), algorithm byte 1.
//!
//! The text and its format are `response::transparency`'s; here are the keys alone.

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

/// Signs the text of a note.
pub fn sign(key: &SigningKey, text: &str) -> [u8; 64] {
    key.sign(text.as_bytes()).to_bytes()
}

/// Whether a signature is that of a public key over a text.
pub fn is_signed_by(public: &[u8; 32], text: &str, signature: &[u8]) -> bool {
    let key = VerifyingKey::from_bytes(public);
    let signature = Signature::from_slice(signature);
    matches!((key, signature), (Ok(key), Ok(signature)) if key.verify_strict(text.as_bytes(), &signature).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_of_one_key_over_one_text() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let (public, signature) = (key.verifying_key().to_bytes(), sign(&key, "text\n"));
        assert!(is_signed_by(&public, "text\n", &signature));
        assert!(!is_signed_by(&public, "text", &signature));
        assert!(!is_signed_by(&public, "text\n", &signature[1..]));
        assert!(!is_signed_by(
            &SigningKey::from_bytes(&[8; 32]).verifying_key().to_bytes(),
            "text\n",
            &signature
        ));
    }
}
