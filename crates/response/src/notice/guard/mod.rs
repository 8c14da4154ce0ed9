//! What a notice forbids; each rule in a file named after it.

mod claiming_the_status_of_a_trusted_flagger;
mod complaining_after_six_months;
mod extending_what_is_over;
mod noticing_lawful_content;
mod noticing_what_is_not_judged_illegal;
mod noticing_without_a_location;
mod noticing_without_a_name;
mod noticing_without_good_faith;

pub(in crate::notice) use claiming_the_status_of_a_trusted_flagger::claiming_the_status_of_a_trusted_flagger;
pub(in crate::notice) use complaining_after_six_months::complaining_after_six_months;
pub(in crate::notice) use extending_what_is_over::extending_what_is_over;
pub(in crate::notice) use noticing_lawful_content::noticing_lawful_content;
pub(in crate::notice) use noticing_what_is_not_judged_illegal::noticing_what_is_not_judged_illegal;
pub(in crate::notice) use noticing_without_a_location::noticing_without_a_location;
pub(in crate::notice) use noticing_without_a_name::noticing_without_a_name;
pub(in crate::notice) use noticing_without_good_faith::noticing_without_good_faith;
