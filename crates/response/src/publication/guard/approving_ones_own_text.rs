//! The second person is not the one who wrote the text.

use crate::{Approval, Refusal, Scene, Source, Words};

pub(in crate::publication) fn approving_ones_own_text(
    written_by: &str,
    approval: &Approval,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if !scene.are_one(&approval.approved_by.person, written_by) {
        return Ok(());
    }
    Err(Refusal::new(
        "approving-ones-own-text",
        Source::house("nobody approves their own text"),
        Words::new(
            "who approves is not who wrote the text as it stands; let another person approve it",
            "la personne qui approuve n’est pas celle qui a écrit le texte ; faites-le approuver par une autre",
            "wer genehmigt, hat den Text nicht selbst geschrieben; lassen Sie ihn von einer anderen Person genehmigen",
        ),
    ))
}
