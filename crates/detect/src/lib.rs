//! Detectors: pure functions over columns. No I/O, no clock, no randomness without a seed.

mod error;
pub mod normalise;
pub mod similar;

pub use error::Error;
