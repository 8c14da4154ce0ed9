//! Sessions of a browser.
//!
//! **The choice.** A random token in a cookie, its SHA-256 in the record; two hours of idleness or twelve hours in all end
//! it. A sign-in always makes a new token and ends the session it replaces, so that a token planted before sign-in is
//! worth nothing. The account is read with each request, so that disabling it ends its sessions at once.
//! **Rejected.** State in a signed cookie: it cannot be ended from the server.

use crate::secret::{self, Entropy, Secret};
use serde::{Deserialize, Serialize};

/// Idle time that ends a session, in milliseconds: two hours.
pub const IDLE: i64 = 2 * 3_600_000;
/// Age that ends it, in milliseconds: twelve hours.
pub const ABSOLUTE: i64 = 12 * 3_600_000;
/// Use is written down this often, in milliseconds: a log line a request would drown the log.
pub const TOUCH: i64 = 10 * 60_000;

/// A session, as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// `ses-` and the beginning of the digest.
    pub id: String,
    /// SHA-256 of the token.
    pub digest: String,
    /// The account.
    pub person: String,
    /// When it began, in milliseconds of UTC.
    pub created: i64,
    /// When it was last used, to within [`TOUCH`].
    pub used: i64,
    /// What the browser calls itself, clipped: so that people recognise their sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub agent: Option<String>,
}

impl Session {
    /// Begins a session; the token goes into the cookie and is nowhere else.
    pub fn begin(person: &str, agent: Option<&str>, now: i64, entropy: &mut dyn Entropy) -> (Self, Secret) {
        let token = secret::random(entropy);
        let digest = secret::digest(token.expose());
        let agent = agent.map(|text| text.chars().filter(|c| !c.is_control()).take(120).collect());
        let session = Self {
            id: secret::id("ses", &digest),
            digest,
            person: person.to_owned(),
            created: now,
            used: now,
            agent,
        };
        (session, token)
    }

    /// The id of the record that a token would have; `None` for what cannot be a token.
    pub fn id_of(token: &str) -> Option<String> {
        let fits = token.len() == secret::LETTERS && token.bytes().all(|b| b.is_ascii_alphanumeric());
        fits.then(|| secret::id("ses", &secret::digest(token)))
    }

    /// Whether the token is this session's and the session lasts.
    pub fn admits(&self, token: &str, now: i64) -> bool {
        secret::same(&secret::digest(token), &self.digest) && self.lasts(now)
    }

    /// Whether the session has not ended by itself. A clock that steps back ends nothing.
    pub fn lasts(&self, now: i64) -> bool {
        now - self.used < IDLE && now - self.created < ABSOLUTE
    }

    /// Whether its use is to be written down again.
    pub fn is_due(&self, now: i64) -> bool {
        now - self.used >= TOUCH
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::seed;

    #[test]
    fn a_session_ends_when_idle_and_when_old() {
        let (mut session, token) = Session::begin("person--1", Some("A\nbrowser"), 0, &mut seed(1));
        assert_eq!(session.agent.as_deref(), Some("Abrowser"));
        assert_eq!(Session::id_of(token.expose()).as_deref(), Some(session.id.as_str()));
        assert!(session.admits(token.expose(), IDLE - 1));
        assert!(!session.admits(token.expose(), IDLE));
        session.used = ABSOLUTE - 1;
        assert!(session.admits(token.expose(), ABSOLUTE - 1));
        assert!(!session.admits(token.expose(), ABSOLUTE));
        assert!(!session.is_due(ABSOLUTE) && session.is_due(ABSOLUTE - 1 + TOUCH));
    }

    #[test]
    fn only_its_own_token_opens_it_and_the_record_does_not_hold_that() {
        let mut entropy = seed(2);
        let (session, token) = Session::begin("person--1", None, 0, &mut entropy);
        let (_, other) = Session::begin("person--1", None, 0, &mut entropy);
        assert!(
            !session.admits(other.expose(), 0)
                && !session.admits("", 0)
                && !session.admits(&session.digest, 0)
        );
        assert!(!serde_json::to_string(&session).expect("JSON").contains(token.expose()));
        for bad in ["", "x", &"é".repeat(30), &"x".repeat(1_000_000)] {
            assert_eq!(Session::id_of(bad), None);
        }
    }
}
