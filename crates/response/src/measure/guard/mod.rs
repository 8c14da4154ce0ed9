//! What a measure forbids; each rule in a file named after it.

mod acting_on_media_before_its_reply;
mod acting_on_media_that_it_does_not_name;
mod deciding_alone_what_takes_two;
mod deciding_before_the_declaration_is_looked_up;
mod deciding_without_a_legal_basis;
mod deciding_without_weighing_it;
mod hearing_nobody;
mod hears_media;
mod restricting_in_the_name_of_no_action;

pub(in crate::measure) use acting_on_media_before_its_reply::acting_on_media_before_its_reply;
pub(in crate::measure) use acting_on_media_that_it_does_not_name::acting_on_media_that_it_does_not_name;
pub(in crate::measure) use deciding_alone_what_takes_two::deciding_alone_what_takes_two;
pub(in crate::measure) use deciding_before_the_declaration_is_looked_up::deciding_before_the_declaration_is_looked_up;
pub(in crate::measure) use deciding_without_a_legal_basis::deciding_without_a_legal_basis;
pub(in crate::measure) use deciding_without_weighing_it::deciding_without_weighing_it;
pub(in crate::measure) use hearing_nobody::hearing_nobody;
pub(in crate::measure) use hears_media::hears_media;
pub(in crate::measure) use restricting_in_the_name_of_no_action::restricting_in_the_name_of_no_action;
