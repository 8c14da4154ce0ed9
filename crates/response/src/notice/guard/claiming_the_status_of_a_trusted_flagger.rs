//! The priority of Article 22 belongs to those whom a Digital Services Coordinator gave the status.

use crate::notice::{Capacity, Notice};
use crate::{Refusal, Scene, Words};

pub(in crate::notice) fn claiming_the_status_of_a_trusted_flagger(
    capacity: Capacity,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let has = scene.facts.trusted_flaggers.contains(&scene.actor.organisation);
    if capacity == Capacity::Entity || has {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "claiming-the-status-of-a-trusted-flagger",
        Notice::article(22, "(2)"),
        Words::new(
            "your organisation has no valid status of trusted flagger here; give the notice as an entity, or enter the award first",
            "votre organisation n’a pas ici de statut valide de signaleur de confiance ; notifiez en tant qu’entité, ou saisissez d’abord l’attribution",
            "Ihre Organisation hat hier keinen gültigen Status als vertrauenswürdiger Hinweisgeber; melden Sie als Einrichtung, oder tragen Sie zuerst die Zuerkennung ein",
        ),
    );
    refusal.pointer = "/draft/capacity".into();
    Err(refusal)
}
