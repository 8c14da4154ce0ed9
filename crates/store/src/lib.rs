//! The operational store: one event log with a hash chain, and what follows from it.
