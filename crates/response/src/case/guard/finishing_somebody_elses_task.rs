//! A task is finished by the organisation that has it, or by the one that keeps the case.

use crate::case::Case;
use crate::{Refusal, Scene, Source, Words};

pub(in crate::case) fn finishing_somebody_elses_task(
    case: &Case,
    task: usize,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let Some(found) = case.tasks.get(task).filter(|one| one.is_open()) else {
        return Err(Refusal::state("finish-task", "without such a task open"));
    };
    let own = &scene.actor.organisation;
    if found.assignee == *own || case.author.organisation == *own {
        return Ok(());
    }
    Err(Refusal::new(
        "finishing-somebody-elses-task",
        Source::house("who has a task finishes it"),
        Words::new(
            "this is the task of another organisation; you may finish your own",
            "cette tâche revient à une autre organisation ; vous pouvez terminer les vôtres",
            "das ist die Aufgabe einer anderen Organisation; Sie können Ihre eigenen abschließen",
        ),
    ))
}
