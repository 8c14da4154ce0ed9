//! The page is presided by the organisation that opened it.

use crate::crisis::Crisis;
use crate::{Refusal, Scene, Words};

pub(in crate::crisis) fn presiding_from_outside(page: &Crisis, scene: &Scene<'_>) -> Result<(), Refusal> {
    if page.author.organisation == scene.actor.organisation {
        return Ok(());
    }
    Err(Refusal::new(
        "presiding-from-outside",
        Crisis::basis(),
        Words::new(
            "this is for the presidency that opened the page",
            "ceci revient à la présidence qui a ouvert la page",
            "das ist Sache des Vorsitzes, der die Seite eröffnet hat",
        ),
    ))
}
