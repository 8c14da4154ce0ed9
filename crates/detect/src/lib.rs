//! Detectors: pure functions over columns. No I/O, no clock, no randomness without a seed.
