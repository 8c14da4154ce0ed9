//! Bytes to a JSON value, with limits.
//!
//! **The problem.** Input is hostile: too deep for a stack, too large for memory, or with a key twice, which two readers
//! understand differently (one checks the first, the other uses the last).
//!
//! **The choice.** serde_json's parser with a visitor of our own that counts the depth and refuses a second key; the
//! standard asks for I-JSON (RFC 7493), where both are outside. Rejected: keeping the last value silently, as most
//! libraries do.

use crate::Error;
use serde::de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::fmt;

/// How much of an input one object may take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of JSON an object.
    pub bytes: usize,
    /// Lists and dictionaries within each other; at most 120.
    pub depth: usize,
}

impl Default for Limits {
    /// 32 MiB, since an artifact carries its payload inside, and 64 levels.
    fn default() -> Self {
        Self { bytes: 32 << 20, depth: 64 }
    }
}

/// Reads one JSON value that takes up all of `bytes`. `place` opens the message of an error.
pub(crate) fn value(bytes: &[u8], limits: Limits, place: &str) -> Result<Value, Error> {
    if bytes.len() > limits.bytes {
        return Err(Error::TooLarge { place: place.to_owned(), limit: limits.bytes });
    }
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    // serde_json itself stops at 128 levels; ours lies below so that the message is ours.
    let depth = limits.depth.min(120);
    let result = Node { left: depth }.deserialize(&mut reader).and_then(|value| reader.end().map(|()| value));
    result.map_err(|error| {
        let reason = error.to_string();
        if reason.starts_with(TOO_DEEP) {
            Error::TooDeep { place: place.to_owned(), limit: depth }
        } else {
            Error::Json { place: place.to_owned(), reason }
        }
    })
}

const TOO_DEEP: &str = "nested too deep";

/// Reads a value that may hold `left` more levels.
#[derive(Clone, Copy)]
struct Node {
    left: usize,
}

impl Node {
    fn inner<E: de::Error>(self) -> Result<Self, E> {
        self.left.checked_sub(1).map(|left| Self { left }).ok_or_else(|| E::custom(TOO_DEEP))
    }
}

impl<'de> DeserializeSeed<'de> for Node {
    type Value = Value;

    fn deserialize<D: de::Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Node {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_string<E>(self, value: String) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(Value::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let inner = self.inner()?;
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            let value = entries.next_value_seed(inner)?;
            if let serde_json::map::Entry::Vacant(place) = map.entry(key.as_str()) {
                place.insert(value);
            } else {
                return Err(de::Error::custom(format_args!("key {key:?} stands twice in one object")));
            }
        }
        Ok(Value::Object(map))
    }
}

/// What a value is, for messages.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::{Error, Limits, value};

    fn read(text: &str) -> Result<serde_json::Value, Error> {
        value(text.as_bytes(), Limits { bytes: 200, depth: 3 }, "object 1")
    }

    #[test]
    fn limits_hold_to_the_byte_and_the_level() {
        assert!(read("[[[]]]").is_ok());
        assert_eq!(read("[[[{}]]]"), Err(Error::TooDeep { place: "object 1".into(), limit: 3 }));
        assert_eq!(read(&" ".repeat(201)), Err(Error::TooLarge { place: "object 1".into(), limit: 200 }));
        let deep = "[".repeat(1_000_000);
        let high = Limits { bytes: 2_000_000, depth: usize::MAX };
        assert_eq!(value(deep.as_bytes(), high, "x"), Err(Error::TooDeep { place: "x".into(), limit: 120 }));
    }

    #[test]
    fn a_key_twice_is_refused_with_its_name_and_place() {
        let message = read("{\"type\":\"a\",\n \"type\":\"b\"}").map_err(|error| error.to_string());
        assert_eq!(
            message,
            Err("object 1: no readable JSON: key \"type\" stands twice in one object at line 2 column 12"
                .into())
        );
    }

    #[test]
    fn what_is_no_json_is_said() {
        for text in ["", "{", "nul", "[1,]", "\"\\ud800\"", "{} {}", "1e999", "\u{feff}{}"] {
            assert!(matches!(read(text), Err(Error::Json { .. })), "{text:?}");
        }
        assert!(value(b"\"\xff\"", Limits::default(), "x").is_err());
    }
}
