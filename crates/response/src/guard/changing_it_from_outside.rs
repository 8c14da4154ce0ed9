//! A record is changed by the organisation that keeps it.

use crate::{Refusal, Scene, Source, Words};

/// Refuses an actor of another organisation than the one that keeps the record.
///
/// # Errors
/// The refusal.
pub fn changing_it_from_outside(scene: &Scene<'_>, kept_by: &str) -> Result<(), Refusal> {
    if scene.actor.organisation == kept_by {
        return Ok(());
    }
    Err(Refusal::new(
        "changing-it-from-outside",
        Source::house("a record is changed by the organisation that keeps it"),
        Words::new(
            "only the organisation that keeps this record may do this; ask its point of contact, or contest the record",
            "seule l’organisation qui tient ce dossier peut le faire ; adressez-vous à son point de contact, ou contestez le dossier",
            "das darf nur die Organisation, die diesen Vorgang führt; wenden Sie sich an ihre Kontaktstelle, oder beanstanden Sie den Vorgang",
        ),
    ))
}
