//! An item proves a criterion that is claimed.

use crate::evidence_file::{EvidenceFile, Item};
use crate::{Refusal, Source, Words};

pub(in crate::evidence_file) fn proving_what_is_not_claimed(
    it: &EvidenceFile,
    item: &Item,
) -> Result<(), Refusal> {
    let claimed = |id: &String| it.draft.criteria.iter().any(|one| one.id == *id);
    if !item.proves.is_empty() && item.proves.iter().all(|one| claimed(&one.criterion)) {
        return Ok(());
    }
    Err(Refusal::new(
        "proving-what-is-not-claimed",
        Source::house("each item proves a criterion"),
        Words::new(
            "say which claimed criterion the item proves, by its id, and what it shows for it",
            "dites quel critère invoqué la pièce établit, par son identifiant, et ce qu’elle montre",
            "sagen Sie, welches geltend gemachte Kriterium das Stück belegt, mit dessen Kennung, und was es dafür zeigt",
        ),
    ))
}
