//! What an election's entry forbids; each rule in a file named after it.

mod changing_it_from_outside;
mod closing_before_the_vote_is_over;
mod counting_a_platform_among_the_notifiers;
mod counting_by_an_unknown_calendar;
mod declaring_a_window_away_from_the_vote;
mod ending_before_it_begins;
mod holding_it_nowhere;
mod rating_a_risk_by_no_scale;
mod stating_facts_without_their_official_source;
mod ticking_without_evidence;
mod voting_at_no_time;

pub(in crate::election) use changing_it_from_outside::changing_it_from_outside;
pub(in crate::election) use closing_before_the_vote_is_over::closing_before_the_vote_is_over;
pub(in crate::election) use counting_a_platform_among_the_notifiers::counting_a_platform_among_the_notifiers;
pub(in crate::election) use counting_by_an_unknown_calendar::counting_by_an_unknown_calendar;
pub(in crate::election) use declaring_a_window_away_from_the_vote::declaring_a_window_away_from_the_vote;
pub(in crate::election) use ending_before_it_begins::ending_before_it_begins;
pub(in crate::election) use holding_it_nowhere::holding_it_nowhere;
pub(in crate::election) use rating_a_risk_by_no_scale::rating_a_risk_by_no_scale;
pub(in crate::election) use stating_facts_without_their_official_source::stating_facts_without_their_official_source;
pub(in crate::election) use ticking_without_evidence::ticking_without_evidence;
pub(in crate::election) use voting_at_no_time::voting_at_no_time;
