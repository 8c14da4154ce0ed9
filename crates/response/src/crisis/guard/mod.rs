//! What a crisis page forbids; each rule in a file named after it.

mod a_report_outside_activation;
mod a_round_table_outside_full_activation;
mod activating_without_consultation;
mod activating_without_the_right;
mod answering_what_one_was_not_asked;
mod asking_somebody_who_takes_no_part;
mod changing_to_a_mode_that_does_not_follow;
mod entering_more_than_the_page_may_hold;
mod invoking_solidarity_for_another_state;
mod presiding_from_outside;
mod rating_by_no_scale;
mod setting_a_time_that_is_over;
mod taking_part_without_being_named;
mod updating_the_action_of_another;
mod widening_the_page_under_its_items;

pub(in crate::crisis) use a_report_outside_activation::a_report_outside_activation;
pub(in crate::crisis) use a_round_table_outside_full_activation::a_round_table_outside_full_activation;
pub(in crate::crisis) use activating_without_consultation::activating_without_consultation;
pub(in crate::crisis) use activating_without_the_right::activating_without_the_right;
pub(in crate::crisis) use answering_what_one_was_not_asked::answering_what_one_was_not_asked;
pub(in crate::crisis) use asking_somebody_who_takes_no_part::asking_somebody_who_takes_no_part;
pub(in crate::crisis) use changing_to_a_mode_that_does_not_follow::changing_to_a_mode_that_does_not_follow;
pub(in crate::crisis) use entering_more_than_the_page_may_hold::entering_more_than_the_page_may_hold;
pub(in crate::crisis) use invoking_solidarity_for_another_state::invoking_solidarity_for_another_state;
pub(in crate::crisis) use presiding_from_outside::presiding_from_outside;
pub(in crate::crisis) use rating_by_no_scale::rating_by_no_scale;
pub(in crate::crisis) use setting_a_time_that_is_over::setting_a_time_that_is_over;
pub(in crate::crisis) use taking_part_without_being_named::taking_part_without_being_named;
pub(in crate::crisis) use updating_the_action_of_another::updating_the_action_of_another;
pub(in crate::crisis) use widening_the_page_under_its_items::widening_the_page_under_its_items;
