//! What a record plans or did is held against what is added to it later.

use crate::aggregate::Channel;
use crate::{Refusal, Scene, Words};

/// Refuses an incident for which a mechanism that stands in the record is closed.
///
/// # Errors
/// The refusal.
pub fn adding_what_its_plan_may_not_touch(
    incident: &str,
    channel: &Channel,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let Err(closed) = super::acting_through_a_closed_channel(incident, channel, scene) else { return Ok(()) };
    let id = &channel.mechanism;
    Err(Refusal::new(
        "adding-what-its-plan-may-not-touch",
        closed.source,
        Words::new(
            format!(
                "this record chose `{id}`: drop that first, or keep {incident} in a record of its own. {}",
                closed.text.en
            ),
            format!(
                "ce dossier a choisi « {id} » : retirez d’abord ce choix, ou gardez {incident} dans un dossier à part. {}",
                closed.text.fr
            ),
            format!(
                "dieser Vorgang hat „{id}“ gewählt: nehmen Sie das zuerst zurück, oder führen Sie {incident} in einem eigenen Vorgang. {}",
                closed.text.de
            ),
        ),
    ))
}
