//! The computed texts of a report, in its language.
//!
//! **The problem.** Labels are drawn in the language of the page; what is computed from records was English. **The choice.** An
//! issue has a language, and everything that is computed is written in it when the report is built: two people approve the
//! very words that go out. One table a language (`assets/situation/`), the same keys in each, held by a test. What people wrote
//! keeps its own language. **Rejected.** Codes and values in the document: each of its readers, and each program that reads
//! the JSON, would need the tables; and an approved text would change with them.

use ostrakon_report::situation::Words;
use std::collections::BTreeMap;
use std::sync::LazyLock;

type Table = BTreeMap<String, String>;

fn table(json: &str) -> Table {
    serde_json::from_str(json).expect("the built-in tables are checked by a test")
}

static ENGLISH: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../assets/situation/en.json")));
static FRENCH: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../assets/situation/fr.json")));
static GERMAN: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../assets/situation/de.json")));

/// The texts of one language.
#[derive(Clone, Copy)]
pub(super) struct Say(Words);

impl Say {
    /// Those of a BCP 47 tag; English for a language without a table.
    pub fn of(tag: &str) -> Self {
        let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        Self(match primary.as_str() {
            "fr" => Words::over("fr", &FRENCH),
            "de" => Words::over("de", &GERMAN),
            _ => Words::over("en", &ENGLISH),
        })
    }

    /// `en`, `fr` or `de`.
    pub fn language(self) -> &'static str {
        self.0.language
    }

    /// A text.
    pub fn text(self, key: &str) -> String {
        self.0.get(key)
    }

    /// A text with its values.
    pub fn fill(self, key: &str, values: &[(&str, &str)]) -> String {
        self.0.fill(key, values)
    }

    /// A text about one of something (`key.one`) or several (`key.many`), with their number as `n`.
    pub fn several(self, key: &str, count: u64, values: &[(&str, &str)]) -> String {
        // French speaks of none as of one.
        let one = count == 1 || (count == 0 && self.language() == "fr");
        let n = self.count(count);
        let mut all = vec![("n", n.as_str())];
        all.extend_from_slice(values);
        self.0.fill(&format!("{key}.{}", if one { "one" } else { "many" }), &all)
    }

    /// A name of a closed list (`prefix.name`); one that is not in the list for people: `data-breach` → `Data breach`.
    pub fn word(self, prefix: &str, name: &str) -> String {
        self.0.find(&format!("{prefix}.{name}")).map_or_else(|| worded(name), ToOwned::to_owned)
    }

    /// The state of a record; what somebody wrote as a state stays as it is.
    pub fn state(self, name: &str) -> String {
        self.0.find(&format!("state.{name}")).map_or_else(|| name.to_owned(), ToOwned::to_owned)
    }

    /// A whole number.
    pub fn count(self, n: u64) -> String {
        self.0.count(n)
    }

    /// An estimate, with as many digits as it deserves.
    pub fn number(self, value: f64) -> String {
        // What rounds to nothing has no sign.
        let rounded = if value.abs() >= 100.0 { value.round() } else { (value * 10.0).round() / 10.0 };
        self.0.number(if rounded == 0.0 { 0.0 } else { rounded })
    }

    /// A moment. Days and months are in the report's own tables.
    pub fn time(self, ms: i64) -> String {
        Words::of(self.language()).time(ms)
    }
}

/// A name as it stands in data, for people.
fn worded(name: &str) -> String {
    let text = name.replace(['-', '_'], " ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    /// The places of a text: `{n}`.
    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn every_text_is_there_in_every_language_with_the_same_places() {
        for other in [&FRENCH, &GERMAN] {
            assert_eq!(ENGLISH.keys().collect::<Vec<_>>(), other.keys().collect::<Vec<_>>());
            for (key, text) in ENGLISH.iter() {
                assert!(!other[key].trim().is_empty(), "{key} is empty");
                assert_eq!(places(text), places(&other[key]), "{key}");
            }
        }
    }

    #[test]
    fn every_key_that_the_sections_ask_for_is_there() {
        let sources = [
            include_str!("facts.rs"),
            include_str!("written.rs"),
            include_str!("sections/activity.rs"),
            include_str!("sections/alerts.rs"),
            include_str!("sections/basis.rs"),
            include_str!("sections/countries.rs"),
            include_str!("sections/developments.rs"),
            include_str!("sections/gaps.rs"),
            include_str!("sections/head.rs"),
            include_str!("sections/impact.rs"),
            include_str!("sections/measures.rs"),
            include_str!("sections/notifications.rs"),
            include_str!("sections/outlook.rs"),
            include_str!("sections/summary.rs"),
            include_str!("sections/threats.rs"),
        ];
        let mut asked = 0;
        for source in sources {
            for call in ["say.text(\"", "say.fill(\"", "say.several(\"", "say.fill(\n            \""] {
                for key in source.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                    let several = call.contains("several");
                    let keys = if several {
                        vec![format!("{key}.one"), format!("{key}.many")]
                    } else {
                        vec![key.into()]
                    };
                    for key in keys.iter().filter(|key| !key.contains('{')) {
                        assert!(ENGLISH.contains_key(key), "{key}");
                        asked += 1;
                    }
                }
            }
        }
        assert!(asked > 60, "only {asked} were found: the test looks for calls that are not there any more");
    }

    #[test]
    fn numbers_words_and_states_read_as_the_language_writes_them() {
        let (english, french, german) = (Say::of("en-IE"), Say::of("fr"), Say::of("de-AT"));
        assert_eq!(german.number(-1_234.4), "−1.234");
        assert_eq!((english.number(-0.04), french.number(2.55)), ("0".into(), "2,6".into()));
        assert_eq!(french.several("summary.cases", 0, &[]), "0 dossier");
        assert_eq!(german.several("summary.cases", 0, &[]), "0 Fällen");
        assert_eq!(
            (english.state("in-force"), german.state("in-force")),
            ("in force".into(), "in Kraft".into())
        );
        assert_eq!(french.state("waits for the minister"), "waits for the minister");
        assert_eq!(english.word("type", "data-breach"), "Data breach");
        assert_eq!(Say::of("mt").language(), "en");
    }
}
