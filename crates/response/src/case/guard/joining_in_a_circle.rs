//! No case is in itself, nor in one that it has taken up; and none is joined twice.

use crate::case::Case;
use crate::{Refusal, Source, Words};

pub(in crate::case) fn joining_in_a_circle(case: &Case, other: &str) -> Result<(), Refusal> {
    let members = &case.members;
    if !members.absorbed.contains_key(other) && !members.split.contains_key(other) {
        return Ok(());
    }
    Err(Refusal::new(
        "joining-in-a-circle",
        Source::house("cases are joined once, and never in a circle"),
        Words::new(
            "that case is joined with this one already; release or rejoin it first",
            "ce dossier est déjà lié à celui-ci ; séparez-le ou réintégrez-le d’abord",
            "jener Fall ist mit diesem schon verbunden; lösen Sie ihn zuerst oder nehmen Sie ihn zurück",
        ),
    ))
}
