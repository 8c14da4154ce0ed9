//! What a request shows of who is asking: `Authorization` (RFC 6750, RFC 7617), else the cookie.

use super::cookie;
use axum::http::{HeaderMap, header};
use ostrakon_app::people::Presented;

/// What was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shown {
    /// Nothing.
    Nothing,
    /// A session's token.
    Session(String),
    /// A token.
    Bearer(String),
    /// Name and password.
    Basic(String, String),
    /// An `Authorization` that cannot be read.
    Unreadable,
}

impl Shown {
    /// Reads the headers. An `Authorization` wins over a cookie: it was put there on purpose.
    pub(super) fn read(headers: &HeaderMap, secure: bool) -> Self {
        let Some(value) = headers.get(header::AUTHORIZATION) else {
            return cookie::token(headers, secure).map_or(Self::Nothing, Self::Session);
        };
        let Some((scheme, rest)) = value.to_str().ok().and_then(|text| text.trim().split_once(' ')) else {
            return Self::Unreadable;
        };
        let rest = rest.trim();
        if scheme.eq_ignore_ascii_case("bearer") {
            return Self::Bearer(rest.to_owned());
        }
        if !scheme.eq_ignore_ascii_case("basic") {
            return Self::Unreadable;
        }
        let text = base64(rest).and_then(|bytes| String::from_utf8(bytes).ok());
        match text.as_deref().and_then(|text| text.split_once(':')) {
            Some((name, password)) => Self::Basic(name.to_owned(), password.to_owned()),
            None => Self::Unreadable,
        }
    }

    /// The form in which people are asked.
    pub(super) fn presented(&self) -> Option<Presented<'_>> {
        match self {
            Self::Nothing | Self::Unreadable => None,
            Self::Session(token) => Some(Presented::Session(token)),
            Self::Bearer(token) => Some(Presented::Token(token)),
            Self::Basic(name, password) => Some(Presented::Basic { name, password }),
        }
    }
}

/// RFC 4648 base 64, with or without padding.
fn base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 3);
    let (mut bits, mut count) = (0u32, 0);
    for byte in text.trim_end_matches('=').bytes() {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xff) as u8);
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn shown(authorization: &str) -> Shown {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, HeaderValue::from_str(authorization).expect("a header"));
        headers.insert(header::COOKIE, HeaderValue::from_static("ostrakon_session=T"));
        Shown::read(&headers, false)
    }

    #[test]
    fn authorization_is_read_as_the_standards_say() {
        // The example of RFC 7617 §2.
        let aladdin = Shown::Basic("Aladdin".into(), "open sesame".into());
        assert_eq!(shown("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="), aladdin);
        assert_eq!(shown("basic QWxhZGRpbjpvcGVuIHNlc2FtZQ"), aladdin);
        assert_eq!(shown("Basic YTpiOmM="), Shown::Basic("a".into(), "b:c".into()));
        assert_eq!(shown("bearer  ost_x"), Shown::Bearer("ost_x".into()));
        for bad in ["", "Basic", "Basic ???", "Basic YQ==", "Basic /////w==", "Digest x", "ost_x"] {
            assert_eq!(shown(bad), Shown::Unreadable, "{bad}");
        }
    }

    #[test]
    fn without_it_the_cookie_counts() {
        let mut headers = HeaderMap::new();
        assert_eq!(Shown::read(&headers, false), Shown::Nothing);
        headers.insert(header::COOKIE, HeaderValue::from_static("ostrakon_session=T"));
        assert_eq!(Shown::read(&headers, false), Shown::Session("T".into()));
    }
}
