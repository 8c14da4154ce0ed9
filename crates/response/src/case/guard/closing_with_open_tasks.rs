//! No case closes over a task that is open.

use crate::case::Case;
use crate::{Refusal, Source, Words};

pub(in crate::case) fn closing_with_open_tasks(case: &Case) -> Result<(), Refusal> {
    if !case.tasks.iter().any(crate::case::Task::is_open) {
        return Ok(());
    }
    Err(Refusal::new(
        "closing-with-open-tasks",
        Source::house("no case closes over an open task"),
        Words::new(
            "there are open tasks; finish them, or drop them with the reason",
            "des tâches sont ouvertes ; terminez-les, ou abandonnez-les avec leur motif",
            "es gibt offene Aufgaben; schließen Sie sie ab oder geben Sie sie mit Begründung auf",
        ),
    ))
}
