//! No case is in itself, nor in one that it has taken up; and none is joined twice.

use crate::case::{Case, bare};
use crate::{Refusal, Scene, Source, Words};

pub(in crate::case) fn joining_in_a_circle(
    case: &Case,
    other: &str,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if bare(other) == bare(scene.id) {
        return Err(Refusal::new(
            "joining-in-a-circle",
            Source::house("cases are joined once, and never in a circle"),
            Words::new(
                "name another case: this is the case itself",
                "nommez un autre dossier : c’est le dossier lui-même",
                "nennen Sie einen anderen Fall: das ist der Fall selbst",
            ),
        ));
    }
    let joined = case.members.absorbed.keys().chain(case.members.split.keys());
    if joined.into_iter().all(|one| bare(one) != bare(other)) {
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
