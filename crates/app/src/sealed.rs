//! Bytes that only the holder of a key reads: ChaCha20-Poly1305 (RFC 8439) with a random nonce before the cipher text.
//!
//! **The choice.** `ring`, which is in the binary for TLS already. The caller names what the bytes belong to (`place`), and
//! that is authenticated too: a sealed value moved elsewhere does not open. **Rejected.** A crate of its own for one call.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

/// A key of 256 bits.
pub(crate) type Key = [u8; 32];

fn cipher(key: &Key) -> Option<LessSafeKey> {
    UnboundKey::new(&CHACHA20_POLY1305, key).ok().map(LessSafeKey::new)
}

/// Seals `plain` for `place`; `nonce` is random and new each time (96 bits: safe for 2³² values a key).
pub(crate) fn seal(key: &Key, nonce: [u8; NONCE_LEN], place: &[u8], plain: &[u8]) -> Option<Vec<u8>> {
    let mut text = plain.to_vec();
    let sealed = Nonce::assume_unique_for_key(nonce);
    cipher(key)?.seal_in_place_append_tag(sealed, Aad::from(place), &mut text).ok()?;
    Some([nonce.as_slice(), &text].concat())
}

/// Opens what was sealed for `place`; `None` for another key, another place, or bytes that were changed.
pub(crate) fn open(key: &Key, place: &[u8], sealed: &[u8]) -> Option<Vec<u8>> {
    let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
    let mut text = text.to_vec();
    let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
    Some(cipher(key)?.open_in_place(nonce, Aad::from(place), &mut text).ok()?.to_vec())
}

#[cfg(test)]
mod tests {
    use super::{open, seal};

    #[test]
    fn what_is_sealed_opens_with_its_key_in_its_place_and_unchanged_only() {
        let sealed = seal(&[1; 32], [2; 12], b"here", b"a handle").expect("seals");
        assert_eq!(open(&[1; 32], b"here", &sealed).as_deref(), Some(&b"a handle"[..]));
        assert_eq!(open(&[3; 32], b"here", &sealed), None);
        assert_eq!(open(&[1; 32], b"there", &sealed), None);
        for at in 0..sealed.len() {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            assert_eq!(open(&[1; 32], b"here", &changed), None, "byte {at}");
            assert_eq!(open(&[1; 32], b"here", &sealed[..at]), None, "cut at {at}");
        }
    }
}
