//! An addressee answers for itself; nobody answers for another.

use crate::alert::Alert;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::alert) fn answering_without_being_addressed(
    alert: &Alert,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if alert.recipients.contains_key(&scene.actor.organisation) {
        return Ok(());
    }
    Err(Refusal::new(
        "answering-without-being-addressed",
        Source::house("an addressee answers for itself"),
        Words::new(
            "your organisation is no addressee of this alert; each addressee answers for itself",
            "votre organisation n’est pas destinataire de cette alerte ; chaque destinataire répond pour lui-même",
            "Ihre Organisation ist kein Empfänger dieses Alarms; jeder Empfänger antwortet für sich",
        ),
    ))
}
