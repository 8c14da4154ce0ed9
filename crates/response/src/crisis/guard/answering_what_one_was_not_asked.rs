//! Who was asked answers, once.

use crate::crisis::Crisis;
use crate::{Refusal, Scene, Words};

pub(in crate::crisis) fn answering_what_one_was_not_asked(
    page: &Crisis,
    question: usize,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let own = &scene.actor.organisation;
    let asked = page.questions.get(question).is_some_and(|one| one.to.contains(own));
    let answered = page.answers.iter().any(|one| one.question == question && one.by.organisation == *own);
    if asked && !answered {
        return Ok(());
    }
    Err(Refusal::new(
        "answering-what-one-was-not-asked",
        Crisis::basis(),
        Words::new(
            "this question was not put to your organisation, or it has answered it",
            "cette question n’a pas été posée à votre organisation, ou elle y a répondu",
            "diese Frage wurde Ihrer Organisation nicht gestellt, oder sie hat sie beantwortet",
        ),
    ))
}
