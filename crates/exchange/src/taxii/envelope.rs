//! Envelopes: the bag in which objects travel (TAXII 2.1 §3.7).
//!
//! Objects are kept as the bytes that came, and written as the bytes that are stored: an envelope of ten thousand is
//! cut at its commas once, and nobody builds a tree of it. What an object says is `ostrakon-stix`'s matter.

use serde::Deserialize;
use serde_json::value::RawValue;

/// Objects as they came, borrowed from the body.
#[derive(Debug, Deserialize)]
pub struct Envelope<'a> {
    /// Whether the sender has more.
    #[serde(default)]
    pub more: bool,
    /// How to ask for it.
    #[serde(default)]
    pub next: Option<String>,
    /// What a bundle has at its top, and an envelope has not.
    #[serde(default, borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    /// One JSON text each.
    #[serde(default, borrow)]
    pub objects: Vec<&'a RawValue>,
}

/// A body that is no envelope. Answered with status 422 (400 when it is no JSON at all).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EnvelopeError {
    /// No JSON, or cut off.
    #[error("the body is no JSON: {0}")]
    NoJson(String),
    /// JSON, but no envelope.
    #[error("the body is no TAXII envelope, an object with a list `objects`: {0}")]
    NoEnvelope(String),
    /// A STIX bundle, which TAXII 2.1 does not carry as such.
    #[error(
        "the body is a STIX bundle; TAXII 2.1 carries its `objects` in an envelope: {{\"objects\": […]}}"
    )]
    Bundle,
    /// Nothing in it.
    #[error("the envelope has no objects; there is nothing to add")]
    Empty,
}

/// Reads the body of a request to add objects.
///
/// # Errors
/// [`EnvelopeError`].
pub fn read(body: &[u8]) -> Result<Envelope<'_>, EnvelopeError> {
    let wrong = |error: serde_json::Error| {
        if error.is_data() {
            EnvelopeError::NoEnvelope(error.to_string())
        } else {
            EnvelopeError::NoJson(error.to_string())
        }
    };
    // A list would be read as the fields in their order.
    if body.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        return Err(EnvelopeError::NoEnvelope("it is a list".into()));
    }
    let envelope: Envelope<'_> = serde_json::from_slice(body).map_err(wrong)?;
    match envelope.kind {
        Some(kind) if kind.get() == "\"bundle\"" => Err(EnvelopeError::Bundle),
        _ if envelope.objects.is_empty() => Err(EnvelopeError::Empty),
        _ => Ok(envelope),
    }
}

/// Writes an envelope around objects that are JSON already. Without objects and without more it is `{}`, as §3.7 asks.
pub fn write<T: AsRef<[u8]>>(objects: &[T], next: Option<&str>) -> Vec<u8> {
    let length: usize = objects.iter().map(|object| object.as_ref().len() + 1).sum();
    let mut out = Vec::with_capacity(length + 64);
    out.push(b'{');
    if let Some(next) = next {
        out.extend_from_slice(b"\"more\":true,\"next\":");
        // A text is always writable as JSON.
        out.extend_from_slice(serde_json::Value::from(next).to_string().as_bytes());
    }
    if !objects.is_empty() {
        if next.is_some() {
            out.push(b',');
        }
        out.extend_from_slice(b"\"objects\":[");
        for (at, object) in objects.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            out.extend_from_slice(object.as_ref());
        }
        out.push(b']');
    }
    out.push(b'}');
    out
}

#[cfg(test)]
mod tests {
    use super::{EnvelopeError, read, write};

    #[test]
    fn objects_travel_as_the_bytes_they_are() {
        let objects = [r#"{"b":1.0,"a":"é"}"#, r#"{ "x" : [ 1 ] }"#];
        let body = write(&objects, Some("p1f"));
        let back = read(&body).expect("an envelope");
        assert!(back.more);
        assert_eq!(back.next.as_deref(), Some("p1f"));
        assert_eq!(back.objects.iter().map(|o| o.get()).collect::<Vec<_>>(), objects);
        assert_eq!(write::<&[u8]>(&[], None), b"{}");
    }

    #[test]
    fn what_is_no_envelope_is_told_apart() {
        let kind = |body: &[u8]| read(body).expect_err("no envelope");
        assert!(matches!(kind(b""), EnvelopeError::NoJson(_)));
        assert!(matches!(kind(b"{\"objects\":[{\"id\":"), EnvelopeError::NoJson(_)));
        assert!(matches!(kind(b"[]"), EnvelopeError::NoEnvelope(_)));
        assert!(matches!(kind(b"{\"objects\":{}}"), EnvelopeError::NoEnvelope(_)));
        assert_eq!(kind(b"{}"), EnvelopeError::Empty);
        let bundle = br#"{"type":"bundle","id":"bundle--1","objects":[{"type":"malware"}]}"#;
        assert_eq!(kind(bundle), EnvelopeError::Bundle);
        assert!(matches!(kind(&[0xff, 0xfe]), EnvelopeError::NoJson(_)));
        // Depth is the object's matter: here nothing is built, so that nothing can overflow.
        let deep = format!("{{\"objects\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(read(deep.as_bytes()).expect("one thing").objects.len(), 1);
    }

    #[test]
    fn unknown_fields_of_an_envelope_are_left_alone() {
        let body = br#"{"x_new":{"a":[1]},"objects":[{"id":"a"}],"more":false}"#;
        assert_eq!(read(body).expect("an envelope").objects.len(), 1);
    }
}
