//! A reply is offered to a subject of the text, once.

use crate::publication::Publication;
use crate::{Refusal, Source, Words};

pub(in crate::publication) fn offering_a_reply_to_nobody(
    it: &Publication,
    subject: &str,
) -> Result<(), Refusal> {
    let named = it.draft.subjects.iter().any(|one| one.name == subject);
    if named && !it.replies.contains_key(subject) {
        return Ok(());
    }
    Err(Refusal::new(
        "offering-a-reply-to-nobody",
        Source::house("a reply is offered to who is named, and its time does not move"),
        Words::new(
            "a reply is offered once, to a subject of the text as it is written there",
            "une réponse est offerte une seule fois, à un sujet du texte tel qu’il y est écrit",
            "eine Stellungnahme wird einmal angeboten, einem Gegenstand des Textes, so wie er dort steht",
        ),
    ))
}
