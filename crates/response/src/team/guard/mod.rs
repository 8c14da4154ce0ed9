//! What a request for a team forbids; each rule in a file named after it.

mod approving_ones_own_request;
mod asking_what_is_no_institution;
mod asking_without_a_state;
mod deploying_without_arrangements;

pub(in crate::team) use approving_ones_own_request::approving_ones_own_request;
pub(in crate::team) use asking_what_is_no_institution::asking_what_is_no_institution;
pub(in crate::team) use asking_without_a_state::asking_without_a_state;
pub(in crate::team) use deploying_without_arrangements::deploying_without_arrangements;
