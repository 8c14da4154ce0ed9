//! A notification ends with an outcome: removed, labelled, no breach, or that no answer came.

use crate::notification::Notification;
use crate::{Refusal, Source, Words};

pub(in crate::notification) fn closing_what_is_pending(state: &Notification) -> Result<(), Refusal> {
    if state.outcome().is_some_and(crate::notification::Outcome::is_final) {
        return Ok(());
    }
    Err(Refusal::new(
        "closing-what-is-pending",
        Source::house("a notification ends with an outcome"),
        Words::new(
            "the platform still looks into it; follow up, or record its last answer",
            "la plateforme examine encore ; relancez-la, ou consignez sa dernière réponse",
            "die Plattform prüft noch; fassen Sie nach, oder tragen Sie ihre letzte Antwort ein",
        ),
    ))
}
