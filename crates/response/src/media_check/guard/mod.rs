//! What a check of the media privilege forbids; each rule in a file named after it.

mod acting_before_the_declaration_is_known;
mod acting_before_the_provider_may_reply;
mod shortening_the_time_without_a_decision;

pub(in crate::media_check) use acting_before_the_declaration_is_known::acting_before_the_declaration_is_known;
pub(in crate::media_check) use acting_before_the_provider_may_reply::acting_before_the_provider_may_reply;
pub(in crate::media_check) use shortening_the_time_without_a_decision::shortening_the_time_without_a_decision;
