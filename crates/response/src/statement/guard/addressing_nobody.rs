//! A statement has an author and a reader: who is told is not the one that decided.

use crate::statement::Draft;
use crate::{Refusal, Scene, Words};

pub(in crate::statement) fn addressing_nobody(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    let by_platform = scene.actor.organisation == draft.platform;
    let reader = draft.addressee.as_deref().filter(|id| *id != draft.platform);
    if by_platform == reader.is_some() && (by_platform || draft.addressee.is_none()) {
        return Ok(());
    }
    Err(Refusal::field(
        "/draft/addressee",
        Words::new(
            "a platform names the organisation that its statement is for; whoever received one enters it without an addressee",
            "une plateforme indique l’organisation à laquelle s’adresse son exposé ; qui l’a reçu le saisit sans destinataire",
            "eine Plattform nennt die Organisation, für die ihre Begründung ist; wer sie erhalten hat, trägt sie ohne Empfänger ein",
        ),
    ))
}
