//! A crisis page is worked by the presidency and by those whom it named.

use crate::crisis::Crisis;
use crate::{Refusal, Scene, Words};

pub(in crate::crisis) fn taking_part_without_being_named(
    page: &Crisis,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if page.presidency() == scene.actor.organisation
        || page.author.organisation == scene.actor.organisation
        || page.scope.participants.contains(&scene.actor.organisation)
    {
        return Ok(());
    }
    Err(Refusal::new(
        "taking-part-without-being-named",
        Crisis::basis(),
        Words::new(
            "your organisation takes no part in this crisis page; ask the presidency to name it",
            "votre organisation ne participe pas à cette page de crise ; demandez à la présidence de l’y inscrire",
            "Ihre Organisation nimmt an dieser Krisenseite nicht teil; bitten Sie den Vorsitz, sie aufzunehmen",
        ),
    ))
}
