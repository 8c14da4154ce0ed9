//! Only the organisation that wrote an alert issues, corrects or ends it.

use crate::alert::Alert;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::alert) fn changing_it_from_outside(alert: &Alert, scene: &Scene<'_>) -> Result<(), Refusal> {
    if alert.author.organisation == scene.actor.organisation {
        return Ok(());
    }
    Err(Refusal::new(
        "changing-it-from-outside",
        Source::house("a record is changed by the organisation that keeps it"),
        Words::new(
            "only the organisation that raised the alert may do this; you may acknowledge and respond",
            "seule l’organisation qui a lancé l’alerte peut le faire ; vous pouvez accuser réception et répondre",
            "das darf nur die Organisation, die den Alarm ausgelöst hat; Sie können quittieren und antworten",
        ),
    ))
}
