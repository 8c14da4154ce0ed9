//! What was only said is written up before the record closes: half of the answers of 2024 left no trace.

use crate::notification::Notification;
use crate::{Refusal, Source, Words};

pub(in crate::notification) fn closing_on_an_oral_answer(state: &Notification) -> Result<(), Refusal> {
    if !state.only_spoken() {
        return Ok(());
    }
    Err(Refusal::new(
        "closing-on-an-oral-answer",
        Source::house("what was only said is written up before it counts"),
        Words::new(
            "the platform has only answered orally; write up what was said, then close",
            "la plateforme n’a répondu qu’oralement ; consignez ce qui a été dit, puis clôturez",
            "die Plattform hat nur mündlich geantwortet; schreiben Sie nieder, was gesagt wurde, und schließen Sie dann",
        ),
    ))
}
