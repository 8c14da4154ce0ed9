//! What a file is: told by name, by media type, or recognised by its content.
//!
//! **The problem.** People drop files; the extension is `.json` for all of them. **The choice.** The keys at the top of
//! the first JSON value decide, read without building anything and only as far as needed; a text that is no JSON is
//! looked at as a table or a page. What cannot be told apart is refused with the names that can be given.
//! **Rejected.** Trying one reader after the other: the message would be the last reader's, about a format nobody sent.

use crate::ExchangeError;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::cell::Cell;
use std::fmt;
use std::io::Read;

const WHAT: &str = "the file";

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// STIX 2.1: object, bundle, list, or one object a line.
    #[default]
    Stix,
    /// A signed bundle of STIX objects.
    Signed,
    /// MISP events: file, list, feed, or an answer of its REST interface.
    Misp,
    /// schema.org ClaimReview (JSON-LD).
    ClaimReview,
    /// Statements of reasons under the Digital Services Act, JSON or CSV.
    Dsa,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 5] = [Self::Stix, Self::Signed, Self::Misp, Self::ClaimReview, Self::Dsa];

    /// The name in addresses and options.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Stix => "stix",
            Self::Signed => "signed",
            Self::Misp => "misp",
            Self::ClaimReview => "claimreview",
            Self::Dsa => "dsa",
        }
    }

    /// The format of a name.
    ///
    /// # Errors
    /// [`ExchangeError`] with the names there are.
    pub fn named(name: &str) -> Result<Self, ExchangeError> {
        let found = Self::ALL.into_iter().find(|one| one.name() == name);
        found.ok_or_else(|| {
            let name: String = name.chars().take(80).collect();
            ExchangeError::at(WHAT, "format", format!("{name:?} is none; give one of {}", names()))
        })
    }

    /// The format that a media type stands for; `None` where it may be several.
    pub fn of_media_type(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        match essence.as_str() {
            "application/stix+json" | "application/vnd.oasis.stix+json" => Some(Self::Stix),
            "application/ld+json" | "text/html" => Some(Self::ClaimReview),
            "text/csv" => Some(Self::Dsa),
            _ => None,
        }
    }

    /// Recognises a file by its content, of which only the beginning is read where that decides.
    ///
    /// # Errors
    /// [`ExchangeError`] when it is none of these, with what to do.
    pub fn recognise(mut source: impl Read) -> Result<Self, ExchangeError> {
        let mut head = Vec::with_capacity(4096);
        Read::by_ref(&mut source)
            .take(4096)
            .read_to_end(&mut head)
            .map_err(|error| ExchangeError::Unreadable { what: WHAT, reason: error.to_string() })?;
        let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
        let first = text.iter().copied().find(|byte| !byte.is_ascii_whitespace());
        let found = match first {
            Some(b'{' | b'[') => {
                let whole = std::io::BufReader::with_capacity(1 << 16, text.chain(source));
                let told = Cell::new(None);
                let keys = Keys(&told);
                // An error is the usual end: reading stops where the answer is known, or where the file is broken;
                // then its reader says where.
                let _ = keys.deserialize(&mut serde_json::Deserializer::from_reader(whole));
                told.get()
            }
            Some(b'<') => Some(Self::ClaimReview),
            Some(_) => {
                let line = text.split(|byte| *byte == b'\n').next().unwrap_or_default();
                let columns = crate::dsa::HEADER;
                let named = |cell: &[u8]| columns.iter().any(|column| cell.trim_ascii() == column.as_bytes());
                line.split(|byte| *byte == b',').any(named).then_some(Self::Dsa)
            }
            None => return Err(ExchangeError::at(WHAT, "", "there is nothing in it")),
        };
        found.ok_or_else(|| {
            ExchangeError::at(
                WHAT,
                "format",
                format!("what this is cannot be told by its content; name it: {}", names()),
            )
        })
    }
}

fn names() -> String {
    Format::ALL.map(Format::name).join(", ")
}

/// Looks at the keys of an object, or of the first object of a list.
#[derive(Clone, Copy)]
struct Keys<'a>(&'a Cell<Option<Format>>);

impl<'de> DeserializeSeed<'de> for Keys<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Keys<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        list.next_element_seed(self)?;
        Err(A::Error::custom("seen enough"))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let tell = |format| {
            self.0.set(Some(format));
            Err(A::Error::custom("seen enough"))
        };
        let (mut manifest, mut event) = (false, 0);
        while let Some(key) = map.next_key::<String>()? {
            match key.as_str() {
                "Event" | "response" | "Attribute" => return tell(Format::Misp),
                "claimReview" | "claims" | "claimReviewed" | "@context" | "@type" | "@graph" => {
                    return tell(Format::ClaimReview);
                }
                "statements" | "puid" | "platform_uid" | "decision_ground" | "decision_visibility" => {
                    return tell(Format::Dsa);
                }
                "spec_version" => return tell(Format::Stix),
                "manifest" => manifest = true,
                "signature" if manifest => return tell(Format::Signed),
                // A bare MISP event has both.
                "info" | "uuid" => event += 1,
                "type" | "id" => {
                    let text = map.next_value::<serde_json::Value>()?;
                    let text = text.as_str().unwrap_or_default();
                    if key == "type" && text == "bundle" || key == "id" && text.contains("--") {
                        return tell(Format::Stix);
                    }
                    continue;
                }
                // An envelope, or a signed bundle whose manifest comes later.
                "objects" => self.0.set(Some(Format::Stix)),
                _ => {}
            }
            if event == 2 {
                return tell(Format::Misp);
            }
            map.next_value::<IgnoredAny>()?;
        }
        if manifest {
            self.0.set(Some(Format::Signed));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Format;
    use proptest::prelude::*;

    #[test]
    fn what_people_drop_is_recognised() {
        for (text, format) in [
            (r#"{"type":"bundle","id":"bundle--1","objects":[]}"#, Format::Stix),
            (r#"[{"type":"url","id":"url--2","value":"x"}]"#, Format::Stix),
            ("{\"id\":\"url--2\"}\n{\"id\":\"url--3\"}", Format::Stix),
            (r#"{"objects":[{"id":"url--2"}]}"#, Format::Stix),
            (r#"{"manifest":{},"signature":"","objects":[]}"#, Format::Signed),
            (r#"{"objects":[],"manifest":{},"signature":""}"#, Format::Signed),
            (r#"{"Event":{"uuid":"x"}}"#, Format::Misp),
            (r#"{"response":[{"Event":{}}]}"#, Format::Misp),
            (r#"[{"Event":{}}]"#, Format::Misp),
            (r#"{"uuid":"x","date":"2024-01-01","info":"y"}"#, Format::Misp),
            (r#"{"@context":"https://schema.org","@type":"ClaimReview"}"#, Format::ClaimReview),
            (r#"{"claims":[]}"#, Format::ClaimReview),
            ("\u{feff} <html>", Format::ClaimReview),
            (r#"{"statements":[]}"#, Format::Dsa),
            (r#"[{"decision_facts":"x","puid":"1"}]"#, Format::Dsa),
            ("uuid,decision_visibility\r\n", Format::Dsa),
        ] {
            assert_eq!(Format::recognise(text.as_bytes()).ok(), Some(format), "{text}");
        }
    }

    #[test]
    fn what_is_nothing_known_is_refused_with_the_names() {
        let deep = "[".repeat(100_000);
        for text in ["", "  ", "{}", "[]", "[1]", "a,b\n", "{\"a\":", "\u{0}", &deep, "null", "{\"type\":1}"]
        {
            let error = Format::recognise(text.as_bytes()).expect_err(text).to_string();
            assert!(text.trim().is_empty() || error.contains("claimreview"), "{error}");
        }
        assert!(Format::named("xml").is_err());
        assert_eq!(Format::of_media_type("application/stix+json;version=2.1"), Some(Format::Stix));
    }

    proptest! {
        #[test]
        fn whatever_comes_is_answered_and_keys_further_in_do_not_decide(
            junk in prop::collection::vec(any::<u8>(), 0..300),
            key in "[a-z_]{1,12}", inner in prop::sample::select(vec!["Event", "statements", "spec_version", "claims"]),
        ) {
            // Any bytes are answered, and the same on every look.
            let told = Format::recognise(junk.as_slice()).ok();
            prop_assert_eq!(told, Format::recognise(junk.as_slice()).ok());
            // What stands below the top says nothing of the whole.
            prop_assume!(!["type", "id", "info", "uuid", "objects", "manifest", "signature", "response", "claims", "puid", "statements"]
                .contains(&key.as_str()) && !key.starts_with("decision_") && key != "platform_uid" && key != "spec_version");
            let nested = format!("{{\"{key}\": {{\"{inner}\": []}}}}");
            prop_assert!(Format::recognise(nested.as_bytes()).is_err());
            // A blank before it and a mark of the byte order change nothing.
            let plain = format!("{{\"{inner}\": []}}");
            let dressed = format!("\u{feff} \r\n\t{plain}");
            prop_assert_eq!(
                Format::recognise(plain.as_bytes()).ok(),
                Format::recognise(dressed.as_bytes()).ok()
            );
        }
    }
}
