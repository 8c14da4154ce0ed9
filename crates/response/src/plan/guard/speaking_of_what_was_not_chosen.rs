//! Only what stands in a plan can be dropped from it or evaluated.

use crate::plan::{Counter, ResponsePlan};
use crate::{Refusal, Words};

pub(in crate::plan) fn speaking_of_what_was_not_chosen(
    plan: &ResponsePlan,
    counter: &Counter,
) -> Result<(), Refusal> {
    if plan.chosen.contains_key(&counter.key()) {
        return Ok(());
    }
    Err(Refusal::field(
        "/counter",
        Words::new(
            "this does not stand in the plan",
            "ceci ne figure pas dans le plan",
            "das steht nicht im Plan",
        ),
    ))
}
