//! Texts as the compiled-in fonts can show them.
//!
//! The problem: a character without a glyph is a gap, which the archive form forbids; control and direction characters
//! change what a reader sees; a word of a thousand letters runs out of the page. The choice: control characters are
//! written by their number, as in the HTML; a run without glyphs becomes one remark, so that the reader knows that
//! something stands there; a long word may break anywhere.

use super::world::has_glyph;
use crate::html::escape::is_tricky;
use serde_json::Value;
use std::collections::HashMap;
use std::fmt::Write;

/// A word of more bytes than this may not fit a line.
const LONGEST: usize = 40;

/// Makes every text in the view printable; drawings are SVG, in which the same holds for their texts.
pub fn make_printable(value: &mut Value, remark: &str) {
    let mut known = HashMap::new();
    walk(value, remark, &mut known);
}

fn walk(value: &mut Value, remark: &str, known: &mut HashMap<char, bool>) {
    match value {
        Value::String(text) => {
            if !text.is_ascii() || text.chars().any(is_tricky) {
                *text = printable(text, remark, known);
            }
            // Drawings are markup, and no place for breaks.
            if !text.starts_with("<svg ") && text.split_whitespace().any(|word| word.len() > LONGEST) {
                *text = breakable(text);
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|value| walk(value, remark, known)),
        Value::Object(fields) => fields.values_mut().for_each(|value| walk(value, remark, known)),
        _ => {}
    }
}

fn printable(text: &str, remark: &str, known: &mut HashMap<char, bool>) -> String {
    let mut out = String::with_capacity(text.len());
    // One remark for a run of words, not one a word: spaces wait until it is known what follows them.
    let (mut gap, mut spaces) = (false, 0);
    for c in text.chars() {
        if gap && c == ' ' {
            spaces += 1;
            continue;
        }
        let has = c.is_ascii()
            || matches!(c, '\u{a0}' | '\u{202f}')
            || *known.entry(c).or_insert_with(|| has_glyph(c));
        if !has && !is_tricky(c) {
            if !gap {
                out.push_str(remark);
            }
            (gap, spaces) = (true, 0);
            continue;
        }
        out.extend(std::iter::repeat_n(' ', spaces));
        (gap, spaces) = (false, 0);
        if is_tricky(c) {
            let _ = write!(out, "[U+{:04X}]", u32::from(c));
        } else {
            out.push(c);
        }
    }
    out
}

/// The text with places to break (zero-width spaces) in its long words.
fn breakable(text: &str) -> String {
    const EVERY: usize = 12;
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for word in text.split_inclusive(char::is_whitespace) {
        let long = word.len() > LONGEST;
        for (n, c) in word.chars().enumerate() {
            if long && n > 0 && n % EVERY == 0 {
                out.push('\u{200b}');
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let mut value = Value::String(text.into());
        make_printable(&mut value, "[see HTML]");
        value.as_str().unwrap_or_default().to_owned()
    }

    #[test]
    fn what_has_a_glyph_stays_and_a_run_without_is_told_once() {
        assert_eq!(shown("Ελλάδα, България – 12 %"), "Ελλάδα, България – 12 %");
        assert_eq!(shown("Vote: 選挙 の日, then"), "Vote: [see HTML], then");
        assert_eq!(shown("a\u{202e}b\u{0}"), "a[U+202E]b[U+0000]");
    }

    #[test]
    fn only_long_words_get_places_to_break() {
        assert_eq!(shown("short words stay"), "short words stay");
        let long = shown(&"x".repeat(100));
        assert_eq!((long.matches('\u{200b}').count(), long.replace('\u{200b}', "").len()), (8, 100));
    }
}
