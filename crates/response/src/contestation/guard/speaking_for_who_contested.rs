//! Who contested appeals and withdraws: by the account that did, or by the receipt number of the public form.

use crate::contestation::{Contestation, receipt};
use crate::{Refusal, Scene, Source, Words};

pub(in crate::contestation) fn speaking_for_who_contested(
    it: &Contestation,
    number: Option<&str>,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let speaks = match &it.receipt {
        Some(kept) => number.and_then(|number| receipt::digest(scene.id, number)).as_ref() == Some(kept),
        None => it.author.organisation == scene.actor.organisation,
    };
    if speaks {
        return Ok(());
    }
    Err(Refusal::new(
        "speaking-for-who-contested",
        Source::house("who contested speaks for it"),
        Words::new(
            "only who made the contestation may do this: with the account that made it, or with its receipt number of 16 digits",
            "seul l’auteur de la contestation peut le faire : avec le compte utilisé, ou avec le numéro de récépissé à 16 chiffres",
            "das darf nur, wer die Beanstandung erhoben hat: mit dem Konto dazu oder mit der Empfangsnummer von 16 Ziffern",
        ),
    ))
}
