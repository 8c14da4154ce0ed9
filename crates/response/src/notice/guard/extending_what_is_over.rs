//! A settlement body extends its time while that runs.

use crate::notice::Notice;
use crate::{Aggregate, Refusal, Words};

pub(in crate::notice) fn extending_what_is_over(state: &Notice, now: i64) -> Result<(), Refusal> {
    let late =
        state.deadlines().iter().any(|one| one.name == "settlement" && one.due.is_some_and(|due| now > due));
    if !late {
        return Ok(());
    }
    Err(Refusal::new(
        "extending-what-is-over",
        Notice::article(21, "(4)"),
        Words::new(
            "the 90 days are over and cannot be extended any more; record what the body decided, and when it is late",
            "les 90 jours sont écoulés et ne peuvent plus être prolongés ; consignez la décision de l’organe, même tardive",
            "die 90 Tage sind vorbei und nicht mehr zu verlängern; tragen Sie die Entscheidung der Stelle ein, auch wenn sie spät kommt",
        ),
    ))
}
