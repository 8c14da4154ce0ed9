//! What must be reported is closed after its final report.

use crate::cyber::Cyber;
use crate::{Refusal, Words};

pub(in crate::cyber) fn closing_before_the_final_report(it: &Cyber) -> Result<(), Refusal> {
    if !it.must_be_reported() || it.final_report.is_some() {
        return Ok(());
    }
    Err(Refusal::new(
        "closing-before-the-final-report",
        Cyber::basis("(4)(d)"),
        Words::new(
            "send the final report before you close it",
            "envoyez le rapport final avant de clore",
            "senden Sie den Abschlussbericht, bevor Sie schließen",
        ),
    ))
}
