//! Words of a normalised text.
//!
//! The definition is Unicode Standard Annex 29, which asks a table for every character. Nearly all words of texts in Latin
//! script are letters and digits with punctuation before and behind, and need no table: such a word is cut by looking at
//! its bytes. A property test holds that against the definition.

use unicode_segmentation::UnicodeSegmentation;

/// Writes the words of an already normalised text into `out` (emptied first), separated by one space: what is
/// between the word boundaries of Unicode Standard Annex 29 and has a letter or a digit. Punctuation and emoji are
/// gone, so that "vote!" and "vote" are the same token. Thai, Lao, Khmer and Burmese have no boundaries there: use
/// character n-grams for them.
pub fn words_into(normalised: &str, out: &mut String) {
    out.clear();
    let mut push = |word: &str| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    };
    // There is a boundary at every space, unless something that leans on what is before it follows (a vowel sign, a joiner).
    // ASCII, punctuation, symbols and pictures do not lean; of the rest the table is asked.
    let leans = |piece: &str| {
        let first = piece.chars().next().unwrap_or(' ');
        !(first.is_ascii()
            || matches!(first, '\u{2010}'..='\u{2027}' | '\u{2100}'..='\u{2bff}' | '\u{1f000}'..='\u{1f3fa}')
            || matches!(first, '\u{1f400}'..='\u{1faff}'))
    };
    if normalised.split(' ').skip(1).any(leans) {
        normalised.unicode_words().for_each(&mut push);
        return;
    }
    for piece in normalised.split(' ') {
        match plain_word(piece) {
            Some(word) => push(word),
            None => piece.unicode_words().for_each(&mut push),
        }
    }
}

/// The one word of a piece that is ASCII letters and digits between ASCII punctuation; the underscore is part of words.
fn plain_word(piece: &str) -> Option<&str> {
    let word = piece.trim_matches(|c: char| c.is_ascii_punctuation() && c != '_');
    (!word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric())).then_some(word)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_vowel_sign_after_a_space_belongs_to_the_space() {
        let mut out = String::new();
        words_into("a \u{11d3a}", &mut out);
        assert_eq!(out, "a \u{11d3a}".unicode_words().collect::<Vec<_>>().join(" "));
    }

    proptest! {
        #[test]
        fn plain_words_are_those_of_the_annex(
            text in "[a-c1-3 .,:;'\"_!#@ä\u{301}\u{200d}🇩ไ가-]{0,24}|\\PC{0,24}"
        ) {
            let mut out = String::new();
            words_into(&text, &mut out);
            prop_assert_eq!(out, text.unicode_words().collect::<Vec<_>>().join(" "));
        }
    }
}
