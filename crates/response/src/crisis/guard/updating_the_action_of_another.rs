//! An action is kept up to date by who entered it, or by the presidency.

use crate::crisis::Crisis;
use crate::{Refusal, Scene, Words};

pub(in crate::crisis) fn updating_the_action_of_another(
    page: &Crisis,
    action: usize,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let own = &scene.actor.organisation;
    let theirs =
        page.actions.get(action).is_some_and(|one| one.by.organisation == *own || page.presidency() == *own);
    if theirs {
        return Ok(());
    }
    Err(Refusal::new(
        "updating-the-action-of-another",
        Crisis::basis(),
        Words::new(
            "this action was entered by another organisation, or there is none of this number",
            "cette action a été inscrite par une autre organisation, ou ce numéro n’existe pas",
            "diese Maßnahme hat eine andere Organisation eingetragen, oder die Nummer gibt es nicht",
        ),
    ))
}
