//! Parts of evidence: how bytes too long for a message travel beside the objects that name them.
//!
//! **The problem.** A video of 300 MB goes over a line that breaks, to a node that may be a version older or newer, from a
//! partner whose words are not ours. **The choice.** A line of JSON that says what follows, a line feed, then the bytes as
//! they are. The line is short by rule, a key that is not known is passed over, and what it says is read as a claim: lengths
//! are checked against the bytes, a media type that is none becomes "bytes".
//! **Rejected.** Multipart: three ways to quote a name and a boundary to search for. Headers: proxies drop them.

use crate::ExchangeError;
use ostrakon_model::Tlp;
use serde::{Deserialize, Serialize};

/// The longest line that is read, in bytes.
const LONGEST_LINE: usize = 4_096;
/// What bytes of no known kind are.
const BYTES: &str = "application/octet-stream";
const WHAT: &str = "part of evidence";

/// What stands before the bytes of a part, on a line of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Length of the whole, in bytes.
    pub size: u64,
    /// Where this part begins.
    pub from: u64,
    /// Media type, as captured.
    pub media_type: String,
    /// When it was captured, milliseconds since 1970 UTC.
    pub captured_at: i64,
    /// The marking under which the sender hands it over; nodes of earlier versions do not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking: Option<Tlp>,
}

impl Part {
    /// The part as it travels.
    #[must_use]
    pub fn frame(&self, bytes: &[u8]) -> Vec<u8> {
        // A struct of numbers and texts is always writable as JSON.
        let mut body = serde_json::to_vec(self).unwrap_or_default();
        body.push(b'\n');
        body.extend_from_slice(bytes);
        body
    }

    /// Reads a part and its bytes.
    ///
    /// # Errors
    /// [`ExchangeError`] for a body without such a line, for negative or impossible lengths, and for more bytes than the part
    /// says that there are.
    pub fn read(body: &[u8]) -> Result<(Self, &[u8]), ExchangeError> {
        let unreadable = |reason: String| ExchangeError::Unreadable { what: WHAT, reason };
        let end = body.iter().take(LONGEST_LINE).position(|byte| *byte == b'\n').ok_or_else(|| {
            unreadable(format!(
                "it begins with a line of JSON (size, from, media_type, captured_at) of at most {LONGEST_LINE} bytes"
            ))
        })?;
        let (line, bytes) = (&body[..end], &body[end + 1..]);
        let mut part: Self = serde_json::from_slice(line).map_err(|error| unreadable(error.to_string()))?;
        let fits = part.from.checked_add(bytes.len() as u64).is_some_and(|to| to <= part.size);
        if !fits {
            let why = format!("{} bytes from {} on are more than its size", bytes.len(), part.from);
            return Err(ExchangeError::at(WHAT, "size", why));
        }
        if !is_media_type(&part.media_type) {
            BYTES.clone_into(&mut part.media_type);
        }
        Ok((part, bytes))
    }
}

/// Whether a text can stand in a header as what the bytes are: `type/subtype`, visible ASCII, at most 200 bytes.
fn is_media_type(text: &str) -> bool {
    let visible = text.bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
    let named = text.split_once('/').is_some_and(|(kind, rest)| !kind.is_empty() && !rest.is_empty());
    visible && named && text.len() <= 200
}

#[cfg(test)]
mod tests {
    use super::Part;
    use ostrakon_model::Tlp;
    use proptest::prelude::*;

    fn part() -> Part {
        Part { size: 5, from: 2, media_type: "image/png".into(), captured_at: 7, marking: Some(Tlp::Amber) }
    }

    #[test]
    fn a_part_of_another_version_is_read_and_one_that_cannot_be_is_refused_with_the_reason() {
        // Given a node that does not say the marking, and one that says more than we know.
        let old = b"{\"size\":5,\"from\":2,\"media_type\":\"image/png\",\"captured_at\":7}\nabc";
        let new =
            b"{\"size\":5,\"from\":2,\"media_type\":\"image/png\",\"captured_at\":7,\"colour\":\"red\"}\nabc";
        // Then both are read.
        for body in [&old[..], &new[..]] {
            let (read, bytes) = Part::read(body).expect("a part");
            assert_eq!((read, bytes), (Part { marking: None, ..part() }, &b"abc"[..]));
        }
        // And what is none is refused in words.
        let long = format!("{{\"size\":5{}}}\n", " ".repeat(5_000));
        for (bad, word) in [
            (&b""[..], "begins with a line"),
            (b"no line feed", "begins with a line"),
            (b"{}\n", "size"),
            (b"{\"size\":-1,\"from\":0,\"media_type\":\"a/b\",\"captured_at\":0}\n", "-1"),
            (
                b"{\"size\":1,\"from\":0,\"media_type\":\"a/b\",\"captured_at\":0,\"marking\":\"x\"}\n",
                "variant",
            ),
            (b"{\"size\":1,\"from\":0,\"media_type\":\"a/b\",\"captured_at\":0}\nab", "more than its size"),
            (
                b"{\"size\":1,\"from\":18446744073709551615,\"media_type\":\"a/b\",\"captured_at\":0}\na",
                "more than its size",
            ),
            (long.as_bytes(), "begins with a line"),
        ] {
            let said = Part::read(bad).expect_err("refused").to_string();
            assert!(said.contains(word), "{said}");
        }
    }

    #[test]
    fn a_media_type_that_could_break_a_header_is_read_as_bytes() {
        for media_type in ["image/png\r\nSet-Cookie: a", "", "png", "/", "ï/b"] {
            let framed = Part { media_type: media_type.into(), ..part() }.frame(b"");
            assert_eq!(Part::read(&framed).expect("a part").0.media_type, "application/octet-stream");
        }
    }

    proptest! {
        #[test]
        fn what_is_framed_is_read_and_nothing_panics(
            from in 0u64..1 << 40, more in 0u64..1 << 20, captured_at: i64, at in 0usize..5,
            bytes in prop::collection::vec(any::<u8>(), 0..200), junk in prop::collection::vec(any::<u8>(), 0..200),
        ) {
            let size = from + bytes.len() as u64 + more;
            let marking = Tlp::ALL.get(at).copied();
            let part = Part { size, from, media_type: "video/mp4".into(), captured_at, marking };
            let framed = part.frame(&bytes);
            prop_assert_eq!(Part::read(&framed).ok(), Some((part, bytes.as_slice())));
            if let Ok((read, rest)) = Part::read(&junk) {
                prop_assert!(read.from + rest.len() as u64 <= read.size);
            }
        }
    }
}
