//! A sentence in the languages of the interface: English always, French and German complete, others where a file has them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A text for people.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// English.
    pub en: String,
    /// French.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub fr: String,
    /// German.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub de: String,
}

impl Words {
    /// A text in all three.
    pub fn new(en: impl Into<String>, fr: impl Into<String>, de: impl Into<String>) -> Self {
        Self { en: en.into(), fr: fr.into(), de: de.into() }
    }

    /// The text in a language (two letters, or a tag such as `fr-BE`), in English where that is missing.
    pub fn in_language(&self, tag: &str) -> &str {
        let primary = tag.split(['-', '_']).next().unwrap_or_default();
        let found = match primary.to_ascii_lowercase().as_str() {
            "fr" => &self.fr,
            "de" => &self.de,
            _ => &self.en,
        };
        if found.is_empty() { &self.en } else { found }
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn a_missing_language_is_answered_in_english() {
        let words = Words::new("closed", "fermé", "");
        assert_eq!(words.in_language("fr-BE"), "fermé");
        assert_eq!(words.in_language("de"), "closed");
        assert_eq!(words.in_language("mt"), "closed");
    }
}
