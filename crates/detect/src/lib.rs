//! Detectors: pure functions over columns. No I/O, no clock, no randomness without a seed.

mod error;
pub mod graph;

pub use error::Error;
