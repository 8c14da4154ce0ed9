//! An appeal is heard by a third person.

use crate::contestation::Contestation;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::contestation) fn hearing_the_appeal_against_oneself(
    it: &Contestation,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let examined = it.examinations.iter().any(|one| {
        one.examiner.as_ref().is_some_and(|(_, by)| scene.is_actor(&by.person))
            || (!one.examiner_human.is_empty() && one.examiner_human == scene.actor.human)
    });
    if !examined {
        return Ok(());
    }
    Err(Refusal::new(
        "hearing-the-appeal-against-oneself",
        Source::house("an appeal is heard by a third person"),
        Words::new(
            "you decided on this contestation before; the appeal is heard by a third person",
            "vous avez déjà statué sur cette contestation ; le recours est examiné par une tierce personne",
            "Sie haben über diese Beanstandung schon entschieden; den Einspruch prüft eine dritte Person",
        ),
    ))
}
