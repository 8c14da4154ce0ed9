//! A piece of evidence is open when the hub knows it to be: its basis was recorded when it came, or everybody can look it up.

use crate::actor::Facts;
use crate::publication::{Access, Draft};
use crate::{Refusal, Source, Words};

pub(in crate::publication) fn calling_open_what_is_not(draft: &Draft, facts: &Facts) -> Result<(), Refusal> {
    let mut closed =
        draft.evidence.iter().filter(|one| one.access == Access::Open && !facts.is_open(&one.id));
    let Some(one) = closed.next() else { return Ok(()) };
    let id = &one.id;
    Err(Refusal::new(
        "calling-open-what-is-not",
        Source::house("what is published names no evidence that the public may not look at"),
        Words::new(
            format!(
                "{id} is no longer open, or nobody recorded on which basis it came: record that basis with the evidence, or change the draft"
            ),
            format!(
                "{id} n’est plus ouvert, ou personne n’a consigné sur quelle base il est arrivé : consignez cette base avec la preuve, ou modifiez le projet"
            ),
            format!(
                "{id} ist nicht mehr offen, oder niemand hat festgehalten, auf welcher Grundlage es kam: halten Sie sie beim Beleg fest, oder ändern Sie den Entwurf"
            ),
        ),
    ))
}
