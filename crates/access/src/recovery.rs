//! Recovery codes: ten, once each, for when the device with the one-time codes is lost.
//!
//! **The choice.** 80 random bits a code, so that its SHA-256 can be stored without a slow hash. Written in groups of
//! four, read in any case and with any separators. **Rejected.** Eight digits behind argon2: ten slow hashes a try.

use crate::{
    secret::{self, Entropy, Secret},
    totp::base32,
};

/// How many are given out at a time.
pub const COUNT: usize = 10;

/// New codes, and the digests to store.
pub fn generate(entropy: &mut dyn Entropy) -> (Vec<Secret>, Vec<String>) {
    (0..COUNT)
        .map(|_| {
            let mut bytes = [0u8; 10];
            entropy.fill(&mut bytes);
            let code = base32(&bytes);
            let digest = secret::digest(&code);
            let groups = [&code[..4], &code[4..8], &code[8..12], &code[12..]];
            (Secret::new(groups.join("-").to_lowercase()), digest)
        })
        .unzip()
}

/// Which of the stored digests a code belongs to; the caller removes it.
pub fn find(digests: &[String], given: &str) -> Option<usize> {
    let code: String =
        given.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).take(17).collect();
    if code.len() != 16 {
        return None;
    }
    let digest = secret::digest(&code);
    digests.iter().position(|stored| secret::same(stored, &digest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seed;

    #[test]
    fn each_code_is_found_however_it_is_typed() {
        let (codes, digests) = generate(&mut seed(1));
        assert_eq!((codes.len(), digests.len()), (COUNT, COUNT));
        for (n, code) in codes.iter().enumerate() {
            assert_eq!(find(&digests, code.expose()), Some(n));
            assert_eq!(find(&digests, &code.expose().to_uppercase().replace('-', " ")), Some(n));
            assert!(!digests.contains(&code.expose().to_owned()));
        }
        for bad in ["", "aaaa-aaaa-aaaa-aaaa", &digests[0], "aaaa-aaaa-aaaa-aaaaa"] {
            assert_eq!(find(&digests, bad), None);
        }
    }
}
