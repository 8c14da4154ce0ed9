//! A plan is not closed before it was said what came of everything in it.

use crate::plan::ResponsePlan;
use crate::{Refusal, Source, Words};

pub(in crate::plan) fn closing_without_an_evaluation(plan: &ResponsePlan) -> Result<(), Refusal> {
    let open: Vec<&str> = plan
        .chosen
        .iter()
        .filter(|(_, chosen)| chosen.evaluation.is_none())
        .map(|(key, _)| key.as_str())
        .collect();
    if open.is_empty() {
        return Ok(());
    }
    let open = open.join(", ");
    Err(Refusal::new(
        "closing-without-an-evaluation",
        Source::house("«no visible effect» is said as readily as success"),
        Words::new(
            format!("say what came of: {open}; that nothing can be seen is an answer"),
            format!("dites ce qu’il en est de : {open} ; « rien de visible » est une réponse"),
            format!("sagen Sie, was daraus wurde: {open}; „nichts zu sehen“ ist eine Antwort"),
        ),
    ))
}
