//! The texts of the page, in one list a language.
//!
//! One JSON object of strings serves both this crate and the script in the page, so that a language is one file and
//! nothing can be translated in one half only. Sentences about the data (verdicts, reasons) come with the document.

use crate::error::Error;
use std::collections::BTreeMap;

/// Texts by key, with `{name}` where a value goes; `key.one` is the form for exactly one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strings {
    language: String,
    texts: BTreeMap<String, String>,
}

const ENGLISH: &str = include_str!("../../assets/en.json");

impl Default for Strings {
    fn default() -> Self {
        Self {
            language: "en".into(),
            texts: serde_json::from_str(ENGLISH).expect("the built-in list is checked by a test"),
        }
    }
}

impl Strings {
    /// Texts of another language: a JSON object with every key of `assets/en.json`.
    ///
    /// # Errors
    /// [`Error::Texts`] when it is no such object, [`Error::MissingText`] with the first key that is missing.
    pub fn from_json(language: &str, json: &str) -> Result<Self, Error> {
        let texts: BTreeMap<String, String> = serde_json::from_str(json).map_err(Error::Texts)?;
        match Self::default().texts.keys().find(|key| !texts.contains_key(*key)) {
            Some(key) => Err(Error::MissingText { language: language.into(), key: key.clone() }),
            None => Ok(Self { language: language.into(), texts }),
        }
    }

    /// BCP 47 tag of the language.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// All texts, for the script.
    pub(super) fn all(&self) -> &BTreeMap<String, String> {
        &self.texts
    }

    /// The text of a key; the key itself if there is none, so that a slip shows without breaking the page.
    pub(super) fn get<'a>(&'a self, key: &'a str) -> &'a str {
        self.texts.get(key).map_or(key, String::as_str)
    }

    /// The text of a key with its values filled in.
    pub(super) fn fill(&self, key: &str, values: &[(&str, &str)]) -> String {
        values
            .iter()
            .fold(self.get(key).to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// A count with its noun: `key.one` for exactly one, else `key`, `{n}` being the count.
    pub(super) fn count(&self, key: &str, n: u64) -> String {
        let one = format!("{key}.one");
        let key = if n == 1 && self.texts.contains_key(&one) { &one } else { key };
        self.fill(key, &[("n", &super::format::count(n))])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    /// Every key named in a source, as `t.get("key")`, `t.fill("key"`, `t.count("key"` or the script's `t("key"`.
    fn keys_used() -> Vec<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let sources = ["src/html", "assets"].iter().flat_map(|folder| {
            std::fs::read_dir(root.join(folder)).expect("folder").map(|e| e.expect("entry").path())
        });
        let mut keys = Vec::new();
        for path in sources.filter(|p| p.extension().is_some_and(|e| e == "rs" || e == "js")) {
            if path.ends_with("strings.rs") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a source");
            for call in ["t.get(\"", "t.fill(\"", "t.count(\"", " t(\"", "(t(\"", "{t(\"", "counted(\""] {
                keys.extend(
                    text.split(call).skip(1).filter_map(|rest| rest.split('"').next()).map(String::from),
                );
            }
        }
        keys
    }

    #[test]
    fn every_key_that_is_used_has_a_text() {
        let strings = Strings::default();
        let keys = keys_used();
        assert!(keys.len() > 50, "the search for keys finds them");
        let missing: Vec<_> = keys.iter().filter(|key| !strings.texts.contains_key(*key)).collect();
        assert!(missing.is_empty(), "{missing:?}");
    }

    #[test]
    fn a_language_with_a_gap_is_refused_by_name_of_the_key() {
        let error = Strings::from_json("fr", "{\"accounts\":\"comptes\"}").expect_err("a gap");
        assert!(error.to_string().starts_with("texts of language `fr`: `"));
        assert!(
            Strings::from_json("fr", "[]").expect_err("no object").to_string().contains("not a JSON object")
        );
        assert_eq!(Strings::from_json("en", ENGLISH).expect("whole"), Strings::default());
    }

    #[test]
    fn one_is_not_many() {
        let strings = Strings::default();
        assert_eq!(strings.count("n.accounts", 1), "1 account");
        assert_eq!(strings.count("n.accounts", 21_884), "21,884 accounts");
    }
}
