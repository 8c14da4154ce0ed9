//! Tests of the gate.
mod examples;
mod hands;
mod leaks;
