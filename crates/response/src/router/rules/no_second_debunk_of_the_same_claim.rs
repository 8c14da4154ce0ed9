//! A claim that was checked is pointed to, not checked again: each repetition gives it another audience.

use super::{Phrase, Rule, StaticSource};
use crate::mechanism::Condition;
use crate::router::case::{Case, Verdict};

pub(super) const RULE: Rule = Rule {
    id: "no-second-debunk-of-the-same-claim",
    text: Phrase {
        en: "The claim was checked already.",
        fr: "L'affirmation a déjà été vérifiée.",
        de: "Die Behauptung wurde schon geprüft.",
    },
    instead: Phrase {
        en: "Link to the fact-check that is there, or write it in a language in which there is none.",
        fr: "Renvoyez à la vérification existante, ou rédigez-la dans une langue où il n'y en a pas.",
        de: "Verweisen Sie auf die vorhandene Prüfung, oder schreiben Sie sie in einer Sprache, in der es keine gibt.",
    },
    source: StaticSource {
        text: "ClaimReview: one review, many appearances",
        address: "https://schema.org/ClaimReview",
        verified: true,
    },
    nature: None,
    takes_months: false,
    takes_kinds: false,
    check,
};

fn check(case: &mut Case<'_>, rule: &Rule, _condition: Option<&Condition>) -> Verdict {
    let published = |record: &&crate::router::Existing| {
        // What was published in a language is wanted in the others: which are left, its own record knows.
        record.languages.is_empty()
            && matches!(record.mechanism.as_str(), "debunk" | "fact-check-request")
            && matches!(record.state.as_str(), "published" | "known-already" | "corrected")
    };
    let done: Vec<_> = case.situation.records.iter().filter(published).collect();
    case.keep_items(rule, |item| !done.iter().any(|record| record.items.contains(&item.id)))
}
