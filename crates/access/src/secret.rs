//! Randomness, secrets, and what is stored of them.
//!
//! **The choice.** A secret has 256 random bits and is stored as its SHA-256 alone: there is nothing to guess, so a
//! slow hash would add nothing. A record's id is the beginning of that hash, so that looking a secret up is one read
//! by id and needs no index of its own. **Rejected.** A random id beside the secret, joined as `id.secret`: longer to
//! paste, and half of it looks like something one may show around.

use sha2::{Digest, Sha256};
use std::fmt;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

/// Where random bytes come from: the operating system, or a seed in a test.
pub trait Entropy {
    /// Fills `bytes` with random ones.
    fn fill(&mut self, bytes: &mut [u8]);
}

impl<F: FnMut(&mut [u8])> Entropy for F {
    fn fill(&mut self, bytes: &mut [u8]) {
        self(bytes);
    }
}

/// A text that is shown once, never printed by accident, and wiped from memory.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself; the name makes each use visible.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

const ALPHABET: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
/// Letters of 62 that hold 256 bits (43 × log₂ 62 = 256.03).
pub(crate) const LETTERS: usize = 43;

/// 256 random bits as 43 letters and digits, which a double click selects and no address has to escape.
pub fn random(entropy: &mut dyn Entropy) -> Secret {
    let mut text = String::with_capacity(LETTERS);
    let mut block = [0u8; 64];
    while text.len() < LETTERS {
        entropy.fill(&mut block);
        // 248 = 4 × 62: what lies above would make some letters likelier than others.
        let fair = block.iter().filter(|byte| **byte < 248);
        for byte in fair.take(LETTERS - text.len()) {
            text.push(char::from(ALPHABET[usize::from(byte % 62)]));
        }
    }
    block.zeroize();
    Secret(text)
}

/// A random UUID (version 4, RFC 9562).
pub fn uuid(entropy: &mut dyn Entropy) -> String {
    let mut b = [0u8; 16];
    entropy.fill(&mut b);
    b[6] = b[6] & 0x0f | 0x40;
    b[8] = b[8] & 0x3f | 0x80;
    let hex = hex(&b);
    format!("{}-{}-{}-{}-{}", &hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..])
}

/// SHA-256, in 64 hexadecimal digits.
pub fn digest(text: &str) -> String {
    hex(&Sha256::digest(text.as_bytes()))
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The id under which the record of a secret with this digest lies: a prefix and 80 of its bits.
pub(crate) fn id(prefix: &str, digest: &str) -> String {
    format!("{prefix}-{}", &digest[..20.min(digest.len())])
}

/// Compares without telling by the time it takes where two texts differ.
pub fn same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

/// Letters and digits in the order of the alphabet, for the checksum of a token.
pub(crate) fn letters(mut number: u32, count: usize) -> String {
    let mut text = vec![b'0'; count];
    for letter in text.iter_mut().rev() {
        *letter = ALPHABET[(number % 62) as usize];
        number /= 62;
    }
    text.into_iter().map(char::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seed;

    #[test]
    fn secrets_differ_and_hide() {
        let mut entropy = seed(1);
        let (a, b) = (random(&mut entropy), random(&mut entropy));
        assert_eq!(a.expose().len(), LETTERS);
        assert_ne!(a, b);
        assert_eq!(format!("{a:?}"), "Secret(…)");
        assert_eq!(random(&mut seed(1)), a, "the seed decides");
    }

    #[test]
    fn all_letters_come_equally_often() {
        let mut entropy = seed(2);
        let mut seen = [0u32; 128];
        for _ in 0..2_000 {
            random(&mut entropy).expose().bytes().for_each(|b| seen[usize::from(b)] += 1);
        }
        let expected = f64::from(2_000 * LETTERS as u32) / 62.0;
        let chi: f64 =
            ALPHABET.iter().map(|b| (f64::from(seen[usize::from(*b)]) - expected).powi(2) / expected).sum();
        assert!(chi < 110.0, "χ² with 61 degrees of freedom: {chi}");
    }

    #[test]
    fn a_uuid_says_that_it_is_random() {
        let id = uuid(&mut seed(3));
        assert_eq!((id.len(), &id[14..15]), (36, "4"));
        assert!(matches!(&id[19..20], "8" | "9" | "a" | "b"));
    }

    #[test]
    fn the_digest_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        assert_eq!(digest("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert!(same("a", "a") && !same("a", "b") && !same("a", "aa"));
    }
}
