//! Texts of others inside our page.
//!
//! The texts, handles and addresses in a report are written by those it is about. They must not end an element or the
//! script block, must not turn the reading direction of what follows, and must not hide that they tried: direction
//! overrides and control characters are shown by their code point, since using them is evidence too.

use std::fmt::{self, Write};

/// Text of an element. Tricky characters are shown as `U+202E` in a marked span.
pub struct Text<'a>(pub &'a str);

/// Text of a double-quoted attribute.
pub struct Attr<'a>(pub &'a str);

/// A text of someone else's, kept apart from the direction of ours.
pub struct Foreign<'a>(pub &'a str);

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if is_tricky(c) {
                write!(f, "<span class=\"ctl\">U+{:04X}</span>", c as u32)?;
            } else {
                escaped(f, c)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Attr<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            if is_tricky(c) {
                write!(f, "[U+{:04X}]", c as u32)?;
            } else {
                escaped(f, c)?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for Foreign<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "<bdi>{}</bdi>", Text(self.0))
    }
}

fn escaped(f: &mut fmt::Formatter<'_>, c: char) -> fmt::Result {
    match c {
        '&' => f.write_str("&amp;"),
        '<' => f.write_str("&lt;"),
        '>' => f.write_str("&gt;"),
        '"' => f.write_str("&quot;"),
        '\'' => f.write_str("&#39;"),
        c => f.write_char(c),
    }
}

/// Direction embeddings, overrides and isolates, line separators, and controls other than tab and line end.
pub fn is_tricky(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{B}'..='\u{1F}' | '\u{7F}'..='\u{9F}'
        | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}')
}

/// JSON that cannot end the script block it stands in.
///
/// `<`, `>`, `&` and the characters that turn the reading direction occur in JSON only inside strings, where `\uXXXX`
/// means the same; the latter so that the source of the page reads as it is, too.
pub fn script_json(value: &impl serde::Serialize) -> String {
    let json = serde_json::to_string(value).expect("plain data serialise");
    let mut safe = String::with_capacity(json.len() + json.len() / 16);
    for c in json.chars() {
        match c {
            '<' | '>' | '&' | '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}' => {
                let _ = write!(safe, "\\u{:04x}", c as u32);
            }
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_direction_override_is_shown_not_obeyed() {
        assert_eq!(Foreign("a\u{202E}b").to_string(), "<bdi>a<span class=\"ctl\">U+202E</span>b</bdi>");
        assert_eq!(Attr("\"\u{0}").to_string(), "&quot;[U+0000]");
    }

    proptest! {
        #[test]
        fn no_text_leaves_its_place(text in "(<|>|&|\"|'|/script|!--|\u{2028}|\u{202E}|.){0,40}") {
            for written in [Attr(&text).to_string(), Text(&text).to_string().replace("<span class=\"ctl\">", "").replace("</span>", "")] {
                prop_assert!(!written.contains(['<', '>', '"', '\'', '\u{2028}', '\u{202E}']), "{}", written);
            }
        }

        #[test]
        fn json_in_a_script_block_means_the_same_and_cannot_end_it(text in "(<|/script>|<!--|]]>|\u{2028}|&|.){0,40}") {
            let json = script_json(&text);
            let ends_or_breaks = json.contains(['<', '>', '&', '\u{2028}', '\u{2029}']);
            prop_assert!(!ends_or_breaks);
            prop_assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
        }
    }
}
