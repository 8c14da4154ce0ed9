//! One-time links: how a person without a password gets one.
//!
//! **The choice.** The first administrator, everybody whose password is reset, and everybody who is invited get a link with
//! a secret in it, good for 24 hours and for one use. There is no default password to forget to change, and nobody ever
//! knows somebody else's. **Rejected.** A first password by mail or on the terminal: it stays.

use crate::secret::{self, Entropy, Secret};
use serde::{Deserialize, Serialize};

/// How long a link is good for, in milliseconds.
pub const LIFE: i64 = 24 * 3_600_000;

/// A link, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// `lnk-` and the beginning of the digest.
    pub id: String,
    /// SHA-256 of the secret.
    pub digest: String,
    /// The account whose password it sets.
    pub person: String,
    /// When it ends, in milliseconds of UTC.
    pub expires: i64,
    /// When it was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<i64>,
}

impl Link {
    /// Makes a link for an account.
    pub fn make(person: &str, now: i64, entropy: &mut dyn Entropy) -> (Self, Secret) {
        let text = secret::random(entropy);
        let digest = secret::digest(text.expose());
        let id = secret::id("lnk", &digest);
        (Self { id, digest, person: person.to_owned(), expires: now + LIFE, used: None }, text)
    }

    /// The id of the record that a link's secret would have; `None` for what cannot be one.
    pub fn id_of(text: &str) -> Option<String> {
        let fits = text.len() == secret::LETTERS && text.bytes().all(|b| b.is_ascii_alphanumeric());
        fits.then(|| secret::id("lnk", &secret::digest(text)))
    }

    /// Whether the secret is this link's, unused and in time.
    pub fn admits(&self, text: &str, now: i64) -> bool {
        self.used.is_none() && now < self.expires && secret::same(&secret::digest(text), &self.digest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seed;

    #[test]
    fn a_link_is_good_for_a_day_and_for_one_use() {
        let (mut link, text) = Link::make("person--1", 0, &mut seed(1));
        assert_eq!(Link::id_of(text.expose()).as_deref(), Some(link.id.as_str()));
        assert!(link.admits(text.expose(), LIFE - 1) && !link.admits(text.expose(), LIFE));
        assert!(!link.admits("", 0) && Link::id_of("../../etc").is_none());
        link.used = Some(1);
        assert!(!link.admits(text.expose(), 2));
    }
}
