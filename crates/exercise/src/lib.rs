//! Synthetic elections with known truth, and the scorer.
//!
//! The problem: how good is a detector of coordinated manipulation, and whom does it accuse wrongly? Real data has no
//! complete truth. The choice: generate elections in which everyone is known: a crowd that already shares, copies
//! and bursts as crowds do, innocent groups that look coordinated (the hard negatives), and campaigns after
//! published cases, from naive to very careful. Then score any detector's answer.
//!
//! ```
//! use ostrakon_exercise::{Scenario, generate};
//! use ostrakon_model::Columns;
//!
//! let scenario = Scenario::by_name("default").expect("a known name");
//! let mut posts = Columns::default();
//! let truth = generate(&scenario, 2_000, 7, &mut posts)?;
//! assert_eq!(posts.len(), 2_000);
//! assert!(truth.groups.iter().any(|group| group.kind == "repost-ring"));
//! # Ok::<(), ostrakon_exercise::ExerciseError>(())
//! ```
//!
//! What is absent on purpose: any code or constant of a detector. Generator and detector share nothing but the
//! record types, so that the test is honest; this crate must never depend on one.

mod dice;
mod error;
mod generate;
mod groups;
mod kind;
mod permute;
mod scenario;
pub mod score;
mod sink;
mod table;
mod truth;
mod words;
mod world;
mod write;

pub use error::ExerciseError;
pub use generate::{MAX_POSTS, MIN_POSTS, generate};
pub use kind::{CampaignKind, ControlKind};
pub use permute::permuted;
pub use scenario::Scenario;
pub use sink::{CsvSink, POST_COLUMNS, PostSink};
pub use truth::{Group, Label, Truth};
pub use write::write_exercise;
