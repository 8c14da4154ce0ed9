//! Nobody works in a state without arrangements with it.

use crate::team::Team;
use crate::{Refusal, Words};

pub(in crate::team) fn deploying_without_arrangements(state: &Team) -> Result<(), Refusal> {
    let in_scope = state.scope.as_ref().is_some_and(|one| !one.host_arrangements.trim().is_empty());
    if in_scope || !state.draft.host_arrangements.trim().is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        "deploying-without-arrangements",
        Team::basis(),
        Words::new(
            "neither the request nor its scope names the arrangements with the host; a team does not go without them: ask anew with them",
            "ni la demande ni son cadrage n’indiquent les arrangements avec l’hôte ; une équipe ne part pas sans eux : présentez une nouvelle demande qui les contienne",
            "weder die Bitte noch ihr Zuschnitt nennt die Vereinbarungen mit dem Gastgeber; ohne sie geht kein Team: bitten Sie neu, mit ihnen",
        ),
    ))
}
