//! A report is on an election that is entered here.

use crate::report::Outline;
use crate::{Refusal, Scene, Words};

pub(in crate::report) fn reporting_on_an_unknown_election(
    outline: &Outline,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if scene.facts.elections.contains_key(&outline.election) {
        return Ok(());
    }
    let shown: String = outline.election.chars().take(60).collect();
    Err(Refusal::field(
        "/outline/election",
        Words::new(
            format!(
                "there is no election `{shown}` here; enter it first, and name it by the id of its record"
            ),
            format!(
                "aucun scrutin « {shown} » n’est saisi ici ; saisissez-le d’abord et désignez-le par l’identifiant de son dossier"
            ),
            format!(
                "hier ist keine Wahl „{shown}“ eingetragen; tragen Sie sie zuerst ein, und nennen Sie sie mit der Kennung ihres Vorgangs"
            ),
        ),
    ))
}
