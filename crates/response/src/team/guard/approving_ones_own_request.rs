//! Whoever entered a request does not approve it.

use crate::team::Team;
use crate::{Refusal, Scene, Words};

pub(in crate::team) fn approving_ones_own_request(state: &Team, scene: &Scene<'_>) -> Result<(), Refusal> {
    if !scene.is_actor(&state.author.person) {
        return Ok(());
    }
    Err(Refusal::new(
        "approving-ones-own-request",
        Team::basis(),
        Words::new(
            "you entered this request; another person approves it",
            "vous avez saisi cette demande ; une autre personne l’approuve",
            "Sie haben diese Bitte eingetragen; eine andere Person genehmigt sie",
        ),
    ))
}
