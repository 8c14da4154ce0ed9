//! Who was taken for an operation by mistake has no measure standing against them.

use crate::case::{Case, NO_ACTION, Outcome};
use crate::{Refusal, Source, Words};

pub(in crate::case) fn closing_a_mistake_with_measures_standing(
    case: &Case,
    outcome: Outcome,
) -> Result<(), Refusal> {
    let mistake = matches!(outcome, Outcome::FalsePositive | Outcome::Legitimate);
    let standing = case.plan.iter().any(|(name, one)| name != NO_ACTION && one.dropped.is_none());
    if !mistake || !(standing || !case.exposures.is_empty() || case.attribution.state.is_some()) {
        return Ok(());
    }
    Err(Refusal::new(
        "closing-a-mistake-with-measures-standing",
        Source::house("a mistake is made good before it is filed"),
        Words::new(
            "measures, exposures or an attribution stand against people who did nothing wrong; take them back first, each with its reason",
            "des mesures, des expositions ou une attribution visent des personnes qui n’ont rien fait de mal ; retirez-les d’abord, chacune avec son motif",
            "gegen Menschen, die nichts Unrechtes taten, stehen Maßnahmen, Zuordnungen oder eine Attribution; nehmen Sie sie zuerst zurück, jede mit Begründung",
        ),
    ))
}
