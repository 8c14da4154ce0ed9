//! Use cases: the only place where the sibling crates meet.
