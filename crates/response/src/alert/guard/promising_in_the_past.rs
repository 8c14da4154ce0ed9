//! A promise to look until a moment names one that is to come.

use crate::{Refusal, Words};

pub(in crate::alert) fn promising_in_the_past(until: i64, now: i64) -> Result<(), Refusal> {
    if until > now {
        return Ok(());
    }
    Err(Refusal::field(
        "/commitment/until",
        Words::new(
            "say until when you look into it: a moment that is to come",
            "dites jusqu’à quand vous examinez la question : un moment à venir",
            "sagen Sie, bis wann Sie es prüfen: ein Zeitpunkt, der noch kommt",
        ),
    ))
}
