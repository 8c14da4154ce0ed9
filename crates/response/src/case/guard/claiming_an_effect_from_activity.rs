//! Activity is not effect: who claims one says what changed, and by what that is seen.

use crate::case::{Impact, ImpactFound};
use crate::{Refusal, Source, Words};

pub(in crate::case) fn claiming_an_effect_from_activity(judgement: &Impact) -> Result<(), Refusal> {
    let claims = matches!(judgement.found, ImpactFound::Significant | ImpactFound::Severe);
    if !claims || (!judgement.effect.trim().is_empty() && !judgement.evidence.is_empty()) {
        return Ok(());
    }
    Err(Refusal::new(
        "claiming-an-effect-from-activity",
        Source::house("activity, reach and effect are three judgements"),
        Words::new(
            "much activity or reach is no effect; say what changed by it, and on what evidence",
            "beaucoup d’activité ou de portée n’est pas un effet ; dites ce que cela a changé, et sur quelle preuve",
            "viel Aktivität oder Reichweite ist keine Wirkung; sagen Sie, was sich dadurch geändert hat und auf welchem Beleg",
        ),
    ))
}
