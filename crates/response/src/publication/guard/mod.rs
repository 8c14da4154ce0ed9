//! What a publication forbids; each rule in a file named after it.

mod approving_ones_own_text;
mod calling_open_what_is_not;
mod correcting_away_its_incidents;
mod debunking_twice_in_one_language;
mod debunking_without_a_judged_claim;
mod describing_a_method_without_its_error;
mod naming_a_moment_that_has_passed;
mod offering_a_reply_to_nobody;
mod prebunking_with_the_falsehood;
mod publishing_a_private_handle;
mod publishing_about_fewer_than_ten_accounts;
mod publishing_before_who_is_named_was_heard;
mod publishing_what_is_not_clear;
mod publishing_without_a_subject;
mod publishing_without_open_evidence;
mod recording_a_reply_that_was_not_offered;
mod rectifying_ones_own_text;
mod repeating_the_claim_in_a_headline;
mod upholding_without_a_correction;

pub(in crate::publication) use approving_ones_own_text::approving_ones_own_text;
pub(in crate::publication) use calling_open_what_is_not::calling_open_what_is_not;
pub(in crate::publication) use correcting_away_its_incidents::correcting_away_its_incidents;
pub(in crate::publication) use debunking_twice_in_one_language::debunking_twice_in_one_language;
pub(in crate::publication) use debunking_without_a_judged_claim::debunking_without_a_judged_claim;
pub(in crate::publication) use describing_a_method_without_its_error::describing_a_method_without_its_error;
pub(in crate::publication) use naming_a_moment_that_has_passed::naming_a_moment_that_has_passed;
pub(in crate::publication) use offering_a_reply_to_nobody::offering_a_reply_to_nobody;
pub(in crate::publication) use prebunking_with_the_falsehood::prebunking_with_the_falsehood;
pub use publishing_a_private_handle::masked;
pub(in crate::publication) use publishing_a_private_handle::{
    naming_an_account, publishing_a_private_handle,
};
pub(in crate::publication) use publishing_about_fewer_than_ten_accounts::publishing_about_fewer_than_ten_accounts;
pub(in crate::publication) use publishing_before_who_is_named_was_heard::publishing_before_who_is_named_was_heard;
pub(in crate::publication) use publishing_what_is_not_clear::publishing_what_is_not_clear;
pub(in crate::publication) use publishing_without_a_subject::publishing_without_a_subject;
pub(in crate::publication) use publishing_without_open_evidence::publishing_without_open_evidence;
pub(in crate::publication) use recording_a_reply_that_was_not_offered::recording_a_reply_that_was_not_offered;
pub(in crate::publication) use rectifying_ones_own_text::rectifying_ones_own_text;
pub(in crate::publication) use repeating_the_claim_in_a_headline::repeating_the_claim_in_a_headline;
pub(in crate::publication) use upholding_without_a_correction::upholding_without_a_correction;
