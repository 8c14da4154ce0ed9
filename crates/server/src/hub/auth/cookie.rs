//! The cookie of a session.
//!
//! `HttpOnly` (no script reads it), `SameSite=Lax` (other sites' forms do not send it), `Secure` unless the server answers
//! on loopback only, where there is no TLS. Under `Secure` its name has the prefix `__Host-`, which browsers accept from
//! this very host only (RFC 6265bis §4.1.3.2).

use axum::http::{HeaderMap, HeaderValue, header};

const NAME: &str = "ostrakon_session";
const SECURE_NAME: &str = "__Host-ostrakon_session";
/// Longest token that is looked at.
const MOST: usize = 128;
/// What a sign-in by a provider keeps while it is under way.
const SIGN_IN: &str = "ostrakon_sign_in";
const SECURE_SIGN_IN: &str = "__Host-ostrakon_sign_in";
/// Longest of those that is looked at: an address of a thousand characters and three secrets, sealed.
const MOST_SIGN_IN: usize = 3_000;

/// The token of the session, if the request shows one.
pub(super) fn token(headers: &HeaderMap, secure: bool) -> Option<String> {
    find(headers, if secure { SECURE_NAME } else { NAME }, MOST)
}

/// What a sign-in under way has kept.
pub(super) fn sign_in(headers: &HeaderMap, secure: bool) -> Option<String> {
    find(headers, if secure { SECURE_SIGN_IN } else { SIGN_IN }, MOST_SIGN_IN)
}

fn find(headers: &HeaderMap, name: &str, most: usize) -> Option<String> {
    let pairs = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut values = pairs
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .filter(|(key, value)| *key == name && value.len() <= most)
        .map(|(_, value)| value.to_owned());
    values.next()
}

/// `Set-Cookie` that begins a session; the browser forgets it when it is closed, the server after its own times.
pub(super) fn begin(token: &str, secure: bool) -> Option<HeaderValue> {
    let (name, end) = if secure { (SECURE_NAME, "; Secure") } else { (NAME, "") };
    let text = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{end}");
    HeaderValue::from_str(&text).ok()
}

/// `Set-Cookie` for a sign-in under way. `Lax`, since the provider's page sends the browser back.
pub(super) fn begin_sign_in(kept: &str, secure: bool) -> Option<HeaderValue> {
    let (name, end) = if secure { (SECURE_SIGN_IN, "; Secure") } else { (SIGN_IN, "") };
    let age = ostrakon_app::oidc::PATIENCE / 1_000;
    HeaderValue::from_str(&format!("{name}={kept}; Path=/; HttpOnly; SameSite=Lax; Max-Age={age}{end}")).ok()
}

/// `Set-Cookie` that ends a sign-in under way.
pub(super) fn end_sign_in(secure: bool) -> HeaderValue {
    HeaderValue::from_static(if secure {
        "__Host-ostrakon_sign_in=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0"
    } else {
        "ostrakon_sign_in=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
    })
}

/// `Set-Cookie` that ends it.
pub(super) fn end(secure: bool) -> HeaderValue {
    HeaderValue::from_static(if secure {
        "__Host-ostrakon_session=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0"
    } else {
        "ostrakon_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0"
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(cookies: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for cookie in cookies {
            headers.append(header::COOKIE, HeaderValue::from_str(cookie).expect("ASCII"));
        }
        headers
    }

    #[test]
    fn the_token_is_found_among_other_cookies() {
        assert_eq!(token(&shown(&["a=b; ostrakon_session=T"]), false).as_deref(), Some("T"));
        assert_eq!(token(&shown(&["a=b", "ostrakon_session=T; c=d"]), false).as_deref(), Some("T"));
        assert_eq!(token(&shown(&["ostrakon_session=T"]), true), None, "not under the secure name");
        assert_eq!(token(&shown(&["", ";;=", "xostrakon_session=T"]), false), None);
        let long = format!("ostrakon_session={}", "x".repeat(1_000));
        assert_eq!(token(&shown(&[&long]), false), None);
    }

    #[test]
    fn a_cookie_is_closed_to_scripts_and_other_sites() {
        for secure in [false, true] {
            for value in [begin("T", secure).expect("ASCII"), end(secure)] {
                let text = value.to_str().expect("ASCII");
                assert!(
                    text.contains("HttpOnly") && text.contains("SameSite=Lax") && text.contains("Path=/")
                );
                assert_eq!(text.contains("Secure") && text.starts_with("__Host-"), secure, "{text}");
            }
        }
        assert!(begin("a\r\nSet-Cookie: b=c", false).is_none());
    }
}
