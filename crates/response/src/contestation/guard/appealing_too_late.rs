//! An appeal may be made for six months, as long as a platform must let its own decisions be complained of.

use crate::contestation::Contestation;
use crate::{Calendar, Refusal, Source, Words};

pub(in crate::contestation) fn appealing_too_late(it: &Contestation, now: i64) -> Result<(), Refusal> {
    let decided = it.examinations.last().and_then(|one| one.decided.as_ref()).map_or(0, |one| one.at);
    if now <= Calendar::default().after_months(decided, 6) {
        return Ok(());
    }
    Err(Refusal::new(
        "appealing-too-late",
        Source::known(
            "six months, after the model of Regulation (EU) 2022/2065 Art 20(1)",
            "https://eur-lex.europa.eu/eli/reg/2022/2065/oj",
        ),
        Words::new(
            "an appeal is made within six months of the decision; a new fact is a new contestation",
            "le recours se forme dans les six mois de la décision ; un fait nouveau donne lieu à une nouvelle contestation",
            "Einspruch wird binnen sechs Monaten nach der Entscheidung erhoben; eine neue Tatsache ist eine neue Beanstandung",
        ),
    ))
}
