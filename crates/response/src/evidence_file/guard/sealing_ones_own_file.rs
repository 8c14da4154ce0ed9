//! Who opened a file or collected all of it does not seal it.

use crate::evidence_file::{Action, EvidenceFile};
use crate::{Refusal, Scene, Source, Words};

pub(in crate::evidence_file) fn sealing_ones_own_file(
    it: &EvidenceFile,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let mut collected = it.custody.iter().filter(|one| one.action == Action::Collect);
    if !scene.is_actor(&it.author.person) && !collected.all(|one| scene.is_actor(&one.by.person)) {
        return Ok(());
    }
    Err(Refusal::new(
        "sealing-ones-own-file",
        Source::house("a second person seals"),
        Words::new(
            "let somebody seal it who neither opened the file nor collected everything in it",
            "faites-le sceller par quelqu’un qui n’a ni ouvert le dossier ni tout collecté",
            "lassen Sie jemanden versiegeln, der die Akte weder eröffnet noch alles gesammelt hat",
        ),
    ))
}
