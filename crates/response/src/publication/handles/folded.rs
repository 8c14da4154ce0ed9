//! A text as a browser and a reader take it, with the way back to the bytes as they were written.
//!
//! **The problem.** `%40jane`, `＠jane` and `@<zero-width>jane` are one name to whoever follows the address and three strings to a
//! search. **The choice.** The text is folded (percent-decoding until nothing changes, NFKC, small letters, what has no width left
//! out) into characters that each know the bytes which they stand for, so that what is found there is left out here.
//! **Rejected.** Folding the text that is published: it would no longer be the text that was approved.

use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// A character, and the bytes of the text that it stands for.
pub(super) struct Folded {
    pub(super) chars: Vec<char>,
    from: Vec<Range<usize>>,
}

impl Folded {
    pub(super) fn of(text: &str) -> Self {
        let mut all: Vec<(char, Range<usize>)> =
            text.char_indices().map(|(at, c)| (c, at..at + c.len_utf8())).collect();
        loop {
            let before = all.len();
            all = fold(&all);
            let decoded = decode(&all);
            let changed = decoded.is_some();
            all = decoded.unwrap_or(all);
            // Each decoding makes three characters one, so that this ends.
            if !changed || all.len() >= before {
                break;
            }
        }
        let (chars, from) = fold(&all).into_iter().unzip();
        Self { chars, from }
    }

    /// The bytes of the text behind a range of characters.
    pub(super) fn bytes(&self, range: &Range<usize>) -> Range<usize> {
        match (self.from.get(range.start), range.end.checked_sub(1).and_then(|last| self.from.get(last))) {
            (Some(first), Some(last)) if range.start < range.end => first.start..last.end,
            _ => 0..0,
        }
    }

    pub(super) fn text(&self, range: &Range<usize>) -> String {
        self.chars[range.clone()].iter().collect()
    }
}

/// Characters that no reader sees, and that part a name for a search.
const fn has_no_width(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}')
}

/// Small letters in compatibility form. An ellipsis stays what it is: it stands where a name was left out.
fn fold(all: &[(char, Range<usize>)]) -> Vec<(char, Range<usize>)> {
    let mut out = Vec::with_capacity(all.len());
    for (c, from) in all.iter().filter(|(c, _)| !has_no_width(*c)) {
        if c.is_ascii() || *c == '…' {
            out.push((c.to_ascii_lowercase(), from.clone()));
            continue;
        }
        for plain in std::iter::once(*c).nfkc().flat_map(char::to_lowercase) {
            let plain = match plain {
                '。' | '．' | '｡' => '.',
                '⁄' | '∕' | '⧸' => '/',
                other => other,
            };
            out.push((plain, from.clone()));
        }
    }
    out
}

/// The value of two hexadecimal digits behind a per cent sign.
fn escape(all: &[(char, Range<usize>)], at: usize) -> Option<u8> {
    let digit = |at: usize| all.get(at).and_then(|(c, _)| c.to_digit(16));
    match all.get(at) {
        Some(('%', _)) => u8::try_from(digit(at + 1)? * 16 + digit(at + 2)?).ok(),
        _ => None,
    }
}

/// The text with its escapes read as UTF-8; `None` where there are none. An escape that is no UTF-8 stays.
fn decode(all: &[(char, Range<usize>)]) -> Option<Vec<(char, Range<usize>)>> {
    let (mut out, mut at, mut any) = (Vec::with_capacity(all.len()), 0, false);
    while at < all.len() {
        let mut bytes = [0; 4];
        let mut found = None;
        for count in 0..4 {
            let Some(byte) = escape(all, at + 3 * count) else { break };
            bytes[count] = byte;
            if let Some(c) = std::str::from_utf8(&bytes[..=count]).ok().and_then(|text| text.chars().next()) {
                found = Some((c, count + 1));
                break;
            }
        }
        if let Some((c, count)) = found {
            let end = at + 3 * count;
            out.push((c, all[at].1.start..all[end - 1].1.end));
            (at, any) = (end, true);
        } else {
            out.push(all[at].clone());
            at += 1;
        }
    }
    any.then_some(out)
}

#[cfg(test)]
mod tests {
    use super::Folded;

    #[test]
    fn what_a_browser_reads_is_read_and_its_bytes_are_known() {
        for (written, read) in [
            ("%40jane", "@jane"),
            ("%2540jane", "@jane"),
            ("＠ＪＡＮＥ", "@jane"),
            ("@\u{200b}ja\u{ad}ne", "@jane"),
            ("jan%C3%A9 %E2%82%AC", "jané €"),
            ("100% of %zz and %", "100% of %zz and %"),
            ("%ff%FE", "%ff%fe"),
            ("left … out", "left … out"),
        ] {
            let folded = Folded::of(written);
            assert_eq!(folded.chars.iter().collect::<String>(), read, "{written}");
        }
        let folded = Folded::of("é %40jane!");
        assert_eq!(&"é %40jane!"[folded.bytes(&(2..7))], "%40jane");
        assert_eq!(folded.bytes(&(9..9)), 0..0);
    }
}
