//! A plan stays with its incident: what was open for one is not open for another.

use crate::plan::{Outline, ResponsePlan};
use crate::{Refusal, Words};

pub(in crate::plan) fn moving_a_plan_to_another_incident(
    plan: &ResponsePlan,
    outline: &Outline,
) -> Result<(), Refusal> {
    if plan.outline.incident.is_none() || plan.outline.incident == outline.incident {
        return Ok(());
    }
    Err(Refusal::field(
        "/outline/incident",
        Words::new(
            "a plan stays with its incident: open another plan for another incident",
            "un plan reste lié à son incident : ouvrez un autre plan pour un autre incident",
            "ein Plan bleibt bei seinem Vorfall: öffnen Sie für einen anderen Vorfall einen anderen Plan",
        ),
    ))
}
