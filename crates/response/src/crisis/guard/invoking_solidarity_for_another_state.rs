//! The solidarity clause is invoked by the member state that needs it.

use crate::crisis::Crisis;
use crate::{Refusal, Scene, Words};
use ostrakon_model::OrganisationKind;

pub(in crate::crisis) fn invoking_solidarity_for_another_state(
    member_state: &str,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if scene.actor.kind == OrganisationKind::MemberStateAuthority && scene.actor.country == member_state {
        return Ok(());
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
