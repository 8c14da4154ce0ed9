//! What is sealed is looked at, copied, handed on; it is not destroyed, collected or sealed anew.

use crate::evidence_file::{Action, EvidenceFile, Phase};
use crate::{Refusal, Source, Words};

pub(in crate::evidence_file) fn altering_what_is_sealed(
    it: &EvidenceFile,
    action: Action,
) -> Result<(), Refusal> {
    // Collecting and sealing have commands of their own; what is destroyed leaves the file first.
    let by_hand = !matches!(action, Action::Collect | Action::Seal | Action::Destroy);
    if by_hand && (it.phase == Phase::Open || action != Action::Redact) {
        return Ok(());
    }
    Err(Refusal::new(
        "altering-what-is-sealed",
        Source::house("the sealed item is never the one that is worked on"),
        Words::new(
            "work on a copy: what is in the file is collected by `add`, sealed by `seal`, and neither redacted under seal nor destroyed",
            "travaillez sur une copie : les pièces sont collectées par « add », scellées par « seal », et ni caviardées sous scellé ni détruites",
            "arbeiten Sie an einer Kopie: Stücke werden durch „add“ gesammelt, durch „seal“ versiegelt und weder unter Siegel geschwärzt noch vernichtet",
        ),
    ))
}
