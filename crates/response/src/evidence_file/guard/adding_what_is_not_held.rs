//! Evidence that is named is held: a hash of nothing proves nothing.

use crate::evidence_file::Item;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::evidence_file) fn adding_what_is_not_held(
    item: &Item,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if scene.facts.evidence.contains(&item.sha256) {
        return Ok(());
    }
    Err(Refusal::new(
        "adding-what-is-not-held",
        Source::house("evidence that is named is held"),
        Words::new(
            "no evidence with this SHA-256 is held here; deposit the bytes first",
            "aucune preuve portant ce SHA-256 n’est conservée ici ; déposez d’abord les octets",
            "hier wird kein Beleg mit diesem SHA-256 verwahrt; legen Sie die Bytes zuerst ab",
        ),
    ))
}
