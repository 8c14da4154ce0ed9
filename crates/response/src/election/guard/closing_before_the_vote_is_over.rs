//! An entry is closed when the vote is over.

use crate::election::Details;
use crate::{Refusal, Words};

pub(in crate::election) fn closing_before_the_vote_is_over(
    details: &Details,
    now: i64,
) -> Result<(), Refusal> {
    if now > details.calendar.last(details.last_day) {
        return Ok(());
    }
    Err(Refusal::new(
        "closing-before-the-vote-is-over",
        super::super::network(),
        Words::new(
            "the vote is not over yet",
            "le scrutin n’est pas terminé",
            "die Wahl ist noch nicht vorbei",
        ),
    ))
}
