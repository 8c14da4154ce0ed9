//! What is written up is an answer that was only said, once.

use crate::notification::Notification;
use crate::{Refusal, Source, Words};

pub(in crate::notification) fn writing_up_what_was_written(state: &Notification) -> Result<(), Refusal> {
    if state.only_spoken() {
        return Ok(());
    }
    Err(Refusal::new(
        "writing-up-what-was-written",
        Source::house("what was only said is written up, once"),
        Words::new(
            "nothing was answered orally, or it is in writing already; use a follow-up for more",
            "rien n’a été répondu oralement, ou c’est déjà consigné ; utilisez une relance pour le reste",
            "nichts wurde mündlich beantwortet, oder es steht schon geschrieben; für Weiteres fassen Sie nach",
        ),
    ))
}
