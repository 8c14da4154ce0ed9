//! One-time codes by time (RFC 6238 over RFC 4226).
//!
//! **The choice.** SHA-1, six digits, 30 seconds: what every authenticator app reads, and what SHA-1's collisions do not
//! touch inside an HMAC. One step of drift either way is accepted, and a step once used, or any before it, never again.
//! The shared secret is not stored: it is derived from a key beside the data and a random number in the record, so that
//! a stolen database yields no codes. **Rejected.** Encrypting the secret into the record: the same key, and a cipher on top.

use crate::secret::{self, Entropy, Secret};
use hmac::{
    Hmac, KeyInit, Mac,
    digest::{FixedOutput, HashMarker, block_api::EagerHash},
};
use serde::{Deserialize, Serialize};
use sha1::Sha1;
use sha2::Sha256;

/// Seconds of a step.
pub const STEP: i64 = 30;
/// Steps of drift accepted either way.
const DRIFT: i64 = 1;
const DIGITS: u32 = 6;

/// A person's one-time codes, as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totp {
    /// Random number from which the secret is derived.
    pub nonce: String,
    /// Whether a code was given once: until then it is not asked for at sign-in.
    pub confirmed: bool,
    /// The last step that was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<i64>,
}

impl Totp {
    /// A new enrolment, not confirmed yet.
    pub fn enrol(entropy: &mut dyn Entropy) -> Self {
        Self { nonce: secret::random(entropy).expose().to_owned(), confirmed: false, used: None }
    }

    /// The 160 bits that the app and the server share.
    pub fn key(&self, master: &[u8; 32], person: &str) -> Vec<u8> {
        let text = format!("ostrakon totp 1\n{person}\n{}", self.nonce);
        mac::<Sha256>(master, text.as_bytes())[..20].to_vec()
    }

    /// The `otpauth://` address that an app reads from a picture.
    pub fn address(key: &[u8], issuer: &str, name: &str) -> Secret {
        let (issuer, name) = (escape(issuer), escape(name));
        Secret::new(format!(
            "otpauth://totp/{issuer}:{name}?secret={}&issuer={issuer}&algorithm=SHA1&digits=6&period=30",
            base32(key)
        ))
    }

    /// The step a code was right for, if that step is later than every one used before.
    pub fn accepts(&self, key: &[u8], given: &str, now_ms: i64) -> Option<i64> {
        let digits: String = given.chars().filter(|c| !c.is_whitespace()).take(7).collect();
        let step = now_ms.div_euclid(1_000).div_euclid(STEP);
        (step - DRIFT..=step + DRIFT)
            .filter(|step| self.used.is_none_or(|used| *step > used))
            .find(|step| secret::same(&code::<Sha1>(key, *step as u64, DIGITS), &digits))
    }
}

/// The bytes of an HMAC under hash `H`.
fn mac<H>(key: &[u8], message: &[u8]) -> Vec<u8>
where
    H: EagerHash + HashMarker + FixedOutput,
    Hmac<H>: KeyInit + Mac,
{
    // HMAC takes keys of any length.
    <Hmac<H> as KeyInit>::new_from_slice(key)
        .map(|mut mac| {
            mac.update(message);
            mac.finalize().into_bytes().to_vec()
        })
        .unwrap_or_default()
}

/// A code of RFC 4226 §5.3 for a counter.
fn code<H>(key: &[u8], counter: u64, digits: u32) -> String
where
    H: EagerHash + HashMarker + FixedOutput,
    Hmac<H>: KeyInit + Mac,
{
    let hash = mac::<H>(key, &counter.to_be_bytes());
    let at = usize::from(hash.last().copied().unwrap_or(0) & 0x0f);
    let word = hash[at..at + 4].iter().fold(0u32, |word, byte| word << 8 | u32::from(*byte)) & 0x7fff_ffff;
    let modulus = 10u32.pow(digits);
    format!("{:0width$}", word % modulus, width = digits as usize)
}

/// RFC 4648 base 32 without padding: what apps expect of a secret.
pub(crate) fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut bits, mut count) = (0u32, 0);
    for byte in bytes {
        bits = bits << 8 | u32::from(*byte);
        count += 8;
        while count >= 5 {
            count -= 5;
            text.push(char::from(LETTERS[(bits >> count & 31) as usize]));
        }
    }
    if count > 0 {
        text.push(char::from(LETTERS[(bits << (5 - count) & 31) as usize]));
    }
    text
}

fn escape(text: &str) -> String {
    use std::fmt::Write;
    text.bytes().fold(String::new(), |mut out, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seed;
    use sha2::Sha512;

    /// Appendix B of RFC 6238: seconds, and the codes under SHA-1, SHA-256 and SHA-512.
    const VECTORS: [(u64, &str, &str, &str); 6] = [
        (59, "94287082", "46119246", "90693936"),
        (1_111_111_109, "07081804", "68084774", "25091201"),
        (1_111_111_111, "14050471", "67062674", "99943326"),
        (1_234_567_890, "89005924", "91819424", "93441116"),
        (2_000_000_000, "69279037", "90698825", "38618901"),
        (20_000_000_000, "65353130", "77737706", "47863826"),
    ];

    #[test]
    fn codes_are_those_of_rfc_6238() {
        let ascii = b"1234567890".repeat(7);
        for (seconds, sha1, sha256, sha512) in VECTORS {
            let step = seconds / 30;
            assert_eq!(code::<Sha1>(&ascii[..20], step, 8), sha1);
            assert_eq!(code::<Sha256>(&ascii[..32], step, 8), sha256);
            assert_eq!(code::<Sha512>(&ascii[..64], step, 8), sha512);
        }
    }

    #[test]
    fn base_32_is_that_of_rfc_4648() {
        for (text, coded) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(text.as_bytes()), coded);
        }
    }

    #[test]
    fn a_code_is_taken_once_within_one_step_of_drift() {
        let mut totp = Totp::enrol(&mut seed(1));
        let key = totp.key(&[7; 32], "person--1");
        let now = 1_700_000_000_000;
        let step = now / 30_000;
        let at = |step: i64| code::<Sha1>(&key, step as u64, DIGITS);
        for drift in -1..=1 {
            assert_eq!(totp.accepts(&key, &at(step + drift), now), Some(step + drift));
        }
        assert_eq!(totp.accepts(&key, &at(step - 2), now), None);
        assert_eq!(totp.accepts(&key, &at(step + 2), now), None);
        totp.used = Some(step);
        assert_eq!(totp.accepts(&key, &at(step), now), None, "used");
        assert_eq!(totp.accepts(&key, &at(step - 1), now), None, "before one that was used");
        assert_eq!(totp.accepts(&key, &format!(" {} ", at(step + 1)), now), Some(step + 1));
        for bad in ["", "12345", "1234567", "١٢٣٤٥٦", &"1".repeat(1_000_000)] {
            assert_eq!(totp.accepts(&key, bad, now), None);
        }
    }

    #[test]
    fn the_secret_depends_on_key_person_and_number() {
        let totp = Totp::enrol(&mut seed(1));
        let key = totp.key(&[7; 32], "person--1");
        assert_eq!(key.len(), 20);
        assert_ne!(key, totp.key(&[8; 32], "person--1"));
        assert_ne!(key, totp.key(&[7; 32], "person--2"));
        assert_ne!(key, Totp::enrol(&mut seed(2)).key(&[7; 32], "person--1"));
        let address = Totp::address(&key, "Ostrakon: test", "a b");
        assert!(address.expose().starts_with("otpauth://totp/Ostrakon%3A%20test:a%20b?secret="));
    }
}
