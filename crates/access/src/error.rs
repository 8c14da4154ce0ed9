//! What can be wrong with a request for access; a refusal names its rule.

/// Result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Errors and refusals.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Nobody is signed in where somebody has to be.
    #[error("sign in first: {0} is not open to everybody")]
    Nobody(String),
    /// A rule forbids it. `rule` is a stable name for programs, `why` the sentence for people.
    #[error("{why} (rule: {rule})")]
    Refused {
        /// Name of the rule, such as `role` or `two-person.same-person`.
        rule: &'static str,
        /// What is missing, and how to get it.
        why: String,
    },
    /// A word that is none of the known ones.
    #[error(transparent)]
    Unknown(#[from] ostrakon_model::UnknownWord),
    /// A field of an organisation or a person is malformed.
    #[error("{field}: {why}")]
    Field {
        /// The field.
        field: &'static str,
        /// What is wrong, and what would be right.
        why: String,
    },
    /// The password may not be used.
    #[error("this password cannot be used: {0}")]
    Password(&'static str),
    /// A stored hash cannot be read or made.
    #[error("the stored password cannot be checked ({0}); reset it with `ostrakon user reset`")]
    Hash(String),
    /// The table of rules contradicts itself.
    #[error("ontology/access.toml: {0}")]
    Matrix(String),
}

impl Error {
    /// A refusal.
    pub fn refused(rule: &'static str, why: impl Into<String>) -> Self {
        Self::Refused { rule, why: why.into() }
    }

    pub(crate) fn unknown<'a>(
        what: &'static str,
        given: &str,
        known: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        Self::Unknown(ostrakon_model::UnknownWord::new(what, given, known))
    }

    pub(crate) fn field(field: &'static str, why: impl Into<String>) -> Self {
        Self::Field { field, why: why.into() }
    }
}
