//! A reply is recorded once, from whom it was offered to.

use crate::publication::Publication;
use crate::{Refusal, Source, Words};

pub(in crate::publication) fn recording_a_reply_that_was_not_offered(
    it: &Publication,
    subject: &str,
) -> Result<(), Refusal> {
    if it.replies.get(subject).is_some_and(|one| one.said.is_none()) {
        return Ok(());
    }
    Err(Refusal::new(
        "recording-a-reply-that-was-not-offered",
        Source::house("a reply stands as it was given"),
        Words::new(
            "a reply is recorded once, from a subject to whom it was offered",
            "une réponse est enregistrée une seule fois, de la part d’un sujet à qui elle a été offerte",
            "eine Stellungnahme wird einmal aufgenommen, von einem Gegenstand, dem sie angeboten wurde",
        ),
    ))
}
