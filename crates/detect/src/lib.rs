//! Detectors: pure functions over columns. No I/O, no clock, no randomness without a seed.
//!
//! `detect(&Columns, &Params) -> findings`, the same bytes for the same input on any number of threads
//! (invariant 1). Behaviour and infrastructure go in; opinion has no column to come in by (invariant 5).

pub mod coordination;
mod error;
pub mod graph;
pub mod normalise;
mod parallel;
pub mod similar;

pub use error::Error;
