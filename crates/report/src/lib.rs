//! Result files and the report a person reads.
//!
//! The problem: one run ends in a page for a person under time pressure and in tables for programs, and all of them
//! must say the same. The choice: a view model ([`Document`]) that the caller fills once, and one module a file
//! format that reads it; every file is written whole or not at all ([`atomic`]). Rejected: a writer per detector
//! (each would invent its own words for the same thing), and a report that needs a server (analysts pass files on,
//! keep them for years and open them on machines without a network).
//!
//! What is absent matters: this crate knows no detector, reads no clock, and writes no judgement of harm or of who is
//! behind a group (coordination, impact and attribution are separate judgements).

pub mod atomic;
mod check;
pub mod document;
mod error;
pub mod evidence;
pub mod example;
pub mod findings;
pub mod group;
pub mod html;
pub mod method;
pub mod network;
pub mod public;
pub mod run;
pub mod sentence;
pub mod situation;
pub mod tables;

pub use document::Document;
pub use error::Error;
pub use group::Group;
