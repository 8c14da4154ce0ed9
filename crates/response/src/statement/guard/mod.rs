//! What a statement of reasons forbids; each rule in a file named after it.

mod addressing_nobody;
mod judging_ones_own_statement;
mod sending_it_to_somebody_else;

pub(in crate::statement) use addressing_nobody::addressing_nobody;
pub(in crate::statement) use judging_ones_own_statement::judging_ones_own_statement;
pub(in crate::statement) use sending_it_to_somebody_else::sending_it_to_somebody_else;
