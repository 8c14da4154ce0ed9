//! A date that is to come is named for what is to come.

use crate::{Refusal, Words};

pub(in crate::publication) fn naming_a_moment_that_has_passed(
    pointer: &str,
    at: i64,
    now: i64,
) -> Result<(), Refusal> {
    if at > now {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: name a moment that is to come, in milliseconds of UTC"),
            format!("{pointer} : indiquez un moment à venir, en millisecondes UTC"),
            format!("{pointer}: nennen Sie einen Zeitpunkt, der noch kommt, in Millisekunden UTC"),
        ),
    ))
}
