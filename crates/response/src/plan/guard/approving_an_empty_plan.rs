//! A plan in which nothing was chosen is not approved: to do nothing is chosen too, with its reason.

use crate::plan::ResponsePlan;
use crate::{Refusal, Source, Words};

pub(in crate::plan) fn approving_an_empty_plan(plan: &ResponsePlan) -> Result<(), Refusal> {
    if !plan.chosen.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        "approving-an-empty-plan",
        Source::house("to do nothing is a choice, and is chosen"),
        Words::new(
            "nothing was chosen: choose a measure, or `no-action` with its reason",
            "rien n’a été choisi : choisissez une mesure, ou « no-action » avec son motif",
            "es wurde nichts gewählt: wählen Sie eine Maßnahme oder „no-action“ mit Begründung",
        ),
    ))
}
