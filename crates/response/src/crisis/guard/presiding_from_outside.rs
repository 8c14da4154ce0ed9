//! The page is presided by the organisation that opened it.

use crate::crisis::Crisis;
use crate::{Refusal, Scene, Words};

pub(in crate::crisis) fn presiding_from_outside(page: &Crisis, scene: &Scene<'_>) -> Result<(), Refusal> {
    if page.presidency() == scene.actor.organisation {
        return Ok(());
    }
    Err(Refusal::new(
        "presiding-from-outside",
        Crisis::basis(),
        Words::new(
            "this is for the organisation that presides over the page",
            "ceci revient à l’organisation qui préside la page",
            "das ist Sache der Organisation, die den Vorsitz der Seite führt",
        ),
    ))
}
