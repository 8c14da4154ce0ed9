//! A register entry says which behaviour or measure it is about; a card of a technique or method is about that.

use crate::publication::{Class, Draft};
use crate::{Refusal, Source, Words};

pub(in crate::publication) fn publishing_without_a_subject(draft: &Draft) -> Result<(), Refusal> {
    let needs = matches!(draft.class, Class::Register | Class::Statement | Class::Debunk);
    if !needs || !draft.subjects.is_empty() {
        return Ok(());
    }
    Err(Refusal::new(
        "publishing-without-a-subject",
        Source::house("a publication is about behaviour and measures, never persons"),
        Words::new(
            "say which behaviour, measure, channel, domain or organisation it is about; a natural person is no subject",
            "indiquez le comportement, la mesure, le canal, le domaine ou l’organisation dont il s’agit ; une personne physique n’est pas un sujet",
            "geben Sie an, um welches Verhalten, welche Maßnahme, welchen Kanal, welche Domain oder Organisation es geht; eine natürliche Person ist kein Gegenstand",
        ),
    ))
}
