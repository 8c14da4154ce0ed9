//! What is issued is what was approved, to the last character.

use crate::report::Report;
use crate::{Refusal, Source, Words};

pub(in crate::report) fn issuing_what_was_not_approved(
    report: &Report,
    content: &str,
) -> Result<(), Refusal> {
    if report.approved.as_ref().is_some_and(|one| one.content == content) {
        return Ok(());
    }
    Err(Refusal::new(
        "issuing-what-was-not-approved",
        Source::house("what is issued is what was approved"),
        Words::new(
            "the report reads otherwise than when it was approved (a record in it was erased, or its readers may see more or less); change a word or set the cut-off anew, and have it approved again",
            "le rapport ne se lit plus comme lors de son approbation (un dossier a été effacé, ou ses lecteurs voient plus ou moins) ; modifiez-le ou refixez la date d’arrêté, et faites-le approuver à nouveau",
            "der Bericht liest sich anders als bei der Genehmigung (ein Vorgang darin wurde gelöscht, oder seine Leser dürfen mehr oder weniger sehen); ändern Sie ihn oder setzen Sie den Stichzeitpunkt neu, und lassen Sie ihn erneut genehmigen",
        ),
    ))
}
