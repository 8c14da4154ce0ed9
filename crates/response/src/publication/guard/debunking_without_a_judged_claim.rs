//! A debunk judges a claim, in terms that search engines and fact-checkers read.

use crate::publication::{Class, Draft};
use crate::{Refusal, Source, Words};

pub(in crate::publication) fn debunking_without_a_judged_claim(draft: &Draft) -> Result<(), Refusal> {
    if draft.class != Class::Debunk || draft.claim_review.is_some() {
        return Ok(());
    }
    Err(Refusal::new(
        "debunking-without-a-judged-claim",
        Source::read("schema.org ClaimReview", "https://schema.org/ClaimReview"),
        Words::new(
            "a debunk says which claim it judges and how it is rated: fill in the claim review",
            "un debunk dit quelle allégation il juge et comment : remplissez l’évaluation de l’allégation",
            "ein Debunk sagt, welche Behauptung er beurteilt und wie: füllen Sie die Bewertung der Behauptung aus",
        ),
    ))
}
