//! Teams are sent by the Union: an institution is asked.

use crate::team::Draft;
use crate::{Refusal, Scene, Words};
use ostrakon_model::OrganisationKind;

pub(in crate::team) fn asking_what_is_no_institution(
    draft: &Draft,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let addressee = scene.facts.organisations.get(&draft.addressee);
    if addressee.is_some_and(|one| one.kind == OrganisationKind::Institution) {
        return Ok(());
    }
    Err(Refusal::field(
        "/draft/addressee",
        Words::new(
            "a team is asked for from an institution of the Union; name it",
            "une équipe se demande à une institution de l’Union ; indiquez-la",
            "um ein Team wird eine Institution der Union gebeten; nennen Sie sie",
        ),
    ))
}
