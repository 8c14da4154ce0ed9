//! The DISARM framework: tactics and techniques of information manipulation (red), counters and detections (blue).
//!
//! **The problem.** The official bundle files its techniques under `mitre-attack`; more than half of the links from its
//! counters point to technique ids that no longer exist; and among the counters is censorship.
//!
//! **The choice.** The bundle and the tables are read as they are, counted, and put right where people can see it: the
//! kill chain is called `disarm`, links to retired ids are reported with a *proposal* for each (data in
//! `ontology/disarm-remap.toml`, for people to review; nothing is rewritten), and counters that act on lawful speech, on
//! identity or on people carry their safeguard note (`ontology/disarm-safeguards.toml`). Ids and names ship with the
//! binary, so that tagging works before anything is imported.
//!
//! **Rejected.** Shipping the framework: it is CC BY-SA and changes; the user imports the version that he cites.
//! Following the proposals silently: a counter would be recommended against something that it was never meant for.
//!
//! © DISARM Foundation for the framework itself (CC BY-SA 4.0).

mod bundle;
mod knowledge;
mod search;
mod tables;

pub use bundle::{Framework, read_bundle};
pub use knowledge::{Name, NameKind, Proposal, Safeguard, names, proposals, safeguard};
pub use search::{phase, resolve, search};
pub use tables::{Dangling, Report, Tables, read_tables};

/// What messages call it.
pub(crate) const WHAT: &str = "DISARM framework";

/// The kill chain's name.
pub const KILL_CHAIN: &str = "disarm";

#[cfg(test)]
mod tests;
