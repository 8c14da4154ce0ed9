//! Text and numbers as XML 1.0 takes them.
//!
//! Escaping alone is not enough: XML 1.0 has no way at all to write most control characters, not even as references,
//! and one of them makes the whole file unreadable. They are left out of labels; the exact values are in the tables.

use std::fmt;

/// Text for element content and double-quoted attributes.
pub struct Xml<'a>(pub &'a str);

impl fmt::Display for Xml<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use fmt::Write;
        for c in self.0.chars().filter(|&c| allowed(c)) {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                // As references, or an attribute's line ends and tabs would be read as blanks.
                '\t' | '\n' | '\r' => write!(f, "&#{};", c as u32)?,
                c => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

/// The production `Char` of XML 1.0 (fifth edition, §2.2).
fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// A number that readers of both formats parse; what is not finite becomes the largest double.
pub fn finite(value: f64) -> f64 {
    if value.is_nan() { 0.0 } else { value.clamp(f64::MIN, f64::MAX) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_survives_parsing_but_for_what_xml_cannot_hold(text in any::<String>()) {
            let xml = format!("<a b=\"{0}\">{0}</a>", Xml(&text));
            let parsed = roxmltree::Document::parse(&xml).expect("well-formed");
            let kept: String = text.chars().filter(|&c| allowed(c)).collect();
            prop_assert_eq!(parsed.root_element().attribute("b"), Some(kept.as_str()));
        }
    }
}
