//! The solidarity clause is invoked by the member state that needs it, through who speaks or approves for it.

use crate::crisis::Crisis;
use crate::{Refusal, Scene, Words, guard as shared};
use ostrakon_model::{OrganisationKind, Role};

pub(in crate::crisis) fn invoking_solidarity_for_another_state(
    member_state: &str,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if scene.actor.kind == OrganisationKind::MemberStateAuthority && scene.actor.country == member_state {
        // The gravest step that a state can take here is not an analyst's.
        let roles = [Role::PointOfContact, Role::Approver, Role::Presidency];
        return shared::acting_without_a_role(scene, &roles, &Crisis::basis());
    }
    Err(Refusal::new(
        "invoking-solidarity-for-another-state",
        Crisis::basis(),
        Words::new(
            "the solidarity clause is invoked by the authorities of the member state itself",
            "la clause de solidarité est invoquée par les autorités de l’État membre lui-même",
            "die Solidaritätsklausel ruft die Behörde des Mitgliedstaats selbst an",
        ),
    ))
}
