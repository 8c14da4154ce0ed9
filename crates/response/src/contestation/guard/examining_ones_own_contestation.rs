//! Who contests does not examine; what comes through the public form was contested by somebody outside.

use crate::contestation::Contestation;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::contestation) fn examining_ones_own_contestation(
    it: &Contestation,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if it.receipt.is_some() || !scene.is_actor(&it.author.person) {
        return Ok(());
    }
    Err(Refusal::new(
        "examining-ones-own-contestation",
        Source::house("who contests does not examine"),
        Words::new(
            "you made this contestation; let somebody else examine it",
            "vous avez formé cette contestation ; confiez l’examen à quelqu’un d’autre",
            "Sie haben diese Beanstandung erhoben; lassen Sie sie von jemand anderem prüfen",
        ),
    ))
}
