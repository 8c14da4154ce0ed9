//! Percent-encoding in one normal form (RFC 3986 §2, §6.2.2).
//!
//! **Problem.** `%7euser`, `%7Euser` and `~user` are one path, and so are `ü` and `%C3%BC`.
//! **Choice.** Unreserved characters decoded; everything outside RFC 3986's set for the place encoded as UTF-8 with
//! upper-case hex; a `%` that begins no triplet left as it is.
//! **Rejected.** Decoding reserved characters (`%2F` is not `/`); encoding a stray `%` as `%25` (it changes what
//! lenient servers see); decoding next to a stray `%`, which would make a new triplet out of `%%411` and give
//! another result each time.

use std::fmt::Write as _;

/// Where a piece of text stands; each place allows other characters to stand for themselves.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// One segment of the path.
    Segment,
    /// Query or fragment.
    Query,
}

pub(super) const fn is_unreserved(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~')
}

/// Whether `b` stands for itself in `place` (RFC 3986 `pchar`, and `/` `?` in a query).
pub(super) const fn is_allowed(b: u8, place: Place) -> bool {
    is_unreserved(b)
        || matches!(
            b,
            b'!' | b'$' | b'&' | b'\'' | b'(' | b')' | b'*' | b'+' | b',' | b';' | b'=' | b':' | b'@'
        )
        || (matches!(place, Place::Query) && matches!(b, b'/' | b'?'))
}

/// The byte written as two hexadecimal digits.
pub(super) const fn hex_pair(high: u8, low: u8) -> Option<u8> {
    match (hex(high), hex(low)) {
        (Some(h), Some(l)) => Some(h << 4 | l),
        _ => None,
    }
}

const fn hex(b: u8) -> Option<u8> {
    match b {
        b'0'..=b'9' => Some(b - b'0'),
        b'a'..=b'f' => Some(b - b'a' + 10),
        b'A'..=b'F' => Some(b - b'A' + 10),
        _ => None,
    }
}

/// Appends `text` in normal form.
pub(super) fn normalise_into(out: &mut String, text: &str, place: Place) {
    let bytes = text.as_bytes();
    let mut stray: Option<usize> = None;
    let (mut i, mut clean) = (0, 0);
    while i < bytes.len() {
        let b = bytes[i];
        if is_allowed(b, place) {
            i += 1;
            continue;
        }
        out.push_str(&text[clean..i]);
        if b == b'%' {
            if let Some(code) = bytes.get(i + 1).zip(bytes.get(i + 2)).and_then(|(&h, &l)| hex_pair(h, l)) {
                // One hex digit more behind a stray `%` could complete it to a triplet.
                let completes = stray.is_some_and(|at| out.len() - at <= 2) && code.is_ascii_hexdigit();
                if is_unreserved(code) && !completes {
                    out.push(code as char);
                } else {
                    push_triplet(out, code);
                }
                i += 3;
            } else {
                stray = Some(out.len());
                out.push('%');
                i += 1;
            }
        } else {
            // The byte is an ASCII character or the first of a longer one: encode that character.
            let len = text[i..].chars().next().map_or(1, char::len_utf8);
            for &byte in &bytes[i..i + len] {
                push_triplet(out, byte);
            }
            i += len;
        }
        clean = i;
    }
    out.push_str(&text[clean..]);
}

fn push_triplet(out: &mut String, byte: u8) {
    // Writing to a string cannot fail.
    let _ = write!(out, "%{byte:02X}");
}

/// Decodes the ASCII triplets of a parameter that carries a URL; the others stay, as the URL needs them encoded.
pub(super) fn decode_ascii(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = String::with_capacity(text.len());
    let (mut i, mut clean) = (0, 0);
    while let Some(at) = memchr::memchr(b'%', &bytes[i..]).map(|p| p + i) {
        i = at + 1;
        if let Some(code) = bytes.get(at + 1).zip(bytes.get(at + 2)).and_then(|(&h, &l)| hex_pair(h, l))
            && code.is_ascii()
        {
            out.push_str(&text[clean..at]);
            out.push(code as char);
            i = at + 3;
            clean = i;
        }
    }
    out.push_str(&text[clean..]);
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn normal(text: &str) -> String {
        let mut out = String::new();
        normalise_into(&mut out, text, Place::Query);
        out
    }

    #[test]
    fn unreserved_is_decoded_the_rest_is_encoded_in_upper_case() {
        assert_eq!(normal("%7euser%2fa%c3%bc"), "~user%2Fa%C3%BC");
        assert_eq!(normal("ü ids[]"), "%C3%BC%20ids%5B%5D");
    }

    #[test]
    fn a_stray_percent_stays_and_never_becomes_a_triplet() {
        assert_eq!(normal("100%"), "100%");
        assert_eq!(normal("%zz"), "%zz");
        assert_eq!(normal("%%411"), "%%411");
        assert_eq!(normal("%a%41%42"), "%a%41B");
    }

    proptest! {
        #[test]
        fn normalising_twice_changes_nothing(text in "(%|[0-9a-fA-F]|%[0-9a-f]{2}|.){0,24}") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }
    }
}
