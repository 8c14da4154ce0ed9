//! What rests on secrets alone cannot be contested, so it is not published.

use crate::publication::{Access, Class, Draft};
use crate::{Refusal, Source, Words};

pub(in crate::publication) fn publishing_without_open_evidence(draft: &Draft) -> Result<(), Refusal> {
    // What explains a technique or a method judges nobody.
    let judges = matches!(draft.class, Class::Register | Class::Statement | Class::Debunk);
    let secret =
        !draft.evidence.is_empty() && draft.evidence.iter().all(|one| one.access == Access::Classified);
    let open = draft.evidence.iter().any(|one| one.access == Access::Open);
    if !secret && (open || !judges) {
        return Ok(());
    }
    Err(Refusal::new(
        "publishing-without-open-evidence",
        Source::known(
            "Venice Commission, urgent report of 27 January 2025: not solely on classified intelligence",
            "https://www.venice.coe.int/",
        ),
        Words::new(
            "nothing is published that rests on evidence which nobody outside may look at; add at least one piece of open evidence",
            "rien n’est publié qui repose sur des preuves que personne à l’extérieur ne peut consulter ; ajoutez au moins une preuve ouverte",
            "nichts wird veröffentlicht, was auf Belegen ruht, die draußen niemand ansehen darf; fügen Sie mindestens einen offenen Beleg hinzu",
        ),
    ))
}
