//! The CSIRT answers for itself.

use crate::cyber::Cyber;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::cyber) fn answering_for_the_csirt(it: &Cyber, scene: &Scene<'_>) -> Result<(), Refusal> {
    if scene.actor.organisation == it.draft.csirt {
        return Ok(());
    }
    Err(Refusal::new(
        "answering-for-the-csirt",
        Source::house("an addressee answers for itself"),
        Words::new(
            "feedback is given by the CSIRT or authority to which it was reported",
            "le retour est donné par le CSIRT ou l’autorité destinataire",
            "die Rückmeldung gibt das CSIRT oder die Behörde, der gemeldet wurde",
        ),
    ))
}
