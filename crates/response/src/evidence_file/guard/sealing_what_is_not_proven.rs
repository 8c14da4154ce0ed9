//! Each criterion that is claimed is proven by an item before the file is sealed.

use crate::evidence_file::EvidenceFile;
use crate::{Refusal, Words};

pub(in crate::evidence_file) fn sealing_what_is_not_proven(it: &EvidenceFile) -> Result<(), Refusal> {
    if it.unproven().is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        "sealing-what-is-not-proven",
        EvidenceFile::basis(),
        Words::new(
            "a claimed criterion has no item; add one, or claim the criterion no more",
            "un critère invoqué n’a pas de pièce ; ajoutez-en une, ou n’invoquez plus ce critère",
            "zu einem geltend gemachten Kriterium gibt es kein Stück; fügen Sie eines hinzu oder machen Sie das Kriterium nicht mehr geltend",
        ),
    ))
}
