//! What is known is known as of a moment that has been: an item from after a report's cut-off would stand in it.

use crate::{Refusal, Words, check};

pub(in crate::crisis) fn informing_about_the_future(cut_off: i64, now: i64) -> Result<(), Refusal> {
    check::moment("/item/cut_off", cut_off)?;
    if cut_off <= now {
        return Ok(());
    }
    Err(Refusal::field(
        "/item/cut_off",
        Words::new(
            "say as of when this is known: now, or before",
            "indiquez à quelle date cela est connu : maintenant ou avant",
            "sagen Sie, Stand wann das bekannt ist: jetzt oder früher",
        ),
    ))
}
