//! An answer says something; that none came is recorded by the notifier, and is no feedback.

use crate::notification::Outcome;
use crate::{Refusal, Source, Words};

pub(in crate::notification) fn answering_that_there_is_no_answer(outcome: Outcome) -> Result<(), Refusal> {
    if outcome != Outcome::NoAnswer {
        return Ok(());
    }
    Err(Refusal::new(
        "answering-that-there-is-no-answer",
        Source::house("silence is recorded as silence, not as feedback"),
        Words::new(
            "an answer has an outcome; where none came, use `record-no-answer`",
            "une réponse a une issue ; si aucune n’est venue, utilisez « record-no-answer »",
            "eine Antwort hat ein Ergebnis; kam keine, benutzen Sie „record-no-answer“",
        ),
    ))
}
