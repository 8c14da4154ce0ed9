//! A correction reaches whoever had the statement: it does not change between whom it stands.

use crate::statement::{Draft, Statement};
use crate::{Refusal, Source, Words};

pub(in crate::statement) fn sending_it_to_somebody_else(
    state: &Statement,
    draft: &Draft,
) -> Result<(), Refusal> {
    let now = (&draft.platform, &draft.addressee);
    if (&state.draft.platform, &state.draft.addressee) == now {
        return Ok(());
    }
    Err(Refusal::new(
        "sending-it-to-somebody-else",
        Source::house("a correction goes to those who had what it corrects"),
        Words::new(
            "a correction keeps platform and addressee; enter another statement instead",
            "une correction conserve la plateforme et le destinataire ; saisissez plutôt un autre exposé",
            "eine Berichtigung behält Plattform und Empfänger; tragen Sie stattdessen eine andere Begründung ein",
        ),
    ))
}
