//! A request goes to somebody else.

use crate::{Refusal, Scene, Words};

/// Refuses the actor's own organisation as addressee.
///
/// # Errors
/// A [`Refusal::field`].
pub fn asking_ones_own_organisation(
    scene: &Scene<'_>,
    pointer: &str,
    addressee: &str,
) -> Result<(), Refusal> {
    if addressee != scene.actor.organisation {
        return Ok(());
    }
    Err(Refusal::field(
        pointer,
        Words::new(
            format!("{pointer}: a request goes to another organisation than your own"),
            format!("{pointer} : une demande s’adresse à une autre organisation que la vôtre"),
            format!("{pointer}: eine Anfrage geht an eine andere Organisation als die eigene"),
        ),
    ))
}
