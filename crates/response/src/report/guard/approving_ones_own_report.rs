//! Who wrote in a report does not approve it, by another account neither.

use crate::report::Report;
use crate::{Aggregate, Refusal, Scene, Source, Words};

pub(in crate::report) fn approving_ones_own_report(
    report: &Report,
    scene: &Scene<'_>,
) -> Result<(), Refusal> {
    let known = scene.facts.records.get(&format!("{}/{}", Report::KIND, scene.id));
    let same_human = |person: &String| {
        // Without knowing who is behind an account, nobody can be told from its holder.
        known.is_none_or(|facts| facts.humans.get(person).is_none_or(|human| *human == scene.actor.human))
    };
    let own = report.authors.iter().any(|one| one.person == scene.actor.person || same_human(&one.person));
    if !own {
        return Ok(());
    }
    Err(Refusal::new(
        "approving-ones-own-report",
        Source::house("a situation report is approved by somebody who did not write in it"),
        Words::new(
            "you wrote in this report: let another person approve it",
            "vous avez rédigé une partie de ce rapport : faites-le approuver par une autre personne",
            "Sie haben an diesem Bericht geschrieben: lassen Sie ihn von einer anderen Person genehmigen",
        ),
    ))
}
