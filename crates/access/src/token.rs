//! API tokens: what machines show.
//!
//! **The choice.** `ost_`, 43 letters and digits (256 bits), six of checksum. The prefix lets a scanner find a token that
//! was committed by mistake; the checksum tells a typing error from a token that was revoked, without a look into the
//! store. Stored as SHA-256. A token acts for a person: with that person's roles, no more than its scopes, and not a
//! moment longer than the person is active. **Rejected.** Tokens without an owner: nobody revokes them.

use crate::{
    Error, Result, Scope,
    organisation::name,
    secret::{self, Entropy, Secret},
};
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// How every token begins.
pub const PREFIX: &str = "ost_";
const CHECKSUM: usize = 6;

/// A token, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Token {
    /// `tok-` and the beginning of the digest.
    pub id: String,
    /// SHA-256 of the token.
    pub digest: String,
    /// What its owner calls it.
    pub name: String,
    /// The account it acts for.
    pub person: String,
    /// What it may be used for.
    pub scopes: BTreeSet<Scope>,
    /// Highest marking it shows, if less than its owner's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub highest: Option<Tlp>,
    /// When it was made, in milliseconds of UTC.
    pub created: i64,
    /// When it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires: Option<i64>,
    /// When it was last used, to within an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub used: Option<i64>,
    /// When it was revoked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoked: Option<i64>,
}

/// Use is written down this often, in milliseconds.
pub const TOUCH: i64 = 3_600_000;

impl Token {
    /// Makes a token for an account; the secret is shown once.
    ///
    /// # Errors
    /// [`Error::Field`] for a name that is none, no scope, or an end that is over.
    pub fn make(
        label: &str,
        person: &str,
        scopes: BTreeSet<Scope>,
        expires: Option<i64>,
        now: i64,
        entropy: &mut dyn Entropy,
    ) -> Result<(Self, Secret)> {
        name("name", label)?;
        if scopes.is_empty() {
            return Err(Error::field(
                "scopes",
                "a token without a scope can do nothing; give one, such as read",
            ));
        }
        if expires.is_some_and(|end| end <= now) {
            return Err(Error::field("expires", "the token would have ended already"));
        }
        let body = secret::random(entropy);
        let text = Secret::new(format!("{PREFIX}{}{}", body.expose(), checksum(body.expose())));
        let digest = secret::digest(text.expose());
        let token = Self {
            id: secret::id("tok", &digest),
            digest,
            name: label.to_owned(),
            person: person.to_owned(),
            scopes,
            highest: None,
            created: now,
            expires,
            used: None,
            revoked: None,
        };
        Ok((token, text))
    }

    /// The id of the record that a token's text would have; `None` for a text that was mistyped or is no token.
    pub fn id_of(text: &str) -> Option<String> {
        let rest = text.strip_prefix(PREFIX)?;
        if rest.len() != secret::LETTERS + CHECKSUM || !rest.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return None;
        }
        let (body, sum) = rest.split_at(secret::LETTERS);
        (checksum(body) == sum).then(|| secret::id("tok", &secret::digest(text)))
    }

    /// Whether the text is this token's and the token lasts.
    pub fn admits(&self, text: &str, now: i64) -> bool {
        secret::same(&secret::digest(text), &self.digest) && self.lasts(now)
    }

    /// Whether it was neither revoked nor has ended.
    pub fn lasts(&self, now: i64) -> bool {
        self.revoked.is_none() && self.expires.is_none_or(|end| now < end)
    }

    /// Whether its use is to be written down again.
    pub fn is_due(&self, now: i64) -> bool {
        self.used.is_none_or(|used| now - used >= TOUCH)
    }
}

/// Four bytes of SHA-256, in the letters of the token.
fn checksum(body: &str) -> String {
    let hash = Sha256::digest(body.as_bytes());
    let number = hash[..4].iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte));
    secret::letters(number, CHECKSUM)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seed;
    use proptest::prelude::*;

    fn made(expires: Option<i64>) -> (Token, Secret) {
        Token::make("script", "person--1", BTreeSet::from([Scope::Read]), expires, 0, &mut seed(1))
            .expect("made")
    }

    #[test]
    fn a_token_opens_its_record_until_it_ends_or_is_revoked() {
        let (mut token, text) = made(Some(1_000));
        assert_eq!(Token::id_of(text.expose()).as_deref(), Some(token.id.as_str()));
        assert!(text.expose().starts_with("ost_") && text.expose().len() == 53);
        assert!(token.admits(text.expose(), 999) && !token.admits(text.expose(), 1_000));
        assert!(!token.admits("ost_", 0) && !token.admits(&token.digest, 0));
        token.revoked = Some(5);
        assert!(!token.admits(text.expose(), 6));
        assert!(!serde_json::to_string(&token).expect("JSON").contains(text.expose()));
    }

    #[test]
    fn a_token_needs_a_name_a_scope_and_a_future() {
        let make = |name, scopes, end| Token::make(name, "person--1", scopes, end, 10, &mut seed(1));
        assert!(make("", BTreeSet::from([Scope::Read]), None).is_err());
        assert!(make("x", BTreeSet::new(), None).is_err());
        assert!(make("x", BTreeSet::from([Scope::Read]), Some(10)).is_err());
    }

    proptest! {
        #[test]
        fn one_wrong_letter_is_noticed(at in 4usize..53, letter in "[0-9A-Za-z]") {
            let text = made(None).1.expose().to_owned();
            let mut wrong = text.clone();
            wrong.replace_range(at..=at, &letter);
            prop_assert_eq!(Token::id_of(&wrong).is_some(), wrong == text);
        }

        #[test]
        fn any_text_is_read_without_harm(text in any::<String>()) {
            prop_assert_eq!(Token::id_of(&text), None);
        }
    }
}
