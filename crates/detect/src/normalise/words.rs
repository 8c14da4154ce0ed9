//! Words of a normalised text.
//!
//! The definition is Unicode Standard Annex 29, which asks several tables for every character. Nearly all words of texts in
//! alphabetic scripts are letters, digits and their marks with ASCII punctuation before and behind: such a word is cut by
//! asking one small table, which is made from the definition itself. A property test holds the two against each other.

use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

/// Characters below this are in the table: the alphabets, not the ideographs.
const TABLE: usize = 0x3000;
/// Goes on with a word of letters, digits and marks.
const JOINS: u8 = 1;
/// Begins a word, even behind a space.
const BEGINS: u8 = 2;

/// What each character does, asked of the definition. Hebrew letters are out: a quote behind one belongs to its word.
static ROLES: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let words = |text: String, expected: &str| text.unicode_words().eq([expected]);
    let role = |n: usize| {
        let Some(c) = u32::try_from(n).ok().and_then(char::from_u32).filter(|c| c.is_alphanumeric()) else {
            return 0;
        };
        let joins = words(format!("a{c}a"), &format!("a{c}a")) && words(format!("a{c}'"), &format!("a{c}"));
        let begins = joins && words(format!("- {c}"), &c.to_string());
        (u8::from(joins) * JOINS) | (u8::from(begins) * BEGINS)
    };
    (0..TABLE).map(role).collect()
});

fn role(c: char) -> u8 {
    ROLES.get(c as usize).copied().unwrap_or(0)
}

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
            || matches!(first, '\u{1f400}'..='\u{1faff}')
            || role(first) & BEGINS != 0)
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

/// The one word of a piece that is letters, digits and marks between ASCII punctuation; the underscore is part of words.
fn plain_word(piece: &str) -> Option<&str> {
    let word = piece.trim_matches(|c: char| c.is_ascii_punctuation() && c != '_');
    let joins = |c: char| c.is_ascii_alphanumeric() || role(c) & JOINS != 0;
    let begins = |c: char| c.is_ascii_alphanumeric() || role(c) & BEGINS != 0;
    (word.chars().next().is_some_and(begins) && word.chars().all(joins)).then_some(word)
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
            text in "[a-c1-3 .,:;'\"_!#@ä\u{301}\u{200d}🇩ไ가-]{0,24}|[а-яα-ωא-ת\u{600}-\u{6ff}ა-ჰա-և\u{900}-\u{97f}カ ':.\"-]{0,24}|\\PC{0,24}"
        ) {
            let mut out = String::new();
            words_into(&text, &mut out);
            prop_assert_eq!(out, text.unicode_words().collect::<Vec<_>>().join(" "));
        }
    }
}
