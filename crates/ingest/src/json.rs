//! JSON as programs write it that do not keep to the standard, so that one odd character does not cost a whole export.
//!
//! **The problem.** Half of an emoji (`\ud83d` without its partner) is what is left when a text was cut by units of UTF-16;
//! Python writes `NaN` and `Infinity`; a damaged text holds a control character as it is. The parser refuses the value
//! that holds one of them, and where the value is an export of a million messages, all of them.
//! **The choice.** A second attempt for what the parser refused, with these three mended: half a pair is U+FFFD, as every
//! reader shows it; a number that is none is null; in a document, a control character inside of a text is escaped (a NUL
//! is U+FFFD). What is whole costs nothing.
//! **Rejected.** A tolerant parser for all records: slower, and it would take for granted what is damage in a line.

use serde_json::Value;

/// The value of one record.
///
/// # Errors
/// What the parser says of the record as it is.
pub fn parse(bytes: &[u8]) -> serde_json::Result<Value> {
    serde_json::from_slice(bytes).or_else(|error| match mended(bytes, false) {
        Some(mended) => serde_json::from_slice(&mended).map_err(|_| error),
        None => Err(error),
    })
}

/// A value of a stream of documents, and how many bytes it has.
pub type Document = (Value, usize);

/// All values of a stream that has few and large ones.
///
/// # Errors
/// What the parser says of the stream as it is.
pub fn documents(bytes: &[u8]) -> serde_json::Result<Vec<Document>> {
    fn all(bytes: &[u8]) -> serde_json::Result<Vec<Document>> {
        let mut stream = serde_json::Deserializer::from_slice(bytes).into_iter();
        let (mut out, mut before) = (Vec::new(), 0);
        while let Some(value) = stream.next() {
            let size = stream.byte_offset() - before;
            before = stream.byte_offset();
            out.push((value?, size));
        }
        Ok(out)
    }
    all(bytes).or_else(|error| match mended(bytes, true) {
        Some(mended) => all(&mended).map_err(|_| error),
        None => Err(error),
    })
}

/// The bytes with what is odd in them mended; `None` where there is nothing of it.
fn mended(bytes: &[u8], document: bool) -> Option<Vec<u8>> {
    /// Numbers that are none.
    const NO_NUMBERS: [&[u8]; 3] = [b"NaN", b"Infinity", b"-Infinity"];
    const REPLACEMENT: &[u8] = b"\\ufffd";
    let mut out = Vec::with_capacity(bytes.len());
    let (mut at, mut copied, mut in_string) = (0, 0, false);
    let mut replace = |from: usize, to: usize, with: &[u8]| {
        out.extend_from_slice(&bytes[copied..from]);
        out.extend_from_slice(with);
        copied = to;
        to
    };
    while at < bytes.len() {
        let rest = &bytes[at..];
        at = match (in_string, rest[0]) {
            (_, b'"') => {
                in_string = !in_string;
                at + 1
            }
            (true, b'\\') => match unit(rest) {
                Some(0xd800..0xdc00) if matches!(unit(&rest[6..]), Some(0xdc00..0xe000)) => at + 12,
                Some(0xd800..0xe000) => replace(at, at + 6, REPLACEMENT),
                _ => at + 2,
            },
            (true, 0) if document => replace(at, at + 1, REPLACEMENT),
            (true, control @ 1..0x20) if document => {
                replace(at, at + 1, format!("\\u{control:04x}").as_bytes())
            }
            (false, b'N' | b'I' | b'-') => match NO_NUMBERS.iter().find(|word| rest.starts_with(word)) {
                Some(word) => replace(at, at + word.len(), b"null"),
                None => at + 1,
            },
            _ => at + 1,
        };
    }
    if copied == 0 {
        return None;
    }
    out.extend_from_slice(&bytes[copied..]);
    Some(out)
}

/// The unit of UTF-16 that `\uXXXX` at the start of `text` stands for.
fn unit(text: &[u8]) -> Option<u32> {
    let digits = text.strip_prefix(b"\\u")?.get(..4)?;
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    #[test]
    fn half_a_pair_is_shown_as_such_and_a_whole_one_stays() {
        let value = parse(br#"{"a": "x\ud83d", "b": "\ud83d\ude00", "c": "\ude00y", "d": "\\ud83d"}"#)
            .expect("mended");
        assert_eq!(value, json!({"a": "x\u{fffd}", "b": "\u{1f600}", "c": "\u{fffd}y", "d": "\\ud83d"}));
    }

    #[test]
    fn a_number_that_is_none_is_null_and_a_text_of_it_stays() {
        let value =
            parse(br#"{"a": NaN, "b": [-Infinity, Infinity, -1], "c": "NaN \" -Infinity"}"#).expect("mended");
        assert_eq!(value, json!({"a": null, "b": [null, null, -1], "c": "NaN \" -Infinity"}));
    }

    #[test]
    fn what_is_cut_off_or_damaged_stays_an_error() {
        for text in ["{\"a\": \"\\ud83d", "{\"a\": NaN", "{\"a\": Nan}", "{\"a\": \"x\0\"}", "\\ud83d", ""] {
            assert!(parse(text.as_bytes()).is_err(), "{text:?}");
        }
        let value = documents(b"{\"a\": \"x\0\ny\"} {\"b\": NaN}").expect("mended");
        assert_eq!(
            value.iter().map(|(v, _)| v.clone()).collect::<Vec<_>>(),
            [json!({"a": "x\u{fffd}\ny"}), json!({"b": null})]
        );
    }

    proptest! {
        #[test]
        fn what_is_whole_is_as_the_parser_reads_it(text in ".{0,30}", tail in r#"[\[\]{}",:a1\\uDd83NaIity-]{0,30}"#) {
            let value = json!({"t": text, "n": 1});
            prop_assert_eq!(parse(value.to_string().as_bytes()).expect("JSON"), value);
            let _ = parse(tail.as_bytes());
            let _ = documents(tail.as_bytes());
        }
    }
}
