//! A team comes when a state asks: an authority for its own state, or an institution that holds the state's letter.

use crate::team::{Draft, Requester, Team};
use crate::{Refusal, Scene, Words};
use ostrakon_model::OrganisationKind::{ElectoralBody, Institution, MemberStateAuthority};

pub(in crate::team) fn asking_without_a_state(draft: &Draft, scene: &Scene<'_>) -> Result<(), Refusal> {
    let code = draft.requesting_state.len() == 2
        && draft.requesting_state.bytes().all(|b| b.is_ascii_uppercase())
        && draft.requesting_state != "EU";
    let authority = matches!(scene.actor.kind, MemberStateAuthority | ElectoralBody);
    let own = draft.requester == Requester::MemberState && draft.requesting_state == scene.actor.country;
    let letter = scene.actor.kind == Institution && !draft.letter.trim().is_empty();
    if code && ((authority && own) || letter) {
        return Ok(());
    }
    let mut refusal = Refusal::new(
        "asking-without-a-state",
        Team::basis(),
        Words::new(
            "a team needs a state that asks: an authority asks for its own state; an institution enters the letter of a state, a mission or a partner country",
            "une équipe suppose un État demandeur : une autorité demande pour son propre État ; une institution saisit la lettre d’un État, d’une mission ou d’un pays partenaire",
            "ein Team braucht einen Staat, der darum bittet: eine Behörde bittet für ihren eigenen Staat; eine Institution trägt das Schreiben eines Staates, einer Mission oder eines Partnerlands ein",
        ),
    );
    refusal.pointer = "/draft/requesting_state".into();
    Err(refusal)
}
