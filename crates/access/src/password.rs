//! Passwords: which may be used, and how they are kept.
//!
//! **The choice.** Length and a list, after NIST SP 800-63B §3.1.1: at least 12 characters, not one of the commonest, no
//! rule about digits and signs (people answer those with `Passwort2026!`). Kept as argon2id (RFC 9106) with 19 MiB of
//! memory, two passes and one lane: the least that OWASP's cheat sheet recommends, chosen because a server of 100 MB
//! must survive several sign-ins at once. Texts are compared after NFKC, so that the same keys on another keyboard
//! driver give the same password. **Rejected.** bcrypt: cuts at 72 bytes in silence.

use crate::{Entropy, Error, Person, Result};
use argon2::{
    Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version, password_hash::phc::PasswordHash,
};
use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// Fewest characters.
pub const LEAST: usize = 12;
/// Most bytes; hashing what is longer would be work that a stranger can order.
pub const MOST: usize = 1_024;

/// Memory in KiB, passes, lanes.
const COST: (u32, u32, u32) = (19_456, 2, 1);
const COMMONEST: &str = include_str!("../../../ontology/common-passwords.txt");

/// Refuses a password that is easily guessed.
///
/// # Errors
/// [`Error::Password`] that says what is wrong with it.
pub fn check(password: &str, name: &str) -> Result<()> {
    if password.len() > MOST {
        return Err(Error::Password("it is longer than 1,024 bytes"));
    }
    let text = normal(password);
    if text.chars().count() < LEAST {
        return Err(Error::Password("it has fewer than 12 characters; a few words in a row do well"));
    }
    let text: String = text.to_lowercase();
    let letters: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    if is_common(&text) || is_common(&letters) {
        return Err(Error::Password("it is one of the commonest, which are tried first"));
    }
    if is_pattern(&text) {
        return Err(Error::Password(
            "it repeats one piece or runs along the alphabet, the digits or the keyboard",
        ));
    }
    let name = Person::key(name);
    if name.chars().count() >= 4 && text.replace(&name, "").chars().count() < 6 {
        return Err(Error::Password("it is little more than your name"));
    }
    Ok(())
}

fn is_common(text: &str) -> bool {
    COMMONEST.lines().any(|line| !line.starts_with('#') && line == text)
}

/// Rows that fingers and minds run along, in either direction.
const ROWS: [&str; 8] = [
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qwertyuiopasdfghjklzxcvbnm",
    "qwertzuiopasdfghjklyxcvbnm",
    "azertyuiopqsdfghjklmwxcvbn",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
    "1q2w3e4r5t6y7u8i9o0p",
    "!@#$%^&*()_+",
];

/// One piece of up to six characters again and again, or runs along one row with little else.
fn is_pattern(text: &str) -> bool {
    let chars: Vec<char> = text.chars().collect();
    if (1..=6.min(chars.len() / 2)).any(|n| (n..chars.len()).all(|i| chars[i] == chars[i - n])) {
        return true;
    }
    // Characters that continue the one before along some row.
    let runs = chars.windows(2).filter(|pair| {
        ROWS.iter().any(|row| {
            let row: Vec<char> = row.chars().collect();
            row.windows(2).any(|two| {
                (two[0] == pair[0] && two[1] == pair[1]) || (two[1] == pair[0] && two[0] == pair[1])
            })
        })
    });
    runs.count() * 5 >= (chars.len() - 1) * 4
}

fn normal(password: &str) -> Zeroizing<String> {
    Zeroizing::new(password.nfkc().collect())
}

fn argon() -> Result<Argon2<'static>> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None).map_err(|e| Error::Hash(e.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password for storage (PHC string, with its salt and cost). About 20 ms of one core.
///
/// # Errors
/// [`Error::Hash`] when the memory for it cannot be had.
pub fn hash(password: &str, entropy: &mut dyn Entropy) -> Result<String> {
    let mut salt = [0u8; 16];
    entropy.fill(&mut salt);
    let hash = argon()?
        .hash_password_with_salt(normal(password).as_bytes(), &salt)
        .map_err(|e| Error::Hash(e.to_string()))?;
    Ok(hash.to_string())
}

/// Whether a password is the hashed one. With no hash (an account that is not there, or has no password yet) the same
/// work is done and the answer is no, so that the time tells nothing.
///
/// # Errors
/// [`Error::Hash`] for a stored text that is no hash.
pub fn verify(password: &str, hash: Option<&str>) -> Result<bool> {
    if password.len() > MOST {
        return Ok(false);
    }
    let password = normal(password);
    let Some(hash) = hash else {
        let _ = argon()?.hash_password_with_salt(password.as_bytes(), &[0u8; 16]);
        return Ok(false);
    };
    let parsed = PasswordHash::new(hash).map_err(|e| Error::Hash(e.to_string()))?;
    Ok(argon()?.verify_password(password.as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seed;

    #[test]
    fn long_ones_that_nobody_tries_first_are_fine() {
        for fine in
            ["a heron over grey water", "длинный пароль про реку", "Xk7#qm2!pLw9", "ostraka-and-14-hands"]
        {
            assert_eq!(check(fine, "one"), Ok(()), "{fine}");
        }
    }

    #[test]
    fn short_common_and_patterned_ones_are_refused_with_the_reason() {
        for (bad, says) in [
            ("", "fewer than 12"),
            ("elevenchars", "fewer than 12"),
            ("password1234", "commonest"),
            ("Pass-word 1234", "commonest"),
            ("iloveyou1234", "commonest"),
            ("aaaaaaaaaaaaaa", "repeats"),
            ("abcabcabcabcabc", "repeats"),
            ("123456789012", "repeats"),
            ("qwertyuiop[]", "repeats"),
            ("mnbvcxzlkjhgfdsa", "repeats"),
            ("1q2w3e4r5t6y", "repeats"),
            ("press-officer7", "your name"),
        ] {
            let error = check(bad, "Press-Officer").expect_err(bad).to_string();
            assert!(error.contains(says), "{bad}: {error}");
        }
        assert!(check(&"ab9".repeat(1_000), "one").is_err());
    }

    #[test]
    fn a_hash_states_its_cost_and_knows_its_password() {
        let hash = hash("a heron over grey water", &mut seed(1)).expect("hashes");
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(verify("a heron over grey water", Some(&hash)), Ok(true));
        assert_eq!(verify("a heron over grey wate", Some(&hash)), Ok(false));
        assert_eq!(verify("a heron over grey water", None), Ok(false));
        assert_eq!(verify(&"x".repeat(5_000), Some(&hash)), Ok(false));
        assert!(verify("a heron over grey water", Some("plain")).is_err());
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same_password() {
        let hash = hash("r\u{e9}sum\u{e9} of the river", &mut seed(1)).expect("hashes");
        assert_eq!(verify("re\u{301}sume\u{301} of the river", Some(&hash)), Ok(true));
    }
}
