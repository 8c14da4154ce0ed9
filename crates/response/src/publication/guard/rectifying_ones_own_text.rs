//! What was rightly contested is set right by somebody else than its writer.

use crate::publication::Publication;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::publication) fn rectifying_ones_own_text(
    it: &Publication,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if !scene.is_actor(&it.author.person) && !scene.is_actor(&it.written_by.person) {
        return Ok(());
    }
    Err(Refusal::new(
        "rectifying-ones-own-text",
        Source::house("nobody decides that their own text was wrong, or how"),
        Words::new(
            "who wrote the text does not rectify it; let who examined the contestation do so, or correct it with a second person",
            "la personne qui a écrit le texte ne le rectifie pas ; laissez faire celle qui a examiné la contestation, ou corrigez-le à deux",
            "wer den Text geschrieben hat, stellt ihn nicht selbst richtig; das tut, wer die Beanstandung geprüft hat, oder berichtigen Sie ihn zu zweit",
        ),
    ))
}
