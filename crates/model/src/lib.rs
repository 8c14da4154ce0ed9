//! Plain records of Ostrakon: posts, columns, findings. No I/O, no async, no clock.
//!
//! Every other crate speaks in these types and none of them reaches back: data flows
//! `bytes → Post → Columns → Finding`. What is *absent* here matters: there is no field for a natural
//! person's political opinion (invariant 5), and no type that mixes coordination, impact and attribution
//! (invariant 8).

pub mod columns;
pub mod fields;
pub mod finding;
pub mod flat;
pub mod names;
pub mod organisation;
pub mod post;
pub mod role;
pub mod seen;
pub mod signal;
pub mod time;
pub mod tlp;
pub mod withdrawn;
pub mod words;

pub use columns::{Columns, NONE};
pub use fields::Fields;
pub use finding::{Exhibit, Finding, Method, Significance};
pub use flat::{ListColumn, StrColumn};
pub use names::{IdHasher, Names};
pub use organisation::OrganisationKind;
pub use post::{Kind, Media, Metric, Post, SourceRef};
pub use role::Role;
pub use signal::Signal;
pub use time::{Precision, Timestamp};
pub use tlp::Tlp;
pub use words::UnknownWord;
