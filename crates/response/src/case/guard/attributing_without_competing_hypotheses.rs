//! Who names an actor or a state has weighed at least two explanations.

use crate::case::Attribution;
use crate::{Refusal, Source, Words};

pub(in crate::case) fn attributing_without_competing_hypotheses(
    judgement: &Attribution,
) -> Result<(), Refusal> {
    let names = judgement.actor.is_some() || judgement.state.is_some();
    if !names || judgement.hypotheses.len() >= 2 {
        return Ok(());
    }
    Err(Refusal::new(
        "attributing-without-competing-hypotheses",
        Source::house("an attribution weighs competing explanations"),
        Words::new(
            "name at least two competing explanations, with what speaks for and against each; or leave actor and state unknown",
            "indiquez au moins deux explications concurrentes, avec ce qui les appuie et les contredit ; ou laissez l’acteur et l’État inconnus",
            "nennen Sie mindestens zwei konkurrierende Erklärungen mit dem, was dafür und dagegen spricht; oder lassen Sie Akteur und Staat unbekannt",
        ),
    ))
}
