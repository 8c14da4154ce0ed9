//! A criterion for which items are in the file stays claimed, or the items go first.

use crate::evidence_file::{Draft, EvidenceFile};
use crate::{Refusal, Source, Words};

pub(in crate::evidence_file) fn dropping_a_criterion_that_is_proven(
    it: &EvidenceFile,
    draft: &Draft,
) -> Result<(), Refusal> {
    let claimed = |id: &String| draft.criteria.iter().any(|one| one.id == *id);
    let ids: std::collections::BTreeSet<&String> = draft.criteria.iter().map(|one| &one.id).collect();
    let all = it.items.values().flat_map(|one| &one.proves).all(|one| claimed(&one.criterion));
    if all && ids.len() == draft.criteria.len() {
        return Ok(());
    }
    Err(Refusal::new(
        "dropping-a-criterion-that-is-proven",
        Source::house("each item proves a criterion"),
        Words::new(
            "name each criterion once, and keep those that items in the file prove; or remove those items first",
            "nommez chaque critère une fois, et gardez ceux que des pièces du dossier établissent ; ou retirez d’abord ces pièces",
            "nennen Sie jedes Kriterium einmal und behalten Sie die, die Stücke der Akte belegen; oder nehmen Sie zuerst diese Stücke heraus",
        ),
    ))
}
