//! A prebunk explains a technique; a claim that is repeated is remembered.

use crate::publication::{Class, Draft};
use crate::{Refusal, Source, Words};

pub(in crate::publication) fn prebunking_with_the_falsehood(draft: &Draft) -> Result<(), Refusal> {
    let explains = matches!(draft.class, Class::Prebunk | Class::MediaLiteracy);
    let technique = draft.class != Class::Prebunk || !draft.technique.trim().is_empty();
    if !explains || (technique && draft.claim_review.is_none()) {
        return Ok(());
    }
    Err(Refusal::new(
        "prebunking-with-the-falsehood",
        Source::house("a prebunk explains the technique and does not repeat the falsehood"),
        Words::new(
            "a prebunk names the technique that it explains and carries no claim; to judge a claim, write a debunk",
            "un prebunk nomme la technique qu’il explique et ne contient aucune allégation ; pour juger une allégation, écrivez un debunk",
            "ein Prebunk nennt die Technik, die er erklärt, und enthält keine Behauptung; um eine Behauptung zu beurteilen, schreiben Sie einen Debunk",
        ),
    ))
}
