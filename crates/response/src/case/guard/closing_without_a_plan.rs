//! What was done about it is on record, and doing nothing has its reason.

use crate::case::{Case, Outcome};
use crate::{Refusal, Source, Words};

pub(in crate::case) fn closing_without_a_plan(case: &Case, outcome: Outcome) -> Result<(), Refusal> {
    // Where there was nothing to act on, nothing is planned.
    let nothing = matches!(outcome, Outcome::FalsePositive | Outcome::Legitimate | Outcome::Duplicate);
    if nothing || !case.plan.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        "closing-without-a-plan",
        Source::house("no action is a first-class choice, with its reason"),
        Words::new(
            "say what was done about it: choose the mechanisms, or `no-action` with its reason",
            "dites ce qui a été fait : choisissez les mécanismes, ou « no-action » avec son motif",
            "sagen Sie, was dagegen getan wurde: wählen Sie die Mechanismen oder „no-action“ mit Begründung",
        ),
    ))
}
