//! Tests of the gate.
mod examples;
mod leaks;
