//! What an issue of the situation report forbids; each rule in a file named after it.

mod approving_before_the_cut_off;
mod approving_ones_own_report;
mod issuing_what_was_not_approved;
mod moving_a_report_to_another_election;
mod reporting_on_an_unknown_election;
mod rewriting_what_is_not_there;

pub(in crate::report) use approving_before_the_cut_off::approving_before_the_cut_off;
pub(in crate::report) use approving_ones_own_report::approving_ones_own_report;
pub(in crate::report) use issuing_what_was_not_approved::issuing_what_was_not_approved;
pub(in crate::report) use moving_a_report_to_another_election::moving_a_report_to_another_election;
pub(in crate::report) use reporting_on_an_unknown_election::reporting_on_an_unknown_election;
pub(in crate::report) use rewriting_what_is_not_there::rewriting_what_is_not_there;
