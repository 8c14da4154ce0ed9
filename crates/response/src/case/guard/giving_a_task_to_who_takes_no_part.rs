//! A task is given to who takes part: nobody else would see it.

use crate::case::Case;
use crate::{Refusal, Source, Words};

pub(in crate::case) fn giving_a_task_to_who_takes_no_part(
    case: &Case,
    assignee: &str,
) -> Result<(), Refusal> {
    if assignee == case.author.organisation || case.audience().contains(assignee) {
        return Ok(());
    }
    Err(Refusal::new(
        "giving-a-task-to-who-takes-no-part",
        Source::house("who has a task takes part in the case"),
        Words::new(
            "this organisation takes no part in the case; involve it first",
            "cette organisation ne participe pas au dossier ; associez-la d’abord",
            "diese Organisation nimmt an dem Fall nicht teil; beteiligen Sie sie zuerst",
        ),
    ))
}
