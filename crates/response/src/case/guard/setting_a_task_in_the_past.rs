//! A date that has passed is no date for a task.

use crate::{Refusal, Source, Words};

pub(in crate::case) fn setting_a_task_in_the_past(due: Option<i64>, now: i64) -> Result<(), Refusal> {
    if due.is_none_or(|at| at > now) {
        return Ok(());
    }
    Err(Refusal::new(
        "setting-a-task-in-the-past",
        Source::house("a task is set for a moment that is to come"),
        Words::new(
            "set a date that is to come, or none",
            "fixez une date à venir, ou aucune",
            "setzen Sie einen Termin, der noch kommt, oder keinen",
        ),
    ))
}
