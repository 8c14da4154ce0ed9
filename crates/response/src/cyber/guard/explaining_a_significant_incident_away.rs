//! What was notified as significant does not end as out of scope.

use crate::cyber::{Cyber, Outcome};
use crate::{Refusal, Words};

pub(in crate::cyber) fn explaining_a_significant_incident_away(
    it: &Cyber,
    outcome: Outcome,
) -> Result<(), Refusal> {
    // A false alarm may come out at any time; "out of scope" contradicts what the record says.
    if outcome != Outcome::OutOfScope || !it.must_be_reported() {
        return Ok(());
    }
    Err(Refusal::new(
        "explaining-a-significant-incident-away",
        Cyber::basis(""),
        Words::new(
            "the record says that the entity is in scope and the incident significant; close it as handled, or as a false alarm with what shows it",
            "le dossier dit que l’entité est concernée et l’incident important ; clôturez-le comme traité, ou comme fausse alerte avec ce qui le montre",
            "der Vorgang sagt, dass die Einrichtung erfasst und der Vorfall erheblich ist; schließen Sie ihn als behandelt oder als Fehlalarm mit dem, was es zeigt",
        ),
    ))
}
