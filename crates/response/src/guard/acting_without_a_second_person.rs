//! What takes two people is not done by one.

use crate::{Approval, Refusal, Scene, Sensitive, Source, Words};

/// Refuses without a second person's approval for this action on this record; answers it otherwise.
///
/// # Errors
/// The refusal.
pub fn acting_without_a_second_person<'a>(
    scene: &'a Scene<'_>,
    action: Sensitive,
    source: &Source,
) -> Result<&'a Approval, Refusal> {
    scene.approved(action).ok_or_else(
        || {
            Refusal::new(
                "acting-without-a-second-person",
                source.clone(),
                Words::new(
                    "this takes two people: propose it with a reason, let another person approve it, then do it with that approval",
                    "ceci demande deux personnes : proposez-le avec un motif, faites-le approuver par une autre personne, puis exécutez-le avec cette approbation",
                    "das braucht zwei Personen: schlagen Sie es mit Begründung vor, lassen Sie es von einer anderen Person genehmigen, und führen Sie es dann mit dieser Genehmigung aus",
                ),
            )
        },
    )
}
