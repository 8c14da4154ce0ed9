//! Questions go to participants.

use crate::crisis::{Crisis, Question};
use crate::{Refusal, Words};

pub(in crate::crisis) fn asking_somebody_who_takes_no_part(
    page: &Crisis,
    question: &Question,
) -> Result<(), Refusal> {
    if question.to.is_subset(&page.scope.participants) {
        return Ok(());
    }
    Err(Refusal::new(
        "asking-somebody-who-takes-no-part",
        Crisis::basis(),
        Words::new(
            "a question goes to participants of the page; name the organisation there first",
            "une question s’adresse aux participants de la page ; inscrivez-y d’abord l’organisation",
            "eine Frage geht an Teilnehmer der Seite; nehmen Sie die Organisation zuerst auf",
        ),
    ))
}
