//! The language STIX 2.1: objects that keep what they do not know, canonical form, ids, validation, patterns.
//!
//! **The problem.** Partners send objects of every origin: complete, outdated, with private extensions, and wrong. What
//! we do not understand must come back out as it came in, and what is wrong must be said with its place.
//!
//! **The choice.** An [`Object`] is the JSON it came as, in the order it came in; typed structs exist nowhere. What the
//! specification fixes (types, properties, vocabularies, references) is a table, and one checker walks an object along
//! its table.
//!
//! **Rejected.** A struct per type with a catch-all for unknown properties: forty structs say the same as forty rows of a
//! table, lose the order and the spelling of numbers, and can only say that the first wrong property is wrong.
//!
//! Everything here is pure: no files, no clock, no network.

pub mod canonical;
mod error;
mod form;
pub mod id;
mod json;
mod object;
pub mod pattern;
pub mod read;
mod reference;
pub mod spec;
pub mod time;
pub mod validate;

pub use error::Error;
pub use json::Limits;
pub use object::Object;
pub use pattern::{Pattern, PatternError};
pub use reference::Reference;
