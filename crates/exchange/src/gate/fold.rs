//! Texts as a reader takes them: the same name, however it is written, becomes the same characters.
//!
//! **The problem.** `maria\_lopez`, `%6Daria_lopez`, `m&uuml;ller`, full-width letters, a letter with its accent beside it, a
//! character without width in the middle, a line break between first and last name: a reader sees the name, and a search for its
//! letters does not.
//!
//! **The choice.** One walk from left to right undoes what writing did (percent-encoding, character references, escapes of
//! Markdown), drops what has no width, makes one space of all that is white, and brings what is left into compatibility form
//! (NFKC) and small letters. Each character remembers from where in the text it came, so that what is found is cut out of the
//! text as it stands. **Rejected.** Searching several spellings of each name: they are more than can be listed.

use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, char::canonical_combining_class};

/// A text as it is read.
pub(super) struct Folded<'t> {
    pub(super) text: Cow<'t, str>,
    /// Of each character: where it begins in the folded text, and where it came from; none where the places are the same.
    places: Option<Vec<(usize, usize, usize)>>,
}

impl Folded<'_> {
    /// Where a part of the folded text stood.
    pub(super) fn origin(&self, from: usize, to: usize) -> (usize, usize) {
        let Some(places) = &self.places else { return (from, to) };
        let first = places.partition_point(|place| place.0 < from);
        let after = places.partition_point(|place| place.0 < to);
        let begin = places.get(first).map_or(0, |place| place.1);
        (begin, places.get(after.saturating_sub(1)).map_or(begin, |place| place.2))
    }
}

/// Characters that a reader does not see.
fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

/// Reads a text.
pub(super) fn fold(text: &str) -> Folded<'_> {
    let is_plain = |byte: &u8| matches!(byte, b' '..=b'~') && !matches!(byte, b'%' | b'&' | b'\\');
    if text.bytes().all(|byte| is_plain(&byte)) && !text.contains("  ") {
        let text = if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(text.to_ascii_lowercase())
        } else {
            Cow::Borrowed(text)
        };
        return Folded { text, places: None };
    }
    let mut raw: Vec<(char, usize, usize)> = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(c) = text[at..].chars().next() {
        let rest = &text[at..];
        let next = at + c.len_utf8();
        let undone = match c {
            '%' => percent(rest),
            '&' => reference(rest).map(|(c, length)| (vec![(c, 0, length)], length)),
            '\\' if rest[1..].starts_with(|c: char| c.is_ascii_punctuation()) => Some((Vec::new(), 1)),
            c if is_unseen(c) => Some((Vec::new(), c.len_utf8())),
            _ => None,
        };
        if let Some((chars, length)) = undone {
            let shown = chars.into_iter().filter(|(c, ..)| !is_unseen(*c));
            raw.extend(shown.map(|(c, from, to)| (c, at + from, at + to)));
            at += length;
        } else {
            raw.push((c, at, next));
            at = next;
        }
    }
    compose(&raw)
}

/// Joins letters with what is written over them, and makes them small.
fn compose(raw: &[(char, usize, usize)]) -> Folded<'static> {
    let mut text = String::with_capacity(raw.len());
    let mut places = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(&(c, from, mut to)) = raw.get(at) {
        at += 1;
        if c.is_whitespace() {
            if text.ends_with(' ') {
                if let Some(place) = places.last_mut() {
                    let (_, _, end): &mut (usize, usize, usize) = place;
                    *end = to;
                }
            } else {
                places.push((text.len(), from, to));
                text.push(' ');
            }
            continue;
        }
        if c.is_ascii() && raw.get(at).is_none_or(|(next, ..)| next.is_ascii()) {
            places.push((text.len(), from, to));
            text.push(c.to_ascii_lowercase());
            continue;
        }
        let mut letter = String::from(c);
        while let Some(&(mark, _, end)) = raw.get(at)
            && (canonical_combining_class(mark) != 0 || ('\u{1160}'..='\u{11ff}').contains(&mark))
        {
            letter.push(mark);
            (at, to) = (at + 1, end);
        }
        for c in letter.nfkc().flat_map(char::to_lowercase).nfkc() {
            places.push((text.len(), from, to));
            text.push(c);
        }
    }
    Folded { text: Cow::Owned(text), places: Some(places) }
}

/// A character, and where it stood.
type Stood = (char, usize, usize);

/// The characters that percent-encoding at the beginning of a text stands for, also where it was encoded over again.
fn percent(text: &str) -> Option<(Vec<Stood>, usize)> {
    let bytes = text.as_bytes();
    let (mut decoded, mut ends, mut at) = (Vec::new(), vec![0], 0);
    while bytes.get(at) == Some(&b'%') {
        let hex = |from: usize| {
            let digits = bytes.get(from..from + 2)?;
            u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
        };
        let mut from = at + 1;
        while hex(from) == Some(b'%') && hex(from + 2).is_some() {
            from += 2;
        }
        let Some(byte) = hex(from) else { break };
        decoded.push(byte);
        at = from + 2;
        ends.push(at);
    }
    let read = match std::str::from_utf8(&decoded) {
        Ok(read) => read,
        Err(error) => std::str::from_utf8(&decoded[..error.valid_up_to()]).unwrap_or_default(),
    };
    let chars: Vec<Stood> =
        read.char_indices().map(|(at, c)| (c, ends[at], ends[at + c.len_utf8()])).collect();
    (!chars.is_empty()).then(|| (chars, ends[read.len()]))
}

/// The character that a reference of HTML at the beginning of a text stands for, and the reference's length.
fn reference(text: &str) -> Option<(char, usize)> {
    /// The vowels that bear a sign in HTML's names, and the sign as a character that combines.
    const SIGNS: [(&str, char); 7] = [
        ("uml", '\u{308}'),
        ("acute", '\u{301}'),
        ("grave", '\u{300}'),
        ("circ", '\u{302}'),
        ("tilde", '\u{303}'),
        ("cedil", '\u{327}'),
        ("caron", '\u{30c}'),
    ];
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(1..end)?;
    let c = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code)?
    } else {
        match name {
            "amp" => '&',
            "nbsp" => ' ',
            "shy" => '\u{ad}',
            "lowbar" => '_',
            "commat" => '@',
            "period" => '.',
            "szlig" => 'ß',
            "oslash" => 'ø',
            "Oslash" => 'Ø',
            "aring" => 'å',
            "Aring" => 'Å',
            "aelig" => 'æ',
            "AElig" => 'Æ',
            "oelig" => 'œ',
            "eth" => 'ð',
            "thorn" => 'þ',
            _ => {
                let letter = name.chars().next().filter(char::is_ascii_alphabetic)?;
                let (_, sign) = SIGNS.iter().find(|(sign, _)| *sign == &name[1..])?;
                [letter, *sign].into_iter().nfc().next()?
            }
        }
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::fold;
    use proptest::prelude::*;

    #[test]
    fn what_a_reader_sees_alike_is_alike() {
        for text in [
            "Müller_85",
            "mu\u{308}ller_85",
            "m&uuml;ller\\_85",
            "m&#252;ller&#x5f;85",
            "%4d%C3%BCller_85",
            "%254D%25C3%25BCller_85",
            "ＭＵ\u{308}ＬＬＥＲ＿８５",
            "mü\u{200b}ll\u{ad}er_85",
        ] {
            assert_eq!(fold(text).text, "müller_85", "{text}");
        }
        assert_eq!(fold("greta\u{a0}\n klein").text, "greta klein");
        // What stands for nothing is left.
        for text in ["100 % & more", "a & b; %zz %c3 \\n", "&none; &#xzz;"] {
            assert_eq!(fold(text).text, text);
        }
    }

    proptest! {
        #[test]
        fn a_part_stands_where_it_stood(before in "\\PC{0,20}", name in "[a-z0-9_]{4,12}", after in "\\PC{0,20}") {
            let text = format!("{before} {name} {after}");
            let folded = fold(&text);
            let at = folded.text.rfind(&name).expect("it is there");
            let (from, to) = folded.origin(at, at + name.len());
            prop_assert!(text.get(from..to).is_some(), "{from}..{to} in {text:?}");
        }

        #[test]
        fn any_text_is_read(text in "\\PC{0,40}|[%&;#x0-9a-fA-F\\\\]{0,40}") {
            let folded = fold(&text);
            for (at, c) in folded.text.char_indices() {
                let (from, to) = folded.origin(at, at + c.len_utf8());
                prop_assert!(from <= to && text.get(from..to).is_some());
            }
        }
    }
}
