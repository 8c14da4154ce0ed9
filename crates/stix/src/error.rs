//! What can go wrong before an object is an object. What is wrong *in* an object is a report, not an error
//! (`validate`), since people want all of it at once.

/// Why bytes are no STIX object.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The text is no JSON, or JSON that two readers would read differently (a key twice, a lone surrogate).
    #[error("{place}: no readable JSON: {reason}")]
    Json {
        /// Where: a line and column, or the number of the object.
        place: String,
        /// What the reader stumbled over.
        reason: String,
    },
    /// One object is larger than [`crate::Limits::bytes`].
    #[error("{place}: the object is larger than {limit} bytes; raise the limit or split the object")]
    TooLarge {
        /// Where the object begins.
        place: String,
        /// The limit, bytes.
        limit: usize,
    },
    /// Values are nested deeper than [`crate::Limits::depth`].
    #[error("{place}: values are nested deeper than {limit} levels")]
    TooDeep {
        /// Where.
        place: String,
        /// The limit, levels of lists and dictionaries.
        limit: usize,
    },
    /// The value is JSON but no dictionary.
    #[error("{place}: a STIX object is a JSON object, this is {found}")]
    NotAnObject {
        /// Where.
        place: String,
        /// What was found: "a list", "a string", …
        found: &'static str,
    },
    /// `type` or `id` is missing or no string.
    #[error("{place}: property '{property}' is missing or no string; every STIX object carries it")]
    Missing {
        /// Where.
        place: String,
        /// `type` or `id`.
        property: &'static str,
    },
    /// `id` is not `type--…`.
    #[error("{place}: id '{id}' does not begin with the object's type '{kind}--'")]
    Identifier {
        /// Where.
        place: String,
        /// The id.
        id: String,
        /// The type.
        kind: String,
    },
    /// The input could not be read on.
    #[error("{place}: reading failed: {reason}")]
    Read {
        /// Where.
        place: String,
        /// What the system said.
        reason: String,
    },
}
