//! Words in a mechanism's file: a table by language, or a string where there is English alone.

use crate::Words;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;

/// Words, or a string in English.
struct Either(Words);

impl<'de> Deserialize<'de> for Either {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Reader;

        impl<'de> Visitor<'de> for Reader {
            type Value = Either;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, or a table with `en` and, where translated, `fr` and `de`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Either, E> {
                Ok(Either(Words { en: text.to_owned(), ..Words::default() }))
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Either, A::Error> {
                Words::deserialize(MapAccessDeserializer::new(map)).map(Either)
            }
        }

        deserializer.deserialize_any(Reader)
    }
}

/// Reads words.
pub(super) fn words<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
    Either::deserialize(deserializer).map(|either| either.0)
}

/// Reads words that may be left out.
pub(super) fn maybe<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Words>, D::Error> {
    words(deserializer).map(Some)
}

/// Reads a list of words.
pub(super) fn list<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Words>, D::Error> {
    Ok(Vec::<Either>::deserialize(deserializer)?.into_iter().map(|either| either.0).collect())
}

#[cfg(test)]
mod tests {
    use super::Either;
    use crate::Words;

    #[test]
    fn words_are_a_string_or_a_table_with_english_in_it() {
        let read = |json: &str| serde_json::from_str::<Either>(json).map(|either| either.0).ok();
        assert_eq!(read("\"Share\""), Some(Words::new("Share", "", "")));
        assert_eq!(read(r#"{"en":"a","fr":"b","de":"c"}"#), Some(Words::new("a", "b", "c")));
        for bad in [r#"{"fr":"b"}"#, r#"{"en":"a","it":"b"}"#, "3"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }
}
