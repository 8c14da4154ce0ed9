//! Names of accounts that may not be told, sought in texts.
//!
//! **The choice.** All names at once by an Aho–Corasick automaton, in any capitals, and only as whole words: the account
//! `maria` must not black out *Mariana*. **Rejected.** One search a name: 10,000 accounts times 10,000 texts.

use aho_corasick::{AhoCorasick, MatchKind};
use std::collections::BTreeSet;

/// A set of names.
pub(super) struct Names(Option<AhoCorasick>);

impl Names {
    /// Of names in small letters. Should the automaton be refused for its size, every text counts as naming somebody.
    pub(super) fn new(names: &BTreeSet<String>) -> Result<Self, aho_corasick::BuildError> {
        if names.is_empty() {
            return Ok(Self(None));
        }
        let automaton = AhoCorasick::builder()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::LeftmostLongest)
            .build(names)?;
        Ok(Self(Some(automaton)))
    }

    /// The text with every name replaced by an ellipsis in brackets; `None` when it has none.
    pub(super) fn mask(&self, text: &str) -> Option<String> {
        let automaton = self.0.as_ref()?;
        let small = text.to_lowercase();
        // Where small letters have another length, places in one are not places in the other: the small text is given.
        let shown = if small.len() == text.len() { text } else { small.as_str() };
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let mut out = String::new();
        let mut kept = 0;
        for found in automaton.find_iter(small.as_str()) {
            let before = small[..found.start()].chars().next_back();
            let after = small[found.end()..].chars().next();
            let (Some(left), true) =
                (shown.get(kept..found.start()), !before.is_some_and(is_word) && !after.is_some_and(is_word))
            else {
                continue;
            };
            out.push_str(left);
            out.push_str("[…]");
            kept = found.end();
        }
        if kept == 0 {
            return None;
        }
        out.push_str(shown.get(kept..).unwrap_or_default());
        Some(out)
    }
}

#[cfg(test)]
mod tests {
    use super::Names;

    #[test]
    fn names_go_as_whole_words_in_any_capitals() {
        let names = Names::new(&["maria".to_owned(), "élise_99".to_owned()].into()).expect("an automaton");
        assert_eq!(
            names.mask("Mariana met @MARIA, and ÉLISE_99.").as_deref(),
            Some("Mariana met @[…], and […].")
        );
        assert_eq!(names.mask("nobody"), None);
    }
}
