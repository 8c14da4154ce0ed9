//! Activation and deactivation are the prerogative of the Council presidency; institutions may decide on information sharing in
//! agreement with it, and on monitoring, which is no activation. An institution speaks through its point of contact or approver.

use crate::crisis::{Crisis, Mode};
use crate::{Refusal, Scene, Words};
use ostrakon_model::{OrganisationKind, Role};

pub(in crate::crisis) fn activating_without_the_right(
    page: &Crisis,
    to: Mode,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let presides = scene.actor.is(Role::Presidency) && page.presidency() == scene.actor.organisation;
    if presides {
        return Ok(());
    }
    let institution = scene.actor.kind == OrganisationKind::Institution;
    let rises = to > page.mode;
    if institution && rises && to <= Mode::InformationSharing {
        return super::deciding_for_an_institution_alone(scene);
    }
    Err(Refusal::new(
        "activating-without-the-right",
        Crisis::basis(),
        Words::new(
            "this mode is changed by the presidency; an institution may decide on information sharing, a member state asks (command ask-mode)",
            "ce mode est changé par la présidence ; une institution peut décider le partage d’informations, un État membre le demande (commande ask-mode)",
            "diesen Modus ändert der Vorsitz; ein Organ kann den Informationsaustausch beschließen, ein Mitgliedstaat bittet darum (Befehl ask-mode)",
        ),
    ))
}
