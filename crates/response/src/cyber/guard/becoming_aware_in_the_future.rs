//! One is aware of what has happened.

use crate::cyber::Draft;
use crate::{Refusal, Words};

pub(in crate::cyber) fn becoming_aware_in_the_future(draft: &Draft, now: i64) -> Result<(), Refusal> {
    if (1..=now).contains(&draft.aware_at) {
        return Ok(());
    }
    Err(Refusal::field(
        "/draft/aware_at",
        Words::new(
            "say since when the entity is aware of it: a moment that has passed, in milliseconds of UTC",
            "dites depuis quand l’entité en a connaissance : un moment passé, en millisecondes UTC",
            "sagen Sie, seit wann die Einrichtung davon weiß: ein vergangener Zeitpunkt, in Millisekunden UTC",
        ),
    ))
}
