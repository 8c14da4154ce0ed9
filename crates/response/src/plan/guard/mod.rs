//! What a plan forbids; each rule in a file named after it.

mod acting_on_people_without_a_ground;
mod approving_an_empty_plan;
mod approving_ones_own_plan;
mod choosing_a_closed_channel;
mod choosing_what_does_not_exist;
mod closing_without_an_evaluation;
mod deceiving_without_a_law_that_was_read;
mod moving_a_plan_to_another_incident;
mod speaking_of_what_was_not_chosen;

pub(in crate::plan) use acting_on_people_without_a_ground::acting_on_people_without_a_ground;
pub(in crate::plan) use approving_an_empty_plan::approving_an_empty_plan;
pub(in crate::plan) use approving_ones_own_plan::approving_ones_own_plan;
pub(in crate::plan) use choosing_a_closed_channel::choosing_a_closed_channel;
pub(in crate::plan) use choosing_what_does_not_exist::choosing_what_does_not_exist;
pub(in crate::plan) use closing_without_an_evaluation::closing_without_an_evaluation;
pub(in crate::plan) use deceiving_without_a_law_that_was_read::deceiving_without_a_law_that_was_read;
pub(in crate::plan) use moving_a_plan_to_another_incident::moving_a_plan_to_another_incident;
pub(in crate::plan) use speaking_of_what_was_not_chosen::speaking_of_what_was_not_chosen;
