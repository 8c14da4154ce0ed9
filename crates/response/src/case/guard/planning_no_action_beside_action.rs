//! To do nothing is a choice, and not one beside others.

use crate::case::{Case, NO_ACTION};
use crate::{Refusal, Source, Words};

pub(in crate::case) fn planning_no_action_beside_action(case: &Case, mechanism: &str) -> Result<(), Refusal> {
    let mut standing =
        case.plan.iter().filter(|(_, one)| one.dropped.is_none()).map(|(name, _)| name.as_str());
    let fits = |one: &str| one != mechanism && (one == NO_ACTION) == (mechanism == NO_ACTION);
    if standing.all(fits) {
        return Ok(());
    }
    Err(Refusal::new(
        "planning-no-action-beside-action",
        Source::house("no action is a choice of its own"),
        Words::new(
            "this is chosen already, or no action stands beside action; drop the other choice first, with its reason",
            "ceci est déjà choisi, ou « aucune action » côtoie une action ; abandonnez d’abord l’autre choix, avec son motif",
            "das ist schon gewählt, oder „keine Maßnahme“ stünde neben einer Maßnahme; geben Sie zuerst die andere Wahl mit Begründung auf",
        ),
    ))
}
