//! What an evidence file forbids; each rule in a file named after it.

mod adding_what_cannot_be_shown_to_a_court;
mod adding_what_is_in_it;
mod adding_what_is_not_held;
mod altering_what_is_sealed;
mod capturing_in_the_future;
mod dropping_a_criterion_that_is_proven;
mod exporting_to_nobody_that_is_known;
mod exporting_what_no_incident_attributes;
mod handling_what_is_not_in_it;
mod proving_what_is_not_claimed;
mod sealing_ones_own_file;
mod sealing_what_is_not_proven;

pub(in crate::evidence_file) use adding_what_cannot_be_shown_to_a_court::adding_what_cannot_be_shown_to_a_court;
pub(in crate::evidence_file) use adding_what_is_in_it::adding_what_is_in_it;
pub(in crate::evidence_file) use adding_what_is_not_held::adding_what_is_not_held;
pub(in crate::evidence_file) use altering_what_is_sealed::altering_what_is_sealed;
pub(in crate::evidence_file) use capturing_in_the_future::capturing_in_the_future;
pub(in crate::evidence_file) use dropping_a_criterion_that_is_proven::dropping_a_criterion_that_is_proven;
pub(in crate::evidence_file) use exporting_to_nobody_that_is_known::exporting_to_nobody_that_is_known;
pub(in crate::evidence_file) use exporting_what_no_incident_attributes::exporting_what_no_incident_attributes;
pub(in crate::evidence_file) use handling_what_is_not_in_it::handling_what_is_not_in_it;
pub(in crate::evidence_file) use proving_what_is_not_claimed::proving_what_is_not_claimed;
pub(in crate::evidence_file) use sealing_ones_own_file::sealing_ones_own_file;
pub(in crate::evidence_file) use sealing_what_is_not_proven::sealing_what_is_not_proven;
