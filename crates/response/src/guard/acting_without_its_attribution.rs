//! What rests on an attribution is not done while two people have not decided it.

use crate::aggregate::Channel;
use crate::{Refusal, Scene, Words};

/// Refuses a mechanism that needs an attribution which is missing.
///
/// # Errors
/// The refusal.
pub fn acting_without_its_attribution(
    incident: &str,
    channel: &Channel,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let id = &channel.mechanism;
    let facts = scene.facts.channel(incident, id);
    let Some(reason) = facts.and_then(|facts| facts.unattributed.as_ref()).filter(|_| channel.attributes)
    else {
        return Ok(());
    };
    let (text, instead) = (&reason.text, &reason.instead);
    Err(Refusal::new(
        "acting-without-its-attribution",
        reason.source.clone(),
        Words::new(
            format!(
                "`{id}` for {incident}: {} {} The attribution stands in a case of the incident.",
                text.en, instead.en
            ),
            format!(
                "« {id} » pour {incident} : {} {} L’attribution figure dans un dossier de l’incident.",
                text.fr, instead.fr
            ),
            format!(
                "„{id}“ für {incident}: {} {} Die Zuordnung steht in einem Fall zum Vorfall.",
                text.de, instead.de
            ),
        ),
    ))
}
