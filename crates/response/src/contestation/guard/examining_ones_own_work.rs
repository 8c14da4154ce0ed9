//! Nobody judges their own work: who had a part in what is contested does not examine it.

use crate::contestation::Contestation;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::contestation) fn examining_ones_own_work(
    it: &Contestation,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let actor = scene.actor;
    // Asked for now: what has been written since it was contested counts as well.
    let since = scene.facts.records.get(&it.draft.contested).map(|one| &one.authors);
    let had_a_part = |name: &String| it.authors.contains(name) || since.is_some_and(|all| all.contains(name));
    if !had_a_part(&actor.person) && !had_a_part(&actor.human) {
        return Ok(());
    }
    Err(Refusal::new(
        "examining-ones-own-work",
        Source::house("nobody examines a contestation of their own work"),
        Words::new(
            "you had a part in what is contested; let somebody else examine it",
            "vous avez pris part à ce qui est contesté ; confiez l’examen à quelqu’un d’autre",
            "Sie waren an dem Beanstandeten beteiligt; lassen Sie es von jemand anderem prüfen",
        ),
    ))
}
