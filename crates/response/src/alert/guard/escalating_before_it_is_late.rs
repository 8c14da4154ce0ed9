//! An addressee is reminded when its time is over, and not when it has answered.

use crate::alert::Alert;
use crate::{Aggregate, Refusal, Source, Standing, Words};

pub(in crate::alert) fn escalating_before_it_is_late(
    alert: &Alert,
    organisation: &str,
    now: i64,
) -> Result<(), Refusal> {
    let late = alert
        .deadlines()
        .iter()
        .any(|one| one.whose == organisation && one.standing(now) == Standing::Missed);
    if late {
        return Ok(());
    }
    Err(Refusal::new(
        "escalating-before-it-is-late",
        Source::house("silence is escalated, an answer in time is not"),
        Words::new(
            "this organisation has answered, is still in time, or is no addressee",
            "cette organisation a répondu, est encore dans les temps, ou n’est pas destinataire",
            "diese Organisation hat geantwortet, ist noch in der Frist oder ist kein Empfänger",
        ),
    ))
}
