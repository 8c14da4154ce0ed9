//! Who opened or leads a case does not review it.

use crate::case::Case;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::case) fn reviewing_ones_own_case(
    case: &Case,
    reviewer: &str,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if !scene.are_one(&case.author.person, reviewer)
        && !case.owner.as_deref().is_some_and(|owner| scene.are_one(owner, reviewer))
    {
        return Ok(());
    }
    Err(Refusal::new(
        "reviewing-ones-own-case",
        Source::house("a case is reviewed by somebody who neither opened nor leads it"),
        Words::new(
            "who opened or leads the case does not review it; ask somebody else",
            "qui a ouvert ou dirige le dossier ne le révise pas ; demandez à quelqu’un d’autre",
            "wer den Fall eröffnet hat oder leitet, prüft ihn nicht; bitten Sie jemand anderen",
        ),
    ))
}
