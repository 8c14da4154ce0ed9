//! What is captured was there.

use crate::evidence_file::Item;
use crate::{Refusal, Source, Words};

pub(in crate::evidence_file) fn capturing_in_the_future(item: &Item, now: i64) -> Result<(), Refusal> {
    if (1..=now).contains(&item.captured_at) {
        return Ok(());
    }
    Err(Refusal::new(
        "capturing-in-the-future",
        Source::house("a capture lies in the past"),
        Words::new(
            "give the time of capture: a moment that has passed, in milliseconds of UTC",
            "indiquez l’heure de capture : un moment passé, en millisecondes UTC",
            "geben Sie die Zeit der Sicherung an: ein vergangener Zeitpunkt, in Millisekunden UTC",
        ),
    ))
}
