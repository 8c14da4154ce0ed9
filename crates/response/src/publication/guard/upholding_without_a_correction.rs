//! A contestation that was right has changed what is public before it is settled.

use crate::publication::{Appeal, Phase, Publication};
use crate::{Refusal, Source, Words};

pub(in crate::publication) fn upholding_without_a_correction(
    it: &Publication,
    contestation: &str,
    upheld: bool,
) -> Result<(), Refusal> {
    let Some((since, Appeal::Pending)) = it.contested.get(contestation) else {
        return Err(Refusal::state("settle", "without such a contestation pending"));
    };
    let changed = it.phase == Phase::Retracted || it.tombstones.last().is_some_and(|one| one.at >= *since);
    if !upheld || changed {
        return Ok(());
    }
    Err(Refusal::new(
        "upholding-without-a-correction",
        Source::house("what was rightly contested is corrected or retracted"),
        Words::new(
            "correct or retract what was rightly contested, then settle it",
            "corrigez ou retirez ce qui a été contesté à juste titre, puis clôturez la contestation",
            "berichtigen oder ziehen Sie zurück, was zu Recht beanstandet wurde, und schließen Sie es dann ab",
        ),
    ))
}
