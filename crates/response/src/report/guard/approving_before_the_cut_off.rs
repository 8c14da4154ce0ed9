//! What may still change by itself is not approved: up to the cut-off records are added.

use crate::report::Report;
use crate::{Refusal, Source, Words};

pub(in crate::report) fn approving_before_the_cut_off(report: &Report, now: i64) -> Result<(), Refusal> {
    if report.outline.cut_off <= now {
        return Ok(());
    }
    Err(Refusal::new(
        "approving-before-the-cut-off",
        Source::house("a report is approved when nothing can be added to it by itself"),
        Words::new(
            "the cut-off is still to come: wait for it, or set an earlier one with `set-cut-off`",
            "la date d’arrêté est encore à venir : attendez-la, ou fixez-en une antérieure avec « set-cut-off »",
            "der Stichzeitpunkt liegt noch in der Zukunft: warten Sie ihn ab, oder setzen Sie mit „set-cut-off“ einen früheren",
        ),
    ))
}
