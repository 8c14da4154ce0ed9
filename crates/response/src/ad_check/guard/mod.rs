//! What a check of an advertisement forbids; each rule in a file named after it.

mod finding_a_breach_oneself;
mod reporting_without_a_possible_breach;
mod requesting_as_an_authority_without_being_one;
mod treating_an_unpaid_view_as_an_advertisement;

pub(in crate::ad_check) use finding_a_breach_oneself::finding_a_breach_oneself;
pub(in crate::ad_check) use reporting_without_a_possible_breach::reporting_without_a_possible_breach;
pub(in crate::ad_check) use requesting_as_an_authority_without_being_one::requesting_as_an_authority_without_being_one;
pub(in crate::ad_check) use treating_an_unpaid_view_as_an_advertisement::treating_an_unpaid_view_as_an_advertisement;
