//! From JSON texts to object versions that the store can keep.
//!
//! **The problem.** Ten thousand objects come at once, some of them wrong. Each must be kept or refused by itself, with
//! a reason that its sender can act on, and none may be lost in silence.
//!
//! **The choice.** What is *refused* is what cannot be addressed: no JSON object, no type and id that belong together,
//! no version where the type has one. What merely breaks the specification elsewhere is kept and *noticed*: the hub must
//! be able to receive what partners really send, and gives it back unchanged; the notice goes to the sender. Objects are
//! read on all cores, in blocks, in their order.
//!
//! **Rejected.** Refusing whatever does not validate: one wrong time stamp in a report of 200,000 objects would lose it.

use ostrakon_stix::Object;
use ostrakon_store::NewObject;
use rayon::prelude::*;

/// Below this number, distributing the work costs more than doing it.
const FEW: usize = 64;

/// An object that was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Its place in what was sent, from 0.
    pub index: usize,
    /// Its id, as far as it could be read.
    pub id: String,
    /// Its version, as far as it could be read.
    pub version: String,
    /// Why, and what would be right.
    pub reason: String,
}

/// What came, sorted out.
#[derive(Debug, Default)]
pub struct Intake {
    /// What can be kept, with its place in what was sent.
    pub objects: Vec<(usize, NewObject)>,
    /// What cannot.
    pub refused: Vec<Refused>,
}

/// Reads JSON texts, one object each.
pub fn read<T: AsRef<[u8]> + Sync>(texts: &[T]) -> Intake {
    let one = |(index, text): (usize, &T)| object(index, text.as_ref());
    let all: Vec<Result<NewObject, Refused>> = if texts.len() < FEW {
        texts.iter().enumerate().map(one).collect()
    } else {
        texts.par_iter().enumerate().with_min_len(FEW).map(one).collect()
    };
    let mut intake = Intake::default();
    for (index, result) in all.into_iter().enumerate() {
        match result {
            Ok(object) => intake.objects.push((index, object)),
            Err(refused) => intake.refused.push(refused),
        }
    }
    intake
}

fn object(index: usize, text: &[u8]) -> Result<NewObject, Refused> {
    let place = format!("object {index}");
    let object = Object::parse(text).map_err(|error| Refused {
        index,
        id: place.clone(),
        version: String::new(),
        reason: error.to_string(),
    })?;
    to_store(&object).map_err(|reason| Refused {
        index,
        id: object.id().to_owned(),
        version: object.version().unwrap_or_default().to_owned(),
        reason,
    })
}

/// The version of an object that the store keeps.
///
/// # Errors
/// A sentence that says why it cannot be addressed.
pub fn to_store(object: &Object) -> Result<NewObject, String> {
    let (kind, id) = (object.kind(), object.id());
    if kind == "bundle" {
        return Err("a bundle is no object, only what objects travel in; this one holds none".to_owned());
    }
    let uuid = id.get(kind.len() + 2..).unwrap_or_default();
    if !kind.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-') || kind.len() > 250 {
        return Err(format!("the type {kind:?} is not made of a–z, 0–9 and hyphens"));
    }
    // 36 characters: the other spellings of a UUID (braces, no hyphens) are not STIX.
    if uuid.len() != 36 || uuid::Uuid::try_parse(uuid).is_err() {
        return Err(format!("the id {id:?} is not `{kind}--` and a UUID"));
    }
    // In capitals the same UUID would be another id for whoever compares ids letter by letter, and the same for whoever does not.
    if uuid.bytes().any(|byte| byte.is_ascii_uppercase()) {
        let small = uuid.to_ascii_lowercase();
        return Err(format!("the id {id:?} has capital letters; write `{kind}--{small}` (RFC 4122, §3)"));
    }
    let version = object.version().unwrap_or_default();
    if !version.is_empty() && ostrakon_exchange::taxii::stamp::parse(version).is_none() {
        return Err(format!("the version {version:?} is no UTC time stamp such as 2024-06-09T20:00:00.000Z"));
    }
    let spec_version = match object.spec_version() {
        Some(stated @ ("2.0" | "2.1")) => stated,
        Some(other) => {
            return Err(format!("the specification version {other:?} is not known here; send 2.1"));
        }
        // Observables of 2.1 may leave it out and have no time of creation; what has one is of 2.0.
        None if object.created().is_none() => "2.1",
        None => "2.0",
    };
    Ok(NewObject {
        id: id.to_owned(),
        kind: kind.to_owned(),
        version: version.to_owned(),
        spec_version: spec_version.to_owned(),
        bytes: object.canonical().into_bytes(),
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    const ID: &str = "6b6ac7a8-7d64-4d3b-8f2f-7e7e9a1f6a01";

    #[test]
    fn each_object_is_kept_or_refused_by_itself_in_its_order() {
        let texts = [
            format!(
                r#"{{"type":"malware","id":"malware--{ID}","spec_version":"2.1","created":"2024-01-01T00:00:00.000Z","modified":"2024-01-02T00:00:00.000Z","x_unknown":{{"b":1,"a":[1.50]}}}}"#
            ),
            "{".to_owned(),
            r#"{"type":"malware","id":"tool--1"}"#.to_owned(),
            format!(r#"{{"type":"domain-name","id":"domain-name--{ID}","value":"a.example"}}"#),
            format!(r#"{{"type":"malware","id":"malware--{ID}","modified":"yesterday"}}"#),
            r#"{"type":"malware","id":"malware--{00000000}"}"#.to_owned(),
            format!(r#"{{"type":"malware","id":"malware--{ID}","spec_version":"3.0"}}"#),
            format!(r#"{{"type":"url","id":"url--{}"}}"#, ID.to_uppercase()),
        ];
        let intake = read(&texts);
        let kept: Vec<_> =
            intake.objects.iter().map(|(n, o)| (*n, o.kind.as_str(), o.spec_version.as_str())).collect();
        assert_eq!(kept, [(0, "malware", "2.1"), (3, "domain-name", "2.1")]);
        assert_eq!(intake.objects[0].1.version, "2024-01-02T00:00:00.000Z");
        let bytes = String::from_utf8_lossy(&intake.objects[0].1.bytes).into_owned();
        assert!(bytes.contains(r#""x_unknown":{"a":[1.5],"b":1}"#), "{bytes}");
        let refused: Vec<_> = intake.refused.iter().map(|r| r.index).collect();
        assert_eq!(refused, [1, 2, 4, 5, 6, 7]);
        assert!(intake.refused.iter().all(|r| !r.reason.is_empty()));
    }

    #[test]
    fn many_are_read_in_order_on_all_cores() {
        let texts: Vec<String> = (0..5000)
            .map(|n| format!(r#"{{"type":"url","id":"url--00000000-0000-4000-8000-{n:012}"}}"#))
            .collect();
        let intake = read(&texts);
        assert!(intake.refused.is_empty());
        assert!(
            intake
                .objects
                .iter()
                .enumerate()
                .all(|(at, (n, o))| at == *n && o.id.ends_with(&format!("{n:012}")))
        );
    }

    #[test]
    fn hostile_texts_are_refused() {
        let deep =
            format!("{{\"type\":\"a\",\"id\":\"a--{ID}\",\"x\":{}{}}}", "[".repeat(5000), "]".repeat(5000));
        for text in [deep.as_bytes(), b"", b"null", b"[]", &[0xff, 0x00], b"{\"type\":\"\",\"id\":\"--\"}"] {
            assert_eq!(read(&[text]).refused.len(), 1);
        }
    }
}
