//! The texts of the pages, one JSON table a language (`assets/public/`), the same keys in each, held by a test.

use crate::situation::words::Words;
use std::collections::BTreeMap;
use std::sync::LazyLock;

type Table = BTreeMap<String, String>;

fn table(json: &str) -> Table {
    serde_json::from_str(json).expect("the built-in tables are checked by a test")
}

static ENGLISH: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../assets/public/en.json")));
static FRENCH: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../assets/public/fr.json")));
static GERMAN: LazyLock<Table> = LazyLock::new(|| table(include_str!("../../assets/public/de.json")));

/// Languages of the pages, with their own names; the first is the one of those who ask for none of them.
pub const LANGUAGES: [(&str, &str); 3] = [("en", "English"), ("fr", "Français"), ("de", "Deutsch")];

/// The texts of a language of [`LANGUAGES`]; English for any other.
pub(super) fn words(language: &str) -> Words {
    match language {
        "fr" => Words::over("fr", &FRENCH),
        "de" => Words::over("de", &GERMAN),
        _ => Words::over("en", &ENGLISH),
    }
}

/// The language of these pages that a reader asks for (`Accept-Language`, RFC 9110 §12.5.4): the one with the highest weight,
/// the first of equals; English where none is asked for.
pub fn language(accept: &str) -> &'static str {
    let mut best: Option<(f32, &'static str)> = None;
    // Nobody asks for more than a few; a hostile list is not read to its end.
    for one in accept.split(',').take(32) {
        let (tag, rest) = one.split_once(';').unwrap_or((one, ""));
        let weight = rest.trim().strip_prefix("q=").map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
        let weight = weight.filter(|weight| *weight > 0.0 && *weight <= 1.0);
        let primary = tag.trim().split('-').next().unwrap_or_default();
        let known = LANGUAGES.iter().find(|(name, _)| name.eq_ignore_ascii_case(primary));
        if let (Some(weight), Some((name, _))) = (weight, known)
            && best.is_none_or(|(most, _)| weight > most)
        {
            best = Some((weight, name));
        }
    }
    best.map_or(LANGUAGES[0].0, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn the_reader_decides_the_language() {
        assert_eq!(language("fr-BE,fr;q=0.9,en;q=0.8"), "fr");
        assert_eq!(language("mt, de;q=0.3, en;q=0.2"), "de");
        assert_eq!(language("de;q=0, en;q=0.1"), "en");
        for odd in ["", "*", ";;=,q=", "xx", "de;q=nan", "de;q=7"] {
            assert_eq!(language(odd), "en", "{odd}");
        }
    }

    #[test]
    fn every_language_has_the_same_texts_with_the_same_places_and_each_is_used() {
        let source = [
            include_str!("atom.rs"),
            include_str!("cards.rs"),
            include_str!("contest.rs"),
            include_str!("entry_page.rs"),
            include_str!("frame.rs"),
            include_str!("log_page.rs"),
            include_str!("register.rs"),
        ]
        .concat();
        let places = |text: &str| -> BTreeSet<String> {
            let after = text.split('{').skip(1);
            after.filter_map(|part| part.split_once('}').map(|(name, _)| name.to_owned())).collect()
        };
        for (key, english) in ENGLISH.iter() {
            for (name, table) in [("fr", &FRENCH), ("de", &GERMAN)] {
                let text = table.get(key).unwrap_or_else(|| panic!("{name}: {key} is missing"));
                assert_eq!(places(text), places(english), "{name}: {key}");
            }
            // `class.debunk` and its like are put together from a beginning and a name.
            let beginning = key.split_once('.').map_or(key.as_str(), |(start, _)| start);
            let used =
                source.contains(&format!("\"{key}\"")) || source.contains(&format!("\"{beginning}.{{"));
            assert!(used, "{key} is used nowhere");
        }
        assert_eq!((ENGLISH.len(), ENGLISH.len()), (FRENCH.len(), GERMAN.len()));
    }
}
