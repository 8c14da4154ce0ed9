//! Finds object ids in texts.
//!
//! **The problem.** The id of an object that may not leave can stand in a reference, as the key of a map, in a file name,
//! or in the middle of a sentence, in capitals, or without its type.
//!
//! **The choice.** Every UUID in every text is found, with the run of letters before it. Hyphens are sought first, since
//! most texts have none at the right distance.
//!
//! **Rejected.** A list of the properties that hold references: extensions and strangers' properties are not on it.

use std::borrow::Cow;

/// Length of a UUID in hexadecimal with hyphens.
const UUID: usize = 36;

/// One UUID in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Mention<'a> {
    text: &'a str,
    /// Start of the run before the UUID; equals `uuid` where there is none.
    start: usize,
    uuid: usize,
}

impl<'a> Mention<'a> {
    /// With its type where it has one, in small letters: `incident--…`.
    pub(super) fn id(&self) -> Cow<'a, str> {
        small(&self.text[self.start..self.end()])
    }

    /// The UUID in small letters.
    pub(super) fn uuid(&self) -> Cow<'a, str> {
        small(&self.text[self.uuid..self.end()])
    }

    /// Whether it stands without a type.
    pub(super) fn is_bare(&self) -> bool {
        self.start == self.uuid
    }

    /// Whether the text is the id and nothing else.
    pub(super) fn is_whole(&self) -> bool {
        self.start == 0 && self.end() == self.text.len()
    }

    fn end(&self) -> usize {
        self.uuid + UUID
    }
}

/// An id in small letters: as it stands, where it is, since a report of 200,000 objects names as many.
pub(super) fn small(id: &str) -> Cow<'_, str> {
    if id.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(id.to_ascii_lowercase())
    } else {
        Cow::Borrowed(id)
    }
}

/// Whether 36 bytes are a UUID.
fn is_uuid(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().all(|(i, byte)| match i {
        8 | 13 | 18 | 23 => *byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    })
}

/// All UUIDs of a text, left to right.
pub(super) fn mentions(text: &str) -> impl Iterator<Item = Mention<'_>> {
    let bytes = text.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        while from + UUID <= bytes.len() {
            let hyphen = from + 8 + bytes[from + 8..].iter().position(|byte| *byte == b'-')?;
            let uuid = hyphen - 8;
            if uuid + UUID > bytes.len() {
                return None;
            }
            if !is_uuid(&bytes[uuid..uuid + UUID]) {
                from = uuid + 1;
                continue;
            }
            from = uuid + UUID;
            return Some(Mention { text, start: run_before(bytes, uuid), uuid });
        }
        None
    })
}

/// Where the type before a UUID begins: a run of letters, digits and hyphens that ends in two hyphens.
fn run_before(bytes: &[u8], uuid: usize) -> usize {
    if uuid < 3 || &bytes[uuid - 2..uuid] != b"--" {
        return uuid;
    }
    let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let mut run = bytes[..uuid - 2].iter().rev().take_while(|byte| is_part(byte)).count();
    // The last type before the UUID, should several ids stand in one run.
    let whole = &bytes[uuid - 2 - run..uuid - 2];
    if let Some(double) = whole.windows(2).rposition(|pair| pair == b"--") {
        run = whole.len() - double - 2;
    }
    if run == 0 { uuid } else { uuid - 2 - run }
}

/// The text with every mention that `is_bad` replaced by an ellipsis in brackets; `None` when there is none.
pub(super) fn mask(text: &str, mut is_bad: impl FnMut(&Mention<'_>) -> bool) -> Option<String> {
    let mut masked: Option<String> = None;
    let mut kept = 0;
    for mention in mentions(text).filter(|one| is_bad(one)) {
        let out = masked.get_or_insert_with(String::new);
        out.push_str(&text[kept..mention.start.max(kept)]);
        out.push_str("[…]");
        kept = mention.end();
    }
    masked.map(|mut out| {
        out.push_str(&text[kept..]);
        out
    })
}

#[cfg(test)]
mod tests {
    use super::{mask, mentions};
    use proptest::prelude::*;

    const ONE: &str = "3a6f2b1c-0d4e-4f5a-8b6c-7d8e9f0a1b2c";

    #[test]
    fn ids_are_found_in_sentences_capitals_and_without_a_type() {
        let text = format!("see Incident--{}, {ONE} and x-y--{ONE}.json", ONE.to_uppercase());
        let found: Vec<String> = mentions(&text).map(|m| m.id().into_owned()).collect();
        assert_eq!(found, [format!("incident--{ONE}"), ONE.to_owned(), format!("x-y--{ONE}")]);
        assert!(mentions(&format!("note--{ONE}")).all(|m| m.is_whole()));
    }

    #[test]
    fn a_masked_text_keeps_the_rest() {
        let text = format!("ä incident--{ONE} → note--{ONE}!");
        let bad = |m: &super::Mention<'_>| m.id().starts_with("incident");
        assert_eq!(mask(&text, bad).as_deref(), Some(format!("ä […] → note--{ONE}!").as_str()));
        assert_eq!(mask("nothing - here - 8 - long", |_| true), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read_and_a_masked_one_names_nothing(text in "[a-f0-9\\-]{0,90}", tail in ".{0,20}") {
            let text = format!("{text}{ONE}{tail}");
            prop_assert!(mentions(&text).count() >= 1);
            let masked = mask(&text, |_| true).unwrap_or_default();
            prop_assert_eq!(mentions(&masked).count(), 0);
            prop_assert!(!masked.contains(ONE));
        }
    }
}
