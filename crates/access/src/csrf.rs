//! Tokens against forged requests: what a foreign page makes a browser send lacks a header that only our page can set.
//!
//! **The choice.** A double submit that is bound to the session: the token is an HMAC of a fixed text under the session's
//! token. The page reads it from the answer to sign-in (or from `/api/v1/me`) and sends it as [`HEADER`]; the server
//! computes it again and keeps nothing. **Rejected.** A random value compared between cookie and header: whoever can set a
//! cookie for a sister host sets both.

use crate::secret::{self, Secret};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

/// The header that carries it.
pub const HEADER: &str = "x-csrf-token";

/// The token that belongs to a session's token.
pub fn token(session: &str) -> Secret {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(session.as_bytes()) else {
        // HMAC takes keys of any length; what cannot happen must not open anything either.
        return Secret::new("");
    };
    mac.update(b"ostrakon csrf 1");
    Secret::new(secret::hex(&mac.finalize().into_bytes()))
}

/// Whether `given` is the session's.
pub fn matches(session: &str, given: &str) -> bool {
    !given.is_empty() && secret::same(token(session).expose(), given)
}

/// Whether a method changes something and so needs the token (RFC 9110 §9.2.1).
pub fn is_needed(method: &str) -> bool {
    !matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_fits_its_session_only() {
        let mine = token("session-one");
        assert!(matches("session-one", mine.expose()));
        assert!(!matches("session-two", mine.expose()));
        assert!(!matches("session-one", "") && !matches("session-one", "session-one"));
        assert_eq!(mine.expose().len(), 64);
    }

    #[test]
    fn changes_need_it_and_reading_does_not() {
        assert!(["POST", "PUT", "PATCH", "DELETE", "NEWMETHOD"].into_iter().all(is_needed));
        assert!(!["GET", "HEAD", "OPTIONS"].into_iter().any(is_needed));
    }
}
