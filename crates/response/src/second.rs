//! Which steps of a record take a second person, said before they are tried.
//!
//! **The problem.** Whether a step takes two people depends on the record and on the mechanism that it uses, and mechanisms are
//! data that somebody adds to. A page with a list of its own learns of it only from the refusal. **The choice.** The record says
//! so, by the same questions that its decisions ask, and pages read it there. **Rejected.** A flag at each command: a measure takes
//! one person or two by its instrument.

use crate::Sensitive;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// What a step takes besides the person who takes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SecondPerson {
    /// What is proposed, for this record.
    pub action: Sensitive,
    /// Whether it takes two people whatever the step says; else what it says decides (a state is named).
    pub always: bool,
}

/// Steps that take a second person, by the name of the command.
pub type TakesTwo = BTreeMap<&'static str, SecondPerson>;

/// Commands that always take two people for this action.
pub(crate) fn always(action: Sensitive, commands: &[&'static str]) -> TakesTwo {
    commands.iter().map(|&name| (name, SecondPerson { action, always: true })).collect()
}
