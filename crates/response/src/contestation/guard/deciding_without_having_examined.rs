//! Who examined it decides.

use crate::contestation::Contestation;
use crate::{Party, Refusal, Scene, Source, Words};

pub(in crate::contestation) fn deciding_without_having_examined(
    it: &Contestation,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let examiner = it.examinations.last().and_then(|one| one.examiner.as_ref());
    let is_actor = |by: &Party| by.organisation == scene.actor.organisation && scene.is_actor(&by.person);
    if examiner.is_some_and(|(_, by)| is_actor(by)) {
        return Ok(());
    }
    Err(Refusal::new(
        "deciding-without-having-examined",
        Source::house("who examined a contestation decides it"),
        Words::new(
            "the person who took this contestation up decides it",
            "c’est la personne qui a pris cette contestation en charge qui statue",
            "darüber entscheidet die Person, die diese Beanstandung übernommen hat",
        ),
    ))
}
