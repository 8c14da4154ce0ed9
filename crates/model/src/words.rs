//! A word that is none of the known ones.

/// A name that no role, kind or the like bears; the message lists those that there are.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{given}` is no {what}; there are: {known}")]
pub struct UnknownWord {
    /// Role, kind of organisation, …
    pub what: &'static str,
    /// The word.
    pub given: String,
    /// All words that would do.
    pub known: String,
}

impl UnknownWord {
    /// The error for a word.
    pub fn new<'a>(what: &'static str, given: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        // What was given may be megabytes long.
        let given = given.chars().take(60).collect();
        Self { what, given, known: known.into_iter().collect::<Vec<_>>().join(", ") }
    }
}
