//! What was decided does not become pending again: a new answer changes the outcome, or leaves it.

use crate::notification::{Notification, Outcome};
use crate::{Refusal, Source, Words};

pub(in crate::notification) fn answering_without_an_end(
    state: &Notification,
    outcome: Outcome,
) -> Result<(), Refusal> {
    let decided = state.outcome().is_some_and(|last| last.is_final() && last != Outcome::NoAnswer);
    if outcome.is_final() || !decided {
        return Ok(());
    }
    Err(Refusal::new(
        "answering-without-an-end",
        Source::house("an outcome is replaced by an outcome"),
        Words::new(
            "there is an outcome already; answer with the one that replaces it",
            "il y a déjà une issue ; répondez par celle qui la remplace",
            "es gibt schon ein Ergebnis; antworten Sie mit dem, das es ersetzt",
        ),
    ))
}
