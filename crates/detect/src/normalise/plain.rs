//! Characters that fold alone: the fast path of [`super::fold`].
//!
//! A character is *plain* when it is visible, is a starter whose NFKC quick check says yes, and folds to one such
//! character. A text of plain characters is its own NFKC form (Unicode Annex 15, section 9: all yes, classes in order),
//! before and after folding, so it folds character by character. Looking that up in a table of the basic plane is what
//! makes normalising ten million texts a matter of seconds; a property test holds it against the definition.

use super::is_invisible;
use std::sync::LazyLock;
use unicode_normalization::{IsNormalized, char::canonical_combining_class, is_nfkc_quick};

/// Characters below this are in the table.
const TABLE: u32 = 0x1_0000;

/// Pictographs beyond the basic plane, all plain and all without case: half of all posts have one.
const EMOJI: std::ops::RangeInclusive<char> = '\u{1f300}'..='\u{1faff}';

static FOLDED: LazyLock<Vec<u16>> =
    LazyLock::new(|| (0..TABLE).map(|n| char::from_u32(n).and_then(fold_one).unwrap_or(0)).collect());

/// What a plain character folds to; `None` where the definition must decide.
#[inline]
pub fn folded(c: char) -> Option<char> {
    if c.is_ascii_graphic() || c == ' ' {
        return Some(c.to_ascii_lowercase());
    }
    match FOLDED.get(c as usize) {
        None if EMOJI.contains(&c) => Some(c),
        None | Some(0) => None,
        Some(&folded) => char::from_u32(u32::from(folded)),
    }
}

fn fold_one(c: char) -> Option<u16> {
    let mut folded = c.to_uppercase().flat_map(char::to_lowercase);
    let (first, second) = (folded.next()?, folded.next());
    let alone = |c: char| {
        !is_invisible(c)
            && canonical_combining_class(c) == 0
            && is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes
    };
    (second.is_none() && alone(c) && alone(first)).then_some(first as u32).and_then(|n| u16::try_from(n).ok())
}
