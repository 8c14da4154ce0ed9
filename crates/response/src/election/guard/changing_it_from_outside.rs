//! An entry is kept by the organisation that made it.

use crate::election::Election;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::election) fn changing_it_from_outside(
    election: &Election,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if election.author.organisation == scene.actor.organisation {
        return Ok(());
    }
    Err(Refusal::new(
        "changing-it-from-outside",
        Source::house("a record is changed by the organisation that keeps it"),
        Words::new(
            "this entry is kept by another organisation",
            "cette fiche est tenue par une autre organisation",
            "diesen Eintrag führt eine andere Organisation",
        ),
    ))
}
