//! Prose that says who wrote it.

use super::Link;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who wrote a paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case", tag = "kind")]
#[schema(as = SituationAuthor)]
pub enum Author {
    /// A person, on behalf of an organisation.
    Human {
        /// Name of the organisation or person as it may be printed.
        party: String,
    },
    /// The system, from records.
    Generated {
        /// What made it and in which version.
        method: String,
        /// The records it was made from.
        #[serde(default)]
        records: Vec<Link>,
    },
}

/// One paragraph.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = SituationParagraph)]
pub struct Paragraph {
    /// Plain text; markup in it is shown, not obeyed.
    pub text: String,
    /// Who wrote it.
    pub author: Author,
}

impl Paragraph {
    /// A paragraph by a person or organisation.
    pub fn human(party: impl Into<String>, text: impl Into<String>) -> Self {
        Self { text: text.into(), author: Author::Human { party: party.into() } }
    }

    /// A paragraph made from records.
    pub fn generated(method: impl Into<String>, records: Vec<Link>, text: impl Into<String>) -> Self {
        Self { text: text.into(), author: Author::Generated { method: method.into(), records } }
    }
}
