//! Characters that fold alone: the fast path of [`super::fold`].
//!
//! A character is *plain* when it is visible, its NFKC quick check says yes, and it folds to one such character of the
//! same combining class. A text of plain characters whose marks stand in canonical order is its own NFKC form (Unicode
//! Annex 15, section 9), before and after folding, so it folds character by character. A few more fold to several plain
//! starters whatever stands beside them (`…`, `№`, `ß`): those are *spelt out*. Looking that up in a table of the basic
//! plane is what makes normalising ten million texts a matter of seconds; a property test holds it against the definition.

use super::{fold_by_definition, is_invisible};
use std::{collections::HashMap, sync::LazyLock};
use unicode_normalization::{IsNormalized, char::canonical_combining_class, is_nfkc_quick};

/// Characters below this are in the table.
const TABLE: u32 = 0x1_0000;

/// Pictographs and flags beyond the basic plane, all plain and all without case: half of all posts have one.
fn is_picture(c: char) -> bool {
    matches!(c, '\u{1f1e6}'..='\u{1f1ff}' | '\u{1f300}'..='\u{1faff}')
}

/// What a character folds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Folded {
    /// One character.
    Starter(char),
    /// One mark, with its combining class.
    Mark(char, u8),
    /// Several starters.
    Spelt(&'static str),
}

/// A row of the table: the folded character (0: the definition must decide; 1: spelt out) and its combining class.
type Entry = (u16, u8);

const SPELT: u16 = 1;

struct Tables {
    entries: Vec<Entry>,
    spelt: HashMap<char, Box<str>>,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let mut spelt = HashMap::new();
    let mut entry = |n| {
        let c = char::from_u32(n)?;
        fold_one(c).or_else(|| {
            let text = fold_by_definition(c.encode_utf8(&mut [0; 4]));
            let starters =
                !text.is_empty() && text.chars().all(|c| alone(c) && canonical_combining_class(c) == 0);
            (starters && !is_invisible(c)).then(|| {
                spelt.insert(c, text.into_boxed_str());
                (SPELT, 0)
            })
        })
    };
    let entries = (0..TABLE).map(|n| entry(n).unwrap_or_default()).collect();
    Tables { entries, spelt }
});

/// What `c` folds to; `None` where the definition must decide.
#[inline]
pub fn folded(c: char) -> Option<Folded> {
    if c.is_ascii_graphic() || c == ' ' {
        return Some(Folded::Starter(c.to_ascii_lowercase()));
    }
    match TABLES.entries.get(c as usize) {
        None if is_picture(c) => Some(Folded::Starter(c)),
        None | Some((0, _)) => None,
        Some((SPELT, _)) => TABLES.spelt.get(&c).map(|text| Folded::Spelt(text)),
        Some(&(folded, 0)) => char::from_u32(u32::from(folded)).map(Folded::Starter),
        Some(&(folded, class)) => char::from_u32(u32::from(folded)).map(|folded| Folded::Mark(folded, class)),
    }
}

fn fold_one(c: char) -> Option<Entry> {
    let mut folded = c.to_uppercase().flat_map(char::to_lowercase);
    let (first, second) = (folded.next()?, folded.next());
    let class = canonical_combining_class(c);
    let same = second.is_none() && alone(c) && alone(first) && canonical_combining_class(first) == class;
    same.then_some(first as u32).and_then(|n| Some((u16::try_from(n).ok()?, class)))
}

/// Whether a character is visible, and neither decomposes nor composes with what is before it.
fn alone(c: char) -> bool {
    !is_invisible(c) && is_nfkc_quick(std::iter::once(c)) == IsNormalized::Yes
}
