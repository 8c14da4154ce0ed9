//! Whether a statement says enough is not for the platform that wrote it.

use crate::statement::Statement;
use crate::{Refusal, Scene, Words};

pub(in crate::statement) fn judging_ones_own_statement(
    state: &Statement,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if scene.actor.organisation != state.draft.platform {
        return Ok(());
    }
    Err(Refusal::new(
        "judging-ones-own-statement",
        Statement::basis(),
        Words::new(
            "the platform that wrote the statement does not examine it; its reader does",
            "la plateforme auteure de l’exposé ne l’examine pas ; c’est au destinataire de le faire",
            "die Plattform, die die Begründung schrieb, prüft sie nicht; das tut ihr Empfänger",
        ),
    ))
}
