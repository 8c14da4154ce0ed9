//! The receipt number: sixteen digits that look like a telephone number, and the only credential of the public form.
//!
//! **The choice.** Only a stretched digest is kept, salted with the id of the record: whoever reads the log cannot find
//! the 53 bits of a number by trying, and two records with one number do not look alike. **Rejected.** Argon2 here: what is
//! decided in the log must be recomputed for ever on any machine, and SHA-256 needs no parameters to be agreed on.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// Rounds: some milliseconds for who knows the number, thousands of years for who tries them all.
const ROUNDS: u32 = 1 << 15;

/// The sixteen digits of a receipt number, blanks and hyphens aside; `None` for anything else.
pub(super) fn digits(receipt: &str) -> Option<String> {
    // A receipt number is short: what is longer is not read to its end.
    let read: String =
        receipt.chars().take(64).filter(|c| !matches!(c, ' ' | '-' | '\u{a0}' | '\u{202f}')).collect();
    (read.len() == 16 && read.bytes().all(|b| b.is_ascii_digit()) && receipt.chars().count() <= 64)
        .then_some(read)
}

/// Digest of a receipt number for a record, lower-case hexadecimal; `None` where it is no number of sixteen digits.
pub fn digest(record: &str, receipt: &str) -> Option<String> {
    let digits = digits(receipt)?;
    let mut hash: [u8; 32] = Sha256::digest(format!("ostrakon receipt\n{record}\n{digits}")).into();
    for _ in 0..ROUNDS {
        hash = Sha256::new().chain_update(hash).chain_update(record).finalize().into();
    }
    Some(hash.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    }))
}
