//! Whoever does nothing addresses nobody and restricts nothing.

use crate::measure::{Draft, Ground};
use crate::{Refusal, Scene, Source, Words};

pub(in crate::measure) fn restricting_in_the_name_of_no_action(
    draft: &Draft,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let instrument = scene.facts.mechanisms.get(&draft.instrument);
    let is_nothing =
        draft.instrument == crate::case::NO_ACTION || instrument.is_some_and(|one| one.speaks_to_nobody);
    if !is_nothing || (draft.addressees.is_empty() && draft.ground == Ground::NoRestriction) {
        return Ok(());
    }
    let id = &draft.instrument;
    let mut refusal = Refusal::new(
        "restricting-in-the-name-of-no-action",
        Source::house("an act is entered under what it is"),
        Words::new(
            format!(
                "`{id}` speaks to nobody and restricts nothing: leave the addressees out and set the ground to `no-restriction`, or name the instrument that this is"
            ),
            format!(
                "« {id} » ne s’adresse à personne et ne restreint rien : retirez les destinataires et choisissez le fondement « no-restriction », ou indiquez l’instrument dont il s’agit"
            ),
            format!(
                "„{id}“ richtet sich an niemanden und beschränkt nichts: lassen Sie die Empfänger weg und setzen Sie den Grund „no-restriction“, oder nennen Sie das Instrument, um das es geht"
            ),
        ),
    );
    refusal.pointer = if draft.addressees.is_empty() { "/draft/ground" } else { "/draft/addressees" }.into();
    Err(refusal)
}
