//! A due time is one that is to come.

use crate::{Refusal, Words};

pub(in crate::crisis) fn setting_a_time_that_is_over(
    pointer: &str,
    due: i64,
    now: i64,
) -> Result<(), Refusal> {
    if due > now {
        return Ok(());
    }
    let text = Words::new(
        "give a moment that is to come, in milliseconds of UTC",
        "indiquez un moment à venir, en millisecondes UTC",
        "geben Sie einen Zeitpunkt an, der noch kommt, in Millisekunden UTC",
    );
    Err(Refusal::field(pointer, text))
}
