//! Who takes part in a record acts for its own part, and for nobody else's.

use crate::{Refusal, Scene, Source, Words};

/// Refuses an actor of none of the organisations whose step it is.
///
/// # Errors
/// The refusal.
pub fn acting_for_another(whose: &[&str], scene: &Scene<'_>) -> Result<(), Refusal> {
    if whose.contains(&scene.actor.organisation.as_str()) {
        return Ok(());
    }
    Err(Refusal::new(
        "acting-for-another",
        Source::house("whoever takes part in a record acts for its own part"),
        Words::new(
            "this step is not your organisation’s: the one that keeps the record takes it, or the one that it is addressed to",
            "cette étape ne revient pas à votre organisation : elle revient à celle qui tient le dossier, ou à son destinataire",
            "dieser Schritt ist nicht Sache Ihrer Organisation: ihn tut, wer den Vorgang führt, oder der Empfänger",
        ),
    ))
}
