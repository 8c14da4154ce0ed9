//! The response: what is done about interference, as state machines that a lawyer can read.
//!
//! **The problem.** Alerts, notices, requests, measures and crises are worked under law: who may act, on which ground, by
//! when, and who must be heard. Kept as rows that anybody may edit, a deadline moves silently and a step is skipped.
//!
//! **The choice.** Each kind of record is an [`Aggregate`]: a command is *decided* against the state (every rule a small
//! file, named after what it forbids) and yields events or a [`Refusal`] that names its rule and its source; events
//! *evolve* the state. Nothing here reads a clock, a file or a database: the caller hands in a [`Scene`] (who acts, when,
//! what is known of the world). So the same log gives the same state, on any machine, for ever. Deadlines are
//! computed from the state and never stored beside it. What mechanisms there are, and on which conditions, is data.
//!
//! **Rejected.** A workflow engine read from configuration: its guards would be strings that no compiler and no property
//! test sees. Deadlines as rows with a date in them: an edit moves them, and nobody knows why.
//!
//! ```text
//! aggregate  decide, evolve, replay      refusal  a rule and its source       words, source   what is said, and by which law
//! deadline   basis, start, term, proof   calendar Regulation 1182/71          actor, scene    who acts, in which world
//! plan       what is chosen, why, and on which ground
//! election_data  real elections and how to vote, as data
//! mechanism  what can be done, as data            router   what of it is open, closed, or missing what
//! alert …    one folder a kind of record, its guards beside it
//! ```

#![allow(clippy::result_large_err, reason = "a refusal is rare, and what it says is the point of it")]
#![allow(clippy::large_enum_variant, reason = "events are few, and are kept one by one")]

pub mod actor;
pub mod ad_check;
pub mod address;
pub mod aggregate;
pub mod alert;
pub mod answer;
pub mod calendar;
pub mod case;
pub mod check;
pub mod contestation;
pub mod country;
pub mod crisis;
pub mod cyber;
pub mod deadline;
mod decided;
pub mod effect;
pub mod election;
pub mod election_data;
pub mod evidence_file;
pub mod guard;
pub mod information;
pub mod measure;
pub mod mechanism;
pub mod media_check;
pub mod notice;
pub mod notification;
pub mod plan;
pub mod preservation;
pub mod publication;
pub mod refusal;
pub mod report;
pub mod router;
pub mod second;
pub mod source;
pub mod statement;
pub mod team;
pub mod transparency;
pub mod words;

pub use actor::{
    Actor, Approval, ElectionFacts, Facts, OrganisationFacts, Party, RecordFacts, Scene, Sensitive,
};
pub use aggregate::{Aggregate, Channel, Happened, Outward, Summary, replay};
pub use answer::Answer;
pub use calendar::Calendar;
pub use deadline::{Deadline, Fulfilment, Standing, Term};
pub use decided::decided;
pub use refusal::Refusal;
pub use second::{SecondPerson, TakesTwo};
pub use source::Source;
pub use words::Words;

#[cfg(test)]
pub(crate) mod testing;
