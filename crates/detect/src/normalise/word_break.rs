//! Word boundaries as the peer's regular-expression engine finds them.
//!
//! The peer cuts a text with the pattern "word boundary, then spaces, then perhaps an apostrophe" in the Python
//! package `regex`, whose boundaries follow Unicode Standard Annex 29 with departures that change real tokens: no
//! break between an apostrophe and a following vowel; the rules that look two characters away do not skip combining
//! marks there; an odd run of regional indicators clings to whatever follows. A crate for the Annex is
//! right where the peer is not, so the rules are written out here; the tables come from `regex-syntax`.

use regex_syntax::hir::{Class, HirKind};
use std::sync::LazyLock;

/// Values of the Word_Break property, as far as the rules tell them apart.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Break {
    Other,
    /// Line feed, carriage return and other line ends: CR LF is the one pair of them without a break between.
    Newline,
    /// Extend, Format and the zero-width joiner.
    Extend,
    Space,
    Letter,
    HebrewLetter,
    Katakana,
    Numeric,
    ExtendNumLet,
    MidLetter,
    MidNum,
    MidNumLet,
    SingleQuote,
    DoubleQuote,
    RegionalIndicator,
}
use Break::{
    DoubleQuote, Extend, ExtendNumLet, HebrewLetter, Katakana, Letter, MidLetter, MidNum, MidNumLet, Newline,
    Numeric, Other, RegionalIndicator, SingleQuote, Space,
};

impl Break {
    fn of(c: char) -> Self {
        TABLE.get(c as usize).copied().unwrap_or(Other)
    }

    fn is_letter(self) -> bool {
        matches!(self, Letter | HebrewLetter)
    }

    fn joins_letters(self) -> bool {
        matches!(self, MidLetter | MidNumLet | SingleQuote)
    }

    fn joins_digits(self) -> bool {
        matches!(self, MidNum | MidNumLet | SingleQuote)
    }
}

/// Word_Break of every character up to the last assigned one outside the private use planes.
static TABLE: LazyLock<Vec<Break>> = LazyLock::new(|| {
    let mut table = vec![Other; 0xe_1000];
    for (name, value) in [
        (r"\p{wb=CR}", Newline),
        (r"\p{wb=LF}", Newline),
        (r"\p{wb=Newline}", Newline),
        (r"\p{wb=Extend}", Extend),
        (r"\p{wb=Format}", Extend),
        (r"\p{wb=ZWJ}", Extend),
        (r"\p{wb=WSegSpace}", Space),
        (r"\p{wb=ALetter}", Letter),
        (r"\p{wb=Hebrew_Letter}", HebrewLetter),
        (r"\p{wb=Katakana}", Katakana),
        (r"\p{wb=Numeric}", Numeric),
        (r"\p{wb=ExtendNumLet}", ExtendNumLet),
        (r"\p{wb=MidLetter}", MidLetter),
        (r"\p{wb=MidNum}", MidNum),
        (r"\p{wb=MidNumLet}", MidNumLet),
        (r"\p{wb=Single_Quote}", SingleQuote),
        (r"\p{wb=Double_Quote}", DoubleQuote),
        (r"\p{wb=Regional_Indicator}", RegionalIndicator),
    ] {
        for (from, to) in ranges(name) {
            let to = (to as usize).min(table.len() - 1);
            if from as usize <= to {
                table[from as usize..=to].fill(value);
            }
        }
    }
    table
});

static PICTOGRAPHIC: LazyLock<Vec<(u32, u32)>> = LazyLock::new(|| ranges(r"\p{Extended_Pictographic}"));

/// The ranges of a Unicode property, ascending.
fn ranges(property: &str) -> Vec<(u32, u32)> {
    let class = regex_syntax::parse(property).expect("a property of Unicode");
    match class.kind() {
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().map(|range| (range.start() as u32, range.end() as u32)).collect()
        }
        // A class of one character is parsed into that character.
        HirKind::Literal(literal) => {
            String::from_utf8_lossy(&literal.0).chars().map(|c| (u32::from(c), u32::from(c))).collect()
        }
        _ => Vec::new(),
    }
}

fn is_pictographic(c: char) -> bool {
    let c = u32::from(c);
    c >= 0xa9
        && PICTOGRAPHIC
            .binary_search_by(|&(from, to)| {
                if to < c {
                    std::cmp::Ordering::Less
                } else if from > c {
                    std::cmp::Ordering::Greater
                } else {
                    std::cmp::Ordering::Equal
                }
            })
            .is_ok()
}

/// Calls `each` with the non-empty pieces between the peer's separators: a word boundary with the spaces and the one
/// apostrophe that follow it.
pub fn pieces<'a>(text: &'a str, mut each: impl FnMut(&'a str)) {
    let chars: Vec<(usize, char, Break)> = text.char_indices().map(|(at, c)| (at, c, Break::of(c))).collect();
    let byte = |i: usize| chars.get(i).map_or(text.len(), |c| c.0);
    let mut flags = 0;
    let (mut start, mut at) = (0, 0);
    while at <= chars.len() {
        // Regional indicators before `at`, in a row.
        flags = if at > 0 && chars[at - 1].2 == RegionalIndicator { flags + 1 } else { 0 };
        if !is_boundary(&chars, at, flags) {
            at += 1;
            continue;
        }
        if start < at {
            each(&text[byte(start)..byte(at)]);
        }
        let mut end = at;
        while end < chars.len() && chars[end].2 == Space {
            end += 1;
        }
        if end < chars.len() && chars[end].1 == '\'' {
            end += 1;
        }
        start = end;
        at = end.max(at + 1);
    }
    if start < chars.len() {
        each(&text[byte(start)..]);
    }
}

/// Whether there is a boundary before character `at`; rule numbers are the Annex's.
fn is_boundary(chars: &[(usize, char, Break)], at: usize, flags: u32) -> bool {
    if at == 0 || at == chars.len() {
        return !chars.is_empty(); // WB1, WB2
    }
    let (_, right_char, right) = chars[at];
    let (_, mut left_char, mut left) = chars[at - 1];
    if left == Newline || right == Newline {
        return !(left_char == '\r' && right_char == '\n'); // WB3, WB3a, WB3b
    }
    if left_char == '\u{200d}' && is_pictographic(right_char) {
        return false; // WB3c
    }
    if (left == Space && right == Space) || right == Extend {
        return false; // WB3d, WB4
    }
    let mut left_at = at - 1;
    let mut skipped = false;
    while left == Extend {
        if left_at == 0 {
            return false;
        }
        left_at -= 1;
        skipped = true;
        (_, left_char, left) = chars[left_at];
    }
    // The two that stand one further away, whatever they are: the peer skips no marks there.
    let far_left = if left_at > 0 { chars[left_at - 1].2 } else { Other };
    let far_right = chars.get(at + 1).map_or(Other, |c| c.2);
    let flags = if skipped { flags_before(chars, left_at) } else { flags };
    let joined = (left.is_letter() && right.is_letter()) // WB5
        || (matches!(left_char, '\'' | '\u{2019}') && is_vowel(right_char)) // the peer's own
        || (left.is_letter() && right.joins_letters() && far_right.is_letter()) // WB6
        || (far_left.is_letter() && left.joins_letters() && right.is_letter()) // WB7
        || (left == HebrewLetter && right == SingleQuote) // WB7a
        || (left == HebrewLetter && right == DoubleQuote && far_right == HebrewLetter) // WB7b
        || (far_left == HebrewLetter && left == DoubleQuote && right == HebrewLetter) // WB7c
        || (left == Numeric && right == Numeric) // WB8
        || (left.is_letter() && right == Numeric) // WB9
        || (left == Numeric && right.is_letter()) // WB10
        || (far_left == Numeric && left.joins_digits() && right == Numeric) // WB11
        || (left == Numeric && right.joins_digits() && far_right == Numeric) // WB12
        || (left == Katakana && right == Katakana) // WB13
        || ((left.is_letter() || matches!(left, Numeric | Katakana | ExtendNumLet)) && right == ExtendNumLet) // WB13a
        || (left == ExtendNumLet && (right.is_letter() || matches!(right, Numeric | Katakana))) // WB13b
        || flags % 2 == 1; // WB15, WB16
    !joined
}

/// Regional indicators in a row up to and including `last`.
fn flags_before(chars: &[(usize, char, Break)], last: usize) -> u32 {
    chars[..=last].iter().rev().take_while(|c| c.2 == RegionalIndicator).count() as u32
}

/// The vowels before which the peer does not break after an apostrophe.
fn is_vowel(c: char) -> bool {
    "aàáâeèéêiìíîoòóôuùúû".contains(c)
}
