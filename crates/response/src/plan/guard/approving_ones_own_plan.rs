//! Who wrote in a plan does not approve it.

use crate::plan::ResponsePlan;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::plan) fn approving_ones_own_plan(
    plan: &ResponsePlan,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    if !plan.authors.iter().any(|author| scene.is_actor(&author.person)) {
        return Ok(());
    }
    Err(Refusal::new(
        "approving-ones-own-plan",
        Source::house("a plan is approved by somebody who did not write in it"),
        Words::new(
            "you wrote in this plan: let somebody else approve it",
            "vous avez rédigé une partie de ce plan : faites-le approuver par quelqu’un d’autre",
            "Sie haben an diesem Plan geschrieben: lassen Sie ihn von jemand anderem genehmigen",
        ),
    ))
}
