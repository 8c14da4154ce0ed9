//! What a record of a cyber incident forbids; each rule in a file named after it.

mod answering_for_the_csirt;
mod becoming_aware_in_the_future;
mod closing_before_the_final_report;
mod explaining_a_significant_incident_away;
mod finishing_what_goes_on;
mod moving_a_clock;

pub(in crate::cyber) use answering_for_the_csirt::answering_for_the_csirt;
pub(in crate::cyber) use becoming_aware_in_the_future::becoming_aware_in_the_future;
pub(in crate::cyber) use closing_before_the_final_report::closing_before_the_final_report;
pub(in crate::cyber) use explaining_a_significant_incident_away::explaining_a_significant_incident_away;
pub(in crate::cyber) use finishing_what_goes_on::finishing_what_goes_on;
pub(in crate::cyber) use moving_a_clock::moving_a_clock;
