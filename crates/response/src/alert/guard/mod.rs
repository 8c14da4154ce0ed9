//! What an alert forbids; each rule in a file named after it.

mod acknowledging_twice;
mod alerting_on_what_is_to_be_shared;
mod alerting_without_asking_to_be_heard;
mod answering_without_being_addressed;
mod changing_it_from_outside;
mod closing_before_enough_have_acknowledged;
mod confirming_what_was_not_sent;
mod escalating_before_it_is_late;
mod issuing_an_alert_without_evidence;
mod issuing_without_assessed_criteria;
mod promising_in_the_past;
mod responding_before_acknowledging;

pub(in crate::alert) use acknowledging_twice::acknowledging_twice;
pub(in crate::alert) use alerting_on_what_is_to_be_shared::alerting_on_what_is_to_be_shared;
pub(in crate::alert) use alerting_without_asking_to_be_heard::alerting_without_asking_to_be_heard;
pub(in crate::alert) use answering_without_being_addressed::answering_without_being_addressed;
pub(in crate::alert) use changing_it_from_outside::changing_it_from_outside;
pub(in crate::alert) use closing_before_enough_have_acknowledged::closing_before_enough_have_acknowledged;
pub(in crate::alert) use confirming_what_was_not_sent::confirming_what_was_not_sent;
pub(in crate::alert) use escalating_before_it_is_late::escalating_before_it_is_late;
pub(in crate::alert) use issuing_an_alert_without_evidence::issuing_an_alert_without_evidence;
pub(in crate::alert) use issuing_without_assessed_criteria::issuing_without_assessed_criteria;
pub(in crate::alert) use promising_in_the_past::promising_in_the_past;
pub(in crate::alert) use responding_before_acknowledging::responding_before_acknowledging;
