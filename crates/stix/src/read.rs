//! Objects out of a file: one object, a bundle, a list, or one object a line.
//!
//! **The problem.** A bundle of 200,000 objects is one JSON value; read as one, it takes gigabytes, and its last byte may
//! be the broken one.
//!
//! **The choice.** A scanner that knows strings, escapes and brackets, and nothing else, cuts the input into
//! [`Piece`]s, one an object; each piece is then parsed on its own (and, by a caller that wants it, on another thread).
//! Memory is one piece. A broken object costs itself, not its neighbours.
//!
//! **Rejected.** A streaming deserializer with a callback: the same memory, but one thread, and nothing after the first
//! error.

mod piece;
mod scan;

pub use piece::{Container, Piece, Pieces};

use crate::{Error, Limits, Object, json};
use serde_json::Value;

/// All objects of `bytes`, whatever holds them. One that is no object makes the whole an error: all or nothing.
///
/// ```
/// let objects = ostrakon_stix::read::objects(br#"{"type":"bundle","id":"bundle--1","objects":[
///     {"type":"url","id":"url--2","value":"https://example.org"}]}"#)?;
/// assert_eq!(objects[0].kind(), "url");
/// # Ok::<(), ostrakon_stix::Error>(())
/// ```
pub fn objects(bytes: &[u8]) -> Result<Vec<Object>, Error> {
    objects_within(bytes, Limits::default())
}

/// [`objects`] with limits of the caller's.
pub fn objects_within(bytes: &[u8], limits: Limits) -> Result<Vec<Object>, Error> {
    let mut pieces = Pieces::new(bytes, limits);
    let mut objects = Vec::new();
    for piece in &mut pieces {
        let piece = piece?;
        let place = piece.place();
        objects.push(Object::from_value_at(json::value(&piece.bytes, limits, &place)?, &place)?);
    }
    // What stands around the objects of a bundle must be JSON too, or the file was cut.
    pieces.envelope().map(|_| objects)
}

/// The JSON value of one piece.
pub fn value(piece: &Piece, limits: Limits) -> Result<Value, Error> {
    json::value(&piece.bytes, limits, &piece.place())
}

#[cfg(test)]
mod tests;
