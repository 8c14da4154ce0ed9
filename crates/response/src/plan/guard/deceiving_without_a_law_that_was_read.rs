//! To deceive, infiltrate or flood in turn takes a law whose wording somebody has read; for most such counters none is known.

use crate::plan::{Counter, Entry, ResponsePlan, safeguard};
use crate::{Refusal, Words};

pub(in crate::plan) fn deceiving_without_a_law_that_was_read(entry: &Entry) -> Result<(), Refusal> {
    let Counter::Disarm { id } = &entry.counter else { return Ok(()) };
    let deceives = safeguard(id).is_some_and(|one| one.kind == "deception");
    let law_was_read = entry
        .ground
        .as_ref()
        .is_some_and(|ground| ground.law.verified && ground.law.address.starts_with("http"));
    if !deceives || law_was_read {
        return Ok(());
    }
    Err(Refusal {
        pointer: "/entry/ground/law".to_owned(),
        ..Refusal::new(
            "deceiving-without-a-law-that-was-read",
            ResponsePlan::basis(),
            Words::new(
                "this deceives in its turn: it takes a law whose wording was read, with its address; choose something else",
                "cette mesure trompe à son tour : il faut une loi dont le texte a été lu, avec son adresse ; choisissez autre chose",
                "diese Maßnahme täuscht ihrerseits: sie braucht ein Gesetz, dessen Wortlaut gelesen wurde, mit Adresse; wählen Sie etwas anderes",
            ),
        )
    })
}
