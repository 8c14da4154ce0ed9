//! TAXII 2.1 (OASIS, 2021): how STIX objects travel between organisations.
//!
//! **The problem.** The protocol is a dozen requests, and most faults of its servers are in what surrounds them: media
//! types, filters, paging that loses or repeats objects while others write, partial failure that nobody is told of.
//!
//! **The choice.** What the protocol *says* is here, without a socket: media types ([`media`]), filters and cursors
//! ([`filter`]), resources ([`resource`]), envelopes ([`envelope`]), and the client's conversation ([`client`]) over a
//! transport that a test can replace. The server crate turns HTTP requests into these types and back.
//!
//! **Rejected.** Page numbers as `next`: objects that arrive in between would shift them. A cursor here is the position
//! of the last object that was sent, and positions only grow.

pub mod client;
pub mod envelope;
pub mod filter;
pub mod media;
pub mod resource;
pub mod stamp;

pub use client::{Client, Failure, Polled, Pushed, Reply, Request, Transport};
pub use filter::{Filter, FilterError, Versions};
pub use media::{MEDIA_TYPE, STIX_MEDIA_TYPE};
