//! One appeal: then it is decided.

use crate::contestation::Contestation;
use crate::{Refusal, Source, Words};

pub(in crate::contestation) fn appealing_twice(it: &Contestation) -> Result<(), Refusal> {
    if !it.appealed() {
        return Ok(());
    }
    Err(Refusal::new(
        "appealing-twice",
        Source::house("one appeal"),
        Words::new(
            "this was appealed and decided; a new fact is a new contestation, and courts and the supervisory authority stay open to you",
            "le recours a déjà été tranché ; un fait nouveau donne lieu à une nouvelle contestation, et les tribunaux et l’autorité de contrôle vous restent ouverts",
            "über den Einspruch ist entschieden; eine neue Tatsache ist eine neue Beanstandung, und Gerichte und Aufsichtsbehörde stehen Ihnen offen",
        ),
    ))
}
