//! False voting information is measured against these facts: each names the official page.

use crate::election::VotingFacts;
use crate::{Refusal, Words};

pub(in crate::election) fn stating_facts_without_their_official_source(
    facts: &VotingFacts,
) -> Result<(), Refusal> {
    if facts.address.starts_with("https://") && !facts.days.is_empty() && !facts.methods.is_empty() {
        return Ok(());
    }
    Err(Refusal::field(
        "/facts/address",
        Words::new(
            "give the days, the ways to vote, and the official page (https) that says so",
            "indiquez les jours, les façons de voter et la page officielle (https) qui le dit",
            "geben Sie Tage, Wege der Stimmabgabe und die amtliche Seite (https) an, die es sagt",
        ),
    ))
}
