//! Nobody judges their own work: who had a part in what is contested does not examine it.

use crate::contestation::Contestation;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::contestation) fn examining_ones_own_work(
    it: &Contestation,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let actor = scene.actor;
    // Asked for now: what has been written since it was contested counts as well.
    let since = scene.facts.records.get(&it.draft.contested);
    let is_the_actor = |account: &String| {
        let human = since.and_then(|one| one.humans.get(account));
        scene.is_actor(account) || *account == actor.human || human == Some(&actor.human)
    };
    if !it.authors.iter().chain(since.into_iter().flat_map(|one| &one.authors)).any(is_the_actor) {
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
