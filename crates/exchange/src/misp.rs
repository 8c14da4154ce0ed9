//! MISP events, in and out (core format: event files, REST answers, feeds).
//!
//! **The problem.** An event says more than STIX can, and each exporter says something that no document lists. Sharing
//! levels are about servers ("this community"), labels are about people. And a transfer that stops at 10,000 attributes
//! looks exactly like one that does not.
//!
//! **The choice.** Each attribute, object and event becomes the STIX objects that it means, and the first of them carries
//! what MISP wrote, whole, in an extension: on the way back that is the base, and what was changed in STIX since (name,
//! label, withdrawal) is laid over it. What came from STIX travels as a readable attribute beside a carrier with the
//! object itself. Everything is counted, and an event that says it has more than it holds is reported.
//!
//! **Rejected.** Mapping every template to properties: 400 templates, each lossy. Widening: where a sharing level and a
//! label disagree, the narrower one holds (see [`label`] for the table).

mod attribute;
mod carrier;
mod export;
mod feed;
mod import;
mod label;
mod object;
mod observable;
mod shape;

pub use export::{Sender, write};
pub use feed::{ManifestEntry, manifest, read_manifest};
pub use import::read;
pub use label::{distribution_of, label_of};

use crate::error::Problem;
use serde_json::Value;

/// What messages call it.
pub(crate) const WHAT: &str = "MISP event";

/// Our extension that holds what MISP wrote: `{extension_type, kind, event, misp}`, `kind` being `event`, `attribute`,
/// `object`, or `part` for what is written again with another.
pub const EXTENSION: &str = "extension-definition--52f1f9a6-5a3d-5c8d-9d3b-2f8f1f0d7a10";

/// How much was read or written. Nothing is left out silently: what is here was taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Counts {
    /// Events.
    pub events: usize,
    /// Attributes, those inside objects included.
    pub attributes: usize,
    /// Objects.
    pub objects: usize,
    /// References between objects.
    pub references: usize,
    /// Sightings.
    pub sightings: usize,
    /// Galaxy clusters.
    pub clusters: usize,
}

/// What was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Imported {
    /// STIX objects; each event's report comes after what it refers to.
    pub objects: Vec<Value>,
    /// How much.
    pub counts: Counts,
    /// What people should know: an event that holds less than it says, a reference to nothing.
    pub warnings: Vec<Problem>,
}

#[cfg(test)]
mod tests;
