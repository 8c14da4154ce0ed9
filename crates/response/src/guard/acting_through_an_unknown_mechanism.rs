//! An act about an incident uses a mechanism that there is: what nobody wrote down has no law and no safeguard.

use crate::aggregate::Channel;
use crate::{Refusal, Scene, Source, Words};

/// Refuses a mechanism that the router does not know.
///
/// # Errors
/// The refusal.
pub fn acting_through_an_unknown_mechanism(
    incident: &str,
    channel: &Channel,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let id = &channel.mechanism;
    let known = scene.facts.channels.get(incident).is_some_and(|channels| channels.contains_key(id));
    if known || id == crate::case::NO_ACTION {
        return Ok(());
    }
    Err(Refusal::new(
        "acting-through-an-unknown-mechanism",
        Source::house("an act uses a mechanism whose law, clock and safeguards are written down"),
        Words::new(
            format!(
                "there is no mechanism `{id}` for {incident}: choose one that the routes of the incident name, or add its file"
            ),
            format!(
                "il n’y a pas de mécanisme « {id} » pour {incident} : choisissez-en un que ses voies nomment, ou ajoutez son fichier"
            ),
            format!(
                "für {incident} gibt es kein Instrument „{id}“: wählen Sie eines, das seine Wege nennen, oder fügen Sie seine Datei hinzu"
            ),
        ),
    ))
}
