//! What a preservation request forbids; the rule in a file named after it.

mod ordering_without_the_power;

pub(in crate::preservation) use ordering_without_the_power::ordering_without_the_power;
